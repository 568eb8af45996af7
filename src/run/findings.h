/* What a scan found, in memory: the scan fills it, the run file's writer writes it, its
 * reader reads it back, clean, check and explain use it.
 *
 * Every document has, besides its id, its ordinal `n`: 0-based in input order over all
 * documents of all inputs (references come behind all other inputs), so that documents of
 * the same id are told apart.
 *
 * Strings and arrays inside a findings object live in its arena. The nd__findings_add_*
 * functions copy what they are given (strings, members, spans), so callers may pass
 * borrowed memory. */
#ifndef ND_RUN_FINDINGS_H
#define ND_RUN_FINDINGS_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/spill.h"
#include "neardup/run_file.h"

/* Why a document of a group is dropped, or why a block is a finding. */
typedef enum nd__match_kind {
    ND__MATCH_EXACT,
    ND__MATCH_NEAR,
    ND__MATCH_CONTAINED
} nd__match_kind;
typedef enum nd__finding_kind {
    ND__FINDING_REPEAT,
    ND__FINDING_TEASER,
    ND__FINDING_BOILERPLATE
} nd__finding_kind;
/* Why a copy is taken for the first one. */
typedef nd_first_reason nd__first_reason;
#define ND__FIRST_REASONS 4
#define ND__MATCH_KINDS 3
#define ND__FINDING_KINDS 3

/* Names as they stand in the run file. */
const char *nd__match_kind_name(nd__match_kind kind);
const char *nd__finding_kind_name(nd__finding_kind kind);
const char *nd__first_reason_name(nd__first_reason reason);

typedef struct nd__doc {
    const char *id; /* never NULL */
    uint64_t n;
} nd__doc;

/* A parameter of the run. `json` is the value, already rendered ("0.8", "\"first\"",
 * "null"). Clean takes the strings of format, text_field, id_field, url_field,
 * site_field and date_field from here to read the inputs the same way again. */
typedef struct nd__run_param {
    const char *key;
    const char *json;
} nd__run_param;

/* One input file, in input order. */
typedef struct nd__run_input {
    const char *path;             /* as nd__input_file.path */
    uint64_t bytes;               /* decompressed */
    nd__hash128_value digest;     /* of the decompressed bytes */
    bool reference;               /* compared against, never dropped */
    char hex[ND_DIGEST_HEX_SIZE]; /* set by nd__findings_add_input */
} nd__run_input;

typedef ND_VECTOR(nd__run_input) nd__run_inputs;

/* Overlap of the kept text and a member's: text bytes, half-open. */
typedef nd_run_span nd__member_span;

typedef struct nd__member {
    nd__doc doc;
    const char *site, *date; /* NULL where unknown */
    uint64_t bytes;          /* size of its text */
    bool kept;               /* more than one only where references are */
    bool reference;
    /* For members that are not kept: */
    nd__match_kind kind;
    double jaccard;
    double containment; /* share of this member's shingles that the kept document has */
    const nd__member_span *spans; /* by member_begin */
    size_t span_count;
    const char *credits; /* agencies that its text names, "AP, Reuters"; NULL: none */
} nd__member;

typedef struct nd__group {
    uint64_t id;
    nd__match_kind kind; /* the weakest kind of its members */
    bool reprint;        /* the same text on several sites */
    size_t kept;         /* index of the kept document that the members are measured by */
    const nd__member *members;
    size_t size;
    bool has_first; /* where reprint */
    size_t first;   /* index of the member that is likely the first */
    nd__first_reason first_by;
} nd__group;

/* text[begin, end) of a document. */
typedef struct nd__block_place {
    nd__doc doc;
    uint64_t begin, end;
    uint64_t line; /* 1-based line of begin, in the file or in the decoded text */
} nd__block_place;

typedef struct nd__block_finding {
    nd__finding_kind kind;
    nd__block_place at;
    bool has_of;
    nd__block_place of; /* what it repeats */
    double similarity;  /* with `of`; negative: none */
    const char *site;   /* NULL where unknown */
    uint64_t pages;     /* boilerplate: pages of the site that have it; else 0 */
    double share;       /* boilerplate: pages / all pages of the site; negative: none */
    double score;       /* boilerplate: how sure it is, up to 1; 0: not known */
} nd__block_finding;

typedef struct nd__pair_finding {
    nd__doc a, b;
    double jaccard;
    double containment_a; /* share of a's shingles that b has */
    double containment_b;
} nd__pair_finding;

/* A document and what tells its copies apart. */
typedef struct nd__source {
    nd__doc doc;
    const char *site, *date, *credits; /* NULL where unknown */
} nd__source;

/* An edited copy on another site. */
typedef struct nd__reprint_finding {
    nd__source copy, of; /* of: likely the first */
    bool reference;      /* the copy: it is never dropped */
    nd__first_reason by;
    double share;                 /* of the copy's compared words, that passages have */
    double of_share;              /* of the other's */
    const nd__member_span *spans; /* [of begin, of end, copy begin, copy end] by copy */
    size_t span_count;
} nd__reprint_finding;

/* How many documents of a site were likely published by another one first. */
typedef struct nd__site_copies {
    const char *site; /* that other one */
    uint64_t documents;
} nd__site_copies;

/* A site of which documents are dropped or copies of others. */
typedef struct nd__site_finding {
    const char *site;
    uint64_t documents; /* that were read, without references */
    uint64_t dropped;
    const nd__site_copies *of; /* most first */
    size_t of_count;
} nd__site_finding;

/* A text that stands in the corpus more than once, or texts that are alike. */
typedef struct nd__span_finding {
    uint64_t id;
    uint64_t length;   /* bytes of the first place */
    uint64_t tokens;   /* 0: not counted */
    uint64_t count;    /* all places; place_count or more */
    double similarity; /* of the least alike place with the first; negative: equal */
    const nd__block_place *places; /* the first ones */
    size_t place_count;
} nd__span_finding;

typedef struct nd__text_range {
    uint64_t begin, end;
} nd__text_range;

/* text[begin, end) of a document: all of it stands elsewhere in the corpus, too. */
typedef struct nd__range_finding {
    nd__doc doc;
    uint64_t begin, end;         /* begin < end; either may lie within a character */
    const nd__text_range *later; /* parts of it that an earlier place has, ascending,
                                    apart, none empty */
    size_t later_count;
} nd__range_finding;

/* Spans and ranges come by the million, so they are kept small: offsets, lengths and
 * lines below 4 Gi (so are texts), documents by their index. */
typedef struct nd__kept_place {
    uint32_t document, begin, end, line;
} nd__kept_place;

typedef struct nd__kept_span {
    uint64_t id, count;
    size_t first_place; /* in nd__findings.places */
    uint32_t place_count, length, tokens;
    float similarity;
} nd__kept_span;

typedef struct nd__kept_later {
    uint32_t begin, end;
} nd__kept_later;

typedef struct nd__kept_range {
    size_t first_later; /* in nd__findings.later */
    uint32_t later_count, document, begin, end;
} nd__kept_range;

typedef struct nd__run_header {
    const char *tool, *version;
    ND_VECTOR(nd__run_param) params;
    nd__run_inputs inputs;
} nd__run_header;

typedef struct nd__run_end {
    uint64_t documents;         /* all that were read, references too: every n is less */
    uint64_t bytes;             /* of their texts */
    uint64_t groups;            /* group lines */
    uint64_t dropped_documents; /* members that are not kept */
    uint64_t dropped_bytes;     /* of their texts */
    uint64_t blocks;            /* block lines */
    uint64_t pairs;             /* pair lines */
    uint64_t skipped;           /* rows and files that could not be read */
    uint64_t revisits;          /* copies of pages that WARC files note without a text */
    uint64_t dropped_kind[ND__MATCH_KINDS];  /* dropped documents by kind */
    uint64_t block_kind[ND__FINDING_KINDS];  /* blocks by kind */
    uint64_t block_bytes[ND__FINDING_KINDS]; /* their bytes by kind */
    bool has_spans, has_ranges; /* they were looked for; set by adding one, too */
    uint64_t spans, ranges;     /* span and range lines */
    bool has_reprints;          /* edited copies were looked for */
    uint64_t reprints, sites;   /* reprint and site lines */
    uint64_t repeated_bytes;    /* in ranges */
    uint64_t later_bytes;       /* in their later parts */
} nd__run_end;

typedef struct nd__findings {
    nd__run_header header;
    ND_VECTOR(nd__doc)
    documents; /* those that the findings name, once each,
                  in order of first mention */
    ND_VECTOR(nd__group) groups;
    ND_VECTOR(nd__block_finding) blocks; /* by (at.doc.n, at.begin) for the run file */
    ND_VECTOR(nd__pair_finding) pairs;
    ND_VECTOR(nd__reprint_finding) reprints;
    ND_VECTOR(nd__site_finding) sites;
    ND_VECTOR(nd__kept_span) spans;
    ND_VECTOR(nd__kept_place) places;
    ND_VECTOR(nd__kept_range) ranges; /* by (document's n, begin), always */
    ND_VECTOR(nd__kept_later) later;
    nd__run_end end;
    nd__arena arena;
    nd__spill *spill; /* where spans and places are, to be read; NULL: in memory */
    /* The rest is its own: an open-addressing table from n to documents. */
    size_t *slots;
    size_t slot_count;
    const char *last_site;
    size_t last_document; /* index of the one that was named last */
} nd__findings;

nd__findings *nd__findings_create(void); /* NULL: out of memory */
void nd__findings_destroy(nd__findings *findings);

/* Sets tool and version. */
nd_status nd__findings_set_tool(nd__findings *findings, const char *tool,
                                const char *version, nd_error *err);
nd_status nd__findings_add_param(nd__findings *findings, const char *key,
                                 const char *json, nd_error *err);
nd_status nd__findings_add_input(nd__findings *findings, const nd__run_input *input,
                                 nd_error *err);
/* The index in findings->documents of a document, which is put there unless it is there.
 */
nd_status nd__findings_document(uint32_t *out, nd__findings *findings, nd__doc doc,
                                nd_error *err);
/* Adding a group, block, pair, span or range also counts it in findings->end; documents,
 * bytes and skipped are the caller's to set. */
nd_status nd__findings_add_group(nd__findings *findings, const nd__group *group,
                                 nd_error *err);
/* Room for that many blocks more, where their number is known. */
nd_status nd__findings_expect_blocks(nd__findings *findings, size_t more, nd_error *err);
nd_status nd__findings_add_block(nd__findings *findings, const nd__block_finding *block,
                                 nd_error *err);
nd_status nd__findings_add_pair(nd__findings *findings, const nd__pair_finding *pair,
                                nd_error *err);
nd_status nd__findings_add_reprint(nd__findings *findings,
                                   const nd__reprint_finding *reprint, nd_error *err);
nd_status nd__findings_add_site(nd__findings *findings, const nd__site_finding *site,
                                nd_error *err);
/* ND_E_FORMAT where it has no place, count is less than its places, or a number is 4 Gi
 * or more. */
nd_status nd__findings_add_span(nd__findings *findings, const nd__span_finding *span,
                                nd_error *err);
/* Ranges are added by (doc.n, begin) and do not overlap; else ND_E_FORMAT, and where
 * later parts do not fit or a number is 4 Gi or more. */
nd_status nd__findings_add_range(nd__findings *findings, const nd__range_finding *range,
                                 nd_error *err);
/* The first range of document n or a later one. */
size_t nd__findings_first_range(const nd__findings *findings, uint64_t n);
/* Place i of nd__findings.places. */
nd__block_place nd__findings_place(const nd__findings *findings, size_t i);
/* Are the blocks by (at.doc.n, at.begin), as a scan gives them? A run file may hold any
 * order. */
bool nd__findings_blocks_in_order(const nd__findings *findings);
/* Count one more in *end, for writers that stream and keep no findings. */
void nd__run_end_count_group(nd__run_end *end, const nd__group *group);
void nd__run_end_count_block(nd__run_end *end, const nd__block_finding *block);
void nd__run_end_count_span(nd__run_end *end);
void nd__run_end_count_range(nd__run_end *end, const nd__range_finding *range);

#endif
