/* Learning the frames of sites, keeping them, and taking them off pages without memory.
 */
#include <stdio.h>

#include "boilerplate/page_frame.h"
#include "html/html_block.h"
#include "neardup/boilerplate.h"
#include "oom/oom.h"
#include "scan_fixture.h"

static const char *crawl, *kept;

static void write_crawl(void) {
    nd__json rows = {0};
    for (int i = 0; i < 8; i++) {
        char id[8], text[300];
        snprintf(id, sizeof id, "%d", i);
        int size = snprintf(
            text, sizeof text,
            "Home page\nAll news\nPage %d of 8\nParagraph %c%d of this page tells what "
            "happened there on day %c%c, and why nobody had seen it come.\nImprint here",
            i, 'a' + i, i, 'q' + i, 'c' + i);
        add_row(&rows, id, text, (size_t)size, "a.example", NULL);
    }
    FILE *file = fopen(crawl, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(rows.out.items, 1, rows.out.count, file), rows.out.count);
    ck_assert_int_eq(fclose(file), 0);
    nd__json_clear(&rows);
}

static nd_status learn(void *payload, nd_error *err) {
    nd_scan_options options;
    nd_site_frames *frames = NULL;
    (void)payload;
    nd_scan_options_init(&options);
    options.threads = 1;
    nd_status status = nd_boilerplate_learn(&frames, &crawl, 1, &options, err);
    if (status >= 0) {
        status = nd_site_frames_count(frames) != 1 /* an assertion would allocate */
                     ? ND_E_INTERNAL
                     : nd_site_frames_write(frames, kept, err);
        nd_site_frames_destroy(frames);
    }
    return status;
}

static nd_status apply(void *payload, nd_error *err) {
    nd_page_cleaner_options options;
    nd_boilerplate_result result;
    nd_site_frames *frames = NULL;
    nd_page_cleaner_options_init(&options);
    nd_status status = nd_site_frames_open(&frames, kept, err);
    if (status >= 0) {
        status = nd_boilerplate_apply(&result, frames, crawl, payload, &options, err);
        nd_site_frames_destroy(frames);
    }
    return status >= 0 && result.removed_blocks != 8 * 4 ? ND_E_INTERNAL : status;
}

START_TEST(test_oom__boilerplate) {
    char paths[3][300];
    static const char *const names[] = {"crawl.jsonl", "frames.jsonl", "out.jsonl"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(paths[i], sizeof paths[i], "%s", in_folder(names[i]));
    }
    crawl = paths[0];
    kept = paths[1];
    write_crawl();
    ck_assert_uint_ge(nd_oom_exhaust(learn, NULL), 50);
    ck_assert_uint_ge(nd_oom_exhaust(apply, paths[2]), 30);
}
END_TEST

/* The evidence of one page of HTML: paths, sections, names. */
static nd_status hear_page(void *payload, nd_error *err) {
    enum { COUNT = 40 };
    nd__block_row rows[COUNT] = {{0}};
    nd__block_mark marks[COUNT] = {{0}};
    nd__frame_grade grades[COUNT] = {{0}};
    nd__path_table paths = {0};
    nd__page_evidence evidence = {0};
    (void)payload;
    for (size_t b = 0; b < COUNT; b++) {
        rows[b].weight = (uint16_t)b;
        marks[b] = (nd__block_mark){.path = (uint32_t)b + 1,
                                    .near = 1,
                                    .flags = b % 5 == 0 ? ND__HTML_HEADING : 0,
                                    .links = b % 2 == 0 ? UINT8_MAX : 0,
                                    .known = true};
    }
    nd__page page = {.text = "",
                     .rows = rows,
                     .marks = marks,
                     .grades = grades,
                     .paths = &paths,
                     .count = COUNT,
                     .pages = 1};
    nd_status status = nd__page_frame_find(&evidence, &page, NULL, 6000, err);
    nd__page_evidence_clear(&evidence);
    return status;
}

START_TEST(test_oom__evidence) {
    ck_assert_uint_ge(nd_oom_exhaust(hear_page, NULL), 7);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("oom_boilerplate");
    TCase *cases = tcase_create("core");
    tcase_set_timeout(cases, 120);
    tcase_add_checked_fixture(cases, setup_folder, remove_folder);
    tcase_add_test(cases, test_oom__boilerplate);
    tcase_add_test(cases, test_oom__evidence);
    suite_add_tcase(suite, cases);
    return nd_run_suite(suite);
}
