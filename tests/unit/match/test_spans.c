#include "match/spans.h"

#include <string.h>

#include "base/hash.h"
#include "suite.h"

/* Counts down to the allocation that fails; negative: none fails. */
static long allocations_left = -1;

void *__real_malloc(size_t size);
void *__real_realloc(void *pointer, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *pointer, size_t size);

static bool allocation_fails(void) {
    return allocations_left >= 0 && allocations_left-- == 0;
}

void *__wrap_malloc(size_t size) {
    return allocation_fails() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *pointer, size_t size) {
    return allocation_fails() ? NULL : __real_realloc(pointer, size);
}

/* Each letter is a token. */
static nd__token_text letters(uint64_t *hash, const char *text) {
    size_t count = strlen(text);
    for (size_t i = 0; i < count; i++) {
        hash[i] = nd__mix64((uint8_t)text[i]);
    }
    return (nd__token_text){hash, count};
}

static void check_overlap(const nd__overlap *overlap, uint32_t kept_begin,
                          uint32_t member_begin, uint32_t length) {
    ck_assert_uint_eq(overlap->kept_begin, kept_begin);
    ck_assert_uint_eq(overlap->member_begin, member_begin);
    ck_assert_uint_eq(overlap->length, length);
}

static nd__overlaps find(const char *kept_letters, const char *member_letters,
                         size_t minimum) {
    static uint64_t kept_hash[256], member_hash[256];
    nd__token_text kept = letters(kept_hash, kept_letters);
    nd__token_text member = letters(member_hash, member_letters);
    nd__overlaps found = {0};
    size_t end;
    ck_assert_int_eq(nd__overlaps_find(&found, &end, kept, &member, 1, minimum, NULL),
                     ND_OK);
    ck_assert_uint_eq(end, found.count);
    return found;
}

START_TEST(test_spans__empty) {
    uint64_t hash[4];
    nd__overlaps found = {0};
    nd__token_text none = {NULL, 0}, some = letters(hash, "abcd");
    nd__token_text members[] = {none, some, none};
    size_t ends[3] = {9, 9, 9};
    ck_assert_int_eq(nd__overlaps_find(&found, ends, none, members, 3, 1, NULL), ND_OK);
    ck_assert_uint_eq(found.count + ends[0] + ends[1] + ends[2], 0);
    ck_assert_int_eq(nd__overlaps_find(&found, ends, some, members, 3, 1, NULL), ND_OK);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(ends[0], 0);
    ck_assert_uint_eq(ends[1], 1);
    ck_assert_uint_eq(ends[2], 1);
    check_overlap(&found.items[0], 0, 0, 4);
    ck_assert_int_eq(nd__overlaps_find(&found, NULL, some, NULL, 0, 1, NULL), ND_OK);
    ck_assert_uint_eq(found.count, 1);
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__appends) {
    nd__overlaps found = find("abcdef", "abcdef", 6);
    uint64_t hash[2];
    nd__token_text text = letters(hash, "xy");
    size_t end;
    ck_assert_int_eq(nd__overlaps_find(&found, &end, text, &text, 1, 2, NULL), ND_OK);
    ck_assert_uint_eq(end, 2);
    check_overlap(&found.items[0], 0, 0, 6);
    check_overlap(&found.items[1], 0, 0, 2);
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__minimum) {
    nd__overlaps found = find("abcdef", "abcXdef", 3);
    ck_assert_uint_eq(found.count, 2);
    nd__vector_clear(&found);
    found = find("abcdef", "abcXdef", 4);
    ck_assert_uint_eq(found.count, 0);
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__place_goes_on_from_the_overlap_before) {
    /* "xyz" is first at 0, but goes on from "abcd" at 9 */
    nd__overlaps found = find("xyz.abcd-xyz", "abcd+xyz", 3);
    ck_assert_uint_eq(found.count, 2);
    check_overlap(&found.items[0], 4, 0, 4);
    check_overlap(&found.items[1], 9, 5, 3);
    nd__vector_clear(&found);
    found = find("xyz.abcd-xyz", "xyz", 3);
    ck_assert_uint_eq(found.count, 1);
    check_overlap(&found.items[0], 0, 0, 3);
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__unknown_tokens_do_not_match) {
    nd__overlaps found = find("abc", "!!abc!!", 1);
    ck_assert_uint_eq(found.count, 1);
    check_overlap(&found.items[0], 0, 2, 3);
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__crossing_overlaps) {
    nd__overlaps found = find("abcde.cdefg", "abcdefg", 3);
    ck_assert_uint_eq(found.count, 2);
    check_overlap(&found.items[0], 0, 0, 5);
    check_overlap(&found.items[1], 6, 2, 5);
    nd__vector_clear(&found);
}
END_TEST

/* Vocabularies around the borders of 1, 2 and 3 bytes a code. */
START_TEST(test_spans__code_widths) {
    const size_t sizes[] = {253, 254, 255, 256, 65533, 65534, 65535, 65536, 70000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t count = sizes[s];
        uint64_t *hash = malloc((count + 1) * sizeof *hash);
        ck_assert_ptr_nonnull(hash);
        for (size_t i = 0; i <= count; i++) {
            hash[i] = nd__mix64(i + 1);
        }
        nd__token_text kept = {hash, count}, member = {hash + 1, count};
        nd__overlaps found = {0};
        size_t end;
        ck_assert_int_eq(nd__overlaps_find(&found, &end, kept, &member, 1, 1, NULL),
                         ND_OK);
        ck_assert_uint_eq(found.count, 1);
        check_overlap(&found.items[0], 1, 0, (uint32_t)count - 1);
        nd__vector_clear(&found);
        free(hash);
    }
}
END_TEST

/* Would take hours or gigabytes if time or output were quadratic. */
START_TEST(test_spans__periodic_text_stays_linear) {
    const size_t count = 300000;
    uint64_t *hash = calloc(count, sizeof *hash);
    ck_assert_ptr_nonnull(hash);
    nd__token_text kept = {hash, count / 3}, member = {hash, count};
    nd__overlaps found = {0};
    size_t end;
    ck_assert_int_eq(nd__overlaps_find(&found, &end, kept, &member, 1, 20, NULL), ND_OK);
    ck_assert_uint_eq(found.count, count - count / 3 + 1);
    check_overlap(&found.items[found.count - 1], 0, (uint32_t)(count - count / 3),
                  (uint32_t)(count / 3));
    nd__vector_clear(&found);
    free(hash);
}
END_TEST

START_TEST(test_spans__thousands_of_members) {
    enum { MEMBERS = 5000 };
    static nd__token_text members[MEMBERS];
    static size_t ends[MEMBERS];
    uint64_t hash[64];
    nd__token_text kept = letters(hash, "the quick brown fox jumps over the lazy dog");
    for (size_t m = 0; m < MEMBERS; m++) {
        members[m] = (nd__token_text){hash + m % 20, m % 3 == 0 ? 0 : 20};
    }
    nd__overlaps found = {0};
    ck_assert_int_eq(nd__overlaps_find(&found, ends, kept, members, MEMBERS, 10, NULL),
                     ND_OK);
    for (size_t m = 0; m < MEMBERS; m++) {
        size_t begin = m > 0 ? ends[m - 1] : 0;
        ck_assert_uint_eq(ends[m] - begin, m % 3 == 0 ? 0 : 1);
        if (ends[m] > begin) {
            check_overlap(&found.items[begin], (uint32_t)(m % 20), 0, 20);
        }
    }
    nd__vector_clear(&found);
}
END_TEST

START_TEST(test_spans__too_long) {
    nd__overlaps found = {0};
    uint64_t hash = 1;
    size_t end;
    nd_error error;
    nd__token_text huge = {&hash, (size_t)UINT32_MAX}, one = {&hash, 1};
    ck_assert_int_eq(nd__overlaps_find(&found, &end, huge, &one, 1, 1, &error),
                     ND_E_LIMIT);
    ck_assert_int_eq(nd__overlaps_find(&found, &end, one, &huge, 1, 1, &error),
                     ND_E_LIMIT);
    ck_assert_ptr_null(found.items);
}
END_TEST

START_TEST(test_spans__out_of_memory) {
    uint64_t kept_hash[64], member_hash[64];
    nd__token_text kept = letters(kept_hash, "one two three four");
    nd__token_text members[2] = {letters(member_hash, "two three"), kept};
    const nd__overlaps_limits limits = {1, INT32_MAX, true};
    nd_status status = ND_E_NOMEM;
    long fail_at = 0;
    for (; status != ND_OK; fail_at++) {
        nd__overlaps found = {0};
        size_t ends[2];
        ck_assert_int_lt(fail_at, 100);
        allocations_left = fail_at;
        status =
            nd__overlaps_find_limited(&found, ends, kept, members, 2, 3, &limits, NULL);
        allocations_left = -1;
        ck_assert(status == ND_OK || status == ND_E_NOMEM);
        ck_assert_uint_eq(found.count, status == ND_OK ? 2 : 0);
        nd__vector_clear(&found);
    }
    ck_assert_int_gt(fail_at, 10);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("spans");
    TCase *tests = tcase_create("spans");
    tcase_add_test(tests, test_spans__empty);
    tcase_add_test(tests, test_spans__appends);
    tcase_add_test(tests, test_spans__minimum);
    tcase_add_test(tests, test_spans__place_goes_on_from_the_overlap_before);
    tcase_add_test(tests, test_spans__unknown_tokens_do_not_match);
    tcase_add_test(tests, test_spans__crossing_overlaps);
    tcase_add_test(tests, test_spans__code_widths);
    tcase_add_test(tests, test_spans__periodic_text_stays_linear);
    tcase_add_test(tests, test_spans__thousands_of_members);
    tcase_add_test(tests, test_spans__too_long);
    tcase_add_test(tests, test_spans__out_of_memory);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
