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
#include "match/passage_records.h"

#define GREATEST_MOST_PLACES 32
#define STEP 64                  /* groups that a thread takes at once */
#define COPIED ((size_t)1 << 13) /* tokens of a document that is read from a file */
#define ANCHOR_BYTES (2 * sizeof(nd__keyed) + 1)

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
    size_t first, end; /* documents whose pairs with later ones are of this pass */
    uint32_t *apart;   /* [repeats->places.count] bit q: passages took the pair of this
                          place and place q of the repeat */
    nd__record_builder records;
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

/* The anchors of a repeat in this pass: written to out, or counted for each first
 * document. */
static size_t anchors_of(const job *j, size_t r, nd__keyed *out, uint64_t *counts) {
    const nd__maximal_repeat *repeat = &j->repeats->items.items[r];
    size_t count = 0, documents[GREATEST_MOST_PLACES];
    nd__spill_read(j->repeats->spill,
                   sizeof *repeat + repeat->kept_places * sizeof(uint64_t));
    if (!makes_pairs(j, repeat)) {
        return 0;
    }
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        documents[p] = nd__sequence_document(
            j->sequence, j->repeats->places.items[repeat->first_place + p]);
    }
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        bool is_here = documents[p] >= j->first && documents[p] < j->end;
        for (uint32_t q = p + 1; is_here && q < repeat->kept_places; q++) {
            if (documents[p] == documents[q]) {
                continue;
            }
            if (counts != NULL) {
                counts[documents[p]]++;
            } else {
                uint64_t pair = (uint64_t)documents[p] << 32 | documents[q];
                out[count] = (nd__keyed){pair, pack(r, p, q)};
            }
            count++;
        }
    }
    return count;
}

/* count: of this pass. */
static nd_status make_anchors(job *j, size_t count, nd_error *err) {
    j->anchors = nd__allocate(count, sizeof *j->anchors);
    nd__keyed *scratch = nd__allocate(count, sizeof *scratch);
    if (j->anchors == NULL || scratch == NULL) {
        free(scratch);
        return nd__fail_memory(err);
    }
    j->anchor_count = j->groups.count = 0;
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        j->anchor_count += anchors_of(j, r, j->anchors + j->anchor_count, NULL);
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

/* A thread's room for work. */
typedef struct workshop {
    nd__grower grower;
    nd__overlaps anchors;
    nd__passages passages;
    uint64_t *copy[2]; /* [COPIED] of short documents; NULL: all are in memory */
} workshop;

static nd_status workshop_make(workshop *w, const job *j, nd_error *err) {
    memset(w, 0, sizeof *w);
    for (int side = 0; j->sequence->spill != NULL && side < 2; side++) {
        w->copy[side] = nd__allocate(COPIED, sizeof **w->copy);
        if (w->copy[side] == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

static void workshop_clear(workshop *w) {
    nd__grower_clear(&w->grower);
    nd__vector_clear(&w->anchors);
    nd__vector_clear(&w->passages);
    free(w->copy[0]);
    free(w->copy[1]);
}

static nd__token_text document_text(const job *j, size_t document, uint64_t *copy) {
    uint64_t begin = nd__sequence_begin(j->sequence, document);
    size_t count = (size_t)(j->sequence->ends[document] - begin);
    const void *data = j->sequence->data + begin * sizeof(uint64_t);
    if (copy != NULL) {
        data = nd__spill_peek(j->sequence->spill, data, count * sizeof *copy, copy,
                              COPIED * sizeof *copy);
    }
    return (nd__token_text){data, count};
}

static nd_status work_on_group(job *j, size_t group, workshop *w, found_vector *out,
                               nd_error *err) {
    nd__overlaps *anchors = &w->anchors;
    nd__passages *passages = &w->passages;
    size_t first = j->groups.items[group], count = j->groups.items[group + 1] - first;
    uint64_t key = j->anchors[first].key;
    size_t a = (size_t)(key >> 32), b = (size_t)(key & UINT32_MAX);
    nd__token_text text_a = document_text(j, a, w->copy[0]);
    nd__token_text text_b = document_text(j, b, w->copy[1]);
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
    ND_TRY(nd__passages_find_with(passages, &w->grower, text_a, text_b, anchors->items,
                                  count, &j->options->passage, err));
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
    workshop w;
    ND_TRY_OUT(workshop_make(&w, j, err));
    for (size_t group = begin; group < end; group++) {
        ND_TRY_OUT(work_on_group(j, group, &w, &j->results[begin / STEP], err));
    }
out:
    workshop_clear(&w);
    return status;
}

static nd_status find_passages(job *j, nd_error *err) {
    size_t groups = j->groups.count - 1;
    j->ranges = groups / STEP + 1;
    j->results = nd__allocate_zeroed(j->ranges, sizeof *j->results);
    j->taken = nd__allocate_zeroed(j->anchor_count, sizeof *j->taken);
    if (j->results == NULL || j->taken == NULL) {
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

static nd_status add_passages(job *j, nd_error *err) {
    for (size_t range = 0; range < j->ranges; range++) {
        for (size_t i = 0; i < j->results[range].count; i++) {
            const found *f = &j->results[range].items[i];
            const nd__passage *p = &f->passage;
            uint64_t key = j->anchors[j->groups.items[f->group]].key;
            uint64_t a = nd__sequence_begin(j->sequence, (size_t)(key >> 32));
            uint64_t b = nd__sequence_begin(j->sequence, (size_t)(key & UINT32_MAX));
            ND_TRY(nd__record_builder_place(&j->records, a + p->a_begin,
                                            p->a_end - p->a_begin, err));
            ND_TRY(nd__record_builder_place(&j->records, b + p->b_begin,
                                            p->b_end - p->b_begin, err));
            ND_TRY(
                nd__record_builder_add(&j->records,
                                       (nd__passage_record){.kept_places = 2,
                                                            .pieces = p->pieces,
                                                            .places = 2,
                                                            .matched = p->matched,
                                                            .similarity = p->similarity},
                                       err));
        }
    }
    return ND_OK;
}

/* A record of the repeat at those of its places that are in `chosen`; all = true: at all
 * of them, and those that are not kept are counted. */
static nd_status add_repeat(job *j, const nd__maximal_repeat *repeat, uint32_t chosen,
                            bool all, nd_error *err) {
    uint32_t kept = 0;
    for (uint32_t p = 0; p < repeat->kept_places; p++) {
        if (all || (chosen >> p & 1) != 0) {
            uint64_t begin = j->repeats->places.items[repeat->first_place + p];
            ND_TRY(nd__record_builder_place(&j->records, begin, repeat->length, err));
            kept++;
        }
    }
    nd__passage_record record = {
        .kept_places = kept,
        .pieces = 1,
        .places = all ? repeat->places : kept,
        .matched = repeat->length < UINT32_MAX ? (uint32_t)repeat->length : UINT32_MAX,
        .chain = repeat->chain,
        .similarity = 1.0,
        .exact = true};
    return nd__record_builder_add(&j->records, record, err);
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
static nd_status add_remains(job *j, const nd__maximal_repeat *repeat, nd_error *err) {
    uint32_t count = repeat->kept_places, open[GREATEST_MOST_PLACES];
    const uint32_t *apart = j->apart + repeat->first_place;
    for (uint32_t p = 0; p < count; p++) {
        open[p] = (UINT32_MAX >> (32 - count)) & ~apart[p] & ~((uint32_t)1 << p);
    }
    for (uint32_t p = 0; p < count; p++) {
        while (open[p] != 0) {
            uint32_t chosen = choose_places(apart, open, count, p);
            ND_TRY(add_repeat(j, repeat, chosen, false, err));
        }
    }
    return ND_OK;
}

static nd_status add_repeats(job *j, nd_error *err) {
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        const nd__maximal_repeat *repeat = &j->repeats->items.items[r];
        uint32_t any = 0;
        nd__spill_read(j->repeats->spill,
                       sizeof *repeat + repeat->kept_places * sizeof(uint64_t));
        for (uint32_t p = 0; makes_pairs(j, repeat) && p < repeat->kept_places; p++) {
            any |= j->apart[repeat->first_place + p];
        }
        if (any == 0) {
            ND_TRY(add_repeat(j, repeat, 0, true, err));
        } else {
            ND_TRY(add_remains(j, repeat, err));
        }
    }
    return ND_OK;
}

/* What only this pass needs. */
static void pass_clear(job *j) {
    for (size_t range = 0; j->results != NULL && range < j->ranges; range++) {
        nd__vector_clear(&j->results[range]);
    }
    free(j->results);
    free(j->anchors);
    free(j->taken);
    j->results = NULL;
    j->anchors = NULL;
    j->taken = NULL;
}

static nd_status run_pass(job *j, size_t anchors, nd_error *err) {
    ND_TRY(make_anchors(j, anchors, err));
    ND_TRY(find_passages(j, err));
    ND_TRY(add_passages(j, err));
    pass_clear(j);
    return ND_OK;
}

/* All pairs, by their first document: as many as memory allows at a time. counts:
 * [documents] scratch. */
static nd_status run_passes(job *j, uint64_t *counts, nd_error *err) {
    size_t documents = j->sequence->documents, to;
    size_t most = j->options->memory > 0 ? j->options->memory / ANCHOR_BYTES : SIZE_MAX;
    j->end = documents;
    for (size_t r = 0; r < j->repeats->items.count; r++) {
        anchors_of(j, r, NULL, counts);
    }
    for (size_t from = 0; from < documents; from = to) {
        size_t count = counts[from];
        for (to = from + 1; to < documents && count + counts[to] <= most; to++) {
            count += counts[to];
        }
        j->first = from;
        j->end = to;
        ND_TRY(run_pass(j, count, err));
    }
    return ND_OK;
}

nd_status nd__passage_records_find(nd__passage_records *out, const nd__sequence *sequence,
                                   const nd__maximal_repeats *repeats,
                                   const nd__passage_pairs_options *options,
                                   nd_error *err) {
    nd_status status;
    uint64_t *counts = NULL;
    job j = {.sequence = sequence, .repeats = repeats, .options = options};
    nd__passage_records_clear(out);
    if (sequence->unit != sizeof(uint64_t) || options->most_places < 2 ||
        options->most_places > GREATEST_MOST_PLACES) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "unit was %u, not 8, or most_places %u, not 2 to %d",
                        sequence->unit, (unsigned)options->most_places,
                        GREATEST_MOST_PLACES);
    }
    counts = nd__allocate_zeroed(sequence->documents, sizeof *counts);
    j.apart = nd__allocate_zeroed(repeats->places.count, sizeof *j.apart);
    if (counts == NULL || j.apart == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    ND_TRY_OUT(nd__record_builder_open(&j.records, sequence, err));
    ND_TRY_OUT(run_passes(&j, counts, err));
    ND_TRY_OUT(add_repeats(&j, err));
    status = nd__record_builder_sort(out, &j.records, err);
out:
    pass_clear(&j);
    nd__record_builder_clear(&j.records);
    nd__vector_clear(&j.groups);
    free(j.apart);
    free(counts);
    return status;
}
