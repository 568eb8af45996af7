#include "match/teaser_prefix.h"

#include <string.h>

#define GLANCE 64 /* bytes that are read to see a few tokens more */

void nd__prefix_scratch_clear(nd__prefix_scratch *own) {
    nd__tokens_clear(&own->original);
    nd__vector_clear(&own->teaser_word);
    nd__vector_clear(&own->original_word);
}

/* Bytes of `block` from `at` on, at most `most` and not inside a character. */
static size_t cut_at_character(nd__block_text block, size_t at, size_t most) {
    size_t end = block.size - at < most ? block.size : at + most;
    while (end < block.size && end > at &&
           ((unsigned char)block.text[end] & 0xC0u) == 0x80u) {
        end--;
    }
    return end - at;
}

/* Reads so much of a block that *out has its first `size` tokens, and one more if there
 * are more: the block may be very long. */
static nd_status read_start(nd__tokens *out, nd__block_text block, size_t size,
                            size_t first_read, uint64_t seed, nd_error *err) {
    for (size_t bytes = first_read;; bytes *= 4) {
        size_t end = cut_at_character(block, 0, bytes);
        ND_TRY(nd__tokens_read(out, block.text, end, seed, err));
        /* The last token may be cut. */
        if (end == block.size || out->count >= size + 2) {
            return ND_OK;
        }
    }
}

static nd_status read_word(nd__buffer *out, nd__block_text block,
                           const nd__tokens *tokens, size_t i, nd_error *err) {
    out->count = 0;
    return nd__tokens_normalise(out, block.text + tokens->begin[i],
                                tokens->end[i] - tokens->begin[i], err);
}

static size_t common_bytes(nd__block_text a, nd__block_text b) {
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

static glance look_at_bytes(const nd__tokens *tokens, size_t size, nd__block_text teaser,
                            nd__block_text other, size_t at) {
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
static nd_status differs_near(bool *out, nd__tokens *near, const nd__tokens *tokens,
                              size_t size, nd__block_text other, size_t at, uint64_t seed,
                              nd_error *err) {
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
    ND_TRY(nd__tokens_read(near, other.text + begin, bytes, seed, err));
    /* The last tokens may be cut. */
    size_t count = near->count < 2 ? 0 : near->count - 2;
    count = count < size - 1 - from ? count : size - 1 - from;
    *out = memcmp(near->hash, tokens->hash + from, count * sizeof(uint64_t)) != 0;
    return ND_OK;
}

/* The last token differs: may it be cut? */
static nd_status measure_cut_word(double *out, nd__prefix_scratch *own,
                                  const nd__tokens *tokens, size_t last,
                                  nd__block_text teaser, nd__block_text original,
                                  nd_error *err) {
    ND_TRY(read_word(&own->teaser_word, teaser, tokens, last, err));
    ND_TRY(read_word(&own->original_word, original, &own->original, last, err));
    if (own->teaser_word.count < own->original_word.count &&
        memcmp(own->teaser_word.items, own->original_word.items,
               own->teaser_word.count) == 0) {
        *out = (double)last / (double)(last + 1);
    }
    return ND_OK;
}

nd_status nd__prefix_measure(double *out, nd__prefix_scratch *own,
                             const nd__tokens *tokens, size_t size, nd__block_text teaser,
                             nd__block_text original, uint64_t seed, nd_error *err) {
    size_t last = size - 1, at = common_bytes(teaser, original);
    glance seen = look_at_bytes(tokens, size, teaser, original, at);
    *out = seen == YES ? 1.0 : 0;
    if (seen != MAYBE) {
        return ND_OK;
    }
    if (at < tokens->begin[last]) {
        bool differs;
        ND_TRY(differs_near(&differs, &own->original, tokens, size, original, at, seed,
                            err));
        if (differs) {
            return ND_OK;
        }
    }
    ND_TRY(read_start(&own->original, original, size, tokens->end[last] + GLANCE, seed,
                      err));
    if (own->original.count < size ||
        memcmp(tokens->hash, own->original.hash, last * sizeof(uint64_t)) != 0) {
        return ND_OK;
    }
    if (tokens->hash[last] == own->original.hash[last]) {
        *out = own->original.count > size ? 1.0 : 0;
        return ND_OK;
    }
    return measure_cut_word(out, own, tokens, last, teaser, original, err);
}
