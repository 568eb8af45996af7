/* From exact repeats to records.
 *
 * 1. Each two places of a repeat that are in different documents are an anchor of this
 *    pair of documents. Anchors are sorted by pair; those of one pair are a group.
 * 2. Groups are worked on in parallel: the passages of the pair, and which anchors lie in
 *    one of them. Results are kept by range of groups, so they come in their order.
 * 3. What passages took of a repeat is marked pair by pair of its places. The others are
 *    given as records in which no two places form a pair that was taken. */
#include "match/passage_pairs.h"

#include <string.h>

#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/passage_grow.h"

#define GREATEST_MOST_PLACES 32
#define STEP 64 /* groups that a thread takes at once */

typedef struct found {
    nd__passage passage;
    size_t group;
} found;

typedef ND_VECTOR(found) found_vector;

typedef struct job {
    const nd__sequence *sequence;
    const nd__maximal_repeats *repeats;
    const nd__passage_pairs_options *options;
    nd__keyed *anchors; /* key: both documents; value: see pack() */
    size_t anchor_count;
    nd__u64_vector groups; /* first anchor of each, and anchor_count behind the last */
    bool *taken;           /* [anchor_count] */
    found_vector *results; /* [ranges] */
    size_t ranges;
    uint32_t *apart; /* [repeats->places.count] bit q: passages took the pair of this
                        place and place q of the repeat */
} job;

/* An anchor: repeat << 16 | first place << 8 | second place, places counted in the
 * repeat. */
static uint64_t pack(size_t repeat, uint32_t p, uint32_t q) {
    return (uint64_t)repeat << 16 | (uint64_t)p << 8 | q;
}

static const nd__maximal_repeat *repeat_of(const job *j, uint64_t anchor) {
    return &j->repeats->items.items[anchor >> 16];
}

static uint64_t place_of(const job *j, uint64_t anchor, int side) {
    uint64_t which = side == 0 ? (anchor >> 8) & 255 : anchor & 255;
    return j->repeats->places.items[repeat_of(j, anchor)->first_place + which];
}

void nd__passage_pairs_options_init(nd__passage_pairs_options *out) {
    memset(out, 0, sizeof *out);
    nd__passage_options_init(&out->passage);
    out->most_places = 32;
}

static bool makes_pairs(const job *j, const nd__maximal_repeat *repeat) {
    return !j->options->passage.exact && repeat->chain == 0 &&
           repeat->places <= j->options->most_places &&
           repeat->kept_places == repeat->places;
}

/* Writes the anchors of a repeat, or only counts them. */
static size_t anchors_of(const job *j, size_t r, nd__keyed *out) {
    const nd__maximal_repeat *repeat = &j->repeats->items.items[r];
    size_t count = 0, documents[GREATEST_MOST_PLACES];
    if (!makes_pairs(j, repeat)) {
        return 0;
    }
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        documents[p] = nd__sequence_document(
            j->sequence, j->repeats->places.items[repeat->first_place + p]);
    }
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        for (uint32_t q = p + 1; q < repeat->kept_places; q++) {
            if (documents[p] == documents[q]) {
                continue;
            }
            if (out != NULL) {
                uint64_t pair = (uint64_t)documents[p] << 32 | documents[q];
                out[count] = (nd__keyed){pair, pack(r, p, q)};
            }
            count++;
        }
    }
    return count;
}

static nd_status make_anchors(job *j, nd_error *err) {
    size_t count = 0;
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        count += anchors_of(j, r, NULL);
    }
    j->anchors = nd__allocate(count, sizeof *j->anchors);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    if (j->anchors == NULL || scratch == NULL) {
        free(scratch);
        return nd__fail_memory(err);
    }
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        j->anchor_count += anchors_of(j, r, j->anchors + j->anchor_count);
    }
    nd__sort_keyed(j->anchors, scratch, count);
    free(scratch);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || j->anchors[i].key != j->anchors[i - 1].key) {
            ND_TRY(nd__vector_extend(&j->groups, 1, err));
            j->groups.items[j->groups.count++] = i;
        }
    }
    ND_TRY(nd__vector_extend(&j->groups, 1, err));
    j->groups.items[j->groups.count++] = count;
    return ND_OK;
}

static nd__token_text document_text(const job *j, size_t document) {
    uint64_t begin = nd__sequence_begin(j->sequence, document);
    const void *data = j->sequence->data + begin * sizeof(uint64_t);
    return (nd__token_text){data, (size_t)(j->sequence->ends[document] - begin)};
}

/* How many of the passages, which are sorted by a_begin, begin at `begin` or before. */
static size_t count_before(const nd__passages *passages, uint32_t begin) {
    size_t low = 0, high = passages->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (passages->items[middle].a_begin <= begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool takes(const nd__passage *passage, nd__overlap at) {
    return (!passage->exact || at.length < passage->a_end - passage->a_begin) &&
           at.kept_begin >= passage->a_begin &&
           at.kept_begin + at.length <= passage->a_end &&
           at.member_begin >= passage->b_begin &&
           at.member_begin + at.length <= passage->b_end;
}

/* Where anchors lie in passages. */
static void mark_taken(job *j, size_t group, const nd__overlap *anchors,
                       const nd__passages *passages) {
    size_t first = j->groups.items[group], count = j->groups.items[group + 1] - first;
    for (size_t i = 0; i < count; i++) {
        size_t p = count_before(passages, anchors[i].kept_begin);
        while (p-- > 0 && !j->taken[first + i]) {
            j->taken[first + i] = takes(&passages->items[p], anchors[i]);
        }
    }
}

static nd_status work_on_group(job *j, size_t group, nd__grower *grower,
                               nd__overlaps *anchors, nd__passages *passages,
                               found_vector *out, nd_error *err) {
    size_t first = j->groups.items[group], count = j->groups.items[group + 1] - first;
    uint64_t key = j->anchors[first].key;
    size_t a = (size_t)(key >> 32), b = (size_t)(key & UINT32_MAX);
    nd__token_text text_a = document_text(j, a), text_b = document_text(j, b);
    if (text_a.count > INT32_MAX || text_b.count > INT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "documents of %zu and %zu tokens were too long to chain",
                        text_a.count, text_b.count);
    }
    ND_TRY(nd__vector_reserve(anchors, count, err));
    for (size_t i = 0; i < count; i++) {
        uint64_t anchor = j->anchors[first + i].value;
        anchors->items[i] = (nd__overlap){
            (uint32_t)(place_of(j, anchor, 0) - nd__sequence_begin(j->sequence, a)),
            (uint32_t)(place_of(j, anchor, 1) - nd__sequence_begin(j->sequence, b)),
            (uint32_t)repeat_of(j, anchor)->length};
    }
    ND_TRY(nd__passages_find_with(passages, grower, text_a, text_b, anchors->items, count,
                                  &j->options->passage, err));
    nd__spill_touched(j->sequence->spill, 2 * count);
    mark_taken(j, group, anchors->items, passages);
    for (size_t p = 0; p < passages->count; p++) {
        if (!passages->items[p].exact) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] = (found){passages->items[p], group};
        }
    }
    return ND_OK;
}

static nd_status work_on_groups(size_t begin, size_t end, unsigned worker, void *payload,
                                nd_error *err) {
    (void)worker;
    nd_status status = ND_OK;
    job *j = payload;
    nd__overlaps anchors = {0};
    nd__passages passages = {0};
    nd__grower grower = {0};
    for (size_t group = begin; group < end; group++) {
        ND_TRY_OUT(work_on_group(j, group, &grower, &anchors, &passages,
                                 &j->results[begin / STEP], err));
    }
out:
    nd__grower_clear(&grower);
    nd__vector_clear(&anchors);
    nd__vector_clear(&passages);
    return status;
}

static nd_status find_passages(job *j, nd_error *err) {
    size_t groups = j->groups.count - 1;
    j->ranges = groups / STEP + 1;
    j->results = nd__allocate_zeroed(j->ranges, sizeof *j->results);
    j->taken = nd__allocate_zeroed(j->anchor_count, sizeof *j->taken);
    j->apart = nd__allocate_zeroed(j->repeats->places.count, sizeof *j->apart);
    if (j->results == NULL || j->taken == NULL || j->apart == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY(
        nd__parallel_ranges(j->options->threads, groups, STEP, work_on_groups, j, err));
    for (size_t i = 0; i < j->anchor_count; i++) {
        if (j->taken[i]) {
            uint64_t anchor = j->anchors[i].value;
            size_t first = repeat_of(j, anchor)->first_place;
            uint32_t p = (uint32_t)(anchor >> 8) & 255, q = (uint32_t)anchor & 255;
            j->apart[first + p] |= (uint32_t)1 << q;
            j->apart[first + q] |= (uint32_t)1 << p;
        }
    }
    return ND_OK;
}

static nd_status add_place(nd__passage_records *out, const job *j, uint64_t begin,
                           uint64_t length, nd_error *err) {
    ND_TRY(nd__vector_extend(&out->places, 1, err));
    out->places.items[out->places.count++] = (nd__record_place){
        nd__sequence_document(j->sequence, begin), begin, begin + length};
    return ND_OK;
}

static nd_status add_passages(nd__passage_records *out, const job *j, nd_error *err) {
    for (size_t range = 0; range < j->ranges; range++) {
        for (size_t i = 0; i < j->results[range].count; i++) {
            const found *f = &j->results[range].items[i];
            const nd__passage *p = &f->passage;
            uint64_t key = j->anchors[j->groups.items[f->group]].key;
            uint64_t a = nd__sequence_begin(j->sequence, (size_t)(key >> 32));
            uint64_t b = nd__sequence_begin(j->sequence, (size_t)(key & UINT32_MAX));
            ND_TRY(nd__vector_extend(&out->items, 1, err));
            out->items.items[out->items.count++] =
                (nd__passage_record){.first_place = out->places.count,
                                     .kept_places = 2,
                                     .pieces = p->pieces,
                                     .places = 2,
                                     .matched = p->matched,
                                     .similarity = p->similarity};
            ND_TRY(add_place(out, j, a + p->a_begin, p->a_end - p->a_begin, err));
            ND_TRY(add_place(out, j, b + p->b_begin, p->b_end - p->b_begin, err));
        }
    }
    return ND_OK;
}

/* A record of the repeat at those of its places that are in `chosen`; all = true: at all
 * of them, and those that are not kept are counted. */
static nd_status add_repeat(nd__passage_records *out, const job *j,
                            const nd__maximal_repeat *repeat, uint32_t chosen, bool all,
                            nd_error *err) {
    size_t first = out->places.count;
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        if (all || (chosen >> p & 1) != 0) {
            uint64_t begin = j->repeats->places.items[repeat->first_place + p];
            ND_TRY(add_place(out, j, begin, repeat->length, err));
        }
    }
    uint32_t kept = (uint32_t)(out->places.count - first);
    ND_TRY(nd__vector_extend(&out->items, 1, err));
    out->items.items[out->items.count++] = (nd__passage_record){
        .first_place = first,
        .kept_places = kept,
        .pieces = 1,
        .places = all ? repeat->places : kept,
        .matched = repeat->length < UINT32_MAX ? (uint32_t)repeat->length : UINT32_MAX,
        .chain = repeat->chain,
        .similarity = 1.0,
        .exact = true};
    return ND_OK;
}

/* Places with place p in which no pair is apart: each further one forms a pair with one
 * of them that is not covered yet. Covers all their pairs. */
static uint32_t choose_places(const uint32_t *apart, uint32_t *open, uint32_t count,
                              uint32_t p) {
    uint32_t chosen = (uint32_t)1 << p;
    for (uint32_t q = 0; q < count; q++) {
        if ((chosen >> q & 1) == 0 && (apart[q] & chosen) == 0 &&
            (open[q] & chosen) != 0) {
            chosen |= (uint32_t)1 << q;
        }
    }
    for (uint32_t q = 0; q < count; q++) {
        open[q] &= (chosen >> q & 1) != 0 ? ~chosen : UINT32_MAX;
    }
    return chosen;
}

/* What remains of a repeat of which passages took some pairs: sets of places that have
 * all pairs but those, by a greedy clique cover. */
static nd_status add_remains(nd__passage_records *out, const job *j,
                             const nd__maximal_repeat *repeat, nd_error *err) {
    uint32_t count = repeat->kept_places, open[GREATEST_MOST_PLACES];
    const uint32_t *apart = j->apart + repeat->first_place;
    for (uint32_t p = 0; p < count; p++) {
        open[p] = (UINT32_MAX >> (32 - count)) & ~apart[p] & ~((uint32_t)1 << p);
    }
    for (uint32_t p = 0; p < count; p++) {
        while (open[p] != 0) {
            uint32_t chosen = choose_places(apart, open, count, p);
            ND_TRY(add_repeat(out, j, repeat, chosen, false, err));
        }
    }
    return ND_OK;
}

static nd_status add_repeats(nd__passage_records *out, const job *j, nd_error *err) {
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        const nd__maximal_repeat *repeat = &j->repeats->items.items[r];
        uint32_t any = 0;
        for (uint32_t p = 0; makes_pairs(j, repeat) && p < repeat->kept_places; p++) {
            any |= j->apart[repeat->first_place + p];
        }
        if (any == 0) {
            ND_TRY(add_repeat(out, j, repeat, 0, true, err));
        } else {
            ND_TRY(add_remains(out, j, repeat, err));
        }
    }
    return ND_OK;
}

/* A stable sort by one key of the first two places. */
static nd_status sort_by(nd__passage_records *out, int which, nd_error *err) {
    size_t count = out->items.count;
    nd_status status = ND_OK;
    nd__keyed *items = nd__allocate(count, sizeof *items);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    nd__passage_record *copy = nd__allocate(count, sizeof *copy);
    if (items == NULL || scratch == NULL || copy == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        const nd__record_place *at = out->places.items + out->items.items[i].first_place;
        uint64_t key = which == 0 ? at[1].begin : which == 1 ? ~at[0].end : at[0].begin;
        items[i] = (nd__keyed){key, i};
        copy[i] = out->items.items[i];
    }
    nd__sort_keyed(items, scratch, count);
    for (size_t i = 0; i < count; i++) {
        out->items.items[i] = copy[items[i].value];
    }
out:
    free(items);
    free(scratch);
    free(copy);
    return status;
}

static void job_clear(job *j) {
    for (size_t range = 0; j->results != NULL && range < j->ranges; range++) {
        nd__vector_clear(&j->results[range]);
    }
    free(j->results);
    free(j->anchors);
    free(j->taken);
    free(j->apart);
    nd__vector_clear(&j->groups);
}

nd_status nd__passage_records_find(nd__passage_records *out, const nd__sequence *sequence,
                                   const nd__maximal_repeats *repeats,
                                   const nd__passage_pairs_options *options,
                                   nd_error *err) {
    nd_status status;
    job j = {.sequence = sequence, .repeats = repeats, .options = options};
    nd__passage_records_clear(out);
    if (sequence->unit != sizeof(uint64_t) || options->most_places < 2 ||
        options->most_places > GREATEST_MOST_PLACES) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "unit was %u, not 8, or most_places %u, not 2 to %d",
                        sequence->unit, (unsigned)options->most_places,
                        GREATEST_MOST_PLACES);
    }
    ND_TRY_OUT(make_anchors(&j, err));
    ND_TRY_OUT(find_passages(&j, err));
    ND_TRY_OUT(add_passages(out, &j, err));
    ND_TRY_OUT(add_repeats(out, &j, err));
    for (int which = 0; which < 3; which++) {
        ND_TRY_OUT(sort_by(out, which, err));
    }
out:
    job_clear(&j);
    if (status < 0) {
        nd__passage_records_clear(out);
    }
    return status;
}

void nd__passage_records_clear(nd__passage_records *records) {
    nd__vector_clear(&records->items);
    nd__vector_clear(&records->places);
}
