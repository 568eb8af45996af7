/* The tables of a segment, in memory: documents, their texts, blocks, signatures and
 * winnowed shingles. Rows are appended in input order and never change. */
#ifndef ND_STORE_CORPUS_H
#define ND_STORE_CORPUS_H

#include <stdbool.h>

#include "base/arena.h"
#include "neardup/fingerprint.h"

/* One document. Strings live in the corpus; NULL where the input has none (id never).
 * There may be millions: 80 bytes. */
typedef struct nd__document {
    const char *id, *date;
    const char *text; /* [0..text_size-1], valid UTF-8 */
    nd_digest digest;
    uint64_t winnow_begin; /* rows of winnowed */
    uint32_t winnow_count;
    uint32_t block_begin, block_end; /* rows of blocks */
    uint32_t text_size;
    uint32_t tokens;
    uint32_t site_number;   /* 0: no site */
    uint32_t argument : 31; /* the INPUT it came from */
    uint32_t reference : 1; /* compared against, never dropped */
} nd__document;

/* Where a block stands on its page: in front of the first block that is running text,
 * behind the last one, or between. A page without running text has no head or tail. */
typedef enum nd__zone { ND__ZONE_BODY, ND__ZONE_HEAD, ND__ZONE_TAIL } nd__zone;

/* One block of a document. */
typedef struct nd__block_row {
    uint64_t masked; /* hash of its tokens with digits masked */
    uint64_t start;  /* hash of its first tokens; 0: too short to be looked up by it */
    uint32_t begin, end;
    uint32_t line;
    uint32_t tokens;
    uint16_t flags;  /* ND__BLOCK_* and the bits below */
    uint16_t weight; /* words: a code point of a script without spaces is half a one; at
                        most 65535 */
    uint8_t zone;    /* nd__zone */
    uint8_t digits;  /* tokens with a digit, of 255 */
} nd__block_row;

/* What HTML said of a block: only corpora that hold HTML have these. */
typedef struct nd__block_mark {
    uint32_t path; /* of its tag path: names, ids and classes with digits masked */
    uint32_t near, around; /* kinds of words in names, of nd__html_block */
    uint16_t flags;        /* ND__HTML_* of html_block.h */
    uint8_t links;         /* bytes inside links, of 255 */
    bool known;            /* false for the blocks of other documents */
} nd__block_mark;

#define ND__BLOCK_HAS_LETTER 64u
#define ND__BLOCK_READ_MORE 128u /* ends in a read-more phrase */
#define ND__BLOCK_QUOTED 512u    /* begins with a quotation mark: speech */
#define ND__BLOCK_HAS_DIGIT 1024u
#define ND__BLOCK_FRAME 256u /* the site's, not the text's */

typedef struct nd__corpus {
    ND_VECTOR(nd__document) documents;
    ND_VECTOR(nd__block_row) blocks;
    ND_VECTOR(nd__block_mark) marks; /* by row of blocks; may end before them */
    nd__u16_vector signatures; /* [documents][signature_size] the low halves of MinHash
                                  values */
    nd__u32_vector
        winnowed; /* distinct winnowed shingles of each document, high 32 bits */
    ND_VECTOR(const char *) sites; /* by site number; [0] is NULL */
    uint32_t signature_size;
    nd__arena arena;
    ND_VECTOR(uint32_t) site_table; /* open addressing: site numbers, 0 is free */
} nd__corpus;

/* What a worker made of one document, to be appended in input order. Everything borrowed.
 */
typedef struct nd__corpus_entry {
    nd__document document; /* block and winnow rows, site_number are filled by append */
    const char *site;      /* NULL: none */
    const nd__block_row *blocks;
    size_t block_count;
    const nd__block_mark *marks; /* [block_count]; NULL: no HTML */
    const uint16_t *signature;   /* [signature_size]; NULL: no signatures are kept */
    const uint32_t *winnowed;
    size_t winnowed_count;
    bool text_is_kept; /* the text lives as long as the corpus: it is not copied */
} nd__corpus_entry;

void nd__corpus_init(nd__corpus *corpus, uint32_t signature_size);
/* Copies the entry, its text and its strings. */
nd_status nd__corpus_append(nd__corpus *corpus, const nd__corpus_entry *entry,
                            nd_error *err);
/* The marks of blocks from row `block` on, or NULL where they are of no HTML. */
static inline const nd__block_mark *nd__corpus_marks(const nd__corpus *corpus,
                                                     size_t block) {
    return block < corpus->marks.count && corpus->marks.items[block].known
               ? &corpus->marks.items[block]
               : NULL;
}
/* The site of a document, or NULL. */
static inline const char *nd__corpus_site(const nd__corpus *corpus,
                                          const nd__document *document) {
    return corpus->sites.items[document->site_number];
}
void nd__corpus_clear(nd__corpus *corpus);

#endif
