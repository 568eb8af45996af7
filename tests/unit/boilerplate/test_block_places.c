#include "boilerplate/block_places.h"

#include "base/hash.h"
#include "match_fixture.h"
#include "random.h"

static bool all(const nd__block_row *row) {
    (void)row;
    return true;
}

static void fill(nd__corpus *corpus, uint64_t *state, size_t count, uint64_t masks) {
    for (size_t d = 0; d < count; d++) {
        nd__block_row rows[20] = {0};
        nd__corpus_entry entry = {.blocks = rows, .block_count = nd_random(state) % 20};
        entry.document.id = "id";
        entry.document.text = "";
        entry.site = nd_random(state) % 3 == 0 ? NULL : "example.org";
        for (size_t b = 0; b < entry.block_count; b++) {
            rows[b].masked = nd__mix64(1000 + nd_random(state) % masks);
            rows[b].flags = ND__BLOCK_HAS_LETTER;
        }
        ck_assert_int_eq(nd__corpus_append(corpus, &entry, NULL), ND_OK);
    }
}

/* The block in front of b, or behind it, as one number; borders are alike. */
static uint64_t beside(const nd__corpus *corpus, nd__keyed entry, bool behind) {
    const nd__document *document = &corpus->documents.items[nd__group_document(entry)];
    size_t b = nd__group_block(entry);
    size_t border = behind ? document->block_end - 1u : document->block_begin;
    return b == border ? 0 : corpus->blocks.items[behind ? b + 1 : b - 1].masked;
}

static bool is_in_place(const nd__corpus *corpus, const nd__block_groups *groups,
                        size_t begin, size_t end, size_t i, const uint32_t *page_of) {
    for (size_t k = begin; k < end; k++) {
        nd__keyed a = groups->entries[i], b = groups->entries[k];
        if (page_of[nd__group_document(a)] != page_of[nd__group_document(b)] &&
            (beside(corpus, a, true) == beside(corpus, b, true) ||
             beside(corpus, a, false) == beside(corpus, b, false))) {
            return true;
        }
    }
    return false;
}

START_TEST(test_block_places__as_all_with_all) {
    uint64_t state = (uint64_t)_i + 1;
    const uint64_t masks[] = {2, 5, 20, 200};
    nd__corpus corpus;
    nd__block_groups groups;
    nd__block_places places = {0};
    uint32_t page_of[60];
    nd__corpus_init(&corpus, 0);
    fill(&corpus, &state, 60, masks[_i % 4]);
    for (uint32_t d = 0; d < 60; d++) {
        page_of[d] = nd_random(&state) % 4 == 0 && d > 0 ? page_of[d - 1] : d;
    }
    ck_assert_int_eq(nd__block_groups_make(&groups, &corpus, all, 1, 1, NULL), ND_OK);
    nd__frame_grade *grades = nd__allocate_zeroed(corpus.blocks.count, sizeof *grades);
    ck_assert_ptr_nonnull(grades);
    for (size_t p = 0; p < groups.parts; p++) {
        for (size_t i = groups.part_begin[p]; i < groups.part_end[p];) {
            size_t end = nd__group_end(&groups, i, groups.part_end[p]), count, owed = 0;
            ck_assert_int_eq(nd__block_places_mark(&count, &places, grades, &groups, i,
                                                   end, &corpus, page_of, NULL),
                             ND_OK);
            for (size_t k = i; k < end; k++) {
                bool in_place = is_in_place(&corpus, &groups, i, end, k, page_of);
                ck_assert(grades[nd__group_block(groups.entries[k])].in_place ==
                          in_place);
                owed += in_place;
            }
            ck_assert_uint_eq(count, owed);
            i = end;
        }
    }
    free(grades);
    nd__block_places_clear(&places);
    nd__block_groups_clear(&groups);
    nd__corpus_clear(&corpus);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("block_places");
    TCase *all_tests = tcase_create("all");
    tcase_add_loop_test(all_tests, test_block_places__as_all_with_all, 0, 40);
    suite_add_tcase(suite, all_tests);
    return nd_run_suite(suite);
}
