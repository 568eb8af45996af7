/* A marked block looks its own beginning up, and then those behind what may stand in
 * front of a teaser; what it meets is verified token by token. The own document is
 * preferred, then the earliest of the site that is kept; blocks that are no teasers
 * themselves come first. Of the blocks with one beginning at most MOST_TRIED are tried,
 * so that a frame line on a million pages costs no more than any other. Unmarked blocks
 * are looked up among the first running texts of documents, and in their own one. */
#include "match/teasers.h"

#include <string.h>

#include "base/threads.h"
#include "match/teaser_extent.h"
#include "match/teaser_index.h"
#include "match/teaser_prefix.h"
#include "text/blocks.h"

#define LISTING_LEAST 3
#define MOST_TRIED 256
#define DATE_BYTES 24     /* an unmarked teaser's date begins within so many */
#define DATED_BYTES 256   /* of its block are read for that */
#define DATE_TOKENS 6     /* and has at most so many tokens */
#define LISTED_WEIGHT 100 /* no listing's item is longer */

typedef struct teaser_scratch {
    nd__tokens teaser; /* of the block, from where it is looked up */
    nd__tokens whole;  /* of all of it, or its beginning */
    nd__tokens headline;
    nd__prefix_scratch prefix;
    nd__teasers found;
    nd__teasers unmarked;  /* of the document at hand */
    nd__u64_vector missed; /* places of marked blocks whose beginning is no other's */
    nd__u32_vector table;  /* the longest block of each beginning in it, + 1 */
} teaser_scratch;

typedef struct teaser_search {
    nd__teaser_index index;
    teaser_scratch *scratch; /* one a worker */
    nd__u64_vector missed;   /* of all */
} teaser_search;

/* The first of entries [begin, end), which have one key, that is not before `block`. */
static size_t first_entry(const nd__keyed *items, size_t begin, size_t end,
                          size_t block) {
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (nd__teaser_place_unpack(items[middle].value).block < block) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

static nd__block_text text_of(const nd__teaser_index *index, nd__teaser_place place) {
    const nd__block_row *row = &index->corpus->blocks.items[place.block];
    return (nd__block_text){
        index->corpus->documents.items[place.document].text + row->begin,
        row->end - row->begin};
}

static const nd__block_row *row_of(const nd__teaser_index *index, size_t block) {
    return &index->corpus->blocks.items[block];
}

/* Tokens that count: without a read-more phrase at the end. 0: too few. */
static size_t teaser_size(const nd__teaser_index *index, const teaser_scratch *own,
                          nd__block_text block, size_t least) {
    size_t size = own->teaser.count;
    size -= nd__read_more_tail(index->options->phrases, block.text, block.size, 0,
                               own->teaser.hash, own->teaser.begin, size);
    size_t halves = 0;
    for (size_t i = 0; i < size; i++) {
        halves += (own->teaser.flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves / 2 < least || size < least ? 0 : size;
}

/* What is looked up: own->teaser[0..size-1], which was read from `text`. */
typedef struct looked_up {
    const nd__key_index *entries;
    nd__block_text text;
    uint64_t start;
    size_t size;
    bool behind;    /* something stands in front: only paragraphs are tried */
    bool of_marked; /* blocks that are marked themselves are tried, else only others */
} looked_up;

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

/* Of a block that is marked itself: is the teaser shorter than what it was cut to, or the
 * same? own->prefix.original has its beginning. */
static nd_status is_shorter(bool *out, const nd__teaser_index *index, teaser_scratch *own,
                            size_t size, nd__block_text original, nd_error *err) {
    nd__tokens *tokens = &own->prefix.original;
    ND_TRY(
        nd__tokens_read(tokens, original.text, original.size, index->options->seed, err));
    size_t tail =
        nd__read_more_tail(index->options->phrases, original.text, original.size, 0,
                           tokens->hash, tokens->begin, tokens->count);
    *out = size < tokens->count - tail;
    return ND_OK;
}

/* Tries the entries of block rows [begin, end). */
static nd_status try_entries(nd__teaser *found, const nd__teaser_index *index,
                             teaser_scratch *own, const looked_up *what,
                             look_up_range *range, size_t begin, size_t end,
                             nd_error *err) {
    for (size_t i = first_entry(range->items, range->begin, range->end, begin);
         i < range->end && range->tried < MOST_TRIED; i++) {
        nd__teaser_place other = nd__teaser_place_unpack(range->items[i].value);
        if (other.block >= end) {
            break;
        }
        const nd__block_row *row = row_of(index, other.block);
        if (other.block == found->block || nd__teaser_marked(row) != what->of_marked ||
            (what->behind && !nd__teaser_is_paragraph(row))) {
            continue;
        }
        ++range->tried;
        double similarity;
        ND_TRY(nd__prefix_measure(&similarity, &own->prefix, &own->teaser, what->size,
                                  what->text, text_of(index, other), index->options->seed,
                                  err));
        bool shorter = true;
        if (similarity >= 1 && what->of_marked) {
            ND_TRY(
                is_shorter(&shorter, index, own, what->size, text_of(index, other), err));
        }
        if (similarity > 0 && shorter) {
            found->of = other.block;
            found->of_document = other.document;
            found->similarity = similarity;
            return ND_OK;
        }
    }
    return ND_OK;
}

/* In the own document if that is wanted, then in the others. */
static nd_status look_up_among(nd__teaser *found, const nd__teaser_index *index,
                               teaser_scratch *own, const looked_up *what,
                               bool own_document, nd_error *err) {
    const nd__document *document = &index->corpus->documents.items[found->document];
    if (own_document) {
        look_up_range range = find_range(
            what->entries, nd__teaser_own_key(index, found->document, what->start));
        ND_TRY(try_entries(found, index, own, what, &range, document->block_begin,
                           document->block_end, err));
    }
    look_up_range range =
        find_range(what->entries, nd__teaser_site_key(document, what->start));
    if (found->similarity <= 0) {
        ND_TRY(
            try_entries(found, index, own, what, &range, 0, document->block_begin, err));
    }
    if (found->similarity <= 0) {
        ND_TRY(try_entries(found, index, own, what, &range, document->block_end, SIZE_MAX,
                           err));
    }
    return ND_OK;
}

/* Looks own->teaser up, of `text`; fills *found (similarity 0: none). */
static nd_status look_up(nd__teaser *found, const nd__teaser_index *index,
                         teaser_scratch *own, const nd__key_index *entries,
                         nd__teaser_place place, nd__block_text text, size_t least,
                         nd_error *err) {
    bool own_document = entries != &index->ledes;
    *found = (nd__teaser){place.block, place.block, place.document, place.document, 0, 0};
    looked_up what = {
        entries, text, 0, teaser_size(index, own, text, least), least > ND__TEASER_TOKENS,
        false};
    if (what.size == 0) {
        return ND_OK;
    }
    what.start = nd__teaser_start(own->teaser.hash, own->teaser.count);
    ND_TRY(look_up_among(found, index, own, &what, own_document, err));
    if (found->similarity <= 0) {
        what.of_marked = true;
        ND_TRY(look_up_among(found, index, own, &what, own_document, err));
    }
    return ND_OK;
}

/* Is there any block that begins with `start`, for the document at `place`? */
static bool may_meet(const nd__teaser_index *index, const nd__key_index *entries,
                     nd__teaser_place place, uint64_t start) {
    const nd__document *document = &index->corpus->documents.items[place.document];
    look_up_range site = find_range(entries, nd__teaser_site_key(document, start));
    if (site.begin < site.end) {
        return true;
    }
    look_up_range own =
        find_range(entries, nd__teaser_own_key(index, place.document, start));
    return own.begin < own.end;
}

/* The beginning of a block into own->whole. Its last token may be cut: it is not what is
 * looked at. */
static nd_status read_front(teaser_scratch *own, nd__block_text text, size_t most,
                            uint64_t seed, nd_error *err) {
    return nd__tokens_read(&own->whole, text.text, text.size < most ? text.size : most,
                           seed, err);
}

/* Looks up what stands behind the first 1 .. most tokens of own->whole. */
static nd_status look_up_behind(nd__teaser *found, const nd__teaser_index *index,
                                teaser_scratch *own, const nd__key_index *entries,
                                nd__teaser_place place, size_t most, nd_error *err) {
    nd__block_text block = text_of(index, place);
    const nd__tokens *whole = &own->whole;
    for (size_t k = 1;
         k <= most && k + ND__TEASER_LISTED <= whole->count && found->similarity <= 0;
         k++) {
        if (!nd__token_at_border(whole, k) ||
            !may_meet(index, entries, place,
                      nd__teaser_start(whole->hash + k, whole->count - k))) {
            continue;
        }
        nd__block_text text = {block.text + whole->begin[k],
                               block.size - whole->begin[k]};
        ND_TRY(nd__tokens_read(&own->teaser, text.text, text.size, index->options->seed,
                               err));
        ND_TRY(look_up(found, index, own, entries, place, text, ND__TEASER_LISTED, err));
        if (found->similarity > 0) {
            ND_TRY(nd__teaser_begin(found, index->corpus, whole, k, block, &own->headline,
                                    index->options->seed, err));
        }
    }
    return ND_OK;
}

static nd_status append(nd__teasers *out, const nd__teaser *found, nd_error *err) {
    ND_TRY(nd__vector_extend(out, 1, err));
    out->items[out->count++] = *found;
    return ND_OK;
}

static nd_status search_marked(const nd__teaser_index *index, nd__teaser_place place,
                               teaser_scratch *own, nd_error *err) {
    nd__block_text text = text_of(index, place);
    uint64_t seed = index->options->seed;
    nd__teaser found;
    ND_TRY(nd__tokens_read(&own->teaser, text.text, text.size, seed, err));
    ND_TRY(
        look_up(&found, index, own, &index->starts, place, text, ND__TEASER_TOKENS, err));
    if (found.similarity > 0) {
        return append(&own->found, &found, err);
    }
    if (row_of(index, place.block)->tokens > ND__TEASER_LISTED) {
        ND_TRY(nd__vector_extend(&own->missed, 1, err));
        own->missed.items[own->missed.count++] =
            nd__teaser_place_pack(place.document, place.block);
    }
    return ND_OK;
}

/* One that something may stand in front of. */
static nd_status search_front(const nd__teaser_index *index, nd__teaser_place place,
                              teaser_scratch *own, nd_error *err) {
    nd__teaser found = {.block = place.block, .document = place.document};
    ND_TRY(read_front(own, text_of(index, place), ND__TEASER_FRONT_BYTES,
                      index->options->seed, err));
    ND_TRY(look_up_behind(&found, index, own, &index->fronts, place,
                          ND__TEASER_FRONT_TOKENS, err));
    return found.similarity > 0 ? append(&own->found, &found, err) : ND_OK;
}

/* ---- unmarked ---- */

/* Is there a lede of another document that begins like this block and is not the same
 * text? The common case is that there is none: that spares reading the block. */
static bool may_begin_lede(const nd__teaser_index *index, nd__teaser_place place,
                           uint64_t start) {
    const nd__document *document = &index->corpus->documents.items[place.document];
    look_up_range range = find_range(&index->ledes, nd__teaser_site_key(document, start));
    nd__block_text text = text_of(index, place);
    for (size_t i = range.begin; i < range.end && i <= range.begin + MOST_TRIED; i++) {
        nd__teaser_place other = nd__teaser_place_unpack(range.items[i].value);
        nd__block_text lede = text_of(index, other);
        if (other.document != place.document &&
            (lede.size != text.size || memcmp(lede.text, text.text, text.size) != 0)) {
            return true;
        }
    }
    return false;
}

static bool may_have_date(nd__block_text text) {
    for (size_t i = 0; i < text.size && i < DATE_BYTES; i++) {
        if (text.text[i] >= '0' && text.text[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* A lede behind a date. */
static nd_status search_dated(nd__teaser *found, const nd__teaser_index *index,
                              nd__teaser_place place, teaser_scratch *own,
                              nd_error *err) {
    nd__block_text text = text_of(index, place);
    ND_TRY(read_front(own, text, DATED_BYTES, index->options->seed, err));
    ND_TRY(look_up_behind(found, index, own, &index->ledes, place, DATE_TOKENS, err));
    bool dated = false;
    for (size_t i = 0; found->similarity > 0 && i < own->whole.count &&
                       own->whole.begin[i] < text.size - found->begin && i < DATE_TOKENS;
         i++) {
        dated |= (own->whole.flags[i] & ND__TOKEN_DIGIT) != 0;
    }
    found->similarity = dated ? found->similarity : 0;
    return ND_OK;
}

/* The own document's first running text, which is no teaser of another's by its headline.
 */
static bool is_own_lede(const nd__teaser_index *index, nd__teaser_place place) {
    const nd__document *document = &index->corpus->documents.items[place.document];
    for (size_t b = document->block_begin; b < place.block; b++) {
        const nd__block_row *row = row_of(index, b);
        if (row->zone == ND__ZONE_BODY && row->tokens >= ND__TEASER_LISTED) {
            return false;
        }
    }
    return true;
}

/* Is it all of the first line of a block of several: a headline? */
static bool is_first_line(const nd__teaser_index *index, const nd__teaser *found) {
    nd__block_text text =
        text_of(index, (nd__teaser_place){found->document, (uint32_t)found->block});
    nd__block_text of =
        text_of(index, (nd__teaser_place){found->of_document, (uint32_t)found->of});
    size_t at = text.size;
    if (of.size <= at || memcmp(of.text, text.text, at) != 0) {
        return false;
    }
    while (at < of.size && (of.text[at] == ' ' || of.text[at] == '\t')) {
        at++;
    }
    return at < of.size && (of.text[at] == '\n' || of.text[at] == '\r');
}

static nd_status search_ledes(const nd__teaser_index *index, nd__teaser_place place,
                              teaser_scratch *own, nd_error *err) {
    const nd__block_row *row = row_of(index, place.block);
    nd__block_text text = text_of(index, place);
    nd__teaser found = {0};
    if (may_begin_lede(index, place, row->start)) {
        ND_TRY(nd__tokens_read(&own->teaser, text.text, text.size, index->options->seed,
                               err));
        ND_TRY(look_up(&found, index, own, &index->ledes, place, text, ND__TEASER_TOKENS,
                       err));
    } else if ((row->flags & ND__BLOCK_HAS_DIGIT) != 0 && row->weight <= LISTED_WEIGHT &&
               may_have_date(text)) {
        found = (nd__teaser){.block = place.block, .document = place.document};
        ND_TRY(search_dated(&found, index, place, own, err));
    }
    if (found.similarity <= 0 || is_first_line(index, &found)) {
        return ND_OK;
    }
    bool cut = found.similarity < 1 || (row->flags & ND__BLOCK_SENTENCE) != 0;
    bool sure =
        cut && !is_own_lede(index, place) && nd__teaser_is_headed(index->corpus, &found);
    return append(sure ? &own->found : &own->unmarked, &found, err);
}

static uint32_t *find_slot(const teaser_scratch *own, const nd__teaser_index *index,
                           uint64_t start) {
    size_t mask = own->table.count - 1, at = (size_t)(start >> 20) & mask;
    while (own->table.items[at] != 0 &&
           row_of(index, own->table.items[at] - 1)->start != start) {
        at = (at + 1) & mask;
    }
    return &own->table.items[at];
}

static uint32_t size_of(const nd__block_row *row) {
    return row->end - row->begin;
}

/* The longest block of each beginning. */
static nd_status fill_table(teaser_scratch *own, const nd__teaser_index *index,
                            const nd__document *document, nd_error *err) {
    size_t size = 16;
    while (size < 2 * (size_t)(document->block_end - document->block_begin)) {
        size *= 2;
    }
    own->table.count = 0;
    ND_TRY(nd__vector_reserve(&own->table, size, err));
    memset(own->table.items, 0, size * sizeof *own->table.items);
    own->table.count = size;
    for (uint32_t b = document->block_begin; b < document->block_end; b++) {
        const nd__block_row *row = row_of(index, b);
        if (nd__teaser_takes_part(index, b) && !nd__teaser_marked(row) &&
            (index->options->frames == NULL || !index->options->frames[b])) {
            uint32_t *slot = find_slot(own, index, row->start);
            if (*slot == 0 || size_of(row) > size_of(row_of(index, *slot - 1))) {
                *slot = b + 1;
            }
        }
    }
    return ND_OK;
}

/* A summary that is the beginning of a block of the same document? */
static nd_status search_summary(bool *out, const nd__teaser_index *index,
                                nd__teaser_place place, teaser_scratch *own,
                                nd_error *err) {
    const nd__block_row *row = row_of(index, place.block);
    uint32_t other = *find_slot(own, index, row->start);
    *out = false;
    if (other == 0 || other - 1 == place.block ||
        size_of(row_of(index, other - 1)) <= size_of(row)) {
        return ND_OK;
    }
    nd__teaser found = {place.block, other - 1, place.document, place.document, 0, 0};
    nd__block_text text = text_of(index, place);
    nd__block_text original =
        text_of(index, (nd__teaser_place){place.document, other - 1});
    ND_TRY(
        nd__tokens_read(&own->teaser, text.text, text.size, index->options->seed, err));
    ND_TRY(nd__prefix_measure(&found.similarity, &own->prefix, &own->teaser,
                              own->teaser.count, text, original, index->options->seed,
                              err));
    *out = found.similarity > 0 &&
           nd__teaser_is_summary(index->corpus, &found, index->options->frames);
    return *out ? append(&own->found, &found, err) : ND_OK;
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

static nd_status search_document(const nd__teaser_index *index, size_t d,
                                 teaser_scratch *own, nd_error *err) {
    const nd__document *document = &index->corpus->documents.items[d];
    own->unmarked.count = 0;
    ND_TRY(fill_table(own, index, document, err));
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        nd__teaser_place place = {(uint32_t)d, (uint32_t)b};
        if (!nd__teaser_takes_part(index, b)) {
            continue;
        }
        if (nd__teaser_marked(row_of(index, b))) {
            ND_TRY(search_marked(index, place, own, err));
        } else if (row_of(index, b)->weight >= ND__TEASER_LISTED) {
            bool found;
            ND_TRY(search_summary(&found, index, place, own, err));
            if (!found) {
                ND_TRY(search_ledes(index, place, own, err));
            }
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
    teaser_search *search = payload;
    teaser_scratch *own = &search->scratch[worker];
    ND_TRY(nd__tokens_remember(&own->teaser, err));
    ND_TRY(nd__tokens_remember(&own->whole, err));
    for (size_t d = begin; d < end; d++) {
        ND_TRY(search_document(&search->index, d, own, err));
    }
    return ND_OK;
}

static nd_status search_fronts(size_t begin, size_t end, unsigned worker, void *payload,
                               nd_error *err) {
    teaser_search *search = payload;
    for (size_t i = begin; i < end; i++) {
        ND_TRY(search_front(&search->index,
                            nd__teaser_place_unpack(search->missed.items[i]),
                            &search->scratch[worker], err));
    }
    return ND_OK;
}

/* What no beginning was found for, once more, behind what may stand in front of it. */
static nd_status search_missed(teaser_search *search, unsigned threads, nd_error *err) {
    nd__u64_vector *missed = &search->missed;
    for (unsigned w = 0; w < threads; w++) {
        const nd__u64_vector *own = &search->scratch[w].missed;
        ND_TRY(nd__vector_extend(missed, own->count, err));
        for (size_t i = 0; i < own->count; i++) {
            missed->items[missed->count++] = own->items[i];
        }
    }
    if (missed->count == 0) {
        return ND_OK;
    }
    ND_TRY(nd__teaser_index_fronts(&search->index, missed->items, missed->count, err));
    return nd__parallel_ranges(threads, missed->count, 64, search_fronts, search, err);
}

static int compare_teasers(const void *a, const void *b) {
    size_t x = ((const nd__teaser *)a)->block, y = ((const nd__teaser *)b)->block;
    return x < y ? -1 : x > y;
}

static nd_status collect(nd__teasers *out, const teaser_search *search, unsigned threads,
                         nd_error *err) {
    out->count = 0;
    for (unsigned w = 0; w < threads; w++) {
        const nd__teasers *found = &search->scratch[w].found;
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

static void clear_search(teaser_search *search, unsigned threads) {
    for (unsigned w = 0; search->scratch != NULL && w < threads; w++) {
        teaser_scratch *own = &search->scratch[w];
        nd__tokens_clear(&own->teaser);
        nd__tokens_clear(&own->whole);
        nd__tokens_clear(&own->headline);
        nd__prefix_scratch_clear(&own->prefix);
        nd__vector_clear(&own->found);
        nd__vector_clear(&own->unmarked);
        nd__vector_clear(&own->missed);
        nd__vector_clear(&own->table);
    }
    free(search->scratch);
    nd__vector_clear(&search->missed);
    nd__teaser_index_clear(&search->index);
}

nd_status nd__teasers_find(nd__teasers *out, const nd__corpus *corpus,
                           const nd__teaser_options *options, nd_error *err) {
    unsigned threads = options->threads == 0 ? 1 : options->threads;
    teaser_search search = {.index = {.corpus = corpus, .options = options}};
    nd_status status = nd__teaser_index_build(&search.index, err);
    if (status >= 0) {
        search.scratch = nd__allocate_zeroed(threads, sizeof *search.scratch);
        status = search.scratch == NULL
                     ? nd__fail_memory(err)
                     : nd__parallel_ranges(threads, corpus->documents.count, 64,
                                           search_range, &search, err);
    }
    if (status >= 0) {
        status = search_missed(&search, threads, err);
    }
    if (status >= 0) {
        status = collect(out, &search, threads, err);
    }
    clear_search(&search, threads);
    return status;
}
