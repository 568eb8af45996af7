#include <string.h>

#include "base/json_writer.h"
#include "input/json_tree.h"
#include "run/removal_log.h"

struct nd__removal_writer {
    nd__output *output; /* NULL: nothing is written */
    nd__json json;
    nd__buffer base64;
    uint64_t files, removed, removed_bytes;
};

static nd_status put_line(nd__removal_writer *writer, nd_error *err) {
    nd__json *json = &writer->json;
    nd__json_end_object(json);
    nd__json_newline(json);
    if (json->failed) {
        return nd__fail_memory(err);
    }
    nd_status status =
        nd__output_write(writer->output, json->out.items, json->out.count, err);
    json->out.count = 0;
    return status;
}

static void begin_line(nd__json *json, const char *type) {
    nd__json_begin_object(json);
    nd__json_key(json, "type");
    nd__json_text(json, type);
}

static void put_text(nd__json *json, const char *key, const char *text) {
    nd__json_key(json, key);
    nd__json_text(json, text);
}

static void put_unsigned(nd__json *json, const char *key, uint64_t value) {
    nd__json_key(json, key);
    nd__json_unsigned(json, value);
}

/* Exactly these bytes: as a string where they are UTF-8, else in base64. */
static nd_status put_bytes(nd__removal_writer *writer, const char *key,
                           const char *base64_key, const char *bytes, size_t size,
                           nd_error *err) {
    if (nd__is_utf8(bytes, size)) {
        nd__json_key(&writer->json, key);
        nd__json_string(&writer->json, bytes, size);
        return ND_OK;
    }
    writer->base64.count = 0;
    ND_TRY(nd__base64_encode(&writer->base64, bytes, size, err));
    nd__json_key(&writer->json, base64_key);
    nd__json_string(&writer->json, writer->base64.items, writer->base64.count);
    return ND_OK;
}

nd_status nd__removal_writer_open(nd__removal_writer **out, const char *path,
                                  bool is_folder, nd_error *err) {
    nd__removal_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    if (path != NULL) {
        status = nd__output_open(&writer->output, path, err);
        if (status >= 0) {
            begin_line(&writer->json, "removal-log");
            put_unsigned(&writer->json, "schema", ND__REMOVAL_SCHEMA);
            put_text(&writer->json, "tool", "neardup");
            put_text(&writer->json, "version", nd_version());
            put_text(&writer->json, "layout", is_folder ? "folder" : "file");
            status = put_line(writer, err);
        }
    }
    if (status < 0) {
        nd__removal_writer_abandon(writer);
        return status;
    }
    *out = writer;
    return ND_OK;
}

nd_status nd__removal_writer_add(nd__removal_writer *writer, const nd__removal *removal,
                                 nd_error *err) {
    writer->removed++;
    writer->removed_bytes += removal->size;
    if (writer->output == NULL) {
        return ND_OK;
    }
    nd__json *json = &writer->json;
    begin_line(json, "removed");
    ND_TRY(put_bytes(writer, "file", "file_base64", removal->file, strlen(removal->file),
                     err));
    put_unsigned(json, "at", removal->at);
    put_text(json, "kind", removal->kind);
    put_text(json, "doc", removal->doc);
    put_unsigned(json, "n", removal->n);
    nd__json_key(json, "of");
    if (removal->of != NULL) {
        nd__json_text(json, removal->of);
    } else {
        nd__json_null(json);
    }
    if (removal->whole_file) {
        nd__json_key(json, "whole_file");
        nd__json_bool(json, true);
    }
    ND_TRY(put_bytes(writer, "bytes", "base64", removal->bytes, removal->size, err));
    return put_line(writer, err);
}

nd_status nd__removal_writer_file(nd__removal_writer *writer,
                                  const nd__removal_file *file, nd_error *err) {
    writer->files++;
    if (writer->output == NULL) {
        return ND_OK;
    }
    nd__json *json = &writer->json;
    char hex[ND_DIGEST_HEX_SIZE];
    begin_line(json, "file");
    ND_TRY(put_bytes(writer, "file", "file_base64", file->file, strlen(file->file), err));
    put_text(json, "input", file->input);
    nd__json_key(json, "whole_file_removed");
    nd__json_bool(json, file->whole_file_removed);
    put_unsigned(json, "cleaned_bytes", file->cleaned_bytes);
    nd__hash128_hex(hex, file->cleaned_digest);
    put_text(json, "cleaned_digest", hex);
    put_unsigned(json, "original_bytes", file->original_bytes);
    nd__hash128_hex(hex, file->original_digest);
    put_text(json, "original_digest", hex);
    return put_line(writer, err);
}

nd_status nd__removal_writer_commit(nd__removal_writer *writer, nd_error *err) {
    nd_status status = ND_OK;
    if (writer->output != NULL) {
        begin_line(&writer->json, "end");
        put_unsigned(&writer->json, "files", writer->files);
        put_unsigned(&writer->json, "removed", writer->removed);
        put_unsigned(&writer->json, "removed_bytes", writer->removed_bytes);
        status = put_line(writer, err);
        if (status >= 0) {
            status = nd__output_commit(writer->output, err);
            writer->output = NULL;
        }
    }
    nd__removal_writer_abandon(writer);
    return status;
}

void nd__removal_writer_abandon(nd__removal_writer *writer) {
    if (writer != NULL) {
        nd__output_abandon(writer->output);
        nd__json_clear(&writer->json);
        nd__vector_clear(&writer->base64);
        free(writer);
    }
}
