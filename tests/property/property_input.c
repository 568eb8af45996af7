/* Mutated JSONL: no byte is lost, the two ways through a string literal agree, and
 * reading in one batch from memory gives what reading from a file does, on every pass. */
#include "../input_fixture.h"

#include "input/batch.h"
#include "input/json_string.h"

static uint64_t state;

static uint64_t next(void) {
    state += UINT64_C(0x9E3779B97F4A7C15);
    return nd__mix64(state);
}

static size_t below(size_t bound) {
    return (size_t)(next() % bound);
}

static void make_literal(nd__buffer *out) {
    static const char *const pieces[] = {"a",
                                         "Wort ",
                                         "\xc3\xa4",
                                         "\xe2\x82\xac",
                                         "\xf0\x9f\x98\x80",
                                         "\\n",
                                         "\\\"",
                                         "\\u00e4",
                                         "\\ud83d\\ude00",
                                         "\\ud800",
                                         "\\udc00",
                                         "\\u0000",
                                         "\\/",
                                         " ",
                                         "mehr Text, "};
    for (size_t i = below(30); i > 0; i--) {
        append_text(out, pieces[below(sizeof pieces / sizeof *pieces)]);
    }
}

static void make_rows(nd__buffer *out) {
    static const char *const heads[] = {"{\"id\":1,\"text\":\"", "{\"text\":\"",
                                        "{\"url\":\"http://a.de/x\",\"text\":\"",
                                        "{\"a\":[1,{\"b\":null}],\"text\":\""};
    static const char *const tails[] = {"\"}\n",   "\"}\r\n", "\",\"date\":\"2024\"}\n",
                                        "\"}\n\n", "\"} \n",  "\",\"text\":\"x\"}\n"};
    for (size_t i = 1 + below(20); i > 0; i--) {
        append_text(out, heads[below(4)]);
        make_literal(out);
        append_text(out, tails[below(6)]);
    }
}

static void mutate(nd__buffer *bytes) {
    static const char marks[] = "{}[]\",:\\\n\r\0\xff\xef\xc3 u1";
    for (size_t i = below(6); i > 0 && bytes->count > 0; i--) {
        size_t at = below(bytes->count);
        switch (below(3)) {
            case 0:
                bytes->items[at] = marks[below(sizeof marks - 1)];
                break;
            case 1:
                memmove(bytes->items + at, bytes->items + at + 1, bytes->count - at - 1);
                bytes->count--;
                break;
            default:
                bytes->count = at;
                break;
        }
    }
}

/* Parsed again with texts that outlive the batch: the same ones. */
static void check_kept_texts(nd__batch *batch) {
    nd__arena texts = {NULL, 0};
    nd__buffer all = {NULL, 0, 0};
    for (size_t i = 0; i < batch->records.count; i++) {
        const nd__record *record = &batch->records.items[i];
        ck_assert_int_eq(nd__buffer_append(&all, record->text, record->text_size, NULL),
                         ND_OK);
    }
    size_t count = batch->records.count, at = 0;
    batch->texts = &texts;
    ck_assert_int_eq(nd__batch_parse(batch, NULL), ND_OK);
    batch->texts = NULL;
    ck_assert_uint_eq(batch->records.count, count);
    for (size_t i = 0; i < count; i++) {
        const nd__record *record = &batch->records.items[i];
        ck_assert_uint_le(record->text_size, all.count - at);
        if (record->is_document) {
            ck_assert(record->text_size == 0 ||
                      memcmp(record->text, all.items + at, record->text_size) == 0);
            ck_assert_int_eq(record->text[record->text_size], '\0');
        }
        at += record->text_size;
    }
    ck_assert_uint_eq(at, all.count);
    nd__vector_clear(&all);
    nd__arena_clear(&texts);
}

START_TEST(property_input__no_byte_is_lost) {
    nd__input_options options = {0};
    nd__batch batch;
    memset(&batch, 0, sizeof batch);
    for (state = 1; state < 200000;) {
        uint64_t seed = state;
        nd__buffer bytes = {NULL, 0, 0}, raws = {NULL, 0, 0};
        make_rows(&bytes);
        mutate(&bytes);
        nd__format format = seed % 8 == 0 ? ND__FORMAT_TEXT : ND__FORMAT_JSONL;
        ck_assert_int_eq(
            nd__batch_load(&batch, &options, "p", format, bytes.items, bytes.count, NULL),
            ND_OK);
        ck_assert_int_eq(nd__batch_parse(&batch, NULL), ND_OK);
        for (size_t i = 0; i < batch.records.count; i++) {
            const nd__record *record = &batch.records.items[i];
            ck_assert(!record->is_document || !record->is_bad);
            ck_assert_int_eq(
                nd__buffer_append(&raws, record->raw, record->raw_size, NULL), ND_OK);
            if (record->is_document) {
                ck_assert_uint_eq(nd__first_invalid_byte(record->text, record->text_size),
                                  record->text_size);
            }
        }
        ck_assert_uint_eq(raws.count, bytes.count);
        ck_assert(raws.count == 0 || memcmp(raws.items, bytes.items, raws.count) == 0);
        check_kept_texts(&batch);
        nd__vector_clear(&bytes);
        nd__vector_clear(&raws);
        state = seed + 100;
    }
    nd__batch_clear(&batch);
}
END_TEST

/* Decoding raw[0 .. map(offset)) must give exactly text[0 .. offset). */
START_TEST(property_input__map_agrees_with_decode) {
    for (state = 1; state < 100000;) {
        uint64_t seed = state;
        nd__buffer raw = {NULL, 0, 0}, text = {NULL, 0, 0}, part = {NULL, 0, 0};
        make_literal(&raw);
        ck_assert_int_eq(nd__json_string_decode(&text, raw.items, raw.count, NULL),
                         ND_OK);
        size_t offsets[512], found[512], count = 0;
        for (size_t i = 0; i <= text.count && count < 512; i++) {
            if (i == text.count || ((unsigned char)text.items[i] & 0xC0) != 0x80) {
                offsets[count++] = i;
            }
        }
        ck_assert_int_eq(
            nd__json_string_map(found, offsets, count, raw.items, raw.count, NULL),
            ND_OK);
        for (size_t i = 0; i < count; i++) {
            part.count = 0;
            ck_assert_int_eq(nd__json_string_decode(&part, raw.items, found[i], NULL),
                             ND_OK);
            ck_assert_uint_eq(part.count, offsets[i]);
            ck_assert(part.count == 0 || memcmp(part.items, text.items, part.count) == 0);
        }
        nd__vector_clear(&raw);
        nd__vector_clear(&text);
        nd__vector_clear(&part);
        state = seed + 100;
    }
}
END_TEST

START_TEST(property_input__second_pass_same_as_first) {
    for (state = 1; state < 3000;) {
        uint64_t seed = state;
        nd__buffer bytes = {NULL, 0, 0}, packed = {NULL, 0, 0};
        size_t copies = 1 + below(3) * 800;
        for (size_t i = 0; i < copies; i++) {
            make_rows(&bytes);
        }
        mutate(&bytes);
        add_zstd(&packed, bytes.items, bytes.count);
        const char *path = write_file("p.jsonl.zst", packed.items, packed.count);
        seen first, second;
        memset(&first, 0, sizeof first);
        memset(&second, 0, sizeof second);
        nd__inputs *inputs;
        nd__input_options options = {.notice = hear, .payload = &first};
        ck_assert_int_eq(nd__inputs_open(&inputs, &path, 1, &options, NULL), ND_OK);
        read_pass(&first, inputs, 0);
        read_pass(&second, inputs, 0);
        ck_assert_uint_eq(first.raws.count, bytes.count);
        ck_assert(bytes.count == 0 ||
                  memcmp(first.raws.items, bytes.items, bytes.count) == 0);
        ck_assert_uint_eq(first.records.count, second.records.count);
        ck_assert_int_eq(
            memcmp(first.records.items, second.records.items, first.records.count), 0);
        nd__inputs_close(inputs);
        clear_seen(&first);
        clear_seen(&second);
        nd__vector_clear(&bytes);
        nd__vector_clear(&packed);
        state = seed + 300;
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("input");
    TCase *tests = tcase_create("input");
    tcase_add_checked_fixture(tests, setup_folder, remove_folder);
    tcase_add_test(tests, property_input__no_byte_is_lost);
    tcase_add_test(tests, property_input__map_agrees_with_decode);
    tcase_add_test(tests, property_input__second_pass_same_as_first);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
