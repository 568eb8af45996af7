#include "html/json_ld.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

typedef struct finds {
    char text[500];
    size_t size;
} finds;

static nd_status found(nd__json_ld_kind kind, const char *date, size_t size,
                       void *payload, nd_error *err) {
    finds *out = payload;
    (void)err;
    out->size += (size_t)snprintf(out->text + out->size, sizeof out->text - out->size,
                                  "%d:%.*s ", kind, (int)size, date);
    return ND_OK;
}

static void gives(const char *json, const char *expected) {
    finds out = {.size = 0};
    char *piece = malloc(strlen(json) + 1); /* without the 0, for sanitizers */
    ck_assert_ptr_nonnull(piece);
    memcpy(piece, json, strlen(json));
    ck_assert_int_eq(nd__json_ld_read(piece, strlen(json), found, &out, NULL), ND_OK);
    ck_assert_str_eq(out.text, expected);
    free(piece);
}

START_TEST(test_json_ld__kinds) {
    gives("{\"@type\":\"NewsArticle\",\"datePublished\":\"a\"}", "0:a ");
    gives("{\"datePublished\":\"a\",\"@type\":[\"Thing\",\"WebPage\"]}", "1:a ");
    gives("{\"@type\":\"Comment\",\"datePublished\":\"a\"}", "2:a ");
    gives("{\"datePublished\":\"a\"}", "2:a ");
    gives("{\"@type\":\"http://schema.org/BlogPosting\",\"datePublished\":\"a\"}",
          "0:a ");
}
END_TEST

START_TEST(test_json_ld__nesting) {
    gives(
        "[{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@type\":\"Person\",\"name\":"
        "\"n\"},"
        "\"datePublished\":\"a\",\"x\":[{\"@type\":\"Comment\",\"datePublished\":\"b\"}]}"
        "]}]",
        "2:b 0:a ");
    gives("{\"@type\":\"Article\",\"x\":{\"y\":[\"datePublished\",\"z\"]}}", "");
    gives("{\"@type\":\"Article\",\"x\":\"datePublished\",\"y\":\"a\"}", "");
}
END_TEST

START_TEST(test_json_ld__broken) {
    gives("", "");
    gives("datePublished", "");
    gives("{\"datePublished\":\"a", "");
    gives("{\"datePublished\":\"a\"", ""); /* whose it is can't be known */
    gives("{\"datePublished\":\"a\\", "");
    gives("}{\"datePublished\":\"a\"}", "");
    gives("<!-- {\"@type\":\"Article\",,\"datePublished\" : \"a\\\"b\",} //-->",
          "0:a\\\"b ");
    gives("{\"@type\":\"Article\",\"datePublished\":null,\"d\":\n\"x\"}", "");
}
END_TEST

START_TEST(test_json_ld__deep) {
    char json[300];
    memset(json, '[', 200);
    snprintf(json + 200, 100, "{\"datePublished\":\"a\"}");
    gives(json, "");
}
END_TEST

int main(void) {
    Suite *suite = suite_create("json_ld");
    TCase *tcase = tcase_create("json_ld");
    tcase_add_test(tcase, test_json_ld__kinds);
    tcase_add_test(tcase, test_json_ld__nesting);
    tcase_add_test(tcase, test_json_ld__broken);
    tcase_add_test(tcase, test_json_ld__deep);
    suite_add_tcase(suite, tcase);
    return nd_run_suite(suite);
}
