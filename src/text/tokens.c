/* From bytes to tokens.
 *
 * ASCII separators cut the text into runs, and no token nor anything that decides about
 * one goes past them. The edges of the runs are found by word_edges.h. Then
 *   1. a run of ASCII is a token: it is hashed where it stands, bit 5 of each byte set,
 *      which makes capitals small and changes neither digits nor spaces;
 *   2. any other run may be known from before: the memo has what became of it;
 *   3. or it is read by quick_run.h, and where that stops, by token_builder.h.
 * All three give what the builder would give for the whole text. */
#include "text/tokens.h"

#include <string.h>

#include "text/quick_run.h"
#include "text/token_builder.h"
#include "text/word_batch.h"
#include "text/word_edges.h"

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define LETTER_BITS UINT64_C(0x4040404040404040)
#define DIGIT_BITS UINT64_C(0x1010101010101010)
#define MEMO_BITS 12
#define MEMO_TOKENS 2

/* A run of at most 32 bytes, filled up with zeros, and its tokens, their places counted
 * from its beginning. size 0: free. As large as a cache line, and aligned to one. */
typedef struct memo_entry {
    uint64_t run[4];
    uint64_t hash[MEMO_TOKENS];
    uint8_t begin[MEMO_TOKENS], end[MEMO_TOKENS], flags[MEMO_TOKENS];
    uint8_t size, count;
    uint8_t unused[8];
} memo_entry;

#define MEMO_ENTRIES ((size_t)1 << MEMO_BITS)

struct nd__word_memo {
    uint64_t seed;
    unsigned char room[(MEMO_ENTRIES + 1) * sizeof(memo_entry)];
};

static memo_entry *entries_of(nd__word_memo *memo) {
    size_t past = (uintptr_t)memo->room % sizeof(memo_entry);
    return (memo_entry *)(void *)(memo->room + sizeof(memo_entry) - past);
}

typedef struct reader {
    nd__tokens *out;
    memo_entry *memo; /* NULL: nothing is remembered */
    const char *text;
    size_t begin, size; /* text[begin .. size-1] is read */
    nd__token_builder builder;
} reader;

void nd__tokens_clear(nd__tokens *tokens) {
    free(tokens->hash);
    free(tokens->begin);
    free(tokens->end);
    free(tokens->flags);
    free(tokens->memo);
    *tokens = (nd__tokens){0};
}

nd_status nd__tokens_remember(nd__tokens *tokens, nd_error *err) {
    if (tokens->memo == NULL) {
        tokens->memo = nd__allocate_zeroed(1, sizeof *tokens->memo);
    }
    return tokens->memo == NULL ? nd__fail_memory(err) : ND_OK;
}

/* The four arrays grow by the same steps; `capacity` is what all of them have. */
nd_status nd__tokens_reserve(nd__tokens *tokens, size_t need, nd_error *err) {
    if (need <= tokens->capacity) {
        return ND_OK;
    }
    size_t room[4] = {tokens->capacity, tokens->capacity, tokens->capacity,
                      tokens->capacity};
    ND_TRY(nd__grow(&tokens->hash, &room[0], need, sizeof *tokens->hash, err));
    ND_TRY(nd__grow(&tokens->begin, &room[1], need, sizeof *tokens->begin, err));
    ND_TRY(nd__grow(&tokens->end, &room[2], need, sizeof *tokens->end, err));
    ND_TRY(nd__grow(&tokens->flags, &room[3], need, sizeof *tokens->flags, err));
    tokens->capacity = room[0];
    return ND_OK;
}

/* masks[32 - n] .. keeps the first n bytes of 32. */
static const unsigned char keep_bytes[64] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

/* The first `words` numbers of the run of `size` bytes at `bytes`, filled up with zeros.
 * Reads 8 * words bytes. */
static inline void load_run(uint64_t *run, unsigned words, const char *bytes,
                            size_t size) {
    for (unsigned i = 0; i < words; i++) {
        uint64_t x, keep;
        memcpy(&x, bytes + 8 * i, sizeof x);
        memcpy(&keep, keep_bytes + 32 - size + 8 * i, sizeof keep);
        run[i] = x & keep;
    }
}

/* Digits have bit 4 and not bit 6, letters bit 6, zeros neither. */
static inline uint8_t flags_of(uint64_t letters, uint64_t digits) {
    return (uint8_t)(((letters & LETTER_BITS) != 0 ? ND__TOKEN_LETTER : 0) |
                     ((digits & DIGIT_BITS) != 0 ? ND__TOKEN_DIGIT : 0));
}

static inline uint64_t digits_in(uint64_t run) {
    return run & ~(run >> 2);
}

static inline void put(nd__tokens *out, bool ranges, uint64_t hash, size_t begin,
                       size_t end, uint8_t flags) {
    size_t i = out->count++;
    out->hash[i] = hash;
    if (ranges) {
        out->begin[i] = (uint32_t)begin;
        out->end[i] = (uint32_t)end;
        out->flags[i] = flags;
    }
}

static nd_status read_run(reader *r, size_t begin, size_t end) {
    if (r->builder.rules == NULL) {
        r->builder.rules = nd__normal_rules();
    }
    ND_TRY(nd__tokens_reserve(r->out, r->out->count + nd__quick_run_room(begin, end),
                              r->builder.err));
    size_t done =
        nd__quick_run(r->out, r->builder.rules, &r->builder.key, r->text, begin, end);
    return done == end ? ND_OK : nd__token_builder_read(&r->builder, r->text, done, end);
}

/* Han, Kana and Thai stand in long runs that do not come again. */
static bool is_worth_remembering(const char *run) {
    unsigned char lead = (unsigned char)run[0];
    return !(lead >= 0xE3 && lead <= 0xE9) &&
           !(lead == 0xE0 && (unsigned char)run[1] >= 0xB8);
}

static void remember(memo_entry *entry, const uint64_t run[4], size_t begin, size_t end,
                     const nd__tokens *out, size_t first) {
    size_t count = out->count - first;
    if (count > MEMO_TOKENS) {
        return;
    }
    memcpy(entry->run, run, sizeof entry->run);
    entry->size = (uint8_t)(end - begin);
    entry->count = (uint8_t)count;
    for (size_t i = 0; i < count; i++) {
        entry->hash[i] = out->hash[first + i];
        entry->begin[i] = (uint8_t)(out->begin[first + i] - begin);
        entry->end[i] = (uint8_t)(out->end[first + i] - begin);
        entry->flags[i] = out->flags[first + i];
    }
}

/* A run of at most 32 bytes; `run` has them. */
static nd_status read_short_run(reader *r, const uint64_t run[4], size_t begin,
                                size_t end) {
    if (r->memo == NULL || !is_worth_remembering(r->text + begin)) {
        return read_run(r, begin, end);
    }
    uint64_t key = nd__word_hash32(&r->builder.key, run);
    memo_entry *entry = &r->memo[key >> (64 - MEMO_BITS)];
    if (entry->size != end - begin || memcmp(entry->run, run, sizeof entry->run) != 0) {
        size_t first = r->out->count;
        ND_TRY(read_run(r, begin, end));
        remember(entry, run, begin, end, r->out, first);
        return ND_OK;
    }
    ND_TRY(nd__tokens_reserve(r->out, r->out->count + MEMO_TOKENS, r->builder.err));
    size_t at = r->out->count;
    for (size_t i = 0; i < MEMO_TOKENS; i++) { /* no branch by the count */
        r->out->hash[at + i] = entry->hash[i];
        r->out->begin[at + i] = (uint32_t)begin + entry->begin[i];
        r->out->end[at + i] = (uint32_t)begin + entry->end[i];
        r->out->flags[at + i] = entry->flags[i];
    }
    r->out->count = at + entry->count;
    return ND_OK;
}

/* Runs that are long, at the end of the text, or not ASCII. */
static nd_status read_other_run(reader *r, size_t begin, size_t end) {
    size_t size = end - begin;
    if (size > ND__WORD_HASH_BYTES) {
        return read_run(r, begin, end);
    }
    uint64_t run[4];
    if (r->size - begin >= ND__WORD_HASH_BYTES) {
        load_run(run, 4, r->text + begin, size);
    } else {
        memset(run, 0, sizeof run);
        memcpy(run, r->text + begin, size);
    }
    if (((run[0] | run[1] | run[2] | run[3]) & HIGH_BITS) != 0) {
        return read_short_run(r, run, begin, end);
    }
    uint8_t flags = flags_of(
        run[0] | run[1] | run[2] | run[3],
        digits_in(run[0]) | digits_in(run[1]) | digits_in(run[2]) | digits_in(run[3]));
    for (unsigned i = 0; i < 4; i++) {
        run[i] |= ND__WORD_HASH_SPACES;
    }
    ND_TRY(nd__tokens_reserve(r->out, r->out->count + 1, r->builder.err));
    put(r->out, true, nd__word_hash32(&r->builder.key, run), begin, end, flags);
    return ND_OK;
}

/* What is known of a list of runs while it is read. */
typedef struct run_list {
    nd__word_key key;
    size_t last; /* at places before it 16 bytes can be read */
    size_t left; /* runs; there is room for a token each */
} run_list;

/* A run that may have given several tokens leaves room for the rest again. */
static nd_status read_run_apart(reader *r, run_list *list, size_t begin, size_t end) {
    ND_TRY(read_other_run(r, begin, end));
    return nd__tokens_reserve(r->out, r->out->count + list->left, r->builder.err);
}

/* `runs` of them, between pairs of edges. */
static inline nd_status read_runs(reader *r, run_list *list, const uint32_t *edges,
                                  size_t runs, const bool ranges) {
    nd__tokens *out = r->out;
    const nd__word_key key = list->key;
    const size_t last = list->last, left = list->left;
    for (size_t i = 0; i < runs; i++) {
        size_t begin = edges[2 * i], end = edges[2 * i + 1];
        if (end - begin <= 16 && begin < last) {
            uint64_t run[2];
            load_run(run, 2, r->text + begin, end - begin);
            if (((run[0] | run[1]) & HIGH_BITS) == 0) {
                put(out, ranges,
                    nd__word_hash16(&key, run[0] | ND__WORD_HASH_SPACES,
                                    run[1] | ND__WORD_HASH_SPACES),
                    begin, end,
                    flags_of(run[0] | run[1], digits_in(run[0]) | digits_in(run[1])));
                continue;
            }
        }
        list->left = left - i - 1;
        ND_TRY(read_run_apart(r, list, begin, end));
    }
    list->left = left - runs;
    return ND_OK;
}

#if ND_HAVE_X86

/* Behind a batch that is mostly not ASCII so many runs are read one by one. */
#define FOREIGN_RUNS 64

/* The batch's words, with the runs it could not read in between. */
static nd_status put_batch(reader *r, run_list *list, const nd__word_batch *batch,
                           unsigned other, const bool ranges) {
    for (unsigned i = 0; i < ND__WORD_BATCH; i++) {
        list->left--;
        if ((other >> i & 1) == 0) {
            put(r->out, ranges, batch->hash[i], batch->begin[i], batch->end[i],
                batch->flags[i]);
        } else {
            ND_TRY(read_run_apart(r, list, batch->begin[i], batch->end[i]));
        }
    }
    return ND_OK;
}

static inline void put_all(nd__tokens *out, const nd__word_batch *batch,
                           const bool ranges) {
    size_t at = out->count;
    memcpy(out->hash + at, batch->hash, sizeof batch->hash);
    if (ranges) {
        memcpy(out->begin + at, batch->begin, sizeof batch->begin);
        memcpy(out->end + at, batch->end, sizeof batch->end);
        memcpy(out->flags + at, batch->flags, sizeof batch->flags);
    }
    out->count += ND__WORD_BATCH;
}

/* All of them as read_runs, eight at a time. */
ND_TARGET_AVX512 static inline nd_status read_runs_avx512(reader *r, run_list *list,
                                                          const uint32_t *edges,
                                                          const bool ranges) {
    while (list->left >= ND__WORD_BATCH && edges[2 * (ND__WORD_BATCH - 1)] < list->last) {
        nd__word_batch batch;
        unsigned other = nd__word_batch_read(&batch, &list->key, r->text, edges);
        edges += 2 * ND__WORD_BATCH;
        if (other == 0) {
            put_all(r->out, &batch, ranges);
            list->left -= ND__WORD_BATCH;
            continue;
        }
        ND_TRY(put_batch(r, list, &batch, other, ranges));
        if (__builtin_popcount(other) > ND__WORD_BATCH / 2) {
            size_t some = list->left < FOREIGN_RUNS ? list->left : FOREIGN_RUNS;
            ND_TRY(read_runs(r, list, edges, some, ranges));
            edges += 2 * some;
        }
    }
    return read_runs(r, list, edges, list->left, ranges);
}

#endif

static nd_status read_list(reader *r, const uint32_t *edges, size_t runs, bool ranges) {
    run_list list = {
        .key = r->builder.key, .last = r->size < 16 ? 0 : r->size - 15, .left = runs};
    ND_TRY(nd__tokens_reserve(r->out, r->out->count + runs, r->builder.err));
#if ND_HAVE_X86
    if (nd__cpu_has_avx512()) {
        return ranges ? read_runs_avx512(r, &list, edges, true)
                      : read_runs_avx512(r, &list, edges, false);
    }
#endif
    return ranges ? read_runs(r, &list, edges, runs, true)
                  : read_runs(r, &list, edges, runs, false);
}

static nd_status read_text(reader *r, bool ranges) {
    uint32_t edges[1 + ND__EDGES_ROOM + 1];
    uint64_t inside = 0;
    size_t kept = 0; /* 1: the first edge is of a run that goes on */
    for (size_t at = r->begin; at < r->size; at += ND__EDGES_BLOCK) {
        size_t end = r->size - at < ND__EDGES_BLOCK ? r->size : at + ND__EDGES_BLOCK;
        size_t count = kept + nd__word_edges(edges + kept, r->text, at, end, &inside);
        if (end == r->size && inside != 0) {
            edges[count++] = (uint32_t)end;
        }
        ND_TRY(read_list(r, edges, count / 2, ranges));
        kept = count & 1;
        edges[0] = kept != 0 ? edges[count - 1] : 0;
    }
    return ND_OK;
}

static nd_status check_size(size_t size, nd_error *err) {
    if (size > UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "the text had %zu bytes, more than 4294967295", size);
    }
    return ND_OK;
}

static nd_status read_tokens(nd__tokens *out, const char *text, size_t begin, size_t end,
                             uint64_t seed, bool ranges, nd_error *err) {
    ND_TRY(check_size(end, err));
    nd__word_key_make(&out->key, seed);
    reader r = {.out = out, .text = text, .begin = begin, .size = end};
    r.builder.tokens = out;
    r.builder.err = err;
    r.builder.key = out->key;
    if (out->memo != NULL && out->memo->seed != seed) {
        memset(out->memo, 0, sizeof *out->memo);
        out->memo->seed = seed;
    }
    r.memo = out->memo == NULL ? NULL : entries_of(out->memo);
    nd_status status = read_text(&r, ranges);
    nd__token_builder_clear(&r.builder);
    return status;
}

nd_status nd__tokens_read(nd__tokens *out, const char *text, size_t size, uint64_t seed,
                          nd_error *err) {
    out->count = 0;
    return read_tokens(out, text, 0, size, seed, true, err);
}

nd_status nd__tokens_read_hashes(nd__tokens *out, const char *text, size_t size,
                                 uint64_t seed, nd_error *err) {
    out->count = 0;
    return read_tokens(out, text, 0, size, seed, false, err);
}

nd_status nd__tokens_add(nd__tokens *out, const char *text, size_t begin, size_t end,
                         uint64_t seed, nd_error *err) {
    return read_tokens(out, text, begin, end, seed, true, err);
}

nd_status nd__tokens_add_hashes(nd__tokens *out, const char *text, size_t begin,
                                size_t end, uint64_t seed, nd_error *err) {
    return read_tokens(out, text, begin, end, seed, false, err);
}

nd_status nd__tokens_normalise(nd__buffer *out, const char *text, size_t size,
                               nd_error *err) {
    nd__token_builder b = {.text = out, .err = err};
    nd_status status = check_size(size, err);
    if (status >= 0) {
        status = nd__token_builder_read(&b, text, 0, size);
    }
    nd__token_builder_clear(&b);
    return status;
}
