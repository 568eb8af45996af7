/* Reading of removal logs, line by line. What restore relies on is checked here: names
 * that stay inside the output, digests, places, the end and its counts. */
#include <stdio.h>
#include <string.h>

#include "run/json_tree.h"
#include "run/line_reader.h"
#include "run/removal_log.h"

struct nd__removal_reader {
    nd__line_reader lines;
    nd__tree tree;
    nd__buffer bytes, file; /* decoded base64 */
    bool is_folder, ended;
    uint64_t files, removed, removed_bytes;
};

nd_status nd__removal_reader_fail(const nd__removal_reader *reader, const char *what,
                                  nd_error *err) {
    return nd__fail(err, ND_E_FORMAT, reader->lines.line,
                    "%s:%llu: %s; without a whole removal log nothing can be restored",
                    reader->lines.name, (unsigned long long)reader->lines.line, what);
}

static nd_status fail_key(const nd__removal_reader *reader, const char *key,
                          nd_error *err) {
    char what[100];
    snprintf(what, sizeof what, "\"%s\" is missing or damaged", key);
    return nd__removal_reader_fail(reader, what, err);
}

static nd_status get_unsigned(const nd__removal_reader *reader, const char *key,
                              uint64_t *out, nd_error *err) {
    const nd__tree_node *node =
        nd__tree_find(&reader->tree, reader->tree.nodes.items, key);
    if (node == NULL || node->kind != ND__TREE_UNSIGNED) {
        return fail_key(reader, key, err);
    }
    *out = node->number;
    return ND_OK;
}

static const nd__tree_node *find_string(const nd__removal_reader *reader,
                                        const char *key) {
    const nd__tree_node *node =
        nd__tree_find(&reader->tree, reader->tree.nodes.items, key);
    return node != NULL && node->kind == ND__TREE_STRING ? node : NULL;
}

static nd_status get_text(const nd__removal_reader *reader, const char *key,
                          const char **out, nd_error *err) {
    const nd__tree_node *node = find_string(reader, key);
    if (node == NULL) {
        return fail_key(reader, key, err);
    }
    *out = node->string;
    return ND_OK;
}

static bool get_flag(const nd__removal_reader *reader, const char *key) {
    const nd__tree_node *node =
        nd__tree_find(&reader->tree, reader->tree.nodes.items, key);
    return node != NULL && node->kind == ND__TREE_BOOL && node->number != 0;
}

static nd_status get_digest(const nd__removal_reader *reader, const char *key,
                            nd__hash128_value *out, nd_error *err) {
    const nd__tree_node *node = find_string(reader, key);
    if (node == NULL || !nd__hash128_from_hex(out, node->string, node->size)) {
        return fail_key(reader, key, err);
    }
    return ND_OK;
}

/* The bytes of key, or of base64_key decoded into buffer. */
static nd_status get_bytes(const nd__removal_reader *reader, const char *key,
                           const char *base64_key, nd__buffer *buffer, const char **out,
                           size_t *size, nd_error *err) {
    const nd__tree_node *node = find_string(reader, key);
    if (node != NULL) {
        *out = node->string;
        *size = node->size;
        return ND_OK;
    }
    node = find_string(reader, base64_key);
    buffer->count = 0;
    nd_error why;
    nd_status status = node == NULL
                           ? ND_E_FORMAT
                           : nd__base64_decode(buffer, node->string, node->size, &why);
    if (status == ND_E_FORMAT) {
        return fail_key(reader, key, err);
    }
    ND_TRY(status < 0 ? nd__fail_memory(err) : ND_OK);
    ND_TRY(nd__buffer_append(buffer, "", 1, err));
    *out = buffer->items;
    *size = buffer->count - 1;
    return ND_OK;
}

/* A log may come from anywhere: it must not name a file outside the folder. */
static bool is_safe_name(const char *name, size_t size, bool is_folder) {
    if (size == 0 || name[0] == '/' || memchr(name, '\0', size) != NULL ||
        (!is_folder && memchr(name, '/', size) != NULL)) {
        return false;
    }
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.')) {
            return false;
        }
        part += length;
        if (*part == '\0') {
            return true;
        }
    }
}

static nd_status get_file(nd__removal_reader *reader, const char **out, nd_error *err) {
    size_t size;
    ND_TRY(get_bytes(reader, "file", "file_base64", &reader->file, out, &size, err));
    if (!is_safe_name(*out, size, reader->is_folder)) {
        return nd__removal_reader_fail(
            reader, "\"file\" is not a name inside the output folder", err);
    }
    return ND_OK;
}

static nd_status read_removed(nd__removal_reader *reader, nd__removal *out,
                              nd_error *err) {
    memset(out, 0, sizeof *out);
    ND_TRY(get_file(reader, &out->file, err));
    ND_TRY(get_unsigned(reader, "at", &out->at, err));
    ND_TRY(get_text(reader, "kind", &out->kind, err));
    ND_TRY(get_text(reader, "doc", &out->doc, err));
    const nd__tree_node *of = find_string(reader, "of");
    out->of = of == NULL ? NULL : of->string;
    out->whole_file = get_flag(reader, "whole_file");
    ND_TRY(get_bytes(reader, "bytes", "base64", &reader->bytes, &out->bytes, &out->size,
                     err));
    reader->removed++;
    reader->removed_bytes += out->size;
    return ND_OK;
}

static nd_status read_file(nd__removal_reader *reader, nd__removal_file *out,
                           nd_error *err) {
    memset(out, 0, sizeof *out);
    ND_TRY(get_file(reader, &out->file, err));
    ND_TRY(get_text(reader, "input", &out->input, err));
    out->whole_file_removed = get_flag(reader, "whole_file_removed");
    ND_TRY(get_unsigned(reader, "cleaned_bytes", &out->cleaned_bytes, err));
    ND_TRY(get_digest(reader, "cleaned_digest", &out->cleaned_digest, err));
    ND_TRY(get_unsigned(reader, "original_bytes", &out->original_bytes, err));
    ND_TRY(get_digest(reader, "original_digest", &out->original_digest, err));
    reader->files++;
    return ND_OK;
}

static nd_status read_end(nd__removal_reader *reader, nd_error *err) {
    uint64_t files = 0, removed = 0, bytes = 0;
    ND_TRY(get_unsigned(reader, "files", &files, err));
    ND_TRY(get_unsigned(reader, "removed", &removed, err));
    ND_TRY(get_unsigned(reader, "removed_bytes", &bytes, err));
    if (files != reader->files || removed != reader->removed ||
        bytes != reader->removed_bytes) {
        return nd__removal_reader_fail(
            reader, "the counts of the last line are not those of the log", err);
    }
    reader->ended = true;
    return ND_OK;
}

/* Parses the next line that is not blank; *type is its "type". */
static nd_status next_line(nd__removal_reader *reader, const char **type, nd_error *err) {
    for (;;) {
        const char *line;
        size_t size;
        nd_status status = nd__line_reader_next(&reader->lines, &line, &size, err);
        if (status != ND_OK) {
            return status;
        }
        if (size == 0 || (size == 1 && line[0] == '\r')) {
            continue;
        }
        nd_error why;
        status = nd__tree_parse(&reader->tree, line, size, &why);
        if (status == ND_E_NOMEM) {
            return nd__fail_memory(err);
        }
        if (status < 0) {
            return nd__removal_reader_fail(reader, why.message, err);
        }
        return get_text(reader, "type", type, err);
    }
}

static nd_status read_header(nd__removal_reader *reader, nd_error *err) {
    const char *type = "", *layout = "";
    nd_status status = next_line(reader, &type, err);
    if (status == ND_DONE || status == ND_E_FORMAT ||
        (status >= 0 && strcmp(type, "removal-log") != 0)) {
        return nd__fail(err, ND_E_FORMAT, 1,
                        "%s is not a removal log; name the file that clean wrote",
                        reader->lines.name);
    }
    ND_TRY(status);
    uint64_t schema = 0;
    ND_TRY(get_unsigned(reader, "schema", &schema, err));
    if (schema != ND__REMOVAL_SCHEMA) {
        return nd__fail(err, ND_E_UNSUPPORTED, 1,
                        "%s is a removal log of schema %llu, this neardup (%s) reads "
                        "schema %d; use the version that wrote it",
                        reader->lines.name, (unsigned long long)schema, nd_version(),
                        ND__REMOVAL_SCHEMA);
    }
    ND_TRY(get_text(reader, "layout", &layout, err));
    reader->is_folder = strcmp(layout, "folder") == 0;
    if (!reader->is_folder && strcmp(layout, "file") != 0) {
        return fail_key(reader, "layout", err);
    }
    return ND_OK;
}

nd_status nd__removal_reader_next(nd__removal_reader *reader, nd__removal_record *out,
                                  nd_error *err) {
    for (;;) {
        const char *type = NULL;
        nd_status status = next_line(reader, &type, err);
        ND_TRY(status);
        if (status == ND_DONE) {
            return reader->ended ? ND_DONE
                                 : nd__removal_reader_fail(
                                       reader, "the log ends without its last line", err);
        }
        if (reader->ended) {
            return nd__removal_reader_fail(reader, "a line behind the last line", err);
        }
        if (strcmp(type, "removed") == 0) {
            out->type = ND__REMOVAL_REMOVED;
            return read_removed(reader, &out->removed, err);
        }
        if (strcmp(type, "file") == 0) {
            out->type = ND__REMOVAL_FILE;
            return read_file(reader, &out->file, err);
        }
        if (strcmp(type, "end") == 0) {
            ND_TRY(read_end(reader, err));
        }
    }
}

bool nd__removal_reader_is_folder(const nd__removal_reader *reader) {
    return reader->is_folder;
}

/* Takes the lines. */
static nd_status open_reader(nd__removal_reader **out, nd__line_reader *lines,
                             nd_error *err) {
    nd__removal_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        nd__line_reader_close(lines);
        return nd__fail_memory(err);
    }
    reader->lines = *lines;
    nd_status status = nd__tree_init(&reader->tree, err);
    if (status >= 0) {
        status = read_header(reader, err);
    }
    if (status < 0) {
        nd__removal_reader_close(reader);
        return status;
    }
    *out = reader;
    return ND_OK;
}

nd_status nd__removal_reader_open(nd__removal_reader **out, const char *path,
                                  nd_error *err) {
    nd__line_reader lines;
    ND_TRY(nd__line_reader_open(&lines, path, err));
    return open_reader(out, &lines, err);
}

nd_status nd__removal_reader_open_memory(nd__removal_reader **out, const char *bytes,
                                         size_t size, const char *name, nd_error *err) {
    nd__line_reader lines;
    nd__line_reader_open_memory(&lines, bytes, size, name);
    return open_reader(out, &lines, err);
}

void nd__removal_reader_close(nd__removal_reader *reader) {
    if (reader != NULL) {
        nd__line_reader_close(&reader->lines);
        nd__tree_clear(&reader->tree);
        nd__vector_clear(&reader->bytes);
        nd__vector_clear(&reader->file);
        free(reader);
    }
}
