/* The file: a header, each site in front of its blocks, the end with its counts. Blocks
 * stand there as text, so that no hash is part of the format, and are hashed anew. */
#include "run/site_frames_file.h"

#include <string.h>

#include "input/json_tree.h"
#include "run/json_record.h"
#include "run/line_reader.h"
#include "text/block_key.h"

static nd_status save_path(nd__json *json, const nd__site_path *path, nd__output *output,
                           nd_error *err) {
    const nd__path_sum *sum = &path->sum;
    nd__record_begin(json, "path");
    nd__record_unsigned(json, "path", path->path);
    nd__record_unsigned(json, "blocks", sum->blocks);
    nd__record_unsigned(json, "ended", sum->ended);
    nd__record_unsigned(json, "words", (uint64_t)(sum->words + 0.5));
    nd__record_unsigned(json, "linked", (uint64_t)(sum->linked + 0.5));
    nd__record_unsigned(json, "shared", (uint64_t)(sum->shared + 0.5));
    nd__record_unsigned(json, "prose", (uint64_t)(sum->prose + 0.5));
    return nd__record_end(json, output, err);
}

nd_status nd__site_frames_save(const nd__site_frames *frames, const char *path,
                               nd_error *err) {
    nd__output *output = NULL;
    nd__json json = {0};
    ND_TRY(nd__output_open(&output, path, err));
    nd_status status;
    nd__record_begin(&json, "site-frames");
    nd__record_unsigned(&json, "schema", ND__SITE_FRAMES_SCHEMA);
    nd__record_text(&json, "tool", "neardup");
    nd__record_text(&json, "version", nd_version());
    nd__record_unsigned(&json, "min_pages", frames->min_pages);
    nd__json_key(&json, "min_share");
    nd__json_ratio(&json, frames->min_share);
    ND_TRY_OUT(nd__record_end(&json, output, err));
    for (size_t s = 0, b = 0, p = 0; s < frames->sites.count; s++) {
        const nd__known_site *site = &frames->sites.items[s];
        nd__record_begin(&json, "site");
        nd__record_text(&json, "site", site->name);
        nd__record_unsigned(&json, "pages", site->pages);
        ND_TRY_OUT(nd__record_end(&json, output, err));
        for (; b < site->block_end; b++) {
            const nd__site_block *block = &frames->blocks.items[b];
            nd__record_begin(&json, "block");
            nd__json_key(&json, "text");
            nd__json_string(&json, block->text, block->size);
            nd__record_unsigned(&json, "pages", block->pages);
            nd__json_key(&json, "placed");
            nd__json_bool(&json, block->placed);
            ND_TRY_OUT(nd__record_end(&json, output, err));
        }
        for (; p < site->path_end; p++) {
            ND_TRY_OUT(save_path(&json, &frames->paths.items[p], output, err));
        }
    }
    nd__record_begin(&json, "end");
    nd__record_unsigned(&json, "sites", frames->sites.count);
    nd__record_unsigned(&json, "blocks", frames->blocks.count);
    status = nd__record_end(&json, output, err);
out:
    nd__json_clear(&json);
    if (status < 0) {
        nd__output_abandon(output);
        return status;
    }
    return nd__output_commit(output, err);
}

typedef struct frames_reader {
    nd__line_reader lines;
    nd__tree tree;
    nd__block_key_maker keys;
    nd__site_frames *out;
    bool ended;
    nd_error *err;
} frames_reader;

static nd_status damaged(const frames_reader *reader, const char *what) {
    return nd__fail(reader->err, ND_E_FORMAT, reader->lines.line,
                    "%s:%llu: %s; mend the line, or learn the frames again",
                    reader->lines.name, (unsigned long long)reader->lines.line, what);
}

static const nd__tree_node *find(const frames_reader *reader, const char *key,
                                 nd__tree_kind kind) {
    const nd__tree_node *node =
        nd__tree_find(&reader->tree, reader->tree.nodes.items, key);
    return node != NULL && node->kind == kind ? node : NULL;
}

/* A count of pages: 1 to 2^32 - 1. */
static bool get_pages(uint32_t *out, const frames_reader *reader, const char *key) {
    const nd__tree_node *node = find(reader, key, ND__TREE_UNSIGNED);
    if (node == NULL || node->number == 0 || node->number > UINT32_MAX) {
        return false;
    }
    *out = (uint32_t)node->number;
    return true;
}

static nd_status read_header(frames_reader *reader) {
    const nd__tree_node *schema = find(reader, "schema", ND__TREE_UNSIGNED);
    const nd__tree_node *share =
        nd__tree_find(&reader->tree, reader->tree.nodes.items, "min_share");
    if (schema == NULL || schema->number != ND__SITE_FRAMES_SCHEMA) {
        return nd__fail(reader->err, ND_E_UNSUPPORTED, 1,
                        "'%s' is of another version; this neardup (%s) reads site frames "
                        "of schema %d: learn them again",
                        reader->lines.name, nd_version(), ND__SITE_FRAMES_SCHEMA);
    }
    bool is_number = share != NULL &&
                     (share->kind == ND__TREE_REAL || share->kind == ND__TREE_UNSIGNED);
    if (!get_pages(&reader->out->min_pages, reader, "min_pages") || !is_number ||
        !(share->real > 0 && share->real <= 1)) {
        return damaged(reader, "\"min_pages\" or \"min_share\" is missing or damaged");
    }
    reader->out->min_share = share->real;
    return ND_OK;
}

static nd_status read_site(frames_reader *reader) {
    const nd__tree_node *name = find(reader, "site", ND__TREE_STRING);
    uint32_t pages;
    if (name == NULL || name->size == 0 || memchr(name->string, 0, name->size) != NULL ||
        !get_pages(&pages, reader, "pages")) {
        return damaged(reader, "\"site\" or \"pages\" is missing or damaged");
    }
    nd_error why = {0};
    nd_status status = nd__site_frames_add_site(reader->out, name->string, pages, &why);
    return status == ND_E_FORMAT ? damaged(reader, why.message)
           : status < 0          ? nd__fail_memory(reader->err)
                                 : ND_OK;
}

static nd_status read_block(frames_reader *reader) {
    const nd__tree_node *text = find(reader, "text", ND__TREE_STRING);
    const nd__tree_node *placed = find(reader, "placed", ND__TREE_BOOL);
    uint32_t pages;
    uint64_t masked;
    if (reader->out->sites.count == 0) {
        return damaged(reader, "a block in front of any site");
    }
    if (text == NULL || !get_pages(&pages, reader, "pages")) {
        return damaged(reader, "\"text\" or \"pages\" is missing or damaged");
    }
    ND_TRY(nd__block_key_of_text(&masked, &reader->keys, text->string, text->size,
                                 reader->err));
    return nd__site_frames_add_block(reader->out, text->string, text->size, masked, pages,
                                     placed != NULL && placed->number != 0, reader->err);
}

/* The sums of a path: whole numbers up to 2^32 - 1. */
static nd_status read_path(frames_reader *reader) {
    static const char *const keys[] = {"path",   "blocks", "ended", "words",
                                       "linked", "shared", "prose"};
    uint64_t values[7];
    if (reader->out->sites.count == 0) {
        return damaged(reader, "a path in front of any site");
    }
    for (size_t i = 0; i < 7; i++) {
        const nd__tree_node *node = find(reader, keys[i], ND__TREE_UNSIGNED);
        if (node == NULL || node->number > UINT32_MAX) {
            return damaged(reader, "a number of the path is missing or damaged");
        }
        values[i] = node->number;
    }
    nd__path_sum sum = {.blocks = (uint32_t)values[1],
                        .ended = (uint32_t)values[2],
                        .words = (double)values[3],
                        .linked = (double)values[4],
                        .shared = (double)values[5],
                        .prose = (double)values[6]};
    return nd__site_frames_add_path(reader->out, (uint32_t)values[0], &sum, reader->err);
}

static nd_status read_line(frames_reader *reader, const char *line, size_t size) {
    nd_error why = {0};
    nd_status status = nd__tree_parse(&reader->tree, line, size, &why);
    if (status < 0) {
        return status == ND_E_NOMEM ? nd__fail_memory(reader->err)
                                    : damaged(reader, why.message);
    }
    const nd__tree_node *type = find(reader, "type", ND__TREE_STRING);
    bool is_first = reader->out->min_pages == 0;
    if (is_first != (type != NULL && strcmp(type->string, "site-frames") == 0) ||
        type == NULL) {
        return is_first ? nd__fail(reader->err, ND_E_FORMAT, 1,
                                   "'%s' holds no site frames; name a file that "
                                   "'boilerplate learn' wrote",
                                   reader->lines.name)
                        : damaged(reader, "\"type\" is missing or damaged");
    }
    if (is_first) {
        return read_header(reader);
    }
    if (strcmp(type->string, "site") == 0) {
        return read_site(reader);
    }
    if (strcmp(type->string, "block") == 0) {
        return read_block(reader);
    }
    if (strcmp(type->string, "path") == 0) {
        return read_path(reader);
    }
    reader->ended = reader->ended || strcmp(type->string, "end") == 0;
    return ND_OK;
}

static nd_status read_lines(frames_reader *reader, nd_error *err) {
    const char *line = NULL;
    size_t size = 0;
    nd_status status;
    while ((status = nd__line_reader_next(&reader->lines, &line, &size, err)) == ND_OK) {
        if (size > 0 && !(size == 1 && line[0] == '\r')) {
            ND_TRY(read_line(reader, line, size));
        }
    }
    ND_TRY(status);
    return reader->ended ? ND_OK : damaged(reader, "the file ends without its last line");
}

nd_status nd__site_frames_read(nd__site_frames *out, const char *path, nd_error *err) {
    frames_reader reader = {.out = out, .err = err};
    ND_TRY(nd__line_reader_open(&reader.lines, path, err));
    nd_status status = nd__tree_init(&reader.tree, err);
    if (status >= 0) {
        status = read_lines(&reader, err);
    }
    nd__line_reader_close(&reader.lines);
    nd__tree_clear(&reader.tree);
    nd__block_key_maker_clear(&reader.keys);
    return status;
}
