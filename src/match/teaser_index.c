/* Blocks are looked up by (site, hash of the first four tokens). Marked blocks are few,
 * so their keys are gathered first, and of the blocks of five tokens or more only those
 * are indexed that have one of these keys. Those whose beginning is no other's are fewer
 * still: the keys behind what may stand in front of them make an index of their own. */
#include "match/teaser_index.h"

#include "base/hash.h"
#include "base/radix_sort.h"
#include "text/blocks.h"

#define LEDES 5 /* headline, byline, summary, caption, and the lede */

uint64_t nd__teaser_start(const uint64_t *hash, size_t count) {
    if (count < ND__TEASER_TOKENS) {
        return 0;
    }
    uint64_t key = nd__mix64(hash[0] ^ nd__rotate_left(hash[1], 13) ^
                             nd__rotate_left(hash[2], 26) ^ nd__rotate_left(hash[3], 39));
    return key == 0 ? 1 : key;
}

static uint64_t site_mark(uint32_t site) {
    return nd__mix64((uint64_t)site + 1);
}

uint64_t nd__teaser_site_key(const nd__document *document, uint64_t start) {
    return start ^ site_mark(document->site_number);
}

uint64_t nd__teaser_own_key(const nd__teaser_index *index, size_t d, uint64_t start) {
    uint64_t key = nd__teaser_site_key(&index->corpus->documents.items[d], start);
    return index->options->dropped[d] ? nd__mix64(key + nd__mix64((uint64_t)d + 1)) : key;
}

/* A marked block is a teaser itself, and may have a headline in front, which then is no
 * teaser of it. */
static bool is_lede(const nd__block_row *row) {
    return !nd__teaser_marked(row) && row->zone == ND__ZONE_BODY &&
           row->tokens >= ND__TEASER_LISTED && row->start != 0;
}

bool nd__teaser_takes_part(const nd__teaser_index *index, size_t block) {
    return index->corpus->blocks.items[block].start != 0 &&
           !index->options->superfluous[block];
}

/* A frame is nobody's original: it goes itself. */
static bool may_be_original(const nd__teaser_index *index, size_t block) {
    const bool *frames = index->options->frames;
    return nd__teaser_takes_part(index, block) && (frames == NULL || !frames[block]);
}

/* The sites whose document was dropped for a kept one of another site, as (kept, site),
 * sorted: what their teasers were cut from stands in the kept document now. */
static nd_status find_aliases(nd__u64_vector *out, const nd__teaser_index *index,
                              nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const uint32_t *kept_of = index->options->kept_of;
    for (size_t d = 0; kept_of != NULL && d < corpus->documents.count; d++) {
        uint32_t site = corpus->documents.items[d].site_number;
        if (kept_of[d] != d && corpus->documents.items[kept_of[d]].site_number != site) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] = ((uint64_t)kept_of[d] << 32) | site;
        }
    }
    size_t count = out->count;
    ND_TRY(nd__vector_reserve(out, 2 * count, err));
    nd__sort_u64(out->items, out->items + count, count);
    out->count = nd__unique_u64(out->items, count);
    return ND_OK;
}

/* The keys that marked blocks will look up. A block's own start need not be read. */
typedef struct wanted_keys {
    nd__u64_vector keys;
    nd__tokens tokens;
} wanted_keys;

static nd_status add_wanted(wanted_keys *wanted, const nd__teaser_index *index, size_t d,
                            uint64_t start, nd_error *err) {
    ND_TRY(nd__vector_extend(&wanted->keys, 2, err));
    uint64_t *to = wanted->keys.items + wanted->keys.count;
    to[0] = nd__teaser_own_key(index, d, start);
    to[1] = nd__teaser_site_key(&index->corpus->documents.items[d], start);
    wanted->keys.count += to[0] == to[1] ? 1 : 2;
    return ND_OK;
}

static nd_status add_starts(wanted_keys *wanted, const nd__teaser_index *index,
                            nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            const nd__block_row *row = &corpus->blocks.items[b];
            if (nd__teaser_marked(row) && nd__teaser_takes_part(index, b)) {
                ND_TRY(add_wanted(wanted, index, d, row->start, err));
            }
        }
    }
    return ND_OK;
}

/* The beginnings behind what may stand in front of a teaser. */
static nd_status add_fronts(wanted_keys *wanted, const nd__teaser_index *index,
                            nd__teaser_place place, nd_error *err) {
    nd__tokens *tokens = &wanted->tokens;
    const nd__block_row *row = &index->corpus->blocks.items[place.block];
    const char *text = index->corpus->documents.items[place.document].text + row->begin;
    size_t size = row->end - row->begin;
    /* A character or word that is cut here is no harm: its key meets nothing. */
    ND_TRY(nd__tokens_read(tokens, text,
                           size < ND__TEASER_FRONT_BYTES ? size : ND__TEASER_FRONT_BYTES,
                           index->options->seed, err));
    for (size_t k = 1;
         k <= ND__TEASER_FRONT_TOKENS && k + ND__TEASER_TOKENS <= tokens->count; k++) {
        if (nd__token_at_border(tokens, k)) {
            ND_TRY(add_wanted(wanted, index, place.document,
                              nd__teaser_start(tokens->hash + k, tokens->count - k),
                              err));
        }
    }
    return ND_OK;
}

static nd_status make_filter(nd__key_filter *out, const wanted_keys *wanted,
                             nd_error *err) {
    ND_TRY(nd__key_filter_create(out, wanted->keys.count, err));
    for (size_t i = 0; i < wanted->keys.count; i++) {
        nd__key_filter_add(out, wanted->keys.items[i]);
    }
    return ND_OK;
}

/* What goes where. */
typedef struct filling {
    nd__teaser_index *index;
    nd__key_index *to; /* blocks with a key of these */
    const nd__key_filter *wanted;
    nd__key_index *ledes; /* NULL: they are there already */
} filling;

static nd_status add_lede(const filling *f, const nd__block_row *row, uint64_t key,
                          uint64_t place, const uint64_t *alias,
                          const uint64_t *alias_end, nd_error *err) {
    ND_TRY(nd__key_index_add(f->ledes, key, place, err));
    for (const uint64_t *i = alias; i < alias_end; i++) {
        ND_TRY(nd__key_index_add(f->ledes, row->start ^ site_mark((uint32_t)*i), place,
                                 err));
    }
    return ND_OK;
}

/* Entries of one document, in block order; [alias, alias_end) are its aliases. */
static nd_status add_document(const filling *f, size_t d, const uint64_t *alias,
                              const uint64_t *alias_end, nd_error *err) {
    const nd__corpus *corpus = f->index->corpus;
    const nd__document *document = &corpus->documents.items[d];
    uint64_t mark = site_mark(document->site_number);
    bool dropped = f->index->options->dropped[d];
    unsigned ledes = dropped || f->ledes == NULL ? LEDES : 0;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        uint64_t place = nd__teaser_place_pack(d, b);
        if (!may_be_original(f->index, b)) {
            continue;
        }
        uint64_t key =
            dropped ? nd__teaser_own_key(f->index, d, row->start) : row->start ^ mark;
        if (nd__key_filter_may_have(f->wanted, key)) {
            ND_TRY(nd__key_index_add(f->to, key, place, err));
        }
        for (const uint64_t *i = alias; i < alias_end; i++) {
            uint64_t other = row->start ^ site_mark((uint32_t)*i);
            if (nd__key_filter_may_have(f->wanted, other)) {
                ND_TRY(nd__key_index_add(f->to, other, place, err));
            }
        }
        if (ledes < LEDES && is_lede(row)) {
            ledes++;
            ND_TRY(add_lede(f, row, key, place, alias, alias_end, err));
        }
    }
    return ND_OK;
}

static nd_status add_documents(const filling *f, nd_error *err) {
    nd__u64_vector aliases = {0};
    nd_status status = find_aliases(&aliases, f->index, err);
    size_t alias = 0;
    for (size_t d = 0; status >= 0 && d < f->index->corpus->documents.count; d++) {
        size_t end = alias;
        while (end < aliases.count && aliases.items[end] >> 32 == d) {
            end++;
        }
        const uint64_t *first = aliases.count == 0 ? NULL : aliases.items + alias;
        status =
            add_document(f, d, first, end == alias ? first : first + (end - alias), err);
        alias = end;
    }
    nd__vector_clear(&aliases);
    return status;
}

nd_status nd__teaser_index_build(nd__teaser_index *out, nd_error *err) {
    wanted_keys wanted = {0};
    nd__key_filter filter = {0};
    if (out->corpus->blocks.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion blocks");
    }
    nd_status status = add_starts(&wanted, out, err);
    if (status >= 0) {
        status = make_filter(&filter, &wanted, err);
    }
    nd__vector_clear(&wanted.keys);
    if (status >= 0) {
        filling f = {out, &out->starts, &filter, &out->ledes};
        status = add_documents(&f, err);
    }
    nd__key_filter_clear(&filter);
    ND_TRY(status);
    ND_TRY(nd__key_index_finish(&out->starts, err));
    return nd__key_index_finish(&out->ledes, err);
}

nd_status nd__teaser_index_fronts(nd__teaser_index *out, const uint64_t *places,
                                  size_t count, nd_error *err) {
    wanted_keys wanted = {0};
    nd__key_filter filter = {0};
    nd_status status = nd__tokens_remember(&wanted.tokens, err);
    for (size_t i = 0; status >= 0 && i < count; i++) {
        status = add_fronts(&wanted, out, nd__teaser_place_unpack(places[i]), err);
    }
    if (status >= 0) {
        status = make_filter(&filter, &wanted, err);
    }
    nd__vector_clear(&wanted.keys);
    nd__tokens_clear(&wanted.tokens);
    if (status >= 0) {
        filling f = {out, &out->fronts, &filter, NULL};
        status = add_documents(&f, err);
    }
    nd__key_filter_clear(&filter);
    return status < 0 ? status : nd__key_index_finish(&out->fronts, err);
}

void nd__teaser_index_clear(nd__teaser_index *index) {
    nd__key_index_clear(&index->fronts);
    nd__key_index_clear(&index->starts);
    nd__key_index_clear(&index->ledes);
}
