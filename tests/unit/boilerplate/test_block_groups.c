#include "boilerplate/block_groups.h"

#include "base/hash.h"
#include "match_fixture.h"
#include "random.h"

static bool is_long(const nd__block_row *row) {
    return row->tokens >= 2;
}

static void fill(nd__corpus *corpus, uint64_t *state, size_t count, uint64_t masks) {
    for (size_t d = 0; d < count; d++) {
        nd__block_row rows[40] = {0};
        nd__corpus_entry entry = {.blocks = rows, .block_count = nd_random(state) % 40};
        entry.document.id = "id";
        entry.document.text = "";
        entry.site = nd_random(state) % 3 == 0 ? NULL : "example.org";
        for (size_t b = 0; b < entry.block_count; b++) {
            rows[b].masked = nd__mix64(1000 + nd_random(state) % masks);
            rows[b].tokens = (uint32_t)(nd_random(state) % 4);
            rows[b].flags = rows[b].masked % 3 == 0 ? 0 : ND__BLOCK_HAS_LETTER;
        }
        ck_assert_int_eq(nd__corpus_append(corpus, &entry, NULL), ND_OK);
    }
}

/* How many blocks say the same as (d, b). */
static size_t count_equal(const nd__corpus *corpus, size_t d, size_t b) {
    size_t equal = 0;
    for (size_t e = 0; e < corpus->documents.count; e++) {
        const nd__document *document = &corpus->documents.items[e];
        for (size_t c = document->block_begin; c < document->block_end; c++) {
            equal += is_long(&corpus->blocks.items[c]) &&
                     corpus->blocks.items[c].masked == corpus->blocks.items[b].masked &&
                     document->site_number == corpus->documents.items[d].site_number;
        }
    }
    return equal;
}

/* Each group is one text of one site, whole, and no text has two groups. */
static void check(const nd__block_groups *groups, const nd__corpus *corpus,
                  size_t least) {
    size_t grouped = 0, expected = 0;
    for (size_t p = 0; p < groups->parts; p++) {
        for (size_t i = groups->part_begin[p]; i < groups->part_end[p];) {
            size_t end = nd__group_end(groups, i, groups->part_end[p]);
            size_t block = nd__group_block(groups->entries[i]);
            size_t document = nd__group_document(groups->entries[i]);
            ck_assert_uint_ge(end - i, least);
            ck_assert_uint_eq(end - i, count_equal(corpus, document, block));
            ck_assert_uint_eq(
                nd__group_has_letter(groups->entries[i]),
                (corpus->blocks.items[block].flags & ND__BLOCK_HAS_LETTER) != 0);
            for (size_t k = i + 1; k < end; k++) {
                ck_assert_uint_gt(nd__group_block(groups->entries[k]),
                                  nd__group_block(groups->entries[k - 1]));
                ck_assert_uint_eq(
                    corpus->blocks.items[nd__group_block(groups->entries[k])].masked,
                    corpus->blocks.items[block].masked);
            }
            grouped += end - i;
            i = end;
        }
    }
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        size_t letters = 0;
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            letters += (corpus->blocks.items[b].flags & ND__BLOCK_HAS_LETTER) != 0;
            expected +=
                is_long(&corpus->blocks.items[b]) && count_equal(corpus, d, b) >= least;
        }
        ck_assert_uint_eq(groups->letters[d], letters);
    }
    ck_assert_uint_eq(grouped, expected);
}

START_TEST(test_block_groups__as_a_count_of_all) {
    uint64_t state = (uint64_t)_i + 1;
    const uint64_t masks[] = {1, 5, 200, 100000};
    nd__corpus corpus;
    nd__corpus_init(&corpus, 0);
    fill(&corpus, &state, 100, masks[_i % 4]);
    for (size_t least = 1; least < 4; least++) {
        nd__block_groups groups;
        ck_assert_int_eq(nd__block_groups_make(&groups, &corpus, is_long, least,
                                               (unsigned)least, NULL),
                         ND_OK);
        check(&groups, &corpus, least);
        nd__block_groups_clear(&groups);
    }
    nd__corpus_clear(&corpus);
}
END_TEST

START_TEST(test_block_groups__no_documents) {
    nd__corpus corpus;
    nd__block_groups groups;
    nd__corpus_init(&corpus, 0);
    ck_assert_int_eq(nd__block_groups_make(&groups, &corpus, is_long, 2, 1, NULL), ND_OK);
    check(&groups, &corpus, 2);
    nd__block_groups_clear(&groups);
    nd__corpus_clear(&corpus);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("block_groups");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, test_block_groups__as_a_count_of_all, 0, 4);
    tcase_add_test(all, test_block_groups__no_documents);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
