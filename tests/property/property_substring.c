/* Repeated windows and maximal repeats against their definitions, by the common prefix of
 * every place with every other. docs/algorithms/spans.md has the definitions. */
#include "substring/suffix_method.h"

#include "base/radix_sort.h"
#include "substring_corpora.h"
#include "suite.h"

#define LARGEST 900
#define ALL_PLACES 100000

/* The longest common prefix of any two places, within their documents. */
typedef struct table {
    const nd__sequence *sequence;
    size_t count;
    uint16_t (*common)[LARGEST];
    bool *begins; /* its document */
} table;

static bool equal_elements(const nd__sequence *s, uint64_t a, uint64_t b) {
    return memcmp(s->data + a * s->unit, s->data + b * s->unit, s->unit) == 0;
}

static void table_make(table *t, const nd__sequence *sequence) {
    size_t n = sequence->count;
    ck_assert_uint_le(n, LARGEST);
    t->sequence = sequence;
    t->count = n;
    t->common = nd__allocate_zeroed(n + 1, sizeof *t->common);
    t->begins = nd__allocate_zeroed(n + 1, sizeof *t->begins);
    ck_assert(t->common != NULL && t->begins != NULL);
    for (size_t d = 0; d < sequence->documents; d++) {
        t->begins[nd__sequence_begin(sequence, d)] = true;
    }
    t->begins[n] = true;
    for (size_t a = n; a-- > 0;) {
        for (size_t b = n; b-- > 0;) {
            if (equal_elements(sequence, a, b)) {
                bool last = t->begins[a + 1] || t->begins[b + 1];
                t->common[a][b] = (uint16_t)(1 + (last ? 0 : t->common[a + 1][b + 1]));
            }
        }
    }
}

static void table_clear(table *t) {
    free(t->common);
    free(t->begins);
}

/* Whether the elements in front of two places differ, a border from everything. */
static bool fronts_differ(const table *t, size_t a, size_t b) {
    return t->begins[a] || t->begins[b] || !equal_elements(t->sequence, a - 1, b - 1);
}

typedef struct flags {
    bool repeated[LARGEST], later[LARGEST], branching[LARGEST];
} flags;

static void naive_windows(flags *f, const table *t, size_t length) {
    memset(f, 0, sizeof *f);
    for (size_t a = 0; a < t->count; a++) {
        for (size_t b = 0; b < t->count; b++) {
            if (a != b && t->common[a][b] >= length) {
                f->repeated[a] = true;
                f->later[a] = f->later[a] || b < a;
                f->branching[a] = f->branching[a] || fronts_differ(t, a, b);
            }
        }
    }
    /* Any two with different fronts make the whole class branch. */
    for (size_t a = 0; a < t->count; a++) {
        for (size_t b = 0; f->branching[a] && b < t->count; b++) {
            f->branching[b] = f->branching[b] || (a != b && t->common[a][b] >= length);
        }
    }
}

static void check_windows(const nd__repeated_windows *got, const flags *want,
                          size_t count, bool branching) {
    ck_assert_uint_eq(got->words, count / 64 + 1);
    ck_assert((got->branching != NULL) == branching);
    bool same = true; /* an assertion each would take most of the time */
    for (size_t i = 0; i < got->words * 64; i++) {
        bool in = i < count;
        same = same && nd__window_in(got->repeated, i) == (in && want->repeated[i]) &&
               nd__window_in(got->later, i) == (in && want->later[i]) &&
               (!branching ||
                nd__window_in(got->branching, i) == (in && want->branching[i]));
    }
    ck_assert(same);
}

/* Memory and, seldom, as each of them costs, threads in turn. Little memory takes several
 * passes and small tables. */
static nd__window_options options_of(size_t length, size_t way) {
    static const size_t memory[] = {0, 1, (size_t)1 << 14};
    return (nd__window_options){.length = length,
                                .branching = way % 2 == 0,
                                .threads = way % 11 == 5 ? 8 : 1,
                                .memory = memory[way % 3]};
}

/* One way for each length in turn: sorting has a cost whatever the size. */
static void check_window_methods(const table *t, const flags *want, size_t length) {
    unsigned way = length % 4;
    nd__window_options options = {.length = length, .branching = way % 2 == 0};
    nd__repeated_windows got;
    ck_assert_int_eq(nd__repeated_windows_by_suffixes_limited(
                         &got, t->sequence, &options, way < 2 ? SIZE_MAX : 0, NULL),
                     ND_OK);
    check_windows(&got, want, t->count, options.branching);
    nd__repeated_windows_clear(&got);
    options = options_of(length, length);
    ck_assert_int_eq(nd__repeated_windows_find(&got, t->sequence, &options, NULL), ND_OK);
    check_windows(&got, want, t->count, options.branching);
    nd__repeated_windows_clear(&got);
}

/* The nearest equal window before a in reach of a chain, or a. */
static size_t chained_to(const table *t, size_t a, size_t length) {
    for (size_t b = a; b > 0 && !t->begins[b] && a - (b - 1) <= length / 2;) {
        b--;
        if (t->common[a][b] >= length) {
            return b;
        }
    }
    return a;
}

static void add_repeat(nd__maximal_repeats *out, size_t length, const uint64_t *places,
                       size_t count, size_t max_places, uint32_t chain) {
    size_t kept = count < max_places ? count : max_places;
    if (nd__vector_extend(&out->items, 1, NULL) != ND_OK ||
        nd__vector_extend(&out->places, kept, NULL) != ND_OK) {
        ck_abort_msg("out of memory");
    }
    out->items.items[out->items.count++] =
        (nd__maximal_repeat){length, count, out->places.count, (uint32_t)kept, chain};
    memcpy(out->places.items + out->places.count, places, kept * sizeof *places);
    out->places.count += kept;
}

/* The repeats of `longest` elements, of which head a is the first place. */
static void naive_at(nd__maximal_repeats *out, const table *t, const bool *heads,
                     size_t a, size_t longest, size_t max_places) {
    uint64_t places[LARGEST];
    size_t count = 0;
    bool diverse = false, maximal = false;
    for (size_t b = 0; b < t->count; b++) {
        if (b == a || (heads[b] && t->common[a][b] >= longest)) {
            if (b < a) {
                return;
            }
            diverse = diverse || (b != a && fronts_differ(t, a, b));
            maximal = maximal || (b != a && t->common[a][b] == longest);
            places[count++] = b;
        }
    }
    if (diverse && maximal) {
        add_repeat(out, longest, places, count, max_places, 0);
    }
}

/* In the order that is promised. */
static void naive_repeats(nd__maximal_repeats *out, const table *t, const flags *windows,
                          size_t length, size_t max_places) {
    bool heads[LARGEST] = {false};
    size_t chained[LARGEST];
    for (size_t a = 0; a < t->count; a++) {
        chained[a] = chained_to(t, a, length);
        heads[a] = windows->branching[a] && chained[a] == a;
    }
    for (size_t a = 0; a < t->count; a++) {
        if (!heads[a]) {
            continue;
        }
        bool at_length[LARGEST + 1] = {false};
        uint64_t chain[2] = {a, 0};
        for (size_t b = a + 1; b < t->count; b++) {
            at_length[t->common[a][b]] = heads[b] || at_length[t->common[a][b]];
            if (t->common[a][b] >= length && chained[b] == a && fronts_differ(t, a, b)) {
                chain[1] = b;
            }
        }
        for (size_t longest = t->count; longest >= length; longest--) {
            if (at_length[longest]) {
                naive_at(out, t, heads, a, longest, max_places);
            }
            if (chain[1] != 0 && t->common[a][chain[1]] == longest) {
                add_repeat(out, longest, chain, 2, max_places, 1);
            }
        }
    }
}

static void check_repeats(const nd__maximal_repeats *got,
                          const nd__maximal_repeats *want) {
    ck_assert_uint_eq(got->items.count, want->items.count);
    ck_assert_uint_eq(got->places.count, want->places.count);
    bool same = true;
    for (size_t i = 0; i < want->items.count; i++) {
        const nd__maximal_repeat *a = &got->items.items[i], *b = &want->items.items[i];
        same = same && a->length == b->length && a->places == b->places &&
               a->kept_places == b->kept_places && (a->chain != 0) == (b->chain != 0) &&
               memcmp(got->places.items + a->first_place,
                      want->places.items + b->first_place,
                      b->kept_places * sizeof *want->places.items) == 0;
    }
    ck_assert(same);
}

static void find_repeats(nd__maximal_repeats *out, const nd__sequence *sequence,
                         size_t length, size_t max_places, unsigned threads) {
    nd__window_options windows_wanted = {
        .length = length, .threads = threads, .branching = true};
    nd__maximal_options options = {
        .length = length, .max_places = max_places, .threads = threads};
    nd__repeated_windows windows;
    ck_assert_int_eq(nd__repeated_windows_find(&windows, sequence, &windows_wanted, NULL),
                     ND_OK);
    ck_assert_int_eq(nd__maximal_repeats_find(out, sequence, &windows, &options, NULL),
                     ND_OK);
    nd__repeated_windows_clear(&windows);
}

static void check_repeat_methods(const table *t, const flags *windows, size_t length) {
    bool all = length % 4 == 1 || length % 4 == 2;
    nd__maximal_options options = {.length = length, .max_places = all ? ALL_PLACES : 2};
    nd__maximal_repeats want = {0}, got;
    naive_repeats(&want, t, windows, length, options.max_places);
    ck_assert_int_eq(
        nd__maximal_repeats_by_suffixes_limited(&got, t->sequence, &options,
                                                length % 2 == 0 ? SIZE_MAX : 0, NULL),
        ND_OK);
    check_repeats(&got, &want);
    nd__maximal_repeats_clear(&got);
    find_repeats(&got, t->sequence, length, options.max_places, length % 19 == 7 ? 8 : 1);
    check_repeats(&got, &want);
    nd__maximal_repeats_clear(&got);
    nd__maximal_repeats_clear(&want);
}

static void check_length(const table *t, size_t length) {
    flags windows;
    naive_windows(&windows, t, length);
    check_window_methods(t, &windows, length);
    check_repeat_methods(t, &windows, length);
}

/* Every length is tested without sanitizers, which take minutes. Emulated it takes ten,
 * and qemu keeps 0.1 MB for each of 237,000 threads that have ended. */
#if defined(ND_SANITIZED) || defined(ND_EMULATED)
#define LENGTH_STEP 13
#define LARGE_STEP 4
#else
#define LENGTH_STEP 1
#define LARGE_STEP 1
#endif

START_TEST(test_substring__small) {
    unsigned kind = (unsigned)_i;
    for (uint64_t seed = 0; seed < 24; seed++) {
        corpus c;
        table t;
        corpus_make(&c, kind, seed, 20 + 8 * (size_t)seed, seed % 2 == 0 ? 1 : 8,
                    seed % 8 >= 6);
        table_make(&t, &c.sequence);
        for (size_t length = 1; length < 12; length++) {
            check_length(&t, length);
        }
        table_clear(&t);
        corpus_clear(&c);
    }
}
END_TEST

START_TEST(test_substring__every_length) {
    corpus c;
    table t;
    corpus_make(&c, (unsigned)_i, 100 + (uint64_t)_i, 400, _i % 2 == 0 ? 1 : 8, false);
    table_make(&t, &c.sequence);
    for (size_t length = 1; length <= 300; length += LENGTH_STEP) {
        check_length(&t, length);
    }
    table_clear(&t);
    corpus_clear(&c);
}
END_TEST

/* Too large for the definition: the fast way against the suffix array. */
static void check_against_suffixes(const nd__sequence *sequence, size_t length,
                                   size_t way) {
    nd__window_options options = {.length = length, .branching = true};
    nd__repeated_windows want, got;
    ck_assert_int_eq(nd__repeated_windows_by_suffixes(&want, sequence, &options, NULL),
                     ND_OK);
    options = options_of(length, way);
    ck_assert_int_eq(nd__repeated_windows_find(&got, sequence, &options, NULL), ND_OK);
    ck_assert_mem_eq(got.repeated, want.repeated, want.words * sizeof *want.repeated);
    ck_assert_mem_eq(got.later, want.later, want.words * sizeof *want.later);
    if (options.branching) {
        ck_assert_mem_eq(got.branching, want.branching,
                         want.words * sizeof *want.branching);
    }
    nd__repeated_windows_clear(&got);
    nd__repeated_windows_clear(&want);
    nd__maximal_options maximal = {.length = length, .max_places = way % 2 == 0 ? 2 : 50};
    nd__maximal_repeats all, found;
    ck_assert_int_eq(nd__maximal_repeats_by_suffixes(&all, sequence, &maximal, NULL),
                     ND_OK);
    find_repeats(&found, sequence, length, maximal.max_places, options.threads);
    check_repeats(&found, &all);
    nd__maximal_repeats_clear(&all);
    nd__maximal_repeats_clear(&found);
}

START_TEST(test_substring__large) {
    static const size_t lengths[] = {1,  2,  3,   7,   12,  20,   33,  50,
                                     64, 99, 200, 300, 700, 2500, 6000};
    for (uint64_t seed = 0; seed < 2; seed++) {
        corpus c;
        corpus_make(&c, (unsigned)_i, 500 + seed, 8000 + 12000 * (size_t)seed,
                    seed % 2 == 0 ? 8 : 1, _i % 3 == 0);
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i += LARGE_STEP) {
            check_against_suffixes(&c.sequence, lengths[i], i + seed * 5);
        }
        corpus_clear(&c);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("substring");
    TCase *tests = tcase_create("substring");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_substring__small, 0, KINDS);
    tcase_add_loop_test(tests, test_substring__every_length, 0, KINDS);
    tcase_add_loop_test(tests, test_substring__large, 0, KINDS);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
