/* A stream of pages, cleaned one at a time: what a crawler sends is answered before it
 * sends more. */
#include <unistd.h>

#include <string.h>

#include "base/file.h"
#include "input/batch.h"
#include "neardup/boilerplate.h"
#include "run/line_reader.h"

typedef struct page_stream {
    nd_boilerplate_result *result;
    const nd_page_cleaner_options *options;
    nd_page_cleaner *cleaner;
    nd__line_reader lines;
    nd__output *output; /* NULL: standard output */
} page_stream;

static nd_status put(page_stream *s, const char *bytes, size_t size, nd_error *err) {
    return s->output != NULL
               ? nd__output_write(s->output, bytes, size, err)
               : nd__write_all(STDOUT_FILENO, bytes, size, "standard output", err);
}

static nd_status clean_page(page_stream *s, const char *page, size_t size,
                            nd_error *err) {
    nd_cleaned_page cleaned;
    ND_TRY(nd_page_cleaner_clean(&cleaned, s->cleaner, s->lines.name, s->lines.line, page,
                                 size, err));
    s->result->pages += cleaned.is_page;
    s->result->unknown_pages += cleaned.is_page && !cleaned.known_site;
    s->result->bad += !cleaned.is_page && !nd__is_blank(page, size);
    s->result->removed_blocks += cleaned.removed_blocks;
    s->result->removed_bytes += cleaned.removed_bytes;
    ND_TRY(put(s, cleaned.row, cleaned.size, err));
    nd_progress progress = {.phase = "reading", .documents = s->result->pages};
    return s->options->progress != NULL &&
                   s->options->progress(&progress, s->options->progress_payload) != 0
               ? nd__fail(err, ND_E_CANCELLED, ND_NO_POSITION, "stopped on request")
               : ND_OK;
}

/* The rest of the input is one page. */
static nd_status clean_whole(page_stream *s, const char *line, size_t size,
                             nd_error *err) {
    nd__buffer page = {NULL, 0, 0};
    nd_status status = ND_OK;
    while (status == ND_OK) {
        status = nd__buffer_append(&page, line, size, err);
        if (status >= 0) {
            status = nd__line_reader_next(&s->lines, &line, &size, err);
            size += status == ND_OK && line[size] == '\n';
        }
    }
    if (status >= 0) {
        s->lines.line = 1;
        status = clean_page(s, page.items, page.count, err);
    }
    nd__vector_clear(&page);
    return status;
}

/* Rows; or, where HTML may come and the first line that is not blank begins with no '{',
 * one page. */
static nd_status clean_lines(page_stream *s, bool may_be_html, nd_error *err) {
    const char *line = NULL;
    size_t size = 0;
    nd_status status;
    while ((status = nd__line_reader_next(&s->lines, &line, &size, err)) == ND_OK) {
        bool blank = nd__is_blank(line, size);
        size += line[size] == '\n'; /* there is padding behind the last one */
        if (may_be_html && !blank && line[strspn(line, " \t\r")] != '{') {
            return clean_whole(s, line, size, err);
        }
        may_be_html = may_be_html && blank;
        ND_TRY(clean_page(s, line, size, err));
    }
    return status;
}

nd_status nd_boilerplate_apply(nd_boilerplate_result *out, const nd_site_frames *frames,
                               const char *input, const char *output,
                               const nd_page_cleaner_options *options, nd_error *err) {
    page_stream s = {.result = out, .options = options};
    memset(out, 0, sizeof *out);
    ND_TRY(nd_page_cleaner_create(&s.cleaner, frames, options, err));
    nd_status status = nd__line_reader_open(&s.lines, input, err);
    if (status >= 0 && strcmp(output, "-") != 0) {
        status = nd__output_open(&s.output, output, err);
    }
    if (status >= 0) {
        status = clean_lines(&s, options->input.format == ND_FORMAT_HTML, err);
    }
    if (status >= 0 && s.output != NULL) {
        status = nd__output_commit(s.output, err);
    } else {
        nd__output_abandon(s.output);
    }
    nd__line_reader_close(&s.lines);
    nd_page_cleaner_destroy(s.cleaner);
    return status < 0 ? status : ND_OK;
}
