#include "match/teaser_extent.h"

#include <string.h>

#include "text/blocks.h"

#define LABEL_HALVES 12   /* half words of a date or a byline: six words */
#define HEAD_BLOCKS 64    /* of a document are looked through for a headline */
#define HEADLINE_TOKENS 3 /* fewer are a label, which many documents have */
#define LEAST_WEIGHT 8    /* words of a paragraph */
#define SUMMARY_WEIGHT 12 /* words: no headline that ends a sentence is so long */
#define LONG_WEIGHT 20    /* no headline is so long */

static size_t halves_of(const nd__tokens *tokens, size_t begin, size_t end) {
    size_t halves = 0;
    for (size_t i = begin; i < end; i++) {
        halves += (tokens->flags[i] & ND__TOKEN_SINGLE) != 0 ? 1 : 2;
    }
    return halves;
}

/* Has the original's document a block in front of it that is just these tokens? */
static nd_status is_headline(bool *out, const nd__corpus *corpus, const nd__teaser *found,
                             const uint64_t *hash, size_t count, nd__tokens *scratch,
                             uint64_t seed, nd_error *err) {
    const nd__document *document = &corpus->documents.items[found->of_document];
    size_t first = document->block_begin;
    *out = false;
    for (size_t b = first; !*out && b < found->of && b < first + HEAD_BLOCKS; b++) {
        const nd__block_row *row = &corpus->blocks.items[b];
        if (row->tokens == count && b != found->block) {
            ND_TRY(nd__tokens_read(scratch, document->text + row->begin,
                                   row->end - row->begin, seed, err));
            *out = scratch->count == count &&
                   memcmp(scratch->hash, hash, count * sizeof *hash) == 0;
        }
    }
    return ND_OK;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Does a quotation begin at token `front`, behind nothing but white space or a colon?
 * Behind a dash it is what the text begins with. */
static bool is_quotation(const nd__tokens *tokens, size_t front, nd__block_text block) {
    static const char *const marks[] = {"\"", "“", "”",  "„",  "«",
                                        "»",  "‹", "「", "『", "‘"};
    static const char *const dashes[] = {"-", "–", "—", "|", "·", "•"};
    size_t begin = tokens->end[front - 1], size = tokens->begin[front] - begin;
    for (size_t at = 0; at < size; at++) {
        for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
            size_t length = strlen(dashes[i]);
            if (length <= size - at &&
                memcmp(block.text + begin + at, dashes[i], length) == 0) {
                return false;
            }
        }
        for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
            size_t length = strlen(marks[i]);
            if (length <= size - at &&
                memcmp(block.text + begin + at, marks[i], length) == 0) {
                return true;
            }
        }
    }
    return false;
}

nd_status nd__teaser_begin(nd__teaser *found, const nd__corpus *corpus,
                           const nd__tokens *tokens, size_t front, nd__block_text block,
                           nd__tokens *scratch, uint64_t seed, nd_error *err) {
    size_t end = tokens->begin[front], line = end, first = front;
    while (line > 0 && block.text[line - 1] != '\n' && block.text[line - 1] != '\r') {
        line--;
    }
    while (line < end && is_space(block.text[line])) {
        line++;
    }
    while (first > 0 && tokens->begin[first - 1] >= line) {
        first--;
    }
    bool quotation = first < front && is_quotation(tokens, front, block);
    bool belongs = halves_of(tokens, first, front) <= LABEL_HALVES && !quotation;
    if (!belongs) {
        ND_TRY(is_headline(&belongs, corpus, found, tokens->hash + first, front - first,
                           scratch, seed, err));
    }
    found->begin = (uint32_t)(belongs ? line : end);
    found->similarity = quotation && !belongs ? 0 : found->similarity;
    return ND_OK;
}

/* Do two blocks have the same words, but for digits? */
static bool is_same(const nd__block_row *a, const nd__block_row *b) {
    return a->tokens == b->tokens && a->masked == b->masked;
}

/* The first block of the document behind `block` that can be looked up, or the end. */
static size_t next_block(const nd__corpus *corpus, const nd__document *document,
                         size_t block) {
    do {
        block++;
    } while (block < document->block_end && corpus->blocks.items[block].start == 0);
    return block;
}

static bool goes_on_alike(const nd__corpus *corpus, const nd__teaser *found) {
    const nd__document *own = &corpus->documents.items[found->document];
    const nd__document *other = &corpus->documents.items[found->of_document];
    size_t a = next_block(corpus, own, found->block);
    size_t b = next_block(corpus, other, found->of);
    return a < own->block_end && b < other->block_end &&
           corpus->blocks.items[a].start == corpus->blocks.items[b].start;
}

bool nd__teaser_is_headed(const nd__corpus *corpus, const nd__teaser *found) {
    const nd__block_row *rows = corpus->blocks.items;
    const nd__document *own = &corpus->documents.items[found->document];
    const nd__document *other = &corpus->documents.items[found->of_document];
    size_t first = other->block_begin;
    if (goes_on_alike(corpus, found)) {
        return false; /* versions of one text */
    }
    for (size_t back = 1; back <= 2 && found->block >= own->block_begin + back; back++) {
        const nd__block_row *above = &rows[found->block - back];
        if (above->tokens >= HEADLINE_TOKENS && above->weight < LONG_WEIGHT) {
            for (size_t b = first; b < found->of && b < first + HEAD_BLOCKS; b++) {
                if (is_same(above, &rows[b])) {
                    return true;
                }
            }
        }
        if (above->weight > LABEL_HALVES / 2) {
            return false; /* not a date that stands between */
        }
    }
    return false;
}

static bool is_running(const nd__block_row *row) {
    return (row->flags & ND__BLOCK_TABLE_ROW) == 0 && row->zone == ND__ZONE_BODY &&
           (row->weight >= SUMMARY_WEIGHT ||
            (row->weight >= 8 &&
             (row->flags & (ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS)) != 0));
}

/* Is one of the two the first running text of the document, but for a long headline, and
 * the other near, or is the teaser among the last? */
static bool at_an_end(const nd__corpus *corpus, const nd__teaser *found,
                      const bool *frames) {
    const nd__document *document = &corpus->documents.items[found->document];
    size_t low = found->block < found->of ? found->block : found->of;
    size_t high = found->block < found->of ? found->of : found->block;
    size_t before = 0, between = 0, behind = 0;
    for (size_t b = document->block_begin; b < document->block_end; b++) {
        size_t running =
            (frames == NULL || !frames[b]) && is_running(&corpus->blocks.items[b]);
        before += b < low ? running : 0;
        between += b > low && b < high ? running : 0;
        behind += b > found->block ? running : 0;
    }
    return (before <= 1 && between <= 1) || (found->block == high && behind <= 1);
}

bool nd__teaser_is_paragraph(const nd__block_row *row) {
    bool sentence = row->weight >= LEAST_WEIGHT && (row->flags & ND__BLOCK_SENTENCE) != 0;
    return (sentence || row->weight >= LONG_WEIGHT) &&
           (row->flags & (ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW)) == 0;
}

bool nd__teaser_is_summary(const nd__corpus *corpus, const nd__teaser *found,
                           const bool *frames) {
    const unsigned other_kinds =
        ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE | ND__BLOCK_COLON;
    const char *text = corpus->documents.items[found->document].text;
    const nd__block_row *row = &corpus->blocks.items[found->block];
    const nd__block_row *of = &corpus->blocks.items[found->of];
    size_t size = row->end - row->begin;
    if (row->weight < SUMMARY_WEIGHT || (row->flags & other_kinds) != 0) {
        return false;
    }
    bool ends = (row->flags & ND__BLOCK_SENTENCE) != 0 && of->end - of->begin > size &&
                memcmp(text + row->begin, text + of->begin, size) == 0;
    return (ends || row->weight >= LONG_WEIGHT || found->similarity < 1) &&
           at_an_end(corpus, found, frames);
}
