/* Random corpora, random removals: restore gives the input back, byte for byte.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "base/hash.h"
#include "clean_support.h"
#include "suite.h"

static uint64_t state;

static uint64_t random_below(uint64_t limit) {
    state += UINT64_C(0x9E3779B97F4A7C15);
    return nd__mix64(state) % limit;
}

static const char *const pieces[] = {
    "word",     " ",    "\\n",    "\\u00e9",      "\\ud83d\\ude00",
    "\\ud83d",  "\\\"", "\\\\",   "\\t",          "\xc3\xa9",
    "\\u3000",  "\\/",  "\\r\\n", "\xe4\xb8\xad", "\\n\\n",
    "\\u0000x",
};

static void put_row(FILE *file) {
    static const char *const ends[] = {"\n", "\r\n", "\n\n", " \n"};
    switch (random_below(8)) {
        case 0:
            fputs("{\"broken\":", file);
            break;
        default:
            fprintf(file, "{\"id\":%d,\"x\":[1e999,{\"y\":\"\\u00e9\"}],\"text\": \"",
                    (int)random_below(5));
            for (uint64_t i = random_below(30); i > 0; i--) {
                fputs(pieces[random_below(sizeof pieces / sizeof *pieces)], file);
            }
            fputs("\",\"z\":null}", file);
    }
    fputs(ends[random_below(4)], file);
}

static void put_text(FILE *file) {
    static const char *const parts[] = {"word", " ",        "\n",
                                        "\r\n", "\xc3\xa9", "\xe3\x80\x80"};
    if (random_below(3) == 0) {
        fputs("\xef\xbb\xbf", file);
    }
    for (uint64_t i = random_below(40); i > 0; i--) {
        fputs(parts[random_below(6)], file);
    }
}

static size_t random_border(const document *d, size_t from) {
    size_t at = from + (size_t)random_below(d->size - from + 1);
    while (at < d->size && ((unsigned char)d->text[at] & 0xC0u) == 0x80u) {
        at++;
    }
    return at;
}

/* Anywhere, also inside of characters. */
static void random_ranges(corpus *c, size_t n) {
    size_t size = c->documents[n].size;
    for (size_t at = 0; at < size && random_below(3) != 0;) {
        size_t begin = at + (size_t)random_below(size - at);
        size_t end = begin + 1 + (size_t)random_below(size - begin);
        size_t part = begin + (size_t)random_below(end - begin);
        corpus_range(c, n, begin, end,
                     random_below(3) == 0
                         ? (nd__text_range){begin, end}
                         : (nd__text_range){part, end - random_below(end - part)});
        at = end;
    }
}

static nd_clean_options random_options(const corpus *c) {
    nd_clean_options options;
    nd_clean_options_init(&options);
    options.spans = c->findings->end.has_ranges;
    options.spans_all = random_below(2) == 0;
    options.snap = (nd_snap)random_below(3);
    options.min_rest = (uint32_t)random_below(6);
    return options;
}

static void random_findings(corpus *c) {
    bool spans = random_below(2) == 0;
    for (size_t n = 0; n < c->count; n++) {
        if (n > 0 && random_below(4) == 0) {
            corpus_drop(c, n, 0);
        } else if (spans) {
            random_ranges(c, n);
        }
        for (uint64_t i = random_below(4); i > 0; i--) {
            size_t begin = random_border(&c->documents[n], 0);
            nd__block_finding block = {.kind = (nd__finding_kind)random_below(3),
                                       .at = {corpus_doc(c, n), begin,
                                              random_border(&c->documents[n], begin), 1},
                                       .similarity = -1};
            ck_assert_int_eq(nd__findings_add_block(c->findings, &block, NULL), ND_OK);
        }
    }
}

START_TEST(test_restore__is_the_way_back) {
    static const char *const endings[] = {"", ".gz", ".zst"};
    for (int round = 0; round < 15; round++) {
        char *folder = make_folder();
        char name[64], command[900];
        static corpus c;
        state = (uint64_t)(_i * 1000 + round);
        mkdir(in(folder, "in"), 0777);
        for (int i = 0; i < 6; i++) {
            bool rows = i % 2 == 0;
            snprintf(name, sizeof name, "in/%d.%s", i, rows ? "jsonl" : "txt");
            FILE *file = fopen(in(folder, name), "wb");
            for (uint64_t k = rows ? random_below(12) : 1; k > 0; k--) {
                (rows ? put_row : put_text)(file);
            }
            fclose(file);
        }
        const char *path = in(folder, "in");
        corpus_scan(&c, &path, 1);
        random_findings(&c);
        nd_clean_options options = random_options(&c);
        corpus_ok(&c,
                  corpus_clean_as(&c, &options, in(folder, "out"), in(folder, "log")));
        corpus_ok(&c, corpus_restore(&c, in(folder, "out"), in(folder, "log"),
                                     in(folder, "back")));
        snprintf(command, sizeof command, "diff -r '%s/in' '%s/back'", folder, folder);
        ck_assert_int_eq(system(command), 0);
        corpus_clear(&c);

        /* One file of rows, also through a container. */
        path = in(folder, "in/0.jsonl");
        corpus_scan(&c, &path, 1);
        random_findings(&c);
        snprintf(name, sizeof name, "o.jsonl%s", endings[round % 3]);
        options = random_options(&c);
        nd_status status =
            corpus_clean_as(&c, &options, in(folder, name), in(folder, "log1"));
        if (nd__inputs_file(c.inputs, 0)->format == ND__FORMAT_JSONL) {
            corpus_ok(&c, status);
            corpus_ok(&c, corpus_restore(&c, in(folder, name), in(folder, "log1"),
                                         in(folder, "b.jsonl")));
            assert_same_files(in(folder, "b.jsonl"), in(folder, "in/0.jsonl"));
        }
        corpus_clear(&c);
        remove_folder(folder);
    }
}
END_TEST

/* Rows of HTML, and records of it in a WARC file; some are broken. */
static void put_page(FILE *file, bool warc) {
    char page[3000] = "<title>T &amp; \xc3\xa9</title><p>";
    for (uint64_t i = random_below(30); i > 0; i--) {
        static const char *const parts[] = {
            "word", " ",  "<p>",       "&#233;",       "<b>bold</b>", "\\",
            "\"",   "\t", "&#128512;", "\xe4\xb8\xad", "<br>",        "<li>"};
        const char *part = parts[random_below(sizeof parts / sizeof *parts)];
        bool escaped = !warc && (part[0] == '\\' || part[0] == '"' || part[0] == '\t');
        snprintf(page + strlen(page), 40, "%s%s", escaped ? "\\" : "",
                 escaped && part[0] == '\t' ? "t" : part);
    }
    if (!warc) {
        fprintf(file, random_below(6) == 0 ? "{\"html\":%s\n" : "{\"html\": \"%s\"}\n",
                page);
        return;
    }
    size_t length = strlen(page) + (random_below(6) == 0 ? 7 : 0);
    fprintf(
        file,
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.org/%d\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
        (int)random_below(9), length, page);
}

/* What is converted comes back as what it is without any removal. */
START_TEST(test_restore__of_what_is_converted) {
    static const char *const names[] = {"x.warc", "x.jsonl"};
    static corpus c;
    for (int round = 0; round < 20; round++) {
        char *folder = make_folder();
        bool warc = round % 2 == 0;
        const char *path = in(folder, names[round % 2]);
        state = (uint64_t)(_i * 1000 + round);
        FILE *file = fopen(path, "wb");
        put_page(file, warc);
        for (uint64_t k = 1 + random_below(12); k > 0; k--) {
            put_page(file, warc);
        }
        fclose(file);
        corpus_scan(&c, &path, 1);
        nd_clean_options options = random_options(&c);
        nd_status status = corpus_clean_as(&c, &options, in(folder, "whole"), NULL);
        nd__format format = nd__inputs_file(c.inputs, 0)->format;
        if (format != ND__FORMAT_TEXT) { /* a broken first row may be */
            corpus_ok(&c, status);
            random_findings(&c);
            options = random_options(&c);
            corpus_ok(
                &c, corpus_clean_as(&c, &options, in(folder, "out"), in(folder, "log")));
            corpus_ok(&c, corpus_restore(&c, in(folder, "out"), in(folder, "log"),
                                         in(folder, "back")));
            assert_same_files(in(folder, "back"), in(folder, "whole"));
        }
        corpus_clear(&c);
        remove_folder(folder);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("restore");
    TCase *tests = tcase_create("restore");
    tcase_add_loop_test(tests, test_restore__is_the_way_back, 0, 4);
    tcase_add_loop_test(tests, test_restore__of_what_is_converted, 0, 4);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
