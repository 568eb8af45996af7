/* Hashes of tokens whose digits are masked. The token is spelt out again from the text it
 * came from. Where that text holds several tokens (one character may give more than one)
 * the right one is known by its hash. Marks that were put in order may tie a token to its
 * neighbours: if it is not found in its own range, theirs are read with it. */
#include <stdbool.h>
#include <string.h>

#include "text/normalise.h"
#include "text/tokens.h"
#include "text/utf8.h"
#include "text/word_hash.h"

/* Keeps a hostile text from making each token read all of it. */
#define NEIGHBOURS 64

/* Replaces each run of decimal digits by '#'; gives the new size. */
static size_t mask_digits(char *word, size_t size) {
    const nd__normal_rule *rules = NULL;
    size_t kept = 0, length;
    bool in_digits = false;
    for (size_t i = 0; i < size; i += length) {
        uint32_t code_point = 0;
        length = nd__utf8_decode(&code_point, word + i, size - i);
        if (length == 0) {
            length = 1;
        }
        bool is_digit = code_point >= '0' && code_point <= '9';
        if (code_point >= 0x80) {
            rules = rules == NULL ? nd__normal_rules() : rules;
            nd__normal_rule rule = nd__normal_rule_of(rules, code_point);
            is_digit = (nd__normal_flags(rule) & ND__TOKEN_DIGIT) != 0;
        }
        if (!is_digit) {
            memmove(word + kept, word + i, length);
            kept += length;
        } else if (!in_digits) {
            word[kept++] = '#';
        }
        in_digits = is_digit;
    }
    return kept;
}

/* Spells text[begin, end) and, where one of its tokens has `hash`, writes the hash of
 * that with its digits masked to *out. */
static nd_status mask_in(uint64_t *out, bool *found, uint64_t hash, const char *text,
                         size_t size, const nd__word_key *key, nd_error *err) {
    nd__buffer words = {0};
    nd_status status = nd__tokens_normalise(&words, text, size, err);
    size_t at = 0;
    *found = false;
    while (status >= 0 && at < words.count) {
        char *word = words.items + at;
        const char *space = memchr(word, ' ', words.count - at);
        size_t length = space == NULL ? words.count - at : (size_t)(space - word);
        if (nd__word_hash(key, word, length) == hash) {
            *out = nd__word_hash(key, word, mask_digits(word, length));
            *found = true;
            break;
        }
        at += length + 1;
    }
    nd__vector_clear(&words);
    return status;
}

/* The usual case: an ASCII word, which is its own spelling but for capitals. False where
 * it is another one. */
static bool mask_ascii(uint64_t *out, const char *text, size_t size,
                       const nd__word_key *key) {
    char word[ND__WORD_HASH_BYTES];
    size_t kept = 0;
    bool in_digits = false;
    if (size > sizeof word) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            return false;
        }
        bool is_digit = c <= '9'; /* of letters and digits */
        if (!is_digit || !in_digits) {
            word[kept++] = is_digit ? '#' : (char)(c | 0x20);
        }
        in_digits = is_digit;
    }
    *out = nd__word_hash(key, word, kept);
    return true;
}

nd_status nd__tokens_masked_hash(uint64_t *out, const nd__tokens *tokens, size_t i,
                                 const char *text, nd_error *err) {
    *out = tokens->hash[i];
    if ((tokens->flags[i] & ND__TOKEN_DIGIT) == 0) {
        return ND_OK;
    }
    const char *bytes = text + tokens->begin[i];
    size_t size = tokens->end[i] - tokens->begin[i];
    if (mask_ascii(out, bytes, size, &tokens->key)) {
        return ND_OK;
    }
    size_t first = i, last = i;
    bool found;
    ND_TRY(mask_in(out, &found, tokens->hash[i], bytes, size, &tokens->key, err));
    if (found) {
        return ND_OK;
    }
    while (first > 0 && i - first < NEIGHBOURS &&
           tokens->begin[first] < tokens->end[first - 1]) {
        first--;
    }
    while (last + 1 < tokens->count && last - i < NEIGHBOURS &&
           tokens->begin[last + 1] < tokens->end[last]) {
        last++;
    }
    return mask_in(out, &found, tokens->hash[i], text + tokens->begin[first],
                   tokens->end[last] - tokens->begin[first], &tokens->key, err);
}
