#include "boilerplate/path_table.h"

#include "random.h"
#include "suite.h"
#include "text/blocks.h"

#define BLOCKS 3000

/* Sums over all blocks, one by one. */
static nd__path_sum sum_of(const nd__block_row *rows, const nd__block_mark *marks,
                           const uint64_t *sites, uint64_t site, uint32_t path) {
    nd__path_sum sum = {0};
    for (size_t b = 0; b < BLOCKS; b++) {
        if (sites[b] == site && (path == 0 || marks[b].path == path)) {
            double linked = marks[b].links / 255.0;
            sum.blocks++;
            sum.ended += (rows[b].flags & ND__BLOCK_SENTENCE) != 0;
            sum.words += rows[b].weight;
            sum.linked += linked * rows[b].weight;
            sum.shared += b % 3 == 0 ? rows[b].weight : 0;
            sum.prose += b % 3 != 0 && rows[b].weight >= 30
                             ? (rows[b].weight < 60 ? rows[b].weight : 60) * (1 - linked)
                             : 0;
        }
    }
    return sum;
}

START_TEST(test_path_table__as_sums_of_all) {
    static nd__block_row rows[BLOCKS];
    static nd__block_mark marks[BLOCKS];
    static uint64_t sites[BLOCKS];
    uint64_t state = 5;
    nd__path_table table = {0};
    ck_assert_ptr_null(nd__path_table_find(&table, 0, 0));
    ck_assert_int_eq(nd__path_table_reset(&table, 0, NULL), ND_OK);
    for (size_t b = 0; b < BLOCKS; b++) {
        rows[b].weight = (uint16_t)(nd_random(&state) % 90);
        rows[b].flags = rows[b].weight >= 30 ? ND__BLOCK_SENTENCE : 0;
        marks[b].path = (uint32_t)(nd_random(&state) % 400);
        marks[b].links = (uint8_t)nd_random(&state);
        sites[b] = nd_random(&state) % 3;
        ck_assert_int_eq(
            nd__path_table_add(&table, sites[b], &rows[b], &marks[b], b % 3 == 0, NULL),
            ND_OK);
    }
    for (uint64_t site = 0; site < 3; site++) {
        for (uint32_t path = 0; path < 401; path++) {
            nd__path_sum owed = sum_of(rows, marks, sites, site, path);
            const nd__path_sum *sum = nd__path_table_find(&table, site, path);
            if (owed.blocks == 0) {
                ck_assert_ptr_null(sum);
                continue;
            }
            ck_assert_uint_eq(sum->blocks, owed.blocks);
            ck_assert_uint_eq(sum->ended, owed.ended);
            ck_assert_double_eq_tol(sum->words, owed.words, 1e-6);
            ck_assert_double_eq_tol(sum->linked, owed.linked, 1e-6);
            ck_assert_double_eq_tol(sum->shared, owed.shared, 1e-6);
            ck_assert_double_eq_tol(sum->prose, owed.prose, 1e-6);
        }
    }
    nd__path_table_clear(&table);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("path_table");
    TCase *all = tcase_create("all");
    tcase_add_test(all, test_path_table__as_sums_of_all);
    suite_add_tcase(suite, all);
    return nd_run_suite(suite);
}
