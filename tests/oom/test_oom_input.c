/* Reading WARC, HTML and JSONL without memory. */
#include "oom/oom.h"
#include "warc_fixture.h"

#define PAGE                                             \
    "<html lang=en><title>T</title><link rel=canonical " \
    "href=http://a.org/c><h1>Head</h1>"                  \
    "<p>Some text of a page with <a href=x>a link</a> in it."

typedef struct use {
    const char *path;
    nd__input_options options;
    bool rows;
} use;

static nd_status read_all(void *payload, nd_error *err) {
    use *u = payload;
    nd__inputs *inputs = NULL;
    nd__documents *stream = NULL;
    nd__batch batch;
    memset(&batch, 0, sizeof batch);
    batch.rows = u->rows;
    nd_status status = nd__inputs_open(&inputs, &u->path, 1, &u->options, err);
    if (status >= 0) {
        status = nd__documents_open(&stream, inputs, err);
    }
    while (status == ND_OK) {
        status = nd__documents_read(stream, &batch, err);
        if (status == ND_OK) {
            status = nd__documents_parse(stream, &batch, err);
            nd__documents_report(stream, &batch);
        }
    }
    nd__batch_clear(&batch);
    nd__documents_close(stream);
    nd__inputs_close(inputs);
    return status < 0 ? status : ND_OK;
}

START_TEST(test_oom_input__warc) {
    nd__buffer made = {NULL, 0, 0}, packed = {NULL, 0, 0};
    setup_folder();
    add_wet(&made, "http://a.org/1", "Some text.");
    add_wet(&made, "http://a.org/1", "Bytes that are not UTF-8: \xff.");
    add_html(&made, "http://a.org/2", PAGE);
    add_raw_record(&made, "", 3, "lies", 4);
    add_gzip(&packed, made.items, made.count);
    add_gzip(&packed, made.items, made.count);
    packed.items[packed.count - 7] ^= 1;
    add_gzip(&packed, made.items, made.count);
    use u = {.path = write_file("x", packed.items, packed.count), .rows = _i == 1};
    ck_assert_uint_ge(nd_oom_exhaust(read_all, &u), 30);
    nd__vector_clear(&made);
    nd__vector_clear(&packed);
    remove_folder();
}
END_TEST

START_TEST(test_oom_input__html) {
    setup_folder();
    use u = {.path = write_text("x.html", PAGE), .rows = _i == 1};
    ck_assert_uint_ge(nd_oom_exhaust(read_all, &u), 20);
    u.path = write_text("x.jsonl", "{\"html\":\"" PAGE "\"}\nnot json\n");
    ck_assert_uint_ge(nd_oom_exhaust(read_all, &u), 20);
    remove_folder();
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_input");
    TCase *tests = tcase_create("oom_input");
    tcase_add_loop_test(tests, test_oom_input__warc, 0, 2);
    tcase_add_loop_test(tests, test_oom_input__html, 0, 2);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
