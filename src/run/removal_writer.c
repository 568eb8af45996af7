#include <string.h>

#include "input/json_tree.h"
#include "run/json_record.h"
#include "run/removal_log.h"

struct nd__removal_writer {
    nd__output *output; /* NULL: nothing is written */
    nd__json json;
    nd__buffer base64;
    uint64_t files, removed, removed_bytes;
};

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
            nd__record_begin(&writer->json, "removal-log");
            nd__record_unsigned(&writer->json, "schema", ND__REMOVAL_SCHEMA);
            nd__record_text(&writer->json, "tool", "neardup");
            nd__record_text(&writer->json, "version", nd_version());
            nd__record_text(&writer->json, "layout", is_folder ? "folder" : "file");
            status = nd__record_end(&writer->json, writer->output, err);
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
    nd__record_begin(json, "removed");
    ND_TRY(put_bytes(writer, "file", "file_base64", removal->file, strlen(removal->file),
                     err));
    nd__record_unsigned(json, "at", removal->at);
    nd__record_text(json, "kind", removal->kind);
    nd__record_text(json, "doc", removal->doc);
    nd__record_unsigned(json, "n", removal->n);
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
    return nd__record_end(&writer->json, writer->output, err);
}

nd_status nd__removal_writer_file(nd__removal_writer *writer,
                                  const nd__removal_file *file, nd_error *err) {
    writer->files++;
    if (writer->output == NULL) {
        return ND_OK;
    }
    nd__json *json = &writer->json;
    char hex[ND_DIGEST_HEX_SIZE];
    nd__record_begin(json, "file");
    ND_TRY(put_bytes(writer, "file", "file_base64", file->file, strlen(file->file), err));
    nd__record_text(json, "input", file->input);
    nd__json_key(json, "whole_file_removed");
    nd__json_bool(json, file->whole_file_removed);
    nd__record_unsigned(json, "cleaned_bytes", file->cleaned_bytes);
    nd__hash128_hex(hex, file->cleaned_digest);
    nd__record_text(json, "cleaned_digest", hex);
    nd__record_unsigned(json, "original_bytes", file->original_bytes);
    nd__hash128_hex(hex, file->original_digest);
    nd__record_text(json, "original_digest", hex);
    return nd__record_end(&writer->json, writer->output, err);
}

nd_status nd__removal_writer_commit(nd__removal_writer *writer, nd_error *err) {
    nd_status status = ND_OK;
    if (writer->output != NULL) {
        nd__record_begin(&writer->json, "end");
        nd__record_unsigned(&writer->json, "files", writer->files);
        nd__record_unsigned(&writer->json, "removed", writer->removed);
        nd__record_unsigned(&writer->json, "removed_bytes", writer->removed_bytes);
        status = nd__record_end(&writer->json, writer->output, err);
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
