/* Candidates of reprints against a count of the sampled shingles that each two documents
 * share. */
#include "match/reprint_candidates.h"

#include "base/hash.h"
#include "match_fixture.h"
#include "random.h"
#include "text/shingles.h"

#define DOCUMENTS 60

/* The distinct sampled shingles of a text, sorted. */
static size_t sample(uint32_t *out, const char *text) {
    nd__tokens tokens = {0};
    uint64_t hashes[4000];
    size_t count = 0;
    ck_assert_int_eq(nd__tokens_read(&tokens, text, strlen(text), 1, NULL), ND_OK);
    size_t shingles = nd__shingles_count(tokens.count, 5);
    ck_assert_uint_lt(shingles, 4000);
    nd__shingles_hash(hashes, tokens.hash, tokens.count, 5);
    for (size_t i = 0; i < shingles; i++) {
        uint64_t mixed = nd__mix64(hashes[i]);
        bool known = false;
        for (size_t k = 0; k < count; k++) {
            known |= out[k] == (uint32_t)mixed;
        }
        if (mixed >> 63 != 0 && !known) {
            out[count++] = (uint32_t)mixed;
        }
    }
    nd__tokens_clear(&tokens);
    return count;
}

typedef struct sampled {
    uint32_t values[4000];
    size_t count;
} sampled;

/* How many of the first `end` documents have it. */
static size_t documents_with(const sampled *all, size_t end, uint32_t value) {
    size_t count = 0;
    for (size_t d = 0; d < end; d++) {
        bool has = false;
        for (size_t i = 0; i < all[d].count; i++) {
            has |= all[d].values[i] == value;
        }
        count += has;
    }
    return count;
}

typedef struct both {
    size_t rare, hot; /* shingles that both have and that make a pair of them */
} both;

static both shared(const sampled *all, size_t a, size_t b) {
    both count = {0, 0};
    for (size_t i = 0; i < all[a].count; i++) {
        for (size_t k = 0; k < all[b].count; k++) {
            uint32_t value = all[a].values[i];
            if (value == all[b].values[k]) {
                bool hot = documents_with(all, DOCUMENTS, value) > ND__REPRINT_HOT;
                count.rare += !hot;
                count.hot += hot && documents_with(all, a, value) < ND__REPRINT_STARS;
            }
        }
    }
    return count;
}

static bool is_candidate(const sampled *all, size_t a, size_t b) {
    size_t least = all[a].count < all[b].count ? all[a].count : all[b].count;
    both count = shared(all, a, b);
    size_t rare = least / ND__REPRINT_PART, hot = least / ND__REPRINT_HOT_PART;
    return count.rare >= (rare > 2 ? rare : 2) || count.hot >= (hot > 2 ? hot : 2);
}

START_TEST(property_reprints__candidates) {
    uint64_t state = (uint64_t)_i + 1;
    static const char *const sites[] = {"a.org", "b.org", "c.org", "d.org"};
    fixture f;
    sampled *all = nd__allocate_zeroed(DOCUMENTS, sizeof *all);
    bool wanted[DOCUMENTS], across[DOCUMENTS] = {false};
    size_t total = 0;
    ck_assert_ptr_nonnull(all);
    fixture_open(&f);
    for (size_t d = 0; d < DOCUMENTS; d++) { /* pieces of a few streams of words */
        nd__buffer text = {0};
        size_t pieces = 1 + nd_random(&state) % 5;
        for (size_t p = 0; p < pieces; p++) {
            uint64_t stream = nd_random(&state) % 8 * 100000;
            add_words(&text, &stream, 5 + nd_random(&state) % 60);
            add_string(&text, " ");
        }
        all[d].count = sample(all[d].values, text_of(&text));
        fixture_add(&f, text_of(&text), sites[nd_random(&state) % 4]);
        wanted[d] = true;
        across[d] = nd_random(&state) % 10 == 0;
        nd__vector_clear(&text);
    }
    bool *left_out = nd__allocate_zeroed(f.corpus.blocks.count, sizeof *left_out);
    ck_assert_ptr_nonnull(left_out);
    nd__pairs found = {0};
    nd__reprint_sources sources = {wanted, across, left_out, 1, 2};
    ck_assert_int_eq(nd__reprint_candidates(&found, &f.corpus, &sources, NULL), ND_OK);
    for (size_t a = 0; a < DOCUMENTS; a++) {
        for (size_t b = a + 1; b < DOCUMENTS; b++) {
            bool one_site = f.corpus.documents.items[a].site_number ==
                            f.corpus.documents.items[b].site_number;
            if ((!one_site || across[a] || across[b]) && is_candidate(all, a, b)) {
                ck_assert_uint_lt(total, found.count);
                ck_assert_uint_eq(found.items[total].a, a);
                ck_assert_uint_eq(found.items[total].b, b);
                total++;
            }
        }
    }
    ck_assert_uint_eq(total, found.count);
    ck_assert_uint_gt(total, 20);
    nd__vector_clear(&found);
    free(left_out);
    free(all);
    fixture_close(&f);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("reprints");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, property_reprints__candidates, 0, 6);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
