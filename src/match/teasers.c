/* Blocks are looked up by (site, hash of the first four tokens). Marked blocks are few,
 * so their keys are gathered first, and of the blocks of five tokens or more only those
 * are indexed that have one of these keys. A marked block looks its own beginning up;
 * what it meets is verified token by token. The own document is preferred, then the
 * earliest of the site that is kept. Of the blocks with one beginning at most MOST_TRIED
 * are tried, so that a frame line on a million pages costs no more than any other. */
#include "match/teasers.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "match/key_index.h"
#include "text/blocks.h"
#include "text/tokens.h"

#define LEAST_TOKENS 5
#define LISTING_WEIGHT 8
#define LISTING_LEAST 3
#define MOST_TRIED 256
#define GLANCE 64 /* bytes that are read to see a few tokens more */

typedef struct teaser_scratch {
    nd__tokens teaser, original;
    nd__buffer teaser_word, original_word;
    nd__teasers found;
    nd__teasers unmarked; /* of the document at hand */
} teaser_scratch;

/* A block row and its document. */
typedef struct block_place {
    uint32_t document, block;
} block_place;

typedef struct teaser_index {
    const nd__corpus *corpus;
    const nd__teaser_options *options;
    nd__key_index starts; /* site and start -> place, for the keys of marked blocks */
    nd__key_index ledes;  /* the same for the first running text of each document */
    teaser_scratch *scratch;
} teaser_index;

/* In the order of the blocks. */
static uint64_t pack_place(size_t document, size_t block) {
    return (uint64_t)document << 32 | block;
}

static block_place unpack_place(uint64_t value) {
    return (block_place){(uint32_t)(value >> 32), (uint32_t)value};
}

uint64_t nd__teaser_start(const uint64_t *hash, size_t count) {
    if (count < LEAST_TOKENS) {
        return 0;
    }
    uint64_t key = nd__mix64(hash[0] ^ nd__rotate_left(hash[1], 13) ^
                             nd__rotate_left(hash[2], 26) ^ nd__rotate_left(hash[3], 39));
    return key == 0 ? 1 : key;
}

static uint64_t site_mark(uint32_t site) {
    return nd__mix64((uint64_t)site + 1);
}

static uint64_t site_key(const nd__document *document, uint64_t start) {
    return start ^ site_mark(document->site_number);
}

/* Blocks of a dropped document are for its own teasers: a key of their own keeps a
 * thousand dropped copies out of the way of all others. */
static uint64_t entry_key(const teaser_index *index, size_t d, uint64_t start) {
    uint64_t key = site_key(&index->corpus->documents.items[d], start);
    return index->options->dropped[d] ? nd__mix64(key + nd__mix64((uint64_t)d + 1)) : key;
}

static bool is_lede(const nd__block_row *row) {
    return row->zone == ND__ZONE_BODY && row->tokens >= LISTING_WEIGHT && row->start != 0;
}

/* The sites whose document was dropped for a kept one of another site, as (kept, site),
 * sorted: what their teasers were cut from stands in the kept document now. */
static nd_status find_aliases(nd__u64_vector *out, const teaser_index *index,
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

static bool is_marked(const nd__block_row *row) {
    return (row->flags & (ND__BLOCK_ELLIPSIS | ND__BLOCK_READ_MORE)) != 0;
}

static bool takes_part(const teaser_index *index, size_t block) {
    return index->corpus->blocks.items[block].start != 0 &&
           !index->options->superfluous[block];
}

static size_t count_marked(const teaser_index *index) {
    size_t marked = 0;
    for (size_t b = 0; b < index->corpus->blocks.count; b++) {
        marked += is_marked(&index->corpus->blocks.items[b]);
    }
    return marked;
}

/* The keys that marked blocks will look up. */
static void gather_wanted(nd__key_filter *wanted, const teaser_index *index) {
    const nd__corpus *corpus = index->corpus;
    for (size_t d = 0; d < corpus->documents.count; d++) {
        const nd__document *document = &corpus->documents.items[d];
        for (size_t b = document->block_begin; b < document->block_end; b++) {
            const nd__block_row *row = &corpus->blocks.items[b];
            if (is_marked(row) && takes_part(index, b)) {
                nd__key_filter_add(wanted, entry_key(index, d, row->start));
                nd__key_filter_add(wanted, site_key(document, row->start));
            }
        }
    }
}

/* Entries of one document, in block order; [alias, alias_end) are its aliases. */
static nd_status add_document(teaser_index *index, size_t d, const nd__key_filter *wanted,
                              const uint64_t *alias, const uint64_t *alias_end,
                              nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const nd__document *document = &corpus->documents.items[d];
    uint64_t mark = site_mark(document->site_number);
    bool has_lede = index->options->dropped[d];
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        if (!takes_part(index, b)) {
            continue;
        }
        uint64_t key = index->options->dropped[d] ? entry_key(index, d, row->start)
                                                  : row->start ^ mark;
        if (nd__key_filter_may_have(wanted, key)) {
            ND_TRY(nd__key_index_add(&index->starts, key, pack_place(d, b), err));
        }
        for (const uint64_t *i = alias; i < alias_end; i++) {
            uint64_t other = row->start ^ site_mark((uint32_t)*i);
            if (nd__key_filter_may_have(wanted, other)) {
                ND_TRY(nd__key_index_add(&index->starts, other, pack_place(d, b), err));
            }
        }
        if (!has_lede && is_lede(row)) {
            has_lede = true;
            ND_TRY(nd__key_index_add(&index->ledes, key, pack_place(d, b), err));
        }
    }
    return ND_OK;
}

static nd_status add_documents(teaser_index *index, const nd__key_filter *wanted,
                               const nd__u64_vector *aliases, nd_error *err) {
    size_t alias = 0;
    for (size_t d = 0; d < index->corpus->documents.count; d++) {
        size_t end = alias;
        while (end < aliases->count && aliases->items[end] >> 32 == d) {
            end++;
        }
        const uint64_t *first = aliases->count == 0 ? NULL : aliases->items + alias;
        ND_TRY(add_document(index, d, wanted, first,
                            end == alias ? first : first + (end - alias), err));
        alias = end;
    }
    return ND_OK;
}

static nd_status build_index(teaser_index *index, nd_error *err) {
    nd__u64_vector aliases = {0};
    nd__key_filter wanted = {0};
    if (index->corpus->blocks.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion blocks");
    }
    nd_status status = nd__key_filter_create(&wanted, 2 * count_marked(index), err);
    if (status >= 0) {
        gather_wanted(&wanted, index);
        status = find_aliases(&aliases, index, err);
    }
    if (status >= 0) {
        status = add_documents(index, &wanted, &aliases, err);
    }
    nd__vector_clear(&aliases);
    nd__key_filter_clear(&wanted);
    ND_TRY(status);
    ND_TRY(nd__key_index_finish(&index->starts, err));
    return nd__key_index_finish(&index->ledes, err);
}

/* The first of entries [begin, end), which have one key, that is not before `block`. */
static size_t first_entry(const nd__keyed *items, size_t begin, size_t end,
                          size_t block) {
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (unpack_place(items[middle].value).block < block) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

/* The text of a block, to its end. */
typedef struct block_text {
    const char *text;
    size_t size;
} block_text;

static block_text text_of(const teaser_index *index, block_place place) {
    const nd__block_row *row = &index->corpus->blocks.items[place.block];
    return (block_text){index->corpus->documents.items[place.document].text + row->begin,
                        row->end - row->begin};
}

/* Bytes of `block` from `at` on, at most `most` and not inside a character. */
static size_t cut_at_character(block_text block, size_t at, size_t most) {
    size_t end = block.size - at < most ? block.size : at + most;
    while (end < block.size && end > at &&
           ((unsigned char)block.text[end] & 0xC0u) == 0x80u) {
        end--;
    }
    return end - at;
}

/* Reads so much of a block that *out has its first `size` tokens, and one more if there
 * are more: the block may be very long. */
static nd_status read_start(nd__tokens *out, const teaser_index *index, block_text block,
                            size_t size, size_t first_read, nd_error *err) {
    for (size_t bytes = first_read;; bytes *= 4) {
        size_t end = cut_at_character(block, 0, bytes);
        ND_TRY(nd__tokens_read(out, block.text, end, index->options->seed, err));
        /* The last token may be cut. */
        if (end == block.size || out->count >= size + 2) {
            return ND_OK;
        }
    }
}

static nd_status read_word(nd__buffer *out, block_text block, const nd__tokens *tokens,
                           size_t i, nd_error *err) {
    out->count = 0;
    return nd__tokens_normalise(out, block.text + tokens->begin[i],
                                tokens->end[i] - tokens->begin[i], err);
}

static size_t common_bytes(block_text a, block_text b) {
    size_t limit = a.size < b.size ? a.size : b.size, at = 0;
    while (at + sizeof(uint64_t) <= limit &&
           memcmp(a.text + at, b.text + at, sizeof(uint64_t)) == 0) {
        at += sizeof(uint64_t);
    }
    while (at < limit && a.text[at] == b.text[at]) {
        at++;
    }
    return at;
}

/* A small ASCII letter or a digit, else 0. */
static unsigned char fold_plain(char c) {
    unsigned char byte = (unsigned char)c;
    if (byte >= '0' && byte <= '9') {
        return byte;
    }
    byte |= 0x20u;
    return byte >= 'a' && byte <= 'z' ? byte : 0;
}

/* What a look at the bytes says of two blocks that have the first `at` bytes in common:
 * is tokens[0..size), of the teaser, a proper prefix of the other? MAYBE: they must be
 * read.
 *
 * NO where both are the same bytes; or where they first differ in an ASCII letter or
 * digit of both, in front of the last token: then no token that has this character can be
 * the same in both. YES where all of the teaser's bytes that count are there, a space
 * ends the last token, and another token follows. */
typedef enum glance { MAYBE, NO, YES } glance;

static glance look_at_bytes(const nd__tokens *tokens, size_t size, block_text teaser,
                            block_text other, size_t at) {
    size_t end = tokens->end[size - 1];
    if (at > end && other.text[end] == ' ') {
        for (size_t i = end + 1; i < other.size && i < end + GLANCE; i++) {
            if (fold_plain(other.text[i]) != 0) {
                return YES;
            }
        }
    }
    if (at == teaser.size || at == other.size) {
        return teaser.size == other.size && size == tokens->count ? NO : MAYBE;
    }
    unsigned char a = fold_plain(teaser.text[at]), b = fold_plain(other.text[at]);
    return a != 0 && b != 0 && a != b && at < tokens->begin[size - 1] ? NO : MAYBE;
}

/* Reads only some tokens of the other block around byte `at`, where the two first differ:
 * *out is true where these show that the teaser is no prefix. From a token on that begins
 * at a border and has another behind it in front of `at`, both read the same. */
static nd_status differs_near(bool *out, const teaser_index *index, teaser_scratch *own,
                              size_t size, block_text other, size_t at, nd_error *err) {
    const nd__tokens *tokens = &own->teaser;
    size_t low = 0, high = size;
    *out = false;
    while (low < high) { /* the first token that does not end in front of `at` */
        size_t middle = low + (high - low) / 2;
        if (tokens->end[middle] <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t from = low < 2 ? 0 : low - 2;
    while (from > 0 && tokens->begin[from] < tokens->end[from - 1]) {
        from--;
    }
    size_t begin = from == 0 ? 0 : tokens->begin[from];
    size_t bytes = cut_at_character(other, begin, at - begin + GLANCE);
    ND_TRY(nd__tokens_read(&own->original, other.text + begin, bytes,
                           index->options->seed, err));
    /* The last tokens may be cut. */
    size_t count = own->original.count < 2 ? 0 : own->original.count - 2;
    count = count < size - 1 - from ? count : size - 1 - from;
    *out = memcmp(own->original.hash, tokens->hash + from, count * sizeof(uint64_t)) != 0;
    return ND_OK;
}

/* Is scratch->teaser[0..size) a proper prefix of block `original`? *out is 0 if not. */
static nd_status measure_prefix(double *out, const teaser_index *index,
                                teaser_scratch *own, block_text teaser, size_t size,
                                block_text original, nd_error *err) {
    size_t last = size - 1, at = common_bytes(teaser, original);
    glance seen = look_at_bytes(&own->teaser, size, teaser, original, at);
    *out = seen == YES ? 1.0 : 0;
    if (seen != MAYBE) {
        return ND_OK;
    }
    if (at < own->teaser.begin[last]) {
        bool differs;
        ND_TRY(differs_near(&differs, index, own, size, original, at, err));
        if (differs) {
            return ND_OK;
        }
    }
    ND_TRY(read_start(&own->original, index, original, size,
                      own->teaser.end[last] + GLANCE, err));
    if (own->original.count < size ||
        memcmp(own->teaser.hash, own->original.hash, last * sizeof(uint64_t)) != 0) {
        return ND_OK;
    }
    if (own->teaser.hash[last] == own->original.hash[last]) {
        *out = own->original.count > size ? 1.0 : 0;
        return ND_OK;
    }
    ND_TRY(read_word(&own->teaser_word, teaser, &own->teaser, last, err));
    ND_TRY(read_word(&own->original_word, original, &own->original, last, err));
    if (own->teaser_word.count < own->original_word.count &&
        memcmp(own->teaser_word.items, own->original_word.items,
               own->teaser_word.count) == 0) {
        *out = (double)last / (double)size;
    }
    return ND_OK;
}

/* Tokens that count: without a read-more phrase at the end. 0: too few. */
static size_t teaser_size(const teaser_index *index, const teaser_scratch *own,
                          block_text block) {
    size_t size = own->teaser.count;
    size -= nd__read_more_tail(index->options->phrases, block.text, block.size, 0,
                               own->teaser.hash, own->teaser.begin, size);
    size_t halves = 0;
    for (size_t i = 0; i < size; i++) {
        halves += (own->teaser.flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves / 2 < LEAST_TOKENS || size < LEAST_TOKENS ? 0 : size;
}

typedef struct look_up_range {
    const nd__keyed *items;
    size_t begin, end; /* entries with the key */
    size_t tried;
} look_up_range;

static look_up_range find_range(const nd__key_index *entries, uint64_t key) {
    look_up_range range = {.items = entries->entries.items};
    nd__key_index_find(&range.begin, &range.end, entries, key);
    return range;
}

/* Tries the entries of block rows [begin, end). */
static nd_status try_entries(nd__teaser *found, const teaser_index *index,
                             teaser_scratch *own, look_up_range *range, size_t begin,
                             size_t end, size_t size, nd_error *err) {
    block_text teaser =
        text_of(index, (block_place){found->document, (uint32_t)found->block});
    for (size_t i = first_entry(range->items, range->begin, range->end, begin);
         i < range->end && range->tried < MOST_TRIED; i++) {
        block_place other = unpack_place(range->items[i].value);
        if (other.block >= end) {
            break;
        }
        if (other.block == found->block) {
            continue;
        }
        ++range->tried;
        double similarity;
        ND_TRY(measure_prefix(&similarity, index, own, teaser, size,
                              text_of(index, other), err));
        if (similarity > 0) {
            found->of = other.block;
            found->of_document = other.document;
            found->similarity = similarity;
            return ND_OK;
        }
    }
    return ND_OK;
}

/* Looks the block in own->teaser up; fills *found (similarity 0: none). */
static nd_status look_up(nd__teaser *found, const teaser_index *index,
                         teaser_scratch *own, const nd__key_index *entries,
                         block_place place, bool own_document, nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const nd__document *document = &corpus->documents.items[place.document];
    *found = (nd__teaser){place.block, place.block, place.document, place.document, 0};
    size_t size = teaser_size(index, own, text_of(index, place));
    if (size == 0) {
        return ND_OK;
    }
    uint64_t start = corpus->blocks.items[place.block].start;
    if (own_document) {
        look_up_range range =
            find_range(entries, entry_key(index, place.document, start));
        ND_TRY(try_entries(found, index, own, &range, document->block_begin,
                           document->block_end, size, err));
    }
    look_up_range range = find_range(entries, site_key(document, start));
    if (found->similarity <= 0) {
        ND_TRY(
            try_entries(found, index, own, &range, 0, document->block_begin, size, err));
    }
    if (found->similarity <= 0) {
        ND_TRY(try_entries(found, index, own, &range, document->block_end, SIZE_MAX, size,
                           err));
    }
    return ND_OK;
}

/* Is there a lede of another document that begins like this block and is not the same
 * text? The common case is that there is none: that spares reading the block. */
static bool may_begin_lede(const teaser_index *index, block_place place, uint64_t start) {
    const nd__document *document = &index->corpus->documents.items[place.document];
    look_up_range range = find_range(&index->ledes, site_key(document, start));
    block_text text = text_of(index, place);
    for (size_t i = range.begin; i < range.end && i <= range.begin + MOST_TRIED; i++) {
        block_place other = unpack_place(range.items[i].value);
        block_text lede = text_of(index, other);
        if (other.document != place.document &&
            (lede.size != text.size || memcmp(lede.text, text.text, text.size) != 0)) {
            return true;
        }
    }
    return false;
}

static nd_status append(nd__teasers *out, const nd__teaser *found, nd_error *err) {
    ND_TRY(nd__vector_extend(out, 1, err));
    out->items[out->count++] = *found;
    return ND_OK;
}

static bool leads_to_many(const nd__teasers *unmarked) {
    uint32_t documents[LISTING_LEAST];
    size_t different = 0;
    for (size_t i = 0; i < unmarked->count && different < LISTING_LEAST; i++) {
        size_t k = 0;
        while (k < different && documents[k] != unmarked->items[i].of_document) {
            k++;
        }
        if (k == different) {
            documents[different++] = unmarked->items[i].of_document;
        }
    }
    return different >= LISTING_LEAST;
}

static nd_status search_document(const teaser_index *index, size_t d, teaser_scratch *own,
                                 nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const nd__document *document = &corpus->documents.items[d];
    own->unmarked.count = 0;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        block_place place = {(uint32_t)d, (uint32_t)b};
        bool marked = is_marked(row);
        if (!takes_part(index, b) ||
            (!marked && (row->tokens < LISTING_WEIGHT ||
                         !may_begin_lede(index, place, row->start)))) {
            continue;
        }
        block_text text = text_of(index, place);
        nd__teaser found;
        ND_TRY(nd__tokens_remember(&own->teaser, err));
        ND_TRY(nd__tokens_read(&own->teaser, text.text, text.size, index->options->seed,
                               err));
        ND_TRY(look_up(&found, index, own, marked ? &index->starts : &index->ledes, place,
                       marked, err));
        if (found.similarity > 0) {
            ND_TRY(append(marked ? &own->found : &own->unmarked, &found, err));
        }
    }
    bool listing = leads_to_many(&own->unmarked);
    for (size_t i = 0; i < own->unmarked.count && listing; i++) {
        ND_TRY(append(&own->found, &own->unmarked.items[i], err));
    }
    return ND_OK;
}

static nd_status search_range(size_t begin, size_t end, unsigned worker, void *payload,
                              nd_error *err) {
    teaser_index *index = payload;
    for (size_t d = begin; d < end; d++) {
        ND_TRY(search_document(index, d, &index->scratch[worker], err));
    }
    return ND_OK;
}

static int compare_teasers(const void *a, const void *b) {
    size_t x = ((const nd__teaser *)a)->block, y = ((const nd__teaser *)b)->block;
    return x < y ? -1 : x > y;
}

static nd_status collect(nd__teasers *out, const teaser_index *index, unsigned threads,
                         nd_error *err) {
    out->count = 0;
    for (unsigned w = 0; w < threads; w++) {
        const nd__teasers *found = &index->scratch[w].found;
        ND_TRY(nd__vector_extend(out, found->count, err));
        if (found->count > 0) {
            memcpy(out->items + out->count, found->items,
                   found->count * sizeof *found->items);
            out->count += found->count;
        }
    }
    if (out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, compare_teasers);
    }
    return ND_OK;
}

static void destroy_index(teaser_index *index, unsigned threads) {
    for (unsigned w = 0; index->scratch != NULL && w < threads; w++) {
        nd__tokens_clear(&index->scratch[w].teaser);
        nd__tokens_clear(&index->scratch[w].original);
        nd__vector_clear(&index->scratch[w].teaser_word);
        nd__vector_clear(&index->scratch[w].original_word);
        nd__vector_clear(&index->scratch[w].found);
        nd__vector_clear(&index->scratch[w].unmarked);
    }
    free(index->scratch);
    nd__key_index_clear(&index->starts);
    nd__key_index_clear(&index->ledes);
}

nd_status nd__teasers_find(nd__teasers *out, const nd__corpus *corpus,
                           const nd__teaser_options *options, nd_error *err) {
    unsigned threads = options->threads == 0 ? 1 : options->threads;
    teaser_index index = {.corpus = corpus, .options = options};
    nd_status status = build_index(&index, err);
    if (status >= 0) {
        index.scratch = nd__allocate_zeroed(threads, sizeof *index.scratch);
        status = index.scratch == NULL
                     ? nd__fail_memory(err)
                     : nd__parallel_ranges(threads, corpus->documents.count, 64,
                                           search_range, &index, err);
    }
    if (status >= 0) {
        status = collect(out, &index, threads, err);
    }
    destroy_index(&index, threads);
    return status;
}
