/* Cutting records.
 *
 * Outline: a record is a header, as many bytes of content as it says, and a blank line.
 * It is taken only where what follows proves the length: two line ends, another record,
 * the end of its gzip member, or the end. Else it is damaged, and the next record is
 * searched behind its header: "WARC/1." behind a blank line, or at the start of a member,
 * so that a length that lies swallows nothing. A content over the limit is skipped as it
 * comes; in a member of its own up to where it ends, else at most to the next record.
 */
#include "input/warc_cutter.h"

#include <string.h>

#include "base/hash.h"
#include "warc/warc_header.h"

#define HEADER_LIMIT ((size_t)256 << 10)
#define LARGE_KEPT ((size_t)64 << 10) /* enough to know what it would have been */
#define TAIL 16                       /* longer than a blank line and the magic */

void nd__warc_cutter_begin(nd__warc_cutter *cutter, bool compressed, uint64_t limit) {
    cutter->limit = limit;
    cutter->compressed = compressed;
    cutter->total = cutter->number = 0;
    cutter->marks.count = cutter->first_mark = 0;
    cutter->member = UINT64_MAX;
    cutter->skipping = false;
    nd__vector_clear(&cutter->urls);
    cutter->url_count = 0;
}

void nd__warc_cutter_clear(nd__warc_cutter *cutter) {
    nd__vector_clear(&cutter->marks);
    nd__vector_clear(&cutter->urls);
}

nd_status nd__warc_cutter_note(nd__warc_cutter *cutter, size_t got, uint64_t member,
                               nd_error *err) {
    if (cutter->compressed && member != cutter->member) {
        if (cutter->first_mark > 0 && cutter->marks.count == cutter->marks.capacity) {
            cutter->marks.count -= cutter->first_mark;
            memmove(cutter->marks.items, cutter->marks.items + cutter->first_mark,
                    cutter->marks.count * sizeof *cutter->marks.items);
            cutter->first_mark = 0;
        }
        ND_TRY(nd__vector_extend(&cutter->marks, 1, err));
        cutter->marks.items[cutter->marks.count++] =
            (nd__warc_mark){cutter->total, member};
        cutter->member = member;
    }
    cutter->total += got;
    return ND_OK;
}

/* What is being cut. */
typedef struct cutting {
    nd__warc_cutter *cutter;
    nd__buffer *raw;
    nd__warc_extents *extents;
    size_t at;
    size_t end;  /* of what can belong to the record at `at` */
    bool is_end; /* nothing of it comes behind end: the bytes ended, or a member begins */
    bool ended;
    const char *damage;
    bool is_broken; /* the record that reaches `end` is where the damage is */
} cutting;

static uint64_t position_of(const cutting *c, size_t at) {
    return c->cutter->total - (c->raw->count - at);
}

static bool is_line_end(char byte) {
    return byte == '\n' || byte == '\r';
}

static bool is_magic(const cutting *c, size_t at) {
    return c->raw->count - at >= ND__WARC_MAGIC_SIZE &&
           memcmp(c->raw->items + at, ND__WARC_MAGIC, ND__WARC_MAGIC_SIZE) == 0;
}

/* The mark ahead of position; marks behind it are passed. NULL: none. */
static const nd__warc_mark *next_mark(nd__warc_cutter *cutter, uint64_t position) {
    while (cutter->first_mark < cutter->marks.count &&
           cutter->marks.items[cutter->first_mark].position < position) {
        cutter->first_mark++;
    }
    return cutter->first_mark < cutter->marks.count
               ? &cutter->marks.items[cutter->first_mark]
               : NULL;
}

/* So that only the last few are looked at again, however many members there are. */
static void drop_mark(nd__warc_cutter *cutter, size_t i) {
    cutter->marks.count--;
    memmove(cutter->marks.items + i, cutter->marks.items + i + 1,
            (cutter->marks.count - i) * sizeof *cutter->marks.items);
}

/* Finds end and is_end. A member that does not begin with a record is part of one (as
 * bgzip cuts them). False where more bytes must tell. */
static bool find_end(cutting *c) {
    uint64_t here = position_of(c, c->at);
    next_mark(c->cutter, here);
    c->end = c->raw->count;
    c->is_end = c->ended;
    c->is_broken = c->damage != NULL;
    for (size_t i = c->cutter->first_mark; i < c->cutter->marks.count;) {
        size_t at = c->at + (size_t)(c->cutter->marks.items[i].position - here);
        if (at == c->at) {
            i++;
            continue;
        }
        if (c->raw->count - at < ND__WARC_MAGIC_SIZE && !c->ended) {
            return false;
        }
        if (is_magic(c, at) || at == c->raw->count) {
            c->end = at;
            c->is_end = true;
            c->is_broken = false;
            return true;
        }
        drop_mark(c->cutter, i);
    }
    return true;
}

static nd_status add_extent(cutting *c, nd__warc_extent **out, size_t size,
                            const char *damage, nd_error *err) {
    nd__warc_cutter *cutter = c->cutter;
    uint64_t position = position_of(c, c->at);
    const nd__warc_mark *mark = next_mark(cutter, position);
    bool at_mark = mark != NULL && mark->position == position;
    ND_TRY(nd__vector_extend(c->extents, 1, err));
    *out = &c->extents->items[c->extents->count++];
    **out = (nd__warc_extent){.begin = c->at,
                              .size = size,
                              .number = ++cutter->number,
                              .offset = at_mark ? mark->offset : position,
                              .in_file = at_mark || !cutter->compressed,
                              .damage = damage};
    return ND_OK;
}

/* From `at` on nothing is an extent. */
static void begin_skip(cutting *c, bool searching, uint64_t until) {
    c->cutter->skipping = true;
    c->cutter->skipped = false;
    c->cutter->searching = searching;
    c->cutter->until = until;
}

/* "WARC/1." behind a blank line, from `at` on; `to` where there is none before it. */
static size_t find_record(const cutting *c, size_t at, size_t to) {
    const char *bytes = c->raw->items;
    while (at < to) {
        const char *hit = memchr(bytes + at, 'W', to - at);
        if (hit == NULL) {
            break;
        }
        at = (size_t)(hit - bytes);
        bool at_line = at >= 2 && bytes[at - 1] == '\n';
        bool blank =
            at_line && (bytes[at - 2] == '\n' ||
                        (at >= 3 && bytes[at - 2] == '\r' && bytes[at - 3] == '\n'));
        if (blank && is_magic(c, at)) {
            return at;
        }
        at++;
    }
    return to;
}

/* True where skipping is over. */
static bool skip(cutting *c) {
    nd__warc_cutter *cutter = c->cutter;
    uint64_t here = position_of(c, c->at);
    const nd__warc_mark *mark = next_mark(cutter, here);
    if (mark != NULL && mark->position == here && is_magic(c, c->at)) {
        cutter->skipping = false;
        return true;
    }
    find_end(c);
    bool reached = c->end < c->raw->count;
    if (cutter->until - here <= c->end - c->at) {
        c->end = c->at + (size_t)(cutter->until - here);
        reached = true;
    }
    size_t from = c->at + (cutter->skipped ? 3 : 0); /* what was before it is gone */
    size_t found = cutter->searching ? find_record(c, from, c->end) : c->end;
    if (found < c->end || reached || c->ended) {
        c->at = found;
        cutter->skipping = false;
        return true;
    }
    size_t have = c->raw->count - c->at, keep = have < TAIL ? have : TAIL;
    memmove(c->raw->items + c->at, c->raw->items + c->raw->count - keep, keep);
    c->raw->count = c->at + keep;
    cutter->skipped = cutter->skipped || have > keep;
    return false;
}

static nd_status add_url(bool *again, nd__warc_cutter *cutter, nd__slice url,
                         nd_error *err) {
    if (cutter->url_count * 2 >= cutter->urls.count) {
        size_t slots = cutter->urls.count == 0 ? 1024 : cutter->urls.count * 2;
        nd__u64_vector old = cutter->urls;
        nd__u64_vector grown = {nd__allocate_zeroed(slots, sizeof(uint64_t)), slots,
                                slots};
        if (grown.items == NULL) {
            return nd__fail_memory(err);
        }
        for (size_t i = 0; i < old.count; i++) {
            size_t slot = (size_t)old.items[i] & (slots - 1);
            while (old.items[i] != 0 && grown.items[slot] != 0) {
                slot = (slot + 1) & (slots - 1);
            }
            grown.items[slot] = old.items[i] != 0 ? old.items[i] : grown.items[slot];
        }
        nd__vector_clear(&old);
        cutter->urls = grown;
    }
    uint64_t hash = nd__hash64(url.bytes, url.size, 0);
    hash += hash == 0;
    size_t slot = (size_t)hash & (cutter->urls.count - 1);
    while (cutter->urls.items[slot] != 0 && cutter->urls.items[slot] != hash) {
        slot = (slot + 1) & (cutter->urls.count - 1);
    }
    *again = cutter->urls.items[slot] == hash;
    cutter->urls.items[slot] = hash;
    cutter->url_count += !*again;
    return ND_OK;
}

/* May it become a document? Of responses only those of success. */
static bool has_text(const nd__warc_header *header, const char *content, size_t size) {
    const char *space = size < 12 ? NULL : memchr(content, ' ', 10);
    switch (header->type) {
        case ND__WARC_RESPONSE:
            return space == NULL || memcmp(content, "HTTP/", 5) != 0 || space[1] == '2';
        case ND__WARC_RESOURCE:
        case ND__WARC_CONVERSION:
            return true;
        case ND__WARC_OTHER:
        case ND__WARC_REVISIT:
            break;
    }
    return false;
}

static nd_status take_record(cutting *c, const nd__warc_header *header, size_t size,
                             nd__warc_extent **out, nd_error *err) {
    ND_TRY(add_extent(c, out, size, NULL, err));
    const char *content = c->raw->items + c->at + header->size;
    if (header->uri.size > 0 && has_text(header, content, size - header->size)) {
        ND_TRY(add_url(&(*out)->again, c->cutter, header->uri, err));
    }
    c->at += size;
    return ND_OK;
}

/* Names the damage, and goes on searching `behind` bytes further. */
static nd_status refuse(cutting *c, const char *damage, size_t behind, nd_error *err) {
    nd__warc_extent *extent;
    ND_TRY(add_extent(c, &extent, 0, damage, err));
    c->at += behind;
    begin_skip(c, true, UINT64_MAX);
    return ND_OK;
}

typedef enum follow { FOLLOW_GOOD, FOLLOW_BAD, FOLLOW_MORE } follow;

/* Does what stands at `at` prove that a record ended there? */
static follow look_behind(const cutting *c, size_t at) {
    const char *bytes = c->raw->items;
    int lines = 0;
    while (at < c->end && is_line_end(bytes[at]) && lines < 2) {
        lines += bytes[at++] == '\n';
    }
    if (at == c->end) {
        return !c->is_end ? FOLLOW_MORE : c->is_broken ? FOLLOW_BAD : FOLLOW_GOOD;
    }
    if (lines == 2 || is_magic(c, at)) {
        return FOLLOW_GOOD;
    }
    return c->end - at < ND__WARC_MAGIC_SIZE && !c->is_end ? FOLLOW_MORE : FOLLOW_BAD;
}

/* A record that is longer than the limit. */
static nd_status cut_large(cutting *c, const nd__warc_header *header, bool *more,
                           nd_error *err) {
    nd__warc_extent *extent;
    uint64_t position = position_of(c, c->at);
    const nd__warc_mark *mark = next_mark(c->cutter, position);
    bool own = mark != NULL && mark->position == position && position > 0;
    size_t kept = header->size +
                  (size_t)(header->content < LARGE_KEPT ? header->content : LARGE_KEPT);
    uint64_t behind = position + header->size;
    behind =
        header->content > UINT64_MAX - behind ? UINT64_MAX : behind + header->content;
    if (kept > c->end - c->at) {
        *more = !c->is_end;
        kept = c->end - c->at;
    }
    if (*more) {
        return ND_OK;
    }
    if (!own) {
        kept = find_record(c, c->at + header->size, c->at + kept) - c->at;
    }
    ND_TRY(take_record(c, header, kept, &extent, err));
    extent->is_large = true;
    begin_skip(c, !own, behind);
    return ND_OK;
}

static nd_status cut_whole(cutting *c, const nd__warc_header *header, bool *more,
                           nd_error *err) {
    nd__warc_extent *extent;
    size_t size = header->size + (size_t)header->content;
    if (header->content > c->cutter->limit) {
        return cut_large(c, header, more, err);
    }
    if (size > c->end - c->at) {
        *more = !c->is_end;
        const char *why = c->is_broken             ? c->damage
                          : c->end < c->raw->count ? "it ends before its Content-Length"
                                                   : "it is cut off where the file ends";
        return *more ? ND_OK : refuse(c, why, header->size, err);
    }
    follow found = look_behind(c, c->at + size);
    *more = found == FOLLOW_MORE;
    if (*more) {
        return ND_OK;
    }
    if (found == FOLLOW_BAD) {
        return refuse(c,
                      c->is_broken ? c->damage
                                   : "its Content-Length is wrong: no record ends there",
                      header->size, err);
    }
    return take_record(c, header, size, &extent, err);
}

static nd_status cut_record(cutting *c, bool *more, nd_error *err) {
    nd__warc_header header;
    if (!find_end(c)) {
        *more = true;
        return ND_OK;
    }
    size_t size = c->end - c->at;
    switch (nd__warc_header_read(&header, c->raw->items + c->at,
                                 size < HEADER_LIMIT ? size : HEADER_LIMIT)) {
        case ND__WARC_HEADER_NO_MAGIC:
            return refuse(c, "no WARC record begins there", 1, err);
        case ND__WARC_HEADER_MORE:
            if (size >= HEADER_LIMIT) {
                return refuse(c, "its header is longer than 256 KiB", 7, err);
            }
            *more = !c->is_end;
            return *more
                       ? ND_OK
                       : refuse(c,
                                c->is_broken ? c->damage : "it is cut off in its header",
                                size, err);
        case ND__WARC_HEADER_NO_LENGTH:
            return refuse(c, "its header has no usable Content-Length", header.size, err);
        case ND__WARC_HEADER_GOOD:
            break;
    }
    return cut_whole(c, &header, more, err);
}

nd_status nd__warc_cutter_cut(size_t *at, nd__warc_cutter *cutter, nd__buffer *raw,
                              nd__warc_extents *extents, bool ended, const char *damage,
                              nd_error *err) {
    cutting c = {.cutter = cutter,
                 .raw = raw,
                 .extents = extents,
                 .at = *at,
                 .ended = ended,
                 .damage = damage};
    bool more = false;
    size_t before = extents->count;
    while (!more) {
        if (cutter->skipping && !skip(&c)) {
            break;
        }
        while (c.at < raw->count && is_line_end(raw->items[c.at])) {
            c.at++;
        }
        if (c.at == raw->count) {
            break;
        }
        nd_status status = cut_record(&c, &more, err);
        if (status < 0) {
            return status;
        }
    }
    /* Damage must not pass unsaid, even where it left no bytes of a record. */
    bool said = !ended || damage == NULL;
    for (size_t i = before; i < extents->count; i++) {
        said = said || extents->items[i].damage == damage;
    }
    if (!said) {
        nd__warc_extent *extent;
        ND_TRY(add_extent(&c, &extent, 0, damage, err));
    }
    *at = c.at;
    return ND_OK;
}
