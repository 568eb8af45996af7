/* What makes a repeated block superfluous:
 *
 * - A long block: 12 words or more that stand in the document before, word for word
 * (below 20 words not if they stand there three times: a refrain); 20 words or more with
 * a Jaccard similarity of 0.8 on 3-token shingles, the same numbers, and not just cut
 * off.
 * - A shorter block only where its place shows that it is a page's furniture: in the head
 *   or the tail of the page, directly behind its copy, or in a run of three or more
 *   different short blocks directly behind a copy of the run (a menu printed twice).
 *
 * List items, table rows, verse, speech and sentences are never short repeats, nor is a
 * text that recurs elsewhere in its zone or in the body: a refrain and a column of equal
 * answers are text.
 *
 * Hardly any document has near repeats, so first a filter asks for less, in one pass and
 * without sets: a block with Jaccard >= t to an earlier one has at most (1 - t) of its
 * shingles that no block before had, and the earlier one as few that no block behind had.
 * Bits stand for the shingles seen; a bit that two shingles share only lets a block
 * through. In what remains near repeats are found by
 * prefix filtering: sets with Jaccard >= t share one of the first size - ceil(t * size) +
 * 1 elements in any common order, so only these are indexed; exact. */
#include "match/repeats.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/radix_sort.h"
#include "text/shingles.h"

#define LONG_WEIGHT 12
#define REFRAIN_WEIGHT 20
#define NEAR_WEIGHT 20
#define NEAR_SHINGLE 3
#define NEAR_JACCARD 0.8
#define NEAR_PARTS 5 /* 1 / (1 - NEAR_JACCARD) */
#define LONGEST_RUN 32
#define NONE UINT32_MAX
/* A shingle in more of the blocks that can be one of a pair leads to no near repeat: a
 * form or a table, not an accident. */
#define HOT_SHINGLE 64

/* Of a block, in the search for near repeats: long enough; and it can be one of a pair.
 */
#define LONG_BLOCK 1u
#define LIKE_EARLIER 2u
#define LIKE_LATER 4u

typedef struct shingle_range {
    size_t begin, end; /* in shingles; empty where the block is too short */
} shingle_range;

struct nd__repeat_finder {
    nd__u32_vector table;    /* open addressing: the last block of each text, + 1 */
    nd__u32_vector previous; /* the closest earlier block of equal text, or NONE */
    nd__u32_vector next;     /* the closest later block of equal text, or NONE */
    nd__u32_vector first; /* the first block of equal text (itself if none is earlier) */
    nd__u64_vector digests;
    nd__u64_vector shingles;
    nd__u64_vector sorting;
    nd__u64_vector seen;             /* bits of the shingles of the blocks so far */
    ND_VECTOR(unsigned char) wanted; /* [blocks] LONG_BLOCK, LIKE_* */
    ND_VECTOR(shingle_range) ranges;
    ND_VECTOR(nd__keyed) prefixes;
    nd__u32_vector candidates;
    nd__u32_vector of;            /* [blocks] what it repeats, or NONE */
    ND_VECTOR(double) similarity; /* [blocks] */
};

nd_status nd__repeat_finder_create(nd__repeat_finder **out, nd_error *err) {
    *out = calloc(1, sizeof **out);
    return *out == NULL ? nd__fail_memory(err) : ND_OK;
}

void nd__repeat_finder_destroy(nd__repeat_finder *finder) {
    if (finder == NULL) {
        return;
    }
    nd__vector_clear(&finder->table);
    nd__vector_clear(&finder->previous);
    nd__vector_clear(&finder->next);
    nd__vector_clear(&finder->first);
    nd__vector_clear(&finder->digests);
    nd__vector_clear(&finder->shingles);
    nd__vector_clear(&finder->sorting);
    nd__vector_clear(&finder->seen);
    nd__vector_clear(&finder->wanted);
    nd__vector_clear(&finder->ranges);
    nd__vector_clear(&finder->prefixes);
    nd__vector_clear(&finder->candidates);
    nd__vector_clear(&finder->of);
    nd__vector_clear(&finder->similarity);
    free(finder);
}

size_t nd__block_weight(const nd__block *block, const nd__tokens *tokens) {
    size_t halves = 0;
    for (uint32_t i = block->token_begin; i < block->token_end; i++) {
        halves += (tokens->flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves / 2;
}

/* ---- zones ---- */

#define BODY_WEIGHT 12
#define BODY_SENTENCE_WEIGHT 8

static bool is_running_text(const nd__block_row *row) {
    if ((row->flags & (ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE)) != 0) {
        return false;
    }
    bool sentence = (row->flags & (ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS)) != 0;
    return row->weight >= BODY_WEIGHT ||
           (sentence && row->weight >= BODY_SENTENCE_WEIGHT);
}

void nd__zones_mark(nd__block_row *rows, size_t count) {
    size_t first = 0, last = count;
    while (first < count && !is_running_text(&rows[first])) {
        first++;
    }
    while (last > first && !is_running_text(&rows[last - 1])) {
        last--;
    }
    for (size_t i = 0; i < count; i++) {
        nd__zone zone = ND__ZONE_BODY;
        if (first < count && i < first) {
            zone = ND__ZONE_HEAD;
        } else if (first < count && i >= last) {
            zone = ND__ZONE_TAIL;
        }
        rows[i].zone = (uint8_t)zone;
    }
}

/* ---- equal blocks ---- */

/* Without digits there is nothing to mask. */
static uint64_t block_digest(const nd__block_row *row, const nd__block *block,
                             const nd__tokens *tokens) {
    return (row->flags & ND__BLOCK_HAS_DIGIT) == 0
               ? row->masked
               : nd__block_hash(tokens->hash + block->token_begin,
                                block->token_end - block->token_begin);
}

static size_t power_of_two(size_t least) {
    size_t power = 1;
    while (power < least) {
        power *= 2;
    }
    return power;
}

/* Ties each block to the closest ones of equal text; *any tells whether there are any. */
static nd_status find_equal(bool *any, nd__repeat_finder *f, const nd__block_row *rows,
                            const nd__block *blocks, size_t count,
                            const nd__tokens *tokens, nd_error *err) {
    size_t slots = power_of_two(2 * count);
    ND_TRY(nd__vector_reserve(&f->table, slots, err));
    ND_TRY(nd__vector_reserve(&f->digests, count, err));
    ND_TRY(nd__vector_reserve(&f->previous, count, err));
    ND_TRY(nd__vector_reserve(&f->next, count, err));
    ND_TRY(nd__vector_reserve(&f->first, count, err));
    memset(f->table.items, 0, slots * sizeof *f->table.items);
    memset(f->previous.items, 0xFF, count * sizeof *f->previous.items);
    memset(f->next.items, 0xFF, count * sizeof *f->next.items);
    *any = false;
    for (size_t i = 0; i < count; i++) {
        uint64_t digest = block_digest(&rows[i], &blocks[i], tokens);
        size_t at = (size_t)digest & (slots - 1);
        f->digests.items[i] = digest;
        f->first.items[i] = (uint32_t)i;
        while (f->table.items[at] != 0 &&
               f->digests.items[f->table.items[at] - 1] != digest) {
            at = (at + 1) & (slots - 1);
        }
        if (f->table.items[at] != 0) {
            uint32_t earlier = f->table.items[at] - 1;
            f->previous.items[i] = earlier;
            f->next.items[earlier] = (uint32_t)i;
            f->first.items[i] = f->first.items[earlier];
            *any = true;
        }
        f->table.items[at] = (uint32_t)i + 1;
    }
    return ND_OK;
}

static void mark(nd__repeat_finder *f, size_t block, uint32_t of, double similarity) {
    if (f->of.items[block] == NONE) {
        f->of.items[block] = of;
        f->similarity.items[block] = similarity;
    }
}

static bool may_be_furniture(const nd__block_row *row) {
    const unsigned text = ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE |
                          ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS | ND__BLOCK_QUOTED;
    return (row->flags & text) == 0 && (row->flags & ND__BLOCK_HAS_LETTER) != 0 &&
           row->zone != ND__ZONE_BODY;
}

static bool is_apart(const nd__block_row *rows, uint32_t other, size_t begin) {
    return other != NONE &&
           (rows[other].zone == rows[begin].zone || rows[other].zone == ND__ZONE_BODY);
}

/* Does the text of the copies in [begin, end) stand at another place of their zone, or in
 * the body? Then it is one of several values, or a refrain, not a slip. */
static bool recurs_apart(const nd__repeat_finder *f, const nd__block_row *rows,
                         size_t begin, size_t end) {
    return is_apart(rows, f->previous.items[begin], begin) ||
           is_apart(rows, f->next.items[end - 1], begin);
}

/* Marks the copies that stand directly behind block begin; returns the block after them.
 */
static size_t mark_adjacent(nd__repeat_finder *f, const nd__block_row *rows, size_t count,
                            size_t begin) {
    size_t end = begin + 1;
    while (end < count && f->digests.items[end] == f->digests.items[begin] &&
           rows[end].zone == rows[begin].zone) {
        end++;
    }
    bool introduced = begin > 0 && (rows[begin - 1].flags & ND__BLOCK_COLON) != 0;
    bool slip = may_be_furniture(&rows[begin]) && !introduced &&
                !recurs_apart(f, rows, begin, end);
    for (size_t i = begin + 1; i < end && slip; i++) {
        if (may_be_furniture(&rows[i])) {
            mark(f, i, f->first.items[i], 1.0);
        }
    }
    return end;
}

/* Are the `run` blocks from i on different short blocks, equal to the `run` blocks before
 * i? */
static bool run_is_copied(const nd__repeat_finder *f, const nd__block_row *rows,
                          size_t count, size_t i, size_t run) {
    if (run > i || i + run > count) {
        return false;
    }
    for (size_t k = 0; k < run; k++) {
        if (f->digests.items[i + k] != f->digests.items[i - run + k] ||
            !may_be_furniture(&rows[i + k]) || !may_be_furniture(&rows[i - run + k]) ||
            rows[i + k].zone != rows[i - run].zone) {
            return false;
        }
        for (size_t other = 0; other < k; other++) {
            if (f->digests.items[i + k] == f->digests.items[i + other]) {
                return false;
            }
        }
    }
    return true;
}

static void mark_short_repeats(nd__repeat_finder *f, const nd__block_row *rows,
                               size_t count) {
    for (size_t i = 0; i < count;) {
        uint32_t previous = f->previous.items[i];
        size_t run = previous == NONE ? 0 : i - previous;
        if (run >= 3 && run <= LONGEST_RUN && run_is_copied(f, rows, count, i, run)) {
            for (size_t k = 0; k < run; k++) {
                mark(f, i + k, f->first.items[i + k], 1.0);
            }
            i += run;
        } else {
            i = mark_adjacent(f, rows, count, i);
        }
    }
}

/* A text of a few words that comes back again and again, never beside its copy, is a
 * refrain. */
static bool is_refrain(const nd__repeat_finder *f, size_t block, size_t weight) {
    uint32_t previous = f->previous.items[block], next = f->next.items[block];
    bool thrice = f->previous.items[previous] != NONE || next != NONE;
    bool adjacent = previous + 1 == block || next == block + 1;
    return thrice && !adjacent && weight < REFRAIN_WEIGHT;
}

static void mark_long_repeats(nd__repeat_finder *f, const nd__block_row *rows,
                              size_t count) {
    const unsigned text = ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE;
    for (size_t i = 0; i < count; i++) {
        if (f->previous.items[i] == NONE || (rows[i].flags & text) != 0 ||
            (rows[i].flags & ND__BLOCK_HAS_LETTER) == 0) {
            continue;
        }
        if (rows[i].weight >= LONG_WEIGHT && !is_refrain(f, i, rows[i].weight)) {
            mark(f, i, f->first.items[i], 1.0);
        }
    }
}

/* ---- near repeats ---- */

static size_t prefix_size(size_t size) {
    return size - (size_t)ceil(NEAR_JACCARD * (double)size - 1e-9) + 1;
}

static bool may_be_near(const nd__repeat_finder *f, const nd__block_row *rows, size_t i) {
    const unsigned text = ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE;
    return rows[i].tokens >= NEAR_WEIGHT && rows[i].weight >= NEAR_WEIGHT &&
           (rows[i].flags & text) == 0 && (rows[i].flags & ND__BLOCK_HAS_LETTER) != 0 &&
           f->of.items[i] == NONE;
}

/* How many of a block's shingles set a bit that no shingle had set before: at most as
 * many as it has different shingles that are new. */
static size_t count_new(uint64_t *seen, unsigned bits, const uint64_t *hash,
                        size_t count) {
    size_t fresh = 0;
    for (size_t i = 0; i + NEAR_SHINGLE <= count; i++) {
        uint64_t x =
            hash[i] ^ nd__rotate_left(hash[i + 1], 21) ^ nd__rotate_left(hash[i + 2], 42);
        x = x * UINT64_C(0x9E3779B97F4A7C15) >> (64 - bits);
        uint64_t bit = UINT64_C(1) << (x & 63);
        fresh += (seen[x >> 6] & bit) == 0;
        seen[x >> 6] |= bit;
    }
    return fresh;
}

/* A bit for each shingle seen, 8 to 16 bits a shingle; none of them is set. */
static nd_status clear_seen(unsigned *bits, nd__repeat_finder *f, size_t shingles,
                            nd_error *err) {
    *bits = 6;
    while (shingles >> (*bits - 3) != 0) {
        ++*bits;
    }
    size_t words = (size_t)1 << (*bits - 6);
    ND_TRY(nd__vector_reserve(&f->seen, words, err));
    memset(f->seen.items, 0, words * sizeof *f->seen.items);
    return ND_OK;
}

/* Could all but NEAR_PARTS' share of the block's shingles have been seen? */
static bool is_seen(nd__repeat_finder *f, unsigned bits, const nd__block *block,
                    const nd__tokens *tokens) {
    size_t size = block->token_end - block->token_begin;
    size_t fresh =
        count_new(f->seen.items, bits, tokens->hash + block->token_begin, size);
    return NEAR_PARTS * fresh <= size - NEAR_SHINGLE + 1;
}

/* Marks in f->wanted the blocks that can be like an earlier one, and those that can be
 * like a later one; *any is false where there are none of the former. The first pass
 * marks the former, and only where it finds some, another one from the end the latter. */
static nd_status filter_near(bool *any, nd__repeat_finder *f, const nd__block_row *rows,
                             const nd__block *blocks, size_t count,
                             const nd__tokens *tokens, nd_error *err) {
    size_t longs = 0, size = 0;
    *any = false;
    ND_TRY(nd__vector_reserve(&f->wanted, count, err));
    for (size_t i = 0; i < count; i++) {
        bool may = may_be_near(f, rows, i);
        f->wanted.items[i] = may ? LONG_BLOCK : 0;
        longs += may;
        size += may ? rows[i].tokens : 0;
    }
    if (longs < 2) {
        return ND_OK;
    }
    unsigned bits;
    ND_TRY(clear_seen(&bits, f, size, err));
    for (size_t i = 0; i < count; i++) {
        if (f->wanted.items[i] != 0 && is_seen(f, bits, &blocks[i], tokens)) {
            f->wanted.items[i] |= LIKE_EARLIER;
            *any = true;
        }
    }
    if (!*any) {
        return ND_OK;
    }
    ND_TRY(clear_seen(&bits, f, size, err));
    for (size_t i = count; i-- > 0;) {
        if (f->wanted.items[i] != 0 && is_seen(f, bits, &blocks[i], tokens)) {
            f->wanted.items[i] |= LIKE_LATER;
        }
    }
    return ND_OK;
}

/* Shingle sets of the blocks that can be one of a pair, and the prefixes to look up. */
static nd_status index_prefixes(nd__repeat_finder *f, const nd__block *blocks,
                                size_t count, const nd__tokens *tokens, nd_error *err) {
    f->shingles.count = 0;
    f->prefixes.count = 0;
    ND_TRY(nd__vector_reserve(&f->ranges, count, err));
    ND_TRY(nd__vector_reserve(&f->shingles, tokens->count, err));
    ND_TRY(nd__vector_reserve(&f->sorting, tokens->count, err));
    for (size_t i = 0; i < count; i++) {
        f->ranges.items[i] = (shingle_range){f->shingles.count, f->shingles.count};
        if (f->wanted.items[i] < LIKE_EARLIER) {
            continue;
        }
        size_t size = blocks[i].token_end - blocks[i].token_begin;
        uint64_t *set = f->shingles.items + f->shingles.count;
        size_t shingles = nd__shingles_count(size, NEAR_SHINGLE);
        nd__shingles_hash(set, tokens->hash + blocks[i].token_begin, size, NEAR_SHINGLE);
        shingles = nd__shingles_make_set(set, shingles, f->sorting.items);
        f->shingles.count += shingles;
        f->ranges.items[i].end = f->shingles.count;
        size_t prefix = prefix_size(shingles);
        ND_TRY(nd__vector_extend(&f->prefixes, 2 * prefix + f->prefixes.count, err));
        for (size_t k = 0; k < prefix; k++) {
            f->prefixes.items[f->prefixes.count++] = (nd__keyed){set[k], i};
        }
    }
    return ND_OK;
}

/* Numbers are what near copies of a form or a table differ in: they must agree. */
static bool same_numbers(const nd__block *a, const nd__block *b,
                         const nd__tokens *tokens) {
    uint32_t i = a->token_begin, j = b->token_begin;
    for (;;) {
        while (i < a->token_end && (tokens->flags[i] & ND__TOKEN_DIGIT) == 0) {
            i++;
        }
        while (j < b->token_end && (tokens->flags[j] & ND__TOKEN_DIGIT) == 0) {
            j++;
        }
        if (i == a->token_end || j == b->token_end) {
            return i == a->token_end && j == b->token_end;
        }
        if (tokens->hash[i++] != tokens->hash[j++]) {
            return false;
        }
    }
}

static double block_similarity(const nd__repeat_finder *f, size_t a, size_t b) {
    const shingle_range *x = &f->ranges.items[a], *y = &f->ranges.items[b];
    return nd_similarity_sets(f->shingles.items + x->begin, x->end - x->begin,
                              f->shingles.items + y->begin, y->end - y->begin)
        .jaccard;
}

/* A cut-off beginning is a teaser, however little was cut. Its last token may be cut
 * inside. */
static bool is_cut_off(const nd__block *block, const nd__block *earlier,
                       const nd__tokens *tokens) {
    size_t size = block->token_end - block->token_begin;
    return (block->flags & ND__BLOCK_ELLIPSIS) != 0 &&
           size <= earlier->token_end - earlier->token_begin &&
           memcmp(tokens->hash + block->token_begin, tokens->hash + earlier->token_begin,
                  (size - 1) * sizeof(uint64_t)) == 0;
}

static void try_near(nd__repeat_finder *f, const nd__block *blocks,
                     const nd__tokens *tokens, uint32_t block, uint32_t earlier) {
    if (f->of.items[earlier] != NONE ||
        is_cut_off(&blocks[block], &blocks[earlier], tokens)) {
        return; /* of a repeat its own original is tried instead, if it is alike */
    }
    double similarity = block_similarity(f, block, earlier);
    bool better = f->of.items[block] == NONE || similarity > f->similarity.items[block];
    if (similarity >= NEAR_JACCARD && better &&
        same_numbers(&blocks[block], &blocks[earlier], tokens)) {
        f->of.items[block] = earlier;
        f->similarity.items[block] = similarity;
    }
}

static int compare_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The pairs among blocks that share a shingle, which are in order. */
static nd_status add_pairs(nd__repeat_finder *f, const nd__keyed *items, size_t count,
                           nd_error *err) {
    for (size_t i = 1; i < count; i++) {
        if ((f->wanted.items[items[i].value] & LIKE_EARLIER) == 0) {
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            if ((f->wanted.items[items[j].value] & LIKE_LATER) != 0) {
                ND_TRY(nd__vector_extend(&f->sorting, 1, err));
                f->sorting.items[f->sorting.count++] =
                    (items[i].value << 32) | items[j].value;
            }
        }
    }
    return ND_OK;
}

static nd_status mark_near_repeats(nd__repeat_finder *f, const nd__block *blocks,
                                   const nd__tokens *tokens, nd_error *err) {
    size_t count = f->prefixes.count;
    nd__keyed *items = f->prefixes.items;
    nd__sort_keyed(items, items + count, count);
    f->sorting.count = 0;
    for (size_t begin = 0; begin < count;) {
        size_t end = begin;
        while (end < count && items[end].key == items[begin].key) {
            end++;
        }
        if (end - begin <= HOT_SHINGLE) {
            ND_TRY(add_pairs(f, items + begin, end - begin, err));
        }
        begin = end;
    }
    if (f->sorting.count == 0) {
        return ND_OK;
    }
    qsort(f->sorting.items, f->sorting.count, sizeof(uint64_t), compare_u64);
    size_t pairs = nd__unique_u64(f->sorting.items, f->sorting.count);
    for (size_t p = 0; p < pairs; p++) {
        uint32_t block = (uint32_t)(f->sorting.items[p] >> 32);
        try_near(f, blocks, tokens, block, (uint32_t)f->sorting.items[p]);
    }
    return ND_OK;
}

nd_status nd__repeats_find(nd__repeats *out, nd__repeat_finder *finder,
                           const nd__block_row *rows, const nd__block *blocks,
                           size_t count, const nd__tokens *tokens, nd_error *err) {
    out->count = 0;
    if (count < 2) {
        return ND_OK;
    }
    ND_TRY(nd__vector_reserve(&finder->of, count, err));
    ND_TRY(nd__vector_reserve(&finder->similarity, count, err));
    memset(finder->of.items, 0xFF, count * sizeof(uint32_t));
    bool any_equal, any_near;
    ND_TRY(find_equal(&any_equal, finder, rows, blocks, count, tokens, err));
    if (any_equal) {
        mark_long_repeats(finder, rows, count);
        mark_short_repeats(finder, rows, count);
    }
    ND_TRY(filter_near(&any_near, finder, rows, blocks, count, tokens, err));
    if (any_near) {
        ND_TRY(index_prefixes(finder, blocks, count, tokens, err));
        ND_TRY(mark_near_repeats(finder, blocks, tokens, err));
    }
    for (size_t i = 0; i < count; i++) {
        if (finder->of.items[i] != NONE) {
            ND_TRY(nd__vector_extend(out, 1, err));
            out->items[out->count++] = (nd__repeat){(uint32_t)i, finder->of.items[i],
                                                    finder->similarity.items[i]};
        }
    }
    return ND_OK;
}
