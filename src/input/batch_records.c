#include "input/batch_records.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8_size.h"
#include "input/json_string.h"

nd_status nd__batch_add_record(nd__batch *batch, nd__record **out, uint64_t line,
                               const char *raw, size_t size, nd_error *err) {
    ND_TRY(nd__vector_extend(&batch->records, 1, err));
    nd__record *record = &batch->records.items[batch->records.count++];
    memset(record, 0, sizeof *record);
    record->file = batch->store->file;
    record->line = line;
    record->raw = raw;
    record->raw_size = size;
    *out = record;
    return ND_OK;
}

nd_status nd__batch_refuse(nd__batch_store *store, nd__record *record,
                           nd__notice_kind kind, const char *what, nd_error *err) {
    record->is_bad = true;
    if (!nd__notices_count(&store->notices, kind)) {
        return ND_OK;
    }
    return nd__notices_add(&store->notices, &store->arena, kind, err,
                           "%s:%" PRIu64 ": %s", store->path, record->line, what);
}

nd_status nd__batch_make_id(nd__batch_store *store, nd__record *record, nd_error *err) {
    if (record->id != NULL) {
        return ND_OK;
    }
    size_t size = strlen(store->prefix) + 24;
    char *id = nd__arena_allocate(&store->arena, size);
    if (id == NULL) {
        return nd__fail_memory(err);
    }
    snprintf(id, size, "%s#%" PRIu64, store->prefix, record->line);
    record->id = id;
    return ND_OK;
}

nd_status nd__batch_keep_text(nd__arena *texts, nd__record *record, bool escaped,
                              nd_error *err) {
    size_t room = record->text_size + 1;
    nd__buffer kept = {nd__arena_allocate(texts, room), 0, room};
    if (kept.items == NULL) {
        return nd__fail_memory(err);
    }
    if (escaped) {
        ND_TRY(nd__json_string_decode(&kept, record->text, record->text_size, err));
    } else {
        memcpy(kept.items, record->text, record->text_size);
        kept.count = record->text_size;
    }
    kept.items[kept.count] = '\0';
    nd__arena_return(texts, kept.items, room, kept.count + 1);
    record->text = kept.items;
    record->text_size = kept.count;
    return ND_OK;
}

const char *nd__mended_string(nd__arena *arena, const char *bytes, size_t size) {
    const unsigned char *from = (const unsigned char *)bytes;
    size_t room = size * 3 + 1, used = 0, length;
    char *out = nd__arena_allocate(arena, room);
    for (size_t at = 0; out != NULL && at < size; at += length) {
        length = from[at] == 0 ? 0 : nd__utf8_size(from + at, size - at);
        memcpy(out + used, length == 0 ? "\xef\xbf\xbd" : bytes + at,
               length == 0 ? 3 : length);
        used += length == 0 ? 3 : length;
        length += length == 0;
    }
    if (out != NULL) {
        out[used] = '\0';
        nd__arena_return(arena, out, room, used + 1);
    }
    return out;
}
