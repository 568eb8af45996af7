/* Repeated windows by seeds.
 *
 * 1. Each window has a seed, a run of k of its elements that is chosen by content alone
 * (seed.h). Equal windows have equal seeds at the same place, so a window whose seed
 * stands nowhere else is not repeated. Most of a text is done with here.
 * 2. Seeds are put into 256 parts by their hash, and each part sorted, several parts at
 * once: equal seeds are neighbours, a bucket.
 * 3. The windows of equal seeds are compared (window_bucket.h), bucket after bucket in
 * the order of the text. Where memory is short the text is walked several times, for some
 * of the parts each. */
#include "substring/repeated_windows.h"

#include <string.h>

#include "base/threads.h"
#include "substring/window_bucket.h"
#include "substring/window_marks.h"

#define PARTS 256
#define STRETCH ((uint64_t)1 << 20) /* windows that a thread walks at once */
#define STEP 64                     /* buckets that a thread takes at once */
#define TABLE_WINDOWS ((size_t)1 << 23)

typedef struct stretch {
    uint64_t first, end; /* windows of one document, or all of the documents from.. */
    size_t document, document_end;
    nd__seed_vector seeds;
    nd__periodic_vector periodic;
    size_t part_count[PARTS];
} stretch;

typedef struct search {
    const nd__sequence *sequence;
    const nd__window_options *options;
    nd__seed_shape shape;
    nd__repeated_windows *windows;
    unsigned threads, least, bound; /* parts of this pass */
    ND_VECTOR(stretch) stretches;
    nd__seed_collector **collectors; /* [threads] */
    nd__bucket_worker **workers;     /* [threads] */
    nd__seed_vector scratch[256];    /* [threads] */
    nd__seed_vector buckets[256];    /* [threads] as order, of the parts each sorted */
    nd__seed_vector order; /* buckets: the place of their first seed, packed, and where
                              they begin in seeds */
    nd__keyed *seeds;
    size_t part_end[PARTS];
} search;

void nd__repeated_windows_clear(nd__repeated_windows *windows) {
    uint64_t *sets[] = {windows->repeated, windows->later, windows->branching};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        if (windows->spill != NULL) {
            nd__spill_drop(windows->spill, sets[i]);
        } else {
            free(sets[i]);
        }
    }
    memset(windows, 0, sizeof *windows);
}

static nd_status make_set(uint64_t **out, size_t words, nd__spill *spill, nd_error *err) {
    if (spill != NULL) {
        void *memory;
        ND_TRY(nd__spill_zeroed(&memory, spill, words * sizeof **out, err));
        *out = memory;
        return ND_OK;
    }
    *out = nd__allocate_zeroed(words, sizeof **out);
    return *out == NULL ? nd__fail_memory(err) : ND_OK;
}

nd_status nd__repeated_windows_make(nd__repeated_windows *out,
                                    const nd__sequence *sequence, bool branching,
                                    nd_error *err) {
    memset(out, 0, sizeof *out);
    out->words = sequence->count / 64 + 1;
    size_t all = out->words * sizeof *out->repeated * (branching ? 3 : 2);
    nd__spill *spill =
        nd__spill_is_small(sequence->spill, all / 2) ? NULL : sequence->spill;
    out->spill = spill;
    nd_status status = make_set(&out->repeated, out->words, spill, err);
    if (status >= 0) {
        status = make_set(&out->later, out->words, spill, err);
    }
    if (status >= 0 && branching) {
        status = make_set(&out->branching, out->words, spill, err);
    }
    if (status < 0) {
        nd__repeated_windows_clear(out);
    }
    return status;
}

static nd_status add_stretch(search *s, uint64_t first, uint64_t end, size_t document,
                             size_t document_end, nd_error *err) {
    ND_TRY(nd__vector_extend(&s->stretches, 1, err));
    s->stretches.items[s->stretches.count++] = (stretch){
        .first = first, .end = end, .document = document, .document_end = document_end};
    return ND_OK;
}

/* Long documents are cut, short ones taken together. */
static nd_status cut_stretches(search *s, nd_error *err) {
    const nd__sequence *q = s->sequence;
    size_t begin = 0;
    for (size_t d = 0; d < q->documents; d++) {
        uint64_t first = nd__sequence_begin(q, d), end = q->ends[d];
        if (end - first >= 2 * STRETCH + s->shape.length) {
            if (begin < d) {
                ND_TRY(add_stretch(s, 0, 0, begin, d, err));
            }
            end -= s->shape.length - 1;
            for (; first < end; first += STRETCH) {
                uint64_t to = first + STRETCH < end ? first + STRETCH : end;
                ND_TRY(add_stretch(s, first, to, d, d + 1, err));
            }
            begin = d + 1;
        } else if (end - nd__sequence_begin(q, begin) >= STRETCH) {
            ND_TRY(add_stretch(s, 0, 0, begin, d + 1, err));
            begin = d + 1;
        }
    }
    return begin < q->documents ? add_stretch(s, 0, 0, begin, q->documents, err) : ND_OK;
}

static nd_status collect_stretch(search *s, stretch *own, unsigned worker,
                                 nd_error *err) {
    const nd__sequence *q = s->sequence;
    nd__periodic_vector *periodic = s->least == 0 ? &own->periodic : NULL;
    for (size_t d = own->document; d < own->document_end; d++) {
        uint64_t begin = nd__sequence_begin(q, d), end = q->ends[d];
        uint64_t first = own->end > 0 ? own->first : begin;
        if (end - begin < s->shape.length) {
            continue;
        }
        uint64_t last = own->end > 0 ? own->end : end - s->shape.length + 1;
        ND_TRY(nd__seed_collect(&own->seeds, periodic, s->collectors[worker], begin, end,
                                first, last, s->least, s->bound, err));
        nd__spill_read(q->spill, (size_t)(last - first) * q->unit);
    }
    memset(own->part_count, 0, sizeof own->part_count);
    for (size_t i = 0; i < own->seeds.count; i++) {
        own->part_count[own->seeds.items[i].key >> 56]++;
    }
    return ND_OK;
}

static nd_status collect_range(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    search *s = payload;
    for (size_t i = begin; i < end; i++) {
        ND_TRY(collect_stretch(s, &s->stretches.items[i], worker, err));
    }
    return ND_OK;
}

/* All seeds by part, in each part by position. */
static nd_status gather_parts(search *s, nd_error *err) {
    size_t total = 0;
    size_t at[PARTS];
    for (unsigned p = 0; p < PARTS; p++) {
        at[p] = total;
        for (size_t i = 0; i < s->stretches.count; i++) {
            total += s->stretches.items[i].part_count[p];
        }
        s->part_end[p] = total;
    }
    free(s->seeds);
    s->seeds = nd__allocate(total, sizeof *s->seeds);
    if (s->seeds == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < s->stretches.count; i++) {
        nd__seed_vector *from = &s->stretches.items[i].seeds;
        for (size_t j = 0; j < from->count; j++) {
            s->seeds[at[from->items[j].key >> 56]++] = from->items[j];
        }
        nd__vector_clear(from);
    }
    return ND_OK;
}

/* Sorts a part, and lists the buckets in it that have more than one seed. */
static nd_status sort_part(search *s, unsigned part, unsigned worker, nd_error *err) {
    size_t begin = part == 0 ? 0 : s->part_end[part - 1];
    size_t count = s->part_end[part] - begin;
    nd__keyed *seeds = s->seeds + begin;
    nd__seed_vector *buckets = &s->buckets[worker];
    ND_TRY(nd__vector_reserve(&s->scratch[worker], count, err));
    nd__sort_keyed(seeds, s->scratch[worker].items, count);
    for (size_t i = 0, end = 0; i < count; i = end) {
        for (end = i + 1; end < count && seeds[end].key == seeds[i].key;) {
            end++;
        }
        if (end - i > 1) {
            ND_TRY(nd__vector_extend(buckets, 1, err));
            buckets->items[buckets->count++] = (nd__keyed){seeds[i].value, begin + i};
        }
    }
    return ND_OK;
}

static nd_status sort_range(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    for (size_t part = begin; part < end; part++) {
        ND_TRY(sort_part(payload, (unsigned)part, worker, err));
    }
    return ND_OK;
}

/* All buckets by their first seed's place: so are, mostly, the copies of it, and what is
 * compared has just been read. */
static nd_status order_buckets(search *s, nd_error *err) {
    size_t total = 0, at = 0;
    for (unsigned w = 0; w < s->threads; w++) {
        total += s->buckets[w].count;
    }
    ND_TRY(nd__vector_reserve(&s->order, total, err));
    ND_TRY(nd__vector_reserve(&s->scratch[0], total, err));
    for (unsigned w = 0; w < s->threads; w++) {
        nd__seed_vector *from = &s->buckets[w];
        if (from->count > 0) {
            memcpy(s->order.items + at, from->items, from->count * sizeof *from->items);
            at += from->count;
        }
        nd__vector_clear(from);
    }
    s->order.count = total;
    nd__sort_keyed(s->order.items, s->scratch[0].items, total);
    for (unsigned w = 0; w < s->threads; w++) {
        nd__vector_clear(&s->scratch[w]);
    }
    return ND_OK;
}

static nd_status mark_range(size_t begin, size_t end, unsigned worker, void *payload,
                            nd_error *err) {
    search *s = payload;
    size_t seeds = s->part_end[PARTS - 1];
    for (size_t i = begin; i < end; i++) {
        size_t first = (size_t)s->order.items[i].value, next = first + 1;
        while (next < seeds && s->seeds[next].key == s->seeds[first].key) {
            next++;
        }
        ND_TRY(nd__bucket_mark(s->workers[worker], s->seeds + first, next - first, err));
    }
    return ND_OK;
}

/* How many parts a pass may take. */
static unsigned parts_of_pass(const search *s) {
    /* A seed is held twice while parts are gathered. */
    double seeds = 2.0 * (double)s->sequence->count / ((double)s->shape.choices + 1);
    double need = seeds * 2 * sizeof(nd__keyed);
    if (s->options->memory == 0 || need <= (double)s->options->memory) {
        return PARTS;
    }
    double parts = PARTS * (double)s->options->memory / need;
    return parts < 1 ? 1 : (unsigned)parts;
}

static nd_status tell(const search *s, uint64_t done, uint64_t total, nd_error *err) {
    const nd__window_options *o = s->options;
    return o->progress == NULL ? ND_OK : o->progress(done, total, o->payload, err);
}

static nd_status run_passes(search *s, nd_error *err) {
    unsigned step = parts_of_pass(s);
    for (s->least = 0; s->least < PARTS; s->least += step) {
        s->bound = s->least + step < PARTS ? s->least + step : PARTS;
        ND_TRY(tell(s, s->least * 2, PARTS * 2, err));
        ND_TRY(nd__parallel_ranges(s->threads, s->stretches.count, 1, collect_range, s,
                                   err));
        ND_TRY(gather_parts(s, err));
        ND_TRY(tell(s, s->least + s->bound, PARTS * 2, err));
        ND_TRY(nd__parallel_ranges(s->threads, PARTS, 1, sort_range, s, err));
        ND_TRY(order_buckets(s, err));
        ND_TRY(nd__parallel_ranges(s->threads, s->order.count, STEP, mark_range, s, err));
    }
    return tell(s, PARTS * 2, PARTS * 2, err);
}

/* Windows that no seed had, in ascending order: what was found of a period holds for the
 * next. */
static void mark_periodic(search *s) {
    for (size_t i = 0; i < s->stretches.count; i++) {
        const nd__periodic_vector *all = &s->stretches.items[i].periodic;
        for (size_t j = 0; j < all->count; j++) {
            const nd__periodic_windows *p = &all->items[j];
            nd__mark_windows(s->windows->repeated, p->first - p->period, p->last);
            nd__mark_windows(s->windows->later, p->first, p->last);
            uint64_t *branching = s->windows->branching;
            for (uint64_t w = p->first; branching != NULL && w <= p->last; w++) {
                if (nd__window_in(branching, w - p->period)) {
                    nd__mark_window(branching, w);
                }
            }
        }
    }
}

static nd_status prepare(search *s, nd_error *err) {
    const nd__window_options *o = s->options;
    size_t table = TABLE_WINDOWS;
    if (o->memory > 0 && o->memory / 64 / s->threads < table) {
        table = o->memory / 64 / s->threads + 1024;
    }
    s->collectors = nd__allocate_zeroed(s->threads, sizeof *s->collectors);
    s->workers = nd__allocate_zeroed(s->threads, sizeof *s->workers);
    if (s->collectors == NULL || s->workers == NULL) {
        return nd__fail_memory(err);
    }
    for (unsigned w = 0; w < s->threads; w++) {
        ND_TRY(nd__seed_collector_create(&s->collectors[w], s->sequence, s->shape,
                                         nd__variant_best(), err));
        ND_TRY(nd__bucket_worker_create(&s->workers[w], s->sequence, s->shape, s->windows,
                                        table, err));
    }
    return cut_stretches(s, err);
}

static void clean_up(search *s) {
    for (unsigned w = 0; w < s->threads; w++) {
        if (s->collectors != NULL) {
            nd__seed_collector_destroy(s->collectors[w]);
        }
        if (s->workers != NULL) {
            nd__bucket_worker_destroy(s->workers[w]);
        }
        nd__vector_clear(&s->scratch[w]);
        nd__vector_clear(&s->buckets[w]);
    }
    nd__vector_clear(&s->order);
    for (size_t i = 0; i < s->stretches.count; i++) {
        nd__vector_clear(&s->stretches.items[i].seeds);
        nd__vector_clear(&s->stretches.items[i].periodic);
    }
    nd__vector_clear(&s->stretches);
    free(s->collectors);
    free(s->workers);
    free(s->seeds);
}

nd_status nd__repeated_windows_find(nd__repeated_windows *out,
                                    const nd__sequence *sequence,
                                    const nd__window_options *options, nd_error *err) {
    if (options->suffix_array) {
        return nd__repeated_windows_by_suffixes(out, sequence, options, err);
    }
    if (sequence->count >= UINT64_C(1) << 40) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "a corpus of %zu elements was too long to search",
                        sequence->count);
    }
    ND_TRY(nd__repeated_windows_make(out, sequence, options->branching, err));
    search s = {.sequence = sequence,
                .options = options,
                .shape = nd__seed_shape_of(options->length, sequence->unit),
                .windows = out,
                .threads = options->threads > 0 ? options->threads : 1};
    s.threads = s.threads < 256 ? s.threads : 256;
    nd_status status = prepare(&s, err);
    if (status >= 0) {
        status = run_passes(&s, err);
    }
    if (status >= 0) {
        mark_periodic(&s);
    } else {
        nd__repeated_windows_clear(out);
    }
    clean_up(&s);
    return status < 0 ? status : ND_OK;
}
