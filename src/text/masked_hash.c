/* Hashes of tokens whose digits are masked. The token is spelt out again from the text it
 * came from. Where that text holds several tokens (one character may give more than one)
 * the right one is known by its hash. */
#include <string.h>

#include "base/hash.h"
#include "text/normalise.h"
#include "text/tokens.h"
#include "text/utf8.h"

/* Replaces each run of decimal digits by '#'; gives the new size. */
static size_t mask_digits(char *word, size_t size) {
    const nd__normal_rule *rules = NULL;
    size_t kept = 0, length;
    int in_digits = 0;
    for (size_t i = 0; i < size; i += length) {
        uint32_t code_point = 0;
        length = nd__utf8_decode(&code_point, word + i, size - i);
        if (length == 0) {
            length = 1;
        }
        int is_digit = code_point >= '0' && code_point <= '9';
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

nd_status nd__tokens_masked_hash(uint64_t *out, const nd__tokens *tokens, size_t i,
                                 const char *text, uint64_t seed, nd_error *err) {
    *out = tokens->hash[i];
    if ((tokens->flags[i] & ND__TOKEN_DIGIT) == 0) {
        return ND_OK;
    }
    nd__buffer words = {0};
    uint32_t begin = tokens->begin[i], end = tokens->end[i];
    nd_status status = nd__tokens_normalise(&words, text + begin, end - begin, err);
    size_t at = 0;
    while (status >= 0 && at < words.count) {
        char *word = words.items + at;
        const char *space = memchr(word, ' ', words.count - at);
        size_t size = space == NULL ? words.count - at : (size_t)(space - word);
        if (nd__hash64(word, size, seed) == tokens->hash[i]) {
            *out = nd__hash64(word, mask_digits(word, size), seed);
            break;
        }
        at += size + 1;
    }
    nd__vector_clear(&words);
    return status;
}
