/* All blocks of five tokens or more are indexed by (site, hash of the first four tokens).
 * A marked block looks its own beginning up; what it meets is verified token by token.
 * The own document is preferred, then the earliest of the site that is kept. Of the
 * blocks with one beginning at most MOST_TRIED are tried, so that a frame line on a
 * million pages costs no more than any other. */
#include "match/teasers.h"

#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "base/threads.h"
#include "text/blocks.h"
#include "text/tokens.h"

#define LEAST_TOKENS 5
#define LISTING_WEIGHT 8
#define LISTING_LEAST 3
#define MOST_TRIED 256
#define FIRST_READ 512 /* bytes of a possible original */

typedef struct teaser_scratch {
    nd__tokens teaser, original;
    nd__buffer teaser_word, original_word;
    nd__teasers found;
    nd__teasers unmarked; /* of the document at hand */
} teaser_scratch;

typedef struct teaser_index {
    const nd__corpus *corpus;
    const nd__teaser_options *options;
    ND_VECTOR(nd__keyed) starts; /* (site and start, block row), sorted */
    nd__keyed *ledes; /* the same for the first running text of each document */
    size_t lede_count;
    uint32_t *document_of; /* [block rows] */
    teaser_scratch *scratch;
} teaser_index;

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

static nd_status add_start(teaser_index *index, uint64_t key, size_t block,
                           nd_error *err) {
    ND_TRY(nd__vector_extend(&index->starts, 1, err));
    index->starts.items[index->starts.count++] = (nd__keyed){key, block};
    return ND_OK;
}

/* Entries of one document, in block order; *alias is the first of its aliases. */
static nd_status add_document(teaser_index *index, size_t d,
                              const nd__u64_vector *aliases, size_t *alias,
                              nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    const nd__document *document = &corpus->documents.items[d];
    bool has_lede = false;
    size_t end = *alias;
    while (end < aliases->count && aliases->items[end] >> 32 == d) {
        end++;
    }
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        index->document_of[b] = (uint32_t)d;
        if (row->start == 0 || index->options->superfluous[b]) {
            continue;
        }
        uint64_t key = entry_key(index, d, row->start);
        ND_TRY(add_start(index, key, b, err));
        for (size_t i = *alias; i < end; i++) {
            uint32_t site = (uint32_t)aliases->items[i];
            ND_TRY(add_start(index, row->start ^ site_mark(site), b, err));
        }
        if (!has_lede && is_lede(row) && !index->options->dropped[d]) {
            has_lede = true;
            index->ledes[index->lede_count++] = (nd__keyed){key, b};
        }
    }
    *alias = end;
    return ND_OK;
}

static nd_status build_index(teaser_index *index, nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    nd__u64_vector aliases = {0};
    size_t alias = 0;
    index->ledes = nd__allocate(corpus->documents.count, 2 * sizeof *index->ledes);
    index->document_of = nd__allocate(corpus->blocks.count, sizeof *index->document_of);
    if (index->ledes == NULL || index->document_of == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = find_aliases(&aliases, index, err);
    for (size_t d = 0; status >= 0 && d < corpus->documents.count; d++) {
        status = add_document(index, d, &aliases, &alias, err);
    }
    nd__vector_clear(&aliases);
    ND_TRY(status);
    size_t count = index->starts.count;
    ND_TRY(nd__vector_reserve(&index->starts, 2 * count, err));
    nd__sort_keyed(index->starts.items, index->starts.items + count, count);
    nd__sort_keyed(index->ledes, index->ledes + corpus->documents.count,
                   index->lede_count);
    return ND_OK;
}

/* The first entry that is not less than (key, block). */
static size_t first_entry(const nd__keyed *items, size_t count, uint64_t key,
                          size_t block) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items[middle].key < key ||
            (items[middle].key == key && items[middle].value < block)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static nd_status read_block(nd__tokens *out, const teaser_index *index, size_t block,
                            nd_error *err) {
    const nd__block_row *row = &index->corpus->blocks.items[block];
    const nd__document *document =
        &index->corpus->documents.items[index->document_of[block]];
    return nd__tokens_read(out, document->text + row->begin, row->end - row->begin,
                           index->options->seed, err);
}

/* Reads so much of a block that *out has its first `size` tokens, and one more if there
 * are more: the block may be very long. */
static nd_status read_start(nd__tokens *out, const teaser_index *index, size_t block,
                            size_t size, nd_error *err) {
    const nd__block_row *row = &index->corpus->blocks.items[block];
    const char *text =
        index->corpus->documents.items[index->document_of[block]].text + row->begin;
    size_t all = row->end - row->begin;
    for (size_t bytes = FIRST_READ;; bytes *= 4) {
        size_t end = bytes < all ? bytes : all;
        while (end < all && ((unsigned char)text[end] & 0xC0u) == 0x80u) {
            end--; /* not inside a character */
        }
        ND_TRY(nd__tokens_read(out, text, end, index->options->seed, err));
        /* The last token may be cut. */
        if (end == all || out->count >= size + 2) {
            return ND_OK;
        }
    }
}

static nd_status read_word(nd__buffer *out, const teaser_index *index, size_t block,
                           const nd__tokens *tokens, size_t i, nd_error *err) {
    const nd__block_row *row = &index->corpus->blocks.items[block];
    const nd__document *document =
        &index->corpus->documents.items[index->document_of[block]];
    out->count = 0;
    return nd__tokens_normalise(out, document->text + row->begin + tokens->begin[i],
                                tokens->end[i] - tokens->begin[i], err);
}

/* Is scratch->teaser[0..size) a proper prefix of block `original`? *out is 0 if not. */
static nd_status measure_prefix(double *out, const teaser_index *index,
                                teaser_scratch *own, size_t teaser, size_t size,
                                size_t original, nd_error *err) {
    *out = 0;
    ND_TRY(read_start(&own->original, index, original, size, err));
    size_t last = size - 1;
    if (own->original.count < size ||
        memcmp(own->teaser.hash, own->original.hash, last * sizeof(uint64_t)) != 0) {
        return ND_OK;
    }
    if (own->teaser.hash[last] == own->original.hash[last]) {
        *out = own->original.count > size ? 1.0 : 0;
        return ND_OK;
    }
    ND_TRY(read_word(&own->teaser_word, index, teaser, &own->teaser, last, err));
    ND_TRY(read_word(&own->original_word, index, original, &own->original, last, err));
    if (own->teaser_word.count < own->original_word.count &&
        memcmp(own->teaser_word.items, own->original_word.items,
               own->teaser_word.count) == 0) {
        *out = (double)last / (double)size;
    }
    return ND_OK;
}

/* Tokens that count: without a read-more phrase at the end. 0: too few. */
static size_t teaser_size(const teaser_index *index, const teaser_scratch *own,
                          size_t block) {
    const nd__block_row *row = &index->corpus->blocks.items[block];
    const char *text =
        index->corpus->documents.items[index->document_of[block]].text + row->begin;
    size_t size = own->teaser.count;
    size -= nd__read_more_tail(index->options->phrases, text, row->end - row->begin, 0,
                               own->teaser.hash, own->teaser.begin, size);
    size_t halves = 0;
    for (size_t i = 0; i < size; i++) {
        halves += (own->teaser.flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves / 2 < LEAST_TOKENS || size < LEAST_TOKENS ? 0 : size;
}

typedef struct look_up_range {
    const nd__keyed *items;
    size_t count;
    uint64_t key;
} look_up_range;

/* Tries the entries of block rows [begin, end); *tried counts them. */
static nd_status try_entries(nd__teaser *found, const teaser_index *index,
                             teaser_scratch *own, const look_up_range *range,
                             size_t begin, size_t end, size_t size, size_t *tried,
                             nd_error *err) {
    for (size_t i = first_entry(range->items, range->count, range->key, begin);
         i < range->count && range->items[i].key == range->key && *tried < MOST_TRIED;
         i++) {
        size_t other = (size_t)range->items[i].value;
        if (other >= end) {
            break;
        }
        if (other == found->block) {
            continue;
        }
        ++*tried;
        double similarity;
        ND_TRY(measure_prefix(&similarity, index, own, found->block, size, other, err));
        if (similarity > 0) {
            found->of = other;
            found->of_document = index->document_of[other];
            found->similarity = similarity;
            return ND_OK;
        }
    }
    return ND_OK;
}

/* Looks the block in own->teaser up; fills *found (similarity 0: none). */
static nd_status look_up(nd__teaser *found, const teaser_index *index,
                         teaser_scratch *own, const nd__keyed *items, size_t count,
                         size_t block, bool own_document, nd_error *err) {
    const nd__corpus *corpus = index->corpus;
    uint32_t number = index->document_of[block];
    const nd__document *document = &corpus->documents.items[number];
    *found = (nd__teaser){block, block, number, number, 0};
    size_t size = teaser_size(index, own, block);
    if (size == 0) {
        return ND_OK;
    }
    uint64_t start = corpus->blocks.items[block].start;
    look_up_range range = {items, count, entry_key(index, number, start)};
    size_t tried = 0;
    if (own_document) {
        ND_TRY(try_entries(found, index, own, &range, document->block_begin,
                           document->block_end, size, &tried, err));
    }
    range.key = site_key(document, start);
    tried = 0;
    if (found->similarity <= 0) {
        ND_TRY(try_entries(found, index, own, &range, 0, document->block_begin, size,
                           &tried, err));
    }
    if (found->similarity <= 0) {
        ND_TRY(try_entries(found, index, own, &range, document->block_end, SIZE_MAX, size,
                           &tried, err));
    }
    return ND_OK;
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
    const unsigned marks = ND__BLOCK_ELLIPSIS | ND__BLOCK_READ_MORE;
    own->unmarked.count = 0;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        bool marked = (row->flags & marks) != 0;
        if (row->start == 0 || index->options->superfluous[b] ||
            (!marked && row->tokens < LISTING_WEIGHT)) {
            continue;
        }
        const nd__keyed *items = marked ? index->starts.items : index->ledes;
        size_t count = marked ? index->starts.count : index->lede_count;
        nd__teaser found;
        if (!marked) {
            uint64_t key = site_key(document, row->start);
            size_t at = first_entry(items, count, key, 0);
            if (at == count || items[at].key != key) {
                continue; /* the common case: spare reading the block */
            }
        }
        ND_TRY(read_block(&own->teaser, index, b, err));
        ND_TRY(look_up(&found, index, own, items, count, b, marked, err));
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
    nd__vector_clear(&index->starts);
    free(index->ledes);
    free(index->document_of);
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
