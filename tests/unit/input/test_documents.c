#include "input_fixture.h"

static void check(const char *name, const char *bytes, const char *records,
                  const char *notices) {
    seen all;
    nd__input_options options = {0};
    read_path(&all, write_text(name, bytes), options, 0);
    ck_assert_str_eq(all.records.items, records);
    if (notices != NULL) {
        ck_assert_str_eq(all.notices.items, notices);
    }
    ck_assert_uint_eq(all.raws.count, strlen(bytes));
    ck_assert_int_eq(
        memcmp(all.raws.items == NULL ? "" : all.raws.items, bytes, strlen(bytes)), 0);
    clear_seen(&all);
}

START_TEST(test_documents__empty_and_tiny_files) {
    check("empty.jsonl", "", "", "");
    check("empty.txt", "", "", "");
    char want[128];
    snprintf(want, sizeof want, "D 0 1 %s/one.txt||||x\n", folder);
    check("one.txt", "x", want, "");
    check("one.jsonl", "x", "B 0 1 \n", NULL);
    check("lines.jsonl", "\n\r\n \n", "N 0 1 \nN 0 2 \nN 0 3 \n", "");
    check("bom.txt", "\xef\xbb\xbf", "N 0 1 \n", "");
}
END_TEST

START_TEST(test_documents__rows_and_their_fields) {
    char want[512];
    snprintf(want, sizeof want,
             "D 0 1 a|bbc.co.uk|2024|https://news.bbc.co.uk/1|One \xef\xbf\xbd.\n"
             "D 0 2 7|sz.de|||Two\nN 0 3 \nD 0 4 %s/r.jsonl#4|||| \n"
             "D 0 5 %s/r.jsonl#5||||\n",
             folder, folder);
    char said[256];
    snprintf(said, sizeof said,
             "- %s/r.jsonl: text from 'text', id from 'id', site from 'url', date from "
             "'date'\n",
             folder);
    check("r.jsonl",
          "{\"id\":\"a\",\"url\":\"https://news.bbc.co.uk/1\",\"date\":\"2024\",\"text\":"
          "\"One \\ud800.\"}\r\n"
          "{\"id\":7, \"text\":\"Two\",\"site\":\"www.sz.de\"}\n\n"
          "{\"id\":null,\"text\":\" \"}\n{\"text\":\"\",\"id\":\"\"}",
          want, said);
}
END_TEST

START_TEST(test_documents__format_by_content) {
    check("noname", "\xef\xbb\xbf\n{\"text\":\"a\",\"id\":\"1\"}\n",
          "N 0 1 \nN 0 1 \nD 0 2 1||||a\n", NULL);
    char want[256];
    snprintf(want, sizeof want, "D 0 1 %s/a.json||||{\n \"text\": \"a\"\n}\n\n", folder);
    check("a.json", "{\n \"text\": \"a\"\n}\n", want, "");
    snprintf(want, sizeof want, "D 0 1 %s/b.json||||[1]\n", folder);
    check("b.json", "[1]", want, "");
}
END_TEST

START_TEST(test_documents__bad_rows_are_said_and_kept) {
    char want[1400], records[256];
    snprintf(records, sizeof records,
             "B 0 1 \nB 0 2 \nD 0 3 %s/b.jsonl#3||||x\nB 0 4 \nB 0 5 \nB 0 6 \nB 0 7 \n",
             folder);
    snprintf(
        want, sizeof want,
        "- %s/b.jsonl: text from 'text'\n"
        "! %s/b.jsonl:1: not valid JSON; skipped\n"
        "! %s/b.jsonl:2: not a JSON object; skipped (for plain text use --format "
        "text)\n"
        "! %s/b.jsonl:4: no text in field 'text' (string fields: 'titel', 'k\"'); "
        "skipped (name the field with --text-field NAME)\n"
        "! %s/b.jsonl:5: no text in field 'text' (string fields: none); skipped (name "
        "the field with --text-field NAME)\n"
        "! %s/b.jsonl:6: invalid UTF-8 at byte 10 of the line; skipped (convert it "
        "with iconv, or save it as UTF-8)\n"
        "! %s/b.jsonl:7: not valid JSON; skipped\n",
        folder, folder, folder, folder, folder, folder, folder);
    check("b.jsonl",
          "{\"text\":\"a\"\n[]\n{\"text\":\"x\"}\n{\"titel\":\"x\",\"k\\\"\":\"y\"}\n{"
          "\"text\":null}\n"
          "{\"text\":\"\xe4\"}\n{\"text\":\"a\",}\n",
          records, want);
}
END_TEST

START_TEST(test_documents__zero_bytes_and_latin1_text) {
    seen all;
    nd__input_options options = {0};
    read_path(&all, write_file("z.txt", "a\nb\0c", 5), options, 0);
    ck_assert_str_eq(all.records.items, "B 0 1 \n");
    ck_assert_ptr_nonnull(strstr(all.notices.items, "z.txt:2: NUL at byte 4"));
    ck_assert_uint_eq(all.raws.count, 5);
    clear_seen(&all);
    read_path(&all, write_file("l.txt", "a\n\nb\xfc\n", 6), options, 0);
    ck_assert_str_eq(all.records.items, "B 0 1 \n");
    ck_assert_ptr_nonnull(strstr(all.notices.items, "l.txt:3: invalid UTF-8 at byte 5"));
    clear_seen(&all);
    read_path(&all, write_file("z.jsonl", "{\"text\":\"a\0\"}\n{\0}\n", 18), options, 0);
    ck_assert_str_eq(all.records.items, "B 0 1 \nB 0 2 \n");
    ck_assert_uint_eq(all.raws.count, 18);
    clear_seen(&all);
}
END_TEST

START_TEST(test_documents__floods_are_counted) {
    nd__buffer bytes = {NULL, 0, 0};
    seen all;
    nd__input_options options = {0};
    for (int i = 0; i < 60000; i++) {
        append_text(&bytes, "{\"title\":\"a title that is no text\"}\n");
    }
    read_path(&all, write_file("flood.jsonl", bytes.items, bytes.count), options, 0);
    size_t lines = 0;
    for (size_t i = 0; i < all.notices.count; i++) {
        lines += all.notices.items[i] == '\n';
    }
    ck_assert_uint_eq(lines, 11);
    ck_assert_ptr_nonnull(
        strstr(all.notices.items, "... and 59990 more rows without text; skipped"));
    ck_assert_uint_eq(all.raws.count, bytes.count);
    clear_seen(&all);
    nd__vector_clear(&bytes);
}
END_TEST

START_TEST(test_documents__rows_over_the_limit_go_out_in_pieces) {
    nd__buffer bytes = {NULL, 0, 0};
    seen all;
    nd__input_options options = {0};
    append_text(&bytes, "{\"id\":\"1\",\"text\":\"a\"}\n{\"text\":\"");
    for (int i = 0; i < 300000; i++) {
        append_text(&bytes, "0123456789");
    }
    append_text(&bytes, "\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
    const char *path = write_file("long.jsonl", bytes.items, bytes.count);
    read_path(&all, path, options, 1 << 21);
    ck_assert_ptr_nonnull(strstr(all.records.items, "D 0 1 1||||a\nB 0 2 \nN 0 2 \n"));
    ck_assert_ptr_nonnull(strstr(all.records.items, "N 0 2 \nD 0 3 2||||b\n"));
    ck_assert_uint_eq(all.raws.count, bytes.count);
    ck_assert_int_eq(memcmp(all.raws.items, bytes.items, bytes.count), 0);
    clear_seen(&all);
    read_path(&all, path, options, 0);
    ck_assert_ptr_nonnull(strstr(all.records.items, "\nD 0 3 2||||b\n"));
    clear_seen(&all);
    options.format = ND__FORMAT_TEXT;
    read_path(&all, path, options, 1 << 21);
    ck_assert_int_eq(memcmp(all.records.items, "B 0 1 \nN 0 1 \n", 14), 0);
    ck_assert_int_eq(memcmp(all.raws.items, bytes.items, bytes.count), 0);
    clear_seen(&all);
    nd__vector_clear(&bytes);
}
END_TEST

START_TEST(test_documents__second_pass_same_as_first) {
    nd__buffer packed = {NULL, 0, 0};
    const char *rows = "{\"text\":\"eins\"}\nkaputt\n\n{\"text\":\"zwei\"}";
    add_gzip(&packed, rows, 20);
    add_gzip(&packed, rows + 20, strlen(rows) - 20);
    seen first, second;
    memset(&first, 0, sizeof first);
    memset(&second, 0, sizeof second);
    nd__inputs *inputs;
    const char *path = write_file("m.jsonl.gz", packed.items, packed.count);
    nd__input_options options = {.notice = hear, .payload = &first};
    ck_assert_int_eq(nd__inputs_open(&inputs, &path, 1, &options, NULL), ND_OK);
    read_pass(&first, inputs, 0);
    read_pass(&second, inputs, 0);
    ck_assert_str_eq(first.records.items, second.records.items);
    ck_assert_uint_eq(first.raws.count, strlen(rows));
    nd__hash128_value digest = nd__hash128(rows, strlen(rows), 0);
    ck_assert_uint_eq(first.digest.low, digest.low);
    ck_assert_uint_eq(second.digest.high, digest.high);
    ck_assert(nd__inputs_file(inputs, 0)->gzip);
    ck_assert_int_eq(nd__inputs_file(inputs, 0)->format, ND__FORMAT_JSONL);
    nd__inputs_close(inputs);
    clear_seen(&first);
    clear_seen(&second);
    nd__vector_clear(&packed);
}
END_TEST

START_TEST(test_documents__a_broken_archive_gives_what_it_has) {
    nd__buffer packed = {NULL, 0, 0}, rows = {NULL, 0, 0};
    nd__input_options options = {0};
    char row[80];
    for (unsigned i = 0; i < 400; i++) {
        snprintf(row, sizeof row, "{\"id\":\"%u\",\"text\":\"row %u of it\"}\n", i,
                 i * 7919);
        append_text(&rows, row);
    }
    add_gzip(&packed, rows.items, rows.count);
    for (size_t size = 0; size < packed.count; size += 37) {
        seen all;
        read_path(&all, write_file("cut.jsonl.gz", packed.items, size), options, 0);
        ck_assert_ptr_nonnull(strstr(all.notices.items, "ends in the middle"));
        ck_assert_uint_le(all.raws.count, rows.count);
        ck_assert_int_eq(
            memcmp(all.raws.count == 0 ? "" : all.raws.items, rows.items, all.raws.count),
            0);
        if (strstr(all.records.items, "B ") != NULL) {
            ck_assert_ptr_nonnull(strstr(all.notices.items, "cut off"));
        }
        clear_seen(&all);
    }
    nd__vector_clear(&packed);
    nd__vector_clear(&rows);
}
END_TEST

START_TEST(test_documents__a_file_that_cannot_be_read) {
    if (geteuid() == 0) {
        return;
    }
    const char *path = write_text("secret.txt", "x");
    ck_assert_int_eq(chmod(path, 0), 0);
    seen all;
    memset(&all, 0, sizeof all);
    nd__input_options options = {.notice = hear, .payload = &all};
    nd__inputs *inputs;
    const char *argument = folder;
    ck_assert_int_eq(nd__inputs_open(&inputs, &argument, 1, &options, NULL), ND_OK);
    nd__documents *stream;
    nd__batch batch;
    memset(&batch, 0, sizeof batch);
    ck_assert_int_eq(nd__documents_open(&stream, inputs, NULL), ND_OK);
    ck_assert_int_eq(nd__documents_read(stream, &batch, NULL), ND_OK);
    ck_assert_int_eq(nd__documents_parse(stream, &batch, NULL), ND_OK);
    nd__documents_report(stream, &batch);
    ck_assert_uint_eq(batch.records.count, 0);
    ck_assert_ptr_nonnull(all.notices.items);
    ck_assert_int_eq(nd__documents_read(stream, &batch, NULL), ND_DONE);
    nd__batch_clear(&batch);
    nd__documents_close(stream);
    nd__inputs_close(inputs);
    clear_seen(&all);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("documents");
    TCase *tests = tcase_create("documents");
    tcase_add_checked_fixture(tests, setup_folder, remove_folder);
    tcase_add_test(tests, test_documents__empty_and_tiny_files);
    tcase_add_test(tests, test_documents__rows_and_their_fields);
    tcase_add_test(tests, test_documents__format_by_content);
    tcase_add_test(tests, test_documents__bad_rows_are_said_and_kept);
    tcase_add_test(tests, test_documents__zero_bytes_and_latin1_text);
    tcase_add_test(tests, test_documents__floods_are_counted);
    tcase_add_test(tests, test_documents__rows_over_the_limit_go_out_in_pieces);
    tcase_add_test(tests, test_documents__second_pass_same_as_first);
    tcase_add_test(tests, test_documents__a_broken_archive_gives_what_it_has);
    tcase_add_test(tests, test_documents__a_file_that_cannot_be_read);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
