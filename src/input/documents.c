/* The reading half of the document stream; batch.c is the parsing half.
 *
 * Outline: one file after the other is opened, its container and format told, and its
 * bytes handed out in batches: a text whole, rows about 1 MB at a time, cut behind the
 * last line end. What lies behind the cut is carried to the next batch, so a row is
 * copied at most once more than read, and memory follows the longest row. A row or text
 * at the limit goes out in pieces that are no documents, so that even then no byte is
 * lost. Everything that must not depend on threads is done here, in order: which fields
 * hold what, line numbers, digests.
 */
#include "input/documents.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "input/batch.h"
#include "input/container.h"
#include "input/formats.h"
#include "input/inputs.h"
#include "warc/warc_header.h"

#define BATCH_SIZE ((size_t)1 << 20)
#define READ_SIZE ((size_t)256 << 10)
#define LEAST_CUT ((size_t)64 << 10)
#define MOST_READS 256 /* that pass over what is skipped, before the caller hears */

/* What changes while the stream is const to others. */
typedef struct shared_state {
    _Atomic uint64_t bytes_read;
    nd__notices_totals totals;
    nd__passed passed; /* of the file */
    uint64_t revisits; /* of all */
    bool silent;
} shared_state;

struct nd__documents {
    nd__inputs *inputs;
    const nd__input_options *options;
    uint64_t text_limit, record_limit;
    size_t next_file;           /* the one that is open is next_file - 1 */
    nd__hash128_value *digests; /* [files] */
    uint64_t *sizes;            /* [files] decompressed bytes */
    nd__json_parser *parser;
    shared_state *shared;
    ND_VECTOR(nd__fields) choices; /* already said */
    /* The file that is open. */
    nd__container *container;
    int fd;
    bool fd_owned, at_start, ended;
    bool in_pieces; /* inside a row or text over the limit */
    bool decided;
    uint64_t counted; /* of the container's bytes, those in bytes_read */
    uint64_t line;
    nd__format format;
    nd__fields fields;
    nd__hash_stream *digest;
    nd__buffer carry;
    nd__warc_cutter cutter;
};

nd_status nd__documents_open(nd__documents **out, nd__inputs *inputs, nd_error *err) {
    nd__documents *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        return nd__fail_memory(err);
    }
    stream->inputs = inputs;
    stream->options = nd__inputs_options(inputs);
    stream->text_limit = ND__TEXT_LIMIT;
    stream->record_limit = stream->options->record_limit;
    if (stream->record_limit == 0 || stream->record_limit > ND__TEXT_LIMIT) {
        stream->record_limit =
            stream->record_limit == 0 ? ND__RECORD_LIMIT : ND__TEXT_LIMIT;
    }
    stream->fd = -1;
    stream->digests =
        nd__allocate_zeroed(nd__inputs_count(inputs), sizeof *stream->digests);
    stream->sizes = nd__allocate_zeroed(nd__inputs_count(inputs), sizeof *stream->sizes);
    stream->parser = nd__json_parser_create();
    stream->shared = calloc(1, sizeof *stream->shared);
    if (stream->digests == NULL || stream->sizes == NULL || stream->parser == NULL ||
        stream->shared == NULL) {
        nd__documents_close(stream);
        return nd__fail_memory(err);
    }
    *out = stream;
    return ND_OK;
}

void nd__documents_silence(nd__documents *stream) {
    stream->shared->silent = true;
}

void nd__documents_limit(nd__documents *stream, uint64_t bytes) {
    stream->text_limit = bytes < ND__TEXT_LIMIT ? bytes : ND__TEXT_LIMIT;
}

static const nd__input_file *current(const nd__documents *stream) {
    return nd__inputs_file(stream->inputs, stream->next_file - 1);
}

static void close_file(nd__documents *stream) {
    nd__container_close(stream->container);
    stream->container = NULL;
    if (stream->fd_owned) {
        close(stream->fd);
    }
    stream->fd = -1;
    stream->fd_owned = false;
    nd__hash_stream_destroy(stream->digest);
    stream->digest = NULL;
    stream->carry.count = 0;
}

/* One block of the file to the end of buffer; sets ended where there was none. */
static nd_status read_more(nd__documents *stream, nd__buffer *buffer, nd_error *err) {
    ND_TRY(nd__vector_extend(buffer, READ_SIZE + ND__JSON_PADDING, err));
    size_t got;
    ND_TRY(nd__container_read(stream->container, buffer->items + buffer->count, READ_SIZE,
                              &got, err));
    nd__hash_stream_add(stream->digest, buffer->items + buffer->count, got);
    buffer->count += got;
    stream->sizes[stream->next_file - 1] += got;
    if (stream->format == ND__FORMAT_WARC || stream->format == ND__FORMAT_AUTO) {
        ND_TRY(nd__warc_cutter_note(&stream->cutter, got,
                                    nd__container_member(stream->container), err));
    }
    stream->ended = got == 0;
    uint64_t bytes = nd__container_bytes_read(stream->container);
    atomic_fetch_add(&stream->shared->bytes_read, bytes - stream->counted);
    stream->counted = bytes;
    return ND_OK;
}

/* Is the first line that is not blank a JSON object? Reads as far as it needs. */
static nd_status probe(nd__documents *stream, bool *is_jsonl, nd_error *err) {
    size_t at = nd__has_bom(stream->carry.items, stream->carry.count) ? ND__BOM_SIZE : 0;
    size_t searched = at;
    *is_jsonl = false;
    for (;;) {
        const char *bytes = stream->carry.items;
        size_t size = stream->carry.count;
        while (at < size && nd__is_blank(bytes + at, 1)) {
            at++;
        }
        searched = searched < at ? at : searched;
        if (at < size && bytes[at] != '{') {
            return ND_OK;
        }
        bool whole = memchr(bytes + searched, '\n', size - searched) != NULL;
        searched = size;
        if (whole || stream->ended) {
            break;
        }
        if (size >= stream->text_limit) {
            return ND_OK;
        }
        ND_TRY(read_more(stream, &stream->carry, err));
    }
    if (at == stream->carry.count) {
        return ND_OK;
    }
    size_t content;
    nd__batch_row(&content, stream->carry.items, at, stream->carry.count);
    memset(stream->carry.items + stream->carry.count, 0, ND__JSON_PADDING);
    nd__row_state state;
    ND_TRY(nd__json_row_parse(stream->parser, &state, NULL, NULL, 0,
                              stream->carry.items + at, content, err));
    *is_jsonl = state == ND__ROW_OBJECT;
    return ND_OK;
}

/* By name or by the first bytes. */
static nd_status tell_format(nd__documents *stream, nd_error *err) {
    const char *path = current(stream)->path;
    nd__format wanted = stream->options->format;
    bool is_jsonl = nd__is_jsonl_name(path);
    stream->format = wanted;
    if (wanted != ND__FORMAT_AUTO && wanted != ND__FORMAT_HTML) {
        return ND_OK;
    }
    /* A WARC file is told by its first line, which must be there. */
    while (stream->carry.count < ND__WARC_MAGIC_SIZE + 2 && !stream->ended) {
        ND_TRY(read_more(stream, &stream->carry, err));
    }
    if (wanted == ND__FORMAT_AUTO &&
        nd__looks_like_warc(stream->carry.items, stream->carry.count)) {
        stream->format = ND__FORMAT_WARC;
        return ND_OK;
    }
    if (!is_jsonl && !nd__is_html_name(path)) {
        ND_TRY(probe(stream, &is_jsonl, err));
    }
    bool is_html = wanted == ND__FORMAT_HTML || nd__is_html_name(path) ||
                   nd__looks_like_html(stream->carry.items, stream->carry.count);
    stream->format = is_jsonl  ? ND__FORMAT_JSONL
                     : is_html ? ND__FORMAT_HTML
                               : ND__FORMAT_TEXT;
    return ND_OK;
}

static nd_status find_format(nd__documents *stream, nd_error *err) {
    nd__container_kind kind = nd__container_kind_of(stream->container);
    nd__warc_cutter_begin(&stream->cutter, kind != ND__CONTAINER_PLAIN,
                          stream->record_limit);
    ND_TRY(read_more(stream, &stream->carry, err));
    ND_TRY(tell_format(stream, err));
    nd__inputs_note(stream->inputs, stream->next_file - 1, stream->format,
                    kind == ND__CONTAINER_GZIP, kind == ND__CONTAINER_ZSTD);
    if (stream->options->format == ND__FORMAT_HTML) {
        nd__inputs_note_converted(stream->inputs, stream->next_file - 1);
    }
    return ND_OK;
}

/* ND_E_IO is about the file, any other failure about us. */
static nd_status open_file(nd__documents *stream, nd_error *err) {
    stream->next_file++;
    stream->at_start = true;
    stream->ended = stream->in_pieces = stream->decided = false;
    stream->counted = 0;
    stream->line = 1;
    stream->format = ND__FORMAT_AUTO;
    nd__fields_begin(&stream->fields, stream->options);
    ND_TRY(nd__inputs_open_file(stream->inputs, stream->next_file - 1, &stream->fd,
                                &stream->fd_owned, err));
    ND_TRY(
        nd__container_open(&stream->container, stream->fd, current(stream)->path, err));
    stream->digest = nd__hash_stream_create();
    if (stream->digest == NULL) {
        return nd__fail_memory(err);
    }
    return find_format(stream, err);
}

nd_status nd__documents_tell_formats(nd__inputs *inputs, size_t count, nd_error *err) {
    nd__documents *stream = NULL;
    nd_error ignored;
    ND_TRY(nd__documents_open(&stream, inputs, err));
    nd_status status = ND_OK;
    for (size_t i = 0; i < count && status >= 0; i++) {
        if (nd__inputs_file(inputs, i)->format == ND__FORMAT_AUTO) {
            stream->next_file = i;
            status = open_file(stream, &ignored);
            close_file(stream);
            status = status == ND_E_IO ? ND_OK : status; /* is said when it is read */
        }
    }
    nd__documents_close(stream);
    return status < 0 ? nd__fail(err, status, ignored.at, "%s", ignored.message) : ND_OK;
}

/* Behind the last line end of bytes[begin..end-1]; 0: there is none. */
static size_t last_newline(const char *bytes, size_t begin, size_t end) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    while (end - begin >= 8) {
        uint64_t word;
        memcpy(&word, bytes + end - 8, sizeof word);
        word ^= ones * '\n';
        if (((word - ones) & ~word & ones * 0x80) != 0) {
            break;
        }
        end -= 8;
    }
    while (end > begin && bytes[end - 1] != '\n') {
        end--;
    }
    return end > begin ? end : 0;
}

static nd_status carry_from(nd__documents *stream, nd__batch_store *store, size_t cut,
                            nd_error *err) {
    size_t rest = store->raw.count - cut;
    stream->carry.count = 0;
    ND_TRY(nd__buffer_append(&stream->carry, store->raw.items + cut, rest, err));
    store->raw.count = cut;
    return ND_OK;
}

/* A text or page: all of it, or up to the limit. */
static nd_status fill_text(nd__documents *stream, nd__batch_store *store, nd_error *err) {
    uint64_t limit = stream->text_limit;
    if (stream->format == ND__FORMAT_HTML && limit > stream->record_limit) {
        limit = stream->record_limit + 1;
    }
    while (!stream->ended && store->raw.count < limit) {
        ND_TRY(read_more(stream, &store->raw, err));
    }
    if (store->raw.count >= limit) {
        store->is_piece = store->is_first_piece = true;
        stream->in_pieces = true;
    }
    return ND_OK;
}

static nd_status fill_rows(nd__documents *stream, nd__batch_store *store, nd_error *err) {
    size_t searched = 0, cut = 0;
    for (;;) {
        size_t found = last_newline(store->raw.items, searched, store->raw.count);
        cut = found > 0 ? found : cut;
        searched = store->raw.count;
        if (stream->ended) {
            cut = store->raw.count;
            break;
        }
        if (cut > 0 ? store->raw.count >= BATCH_SIZE
                    : store->raw.count >= stream->text_limit) {
            break;
        }
        ND_TRY(read_more(stream, &store->raw, err));
    }
    if (cut == 0 && !stream->ended) {
        store->is_piece = store->is_first_piece = true;
        stream->in_pieces = true;
        return ND_OK;
    }
    return carry_from(stream, store, cut, err);
}

/* Whole records, about 1 MB of them. Damage of the container costs the records that it
 * is in: reading goes on with the next member. */
static nd_status fill_warc(nd__documents *stream, nd__batch_store *store, nd_error *err) {
    size_t cut = 0;
    for (size_t reads = 0;; reads++) {
        const char *damage = NULL;
        bool again = false;
        if (stream->ended) {
            bool trailer = nd__container_has_trailer(stream->container);
            damage = nd__container_damage(stream->container);
            ND_TRY(nd__warc_cutter_note(&stream->cutter, 0,
                                        nd__container_member(stream->container), err));
            again = (damage != NULL || trailer) &&
                    nd__container_resume(stream->container, ND__WARC_MAGIC);
            damage = damage == NULL && !again ? NULL : "the compressed data is damaged";
        }
        ND_TRY(nd__warc_cutter_cut(&cut, &stream->cutter, &store->raw, &store->extents,
                                   stream->ended, damage, err));
        stream->ended = stream->ended && !again;
        if (stream->ended || cut >= BATCH_SIZE || reads == MOST_READS) {
            break;
        }
        /* A read gives no more than one member, which may be a byte. */
        size_t before = store->raw.count;
        while (!stream->ended && store->raw.count - before < LEAST_CUT) {
            ND_TRY(read_more(stream, &store->raw, err));
        }
    }
    return carry_from(stream, store, cut, err);
}

/* More of a row or text over the limit. */
static nd_status fill_piece(nd__documents *stream, nd__batch_store *store,
                            nd_error *err) {
    store->is_piece = true;
    if (store->raw.count == 0 && !stream->ended) {
        ND_TRY(read_more(stream, &store->raw, err));
    }
    const char *newline = stream->format != ND__FORMAT_JSONL || store->raw.count == 0
                              ? NULL
                              : memchr(store->raw.items, '\n', store->raw.count);
    if (newline != NULL) {
        stream->in_pieces = false;
        return carry_from(stream, store, (size_t)(newline - store->raw.items) + 1, err);
    }
    return ND_OK;
}

static nd_status read_notice(nd__batch_store *store, nd__notice_kind kind,
                             const char *path, const char *what, nd_error *err) {
    ND_TRY(
        nd__notices_add(&store->notices, &store->arena, kind, err, "%s: %s", path, what));
    store->read_notices = store->notices.said.count;
    return ND_OK;
}

static bool same_choice(const nd__fields *a, const nd__fields *b) {
    for (size_t i = 0; i < ND__FIELD_COUNT; i++) {
        if (a->found[i] != b->found[i] ||
            (a->found[i] && strcmp(a->names[i], b->names[i]) != 0)) {
            return false;
        }
    }
    return true;
}

/* Says which fields were picked, once for each different choice. */
static nd_status say_choice(nd__documents *stream, nd__batch_store *store,
                            nd_error *err) {
    for (size_t i = 0; i < stream->choices.count; i++) {
        if (same_choice(&stream->choices.items[i], &stream->fields)) {
            return ND_OK;
        }
    }
    ND_TRY(nd__vector_extend(&stream->choices, 1, err));
    stream->choices.items[stream->choices.count++] = stream->fields;
    char what[480];
    nd__fields_describe(what, sizeof what, &stream->fields);
    return read_notice(store, ND__NOTICE_REMARK, store->path, what, err);
}

static nd_status discover(nd__documents *stream, nd__batch_store *store, nd_error *err) {
    store->fields = stream->fields;
    if (stream->format != ND__FORMAT_JSONL || stream->decided || store->is_piece) {
        return ND_OK;
    }
    nd_status status =
        nd__batch_discover(store, &stream->decided, stream->options, stream->parser, err);
    nd__json_parser_trim(stream->parser);
    ND_TRY(status);
    stream->fields = store->fields;
    if (stream->decided && stream->fields.html) {
        nd__inputs_note_converted(stream->inputs, stream->next_file - 1);
    }
    return stream->decided ? say_choice(stream, store, err) : ND_OK;
}

static uint64_t count_newlines(const char *bytes, size_t size) {
    uint64_t count = 0;
    const char *at = bytes, *end = bytes + size;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

/* The end of the file: its digest, and what was wrong with its container. */
static nd_status finish_file(nd__documents *stream, nd__batch_store *store,
                             nd_error *err) {
    store->file_ends = true;
    const char *damage = nd__container_damage(stream->container);
    char what[320];
    if (damage != NULL) {
        store->is_cut = true;
        snprintf(what, sizeof what,
                 "%s; what was read up to there is used (get the file again)", damage);
        ND_TRY(read_notice(store, ND__NOTICE_FILE, store->path, what, err));
    } else if (nd__container_has_trailer(stream->container)) {
        ND_TRY(read_notice(store, ND__NOTICE_REMARK, store->path,
                           "bytes behind the compressed data were ignored", err));
    }
    stream->digests[stream->next_file - 1] = nd__hash_stream_value(stream->digest);
    close_file(stream);
    return ND_OK;
}

static nd_status fill(nd__documents *stream, nd__batch_store *store, nd_error *err) {
    ND_TRY(nd__batch_reserve(store, stream->carry.count, err));
    ND_TRY(nd__buffer_append(&store->raw, stream->carry.items, stream->carry.count, err));
    stream->carry.count = 0;
    store->first_line = stream->line;
    store->file_begins = stream->at_start;
    stream->at_start = false;
    if (stream->in_pieces) {
        ND_TRY(fill_piece(stream, store, err));
    } else if (stream->format == ND__FORMAT_TEXT || stream->format == ND__FORMAT_HTML) {
        ND_TRY(fill_text(stream, store, err));
    } else if (stream->format == ND__FORMAT_WARC) {
        ND_TRY(fill_warc(stream, store, err));
    } else {
        ND_TRY(fill_rows(stream, store, err));
    }
    if (stream->format == ND__FORMAT_JSONL) {
        stream->line += count_newlines(store->raw.items, store->raw.count);
    }
    /* Padding, also where nothing was read. */
    ND_TRY(nd__batch_reserve(store, 0, err));
    ND_TRY(discover(stream, store, err));
    return stream->ended && stream->carry.count == 0 ? finish_file(stream, store, err)
                                                     : ND_OK;
}

static void describe_file(nd__documents *stream, nd__batch_store *store) {
    store->file = stream->next_file - 1;
    store->path = current(stream)->path;
    store->prefix = nd__inputs_id(stream->inputs, store->file);
    store->format = stream->format;
    store->text_limit = stream->text_limit;
    store->record_limit = stream->record_limit;
}

nd_status nd__documents_read(nd__documents *stream, nd__batch *batch, nd_error *err) {
    nd_status status = ND_OK;
    nd_error reason = {.message = ""};
    ND_TRY(nd__batch_begin(batch, err));
    nd__batch_store *store = batch->store;
    if (stream->container == NULL) {
        if (stream->next_file == nd__inputs_count(stream->inputs)) {
            return ND_DONE;
        }
        status = open_file(stream, &reason);
    }
    describe_file(stream, store);
    if (status == ND_E_IO) {
        close_file(stream);
        store->format = ND__FORMAT_TEXT;
        store->file_ends = true;
        char what[640];
        snprintf(what, sizeof what, "%s; skipped", reason.message);
        return read_notice(store, ND__NOTICE_FILE, store->path, what, err);
    }
    if (status < 0) {
        close_file(stream);
        return nd__fail(err, status, reason.at, "%s", reason.message);
    }
    return fill(stream, store, err);
}

nd_status nd__documents_parse(const nd__documents *stream, nd__batch *batch,
                              nd_error *err) {
    (void)stream;
    return nd__batch_parse(batch, err);
}

/* What of a WARC file was no page, in one line. */
static void say_passed(const nd__documents *stream, const char *path) {
    const nd__passed *passed = &stream->shared->passed;
    const struct {
        const char *what;
        uint64_t count;
    } parts[] = {{"redirects and errors", passed->statuses},
                 {"types other than HTML and text", passed->types},
                 {"revisits (copies of pages captured before)", passed->revisits}};
    char line[640];
    int used = snprintf(line, sizeof line, "%.400s: passed over", path), head = used;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count > 0) {
            used += snprintf(line + used, sizeof line - (size_t)used, "%s %s: %" PRIu64,
                             used == head ? ":" : ",", parts[i].what, parts[i].count);
        }
    }
    if (used > head && stream->options->notice != NULL) {
        stream->options->notice(false, line, stream->options->payload);
    }
}

void nd__documents_report(const nd__documents *stream, const nd__batch *batch) {
    const nd__batch_store *store = batch->store;
    shared_state *shared = stream->shared;
    shared->revisits += store->passed.revisits;
    if (shared->silent) {
        return;
    }
    shared->passed.revisits += store->passed.revisits;
    shared->passed.statuses += store->passed.statuses;
    shared->passed.types += store->passed.types;
    nd__notices_say(&store->notices, &shared->totals, stream->options);
    if (store->file_ends) {
        nd__notices_end_file(&shared->totals, store->path, stream->options);
        say_passed(stream, store->path);
        memset(&shared->passed, 0, sizeof shared->passed);
    }
}

uint64_t nd__documents_revisits(const nd__documents *stream) {
    return stream->shared->revisits;
}

nd__hash128_value nd__documents_digest(const nd__documents *stream, size_t file) {
    return stream->digests[file];
}

uint64_t nd__documents_size(const nd__documents *stream, size_t file) {
    return stream->sizes[file];
}

uint64_t nd__documents_bytes_read(const nd__documents *stream) {
    return atomic_load(&stream->shared->bytes_read);
}

void nd__documents_close(nd__documents *stream) {
    if (stream == NULL) {
        return;
    }
    close_file(stream);
    nd__vector_clear(&stream->carry);
    nd__warc_cutter_clear(&stream->cutter);
    nd__vector_clear(&stream->choices);
    nd__json_parser_destroy(stream->parser);
    free(stream->digests);
    free(stream->sizes);
    free(stream->shared);
    free(stream);
}
