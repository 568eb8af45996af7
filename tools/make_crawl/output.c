/* Writes the crawl and the truth. */
#include <stdio.h>
#include <stdlib.h>

#include "crawl.h"

enum { WRITE_AT = 1 << 18 };

typedef struct stream {
    FILE *file;
    const char *name;
    buffer waiting;
} stream;

struct output {
    stream crawl, truth;
    const char *name;
    char *part_name; /* of the open part, when there are several */
    uint32_t split, part;
    uint64_t size, bytes;
};

static void stream_open(stream *s, const char *name) {
    s->name = name;
    s->file = strcmp(name, "-") == 0 ? stdout : fopen(name, "wb");
    if (s->file == NULL)
        fail("cannot write", name);
}

static void stream_flush(stream *s) {
    if (s->waiting.size > 0 &&
        fwrite(s->waiting.data, 1, s->waiting.size, s->file) != s->waiting.size)
        fail("cannot write", s->name);
    s->waiting.size = 0;
}

static void stream_close(stream *s) {
    stream_flush(s);
    if (s->file == stdout ? fflush(stdout) != 0 : fclose(s->file) != 0)
        fail("cannot write", s->name);
    s->file = NULL;
}

/* crawl.jsonl, part 2 of 5: crawl.2.jsonl */
static char *part_name(const char *name, uint32_t part) {
    buffer out = {0};
    const char *dot = strrchr(name, '.');
    const char *slash = strrchr(name, '/');
    if (dot == NULL || (slash != NULL && dot < slash))
        dot = name + strlen(name);
    buffer_add(&out, name, (size_t)(dot - name));
    buffer_text(&out, ".");
    buffer_number(&out, part, 1);
    buffer_add(&out, dot, strlen(dot) + 1);
    return out.data;
}

static void open_part(output *out) {
    out->part++;
    if (out->split > 1)
        out->part_name = part_name(out->name, out->part);
    stream_open(&out->crawl, out->split > 1 ? out->part_name : out->name);
}

static void close_part(output *out) {
    stream_close(&out->crawl);
    free(out->part_name);
    out->part_name = NULL;
}

output *output_open(const char *crawl, const char *truth, uint32_t split, uint64_t size) {
    output *out = calloc(1, sizeof *out);
    if (out == NULL)
        fail("out of memory", crawl);
    out->name = crawl;
    out->split = split;
    out->size = size;
    open_part(out);
    if (truth != NULL)
        stream_open(&out->truth, truth);
    return out;
}

void output_close(output *out) {
    close_part(out);
    while (out->part < out->split) {
        open_part(out);
        close_part(out);
    }
    buffer_clear(&out->crawl.waiting);
    if (out->truth.file != NULL)
        stream_close(&out->truth);
    buffer_clear(&out->truth.waiting);
    free(out);
}

uint64_t output_bytes(const output *out) {
    return out->bytes;
}

static void add_string(buffer *to, const char *text, size_t size) {
    buffer_reserve(to, size * 2 + 2);
    char *at = to->data + to->size;
    *at++ = '"';
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '\n' || c == '\t' || c == '"' || c == '\\') {
            *at++ = '\\';
            c = c == '\n' ? 'n' : c == '\t' ? 't' : c;
        }
        *at++ = c;
    }
    *at++ = '"';
    to->size = (size_t)(at - to->data);
}

void output_add_id(buffer *to, uint64_t group_number, int site_number, int page_number) {
    buffer_text(to, "\"");
    buffer_number(to, group_number, 1);
    buffer_text(to, ".");
    buffer_number(to, (uint64_t)site_number, 1);
    buffer_text(to, ".");
    buffer_number(to, (uint64_t)page_number, 1);
    buffer_text(to, "\"");
}

static void add_date(buffer *to, const page *of, const char *between) {
    buffer_number(to, of->year, 4);
    buffer_text(to, between);
    buffer_number(to, of->month, 2);
    buffer_text(to, between);
    buffer_number(to, of->day, 2);
}

void output_page(output *out, const group *g, const page *of) {
    buffer *to = &out->crawl.waiting;
    size_t before = to->size;
    buffer_text(to, "{\"id\":");
    output_add_id(to, g->number, of->site, of->number);
    buffer_text(to, ",\"url\":\"https://");
    buffer_text(to, g->sites[of->site].host);
    buffer_text(to, "/");
    add_date(to, of, "/");
    buffer_text(to, "/");
    buffer_number(to, (uint64_t)of->number, 4);
    buffer_text(to, ".html\",\"date\":\"");
    add_date(to, of, "-");
    buffer_text(to, "\",\"title\":");
    add_string(to, g->bodies.data + of->title_begin, of->title_end - of->title_begin);
    buffer_text(to, ",\"lang\":\"");
    buffer_text(to, grammar_language(g->words)->code);
    buffer_text(to, "\",\"text\":");
    add_string(to, g->texts.data + of->text_begin, of->text_end - of->text_begin);
    buffer_text(to, "}\n");
    out->bytes += to->size - before;
    if (to->size > WRITE_AT)
        stream_flush(&out->crawl);
    if (out->part < out->split && out->bytes >= out->size / out->split * out->part) {
        close_part(out);
        open_part(out);
    }
}

void output_truth(output *out, const char *data, size_t size) {
    if (out->truth.file == NULL)
        return;
    buffer_add(&out->truth.waiting, data, size);
    if (out->truth.waiting.size > WRITE_AT)
        stream_flush(&out->truth);
}

static void add_range(buffer *to, const group *g, const page *of, size_t begin,
                      size_t end) {
    buffer_text(to, "\"doc\":");
    output_add_id(to, g->number, of->site, of->number);
    buffer_text(to, ",\"begin\":");
    buffer_number(to, begin, 1);
    buffer_text(to, ",\"end\":");
    buffer_number(to, end, 1);
}

void output_page_truth(output *out, const group *g, const page *of) {
    static const char *const kinds[] = {"frame", "teaser", "repeat", "keep", "related"};
    if (out->truth.file == NULL)
        return;
    buffer *to = &out->truth.waiting;
    if (of->credit != NULL) {
        buffer_text(to, "{\"type\":\"credit\",\"id\":");
        output_add_id(to, g->number, of->site, of->number);
        buffer_text(to, ",\"name\":\"");
        buffer_text(to, of->credit);
        buffer_text(to, "\"}\n");
    }
    for (size_t i = 0; i < of->mark_count; i++) {
        const mark *m = &g->marks.data[of->first_mark + i];
        buffer_text(to, "{\"type\":\"");
        buffer_text(to, kinds[m->kind]);
        buffer_text(to, "\",");
        add_range(to, g, of, m->begin, m->end);
        if (m->source_page != NO_PAGE) {
            const page *source = &g->pages.data[m->source_page];
            size_t at = g->pieces.data[m->source_piece].at;
            buffer_text(to, ",\"of\":{");
            add_range(to, g, source, at, at + m->source_size);
            buffer_text(to, "}");
        }
        buffer_text(to, "}\n");
    }
    if (to->size > WRITE_AT)
        stream_flush(&out->truth);
}
