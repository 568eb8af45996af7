/* What the files that read run files share. */
#ifndef ND_RUN_RUN_READER_INTERNAL_H
#define ND_RUN_RUN_READER_INTERNAL_H

#include "base/json_writer.h"
#include "input/json_tree.h"
#include "run/findings.h"
#include "run/line_reader.h"

typedef struct nd__run_reader {
    nd__line_reader lines;
    nd__tree tree;
    nd__findings *findings;
    bool has_header, has_end;
    nd__run_end end;
    uint64_t largest_n;
    ND_VECTOR(nd__member) members;
    ND_VECTOR(nd__member_span) spans;
    ND_VECTOR(nd__block_place) places;
    ND_VECTOR(nd__text_range) later;
    ND_VECTOR(nd__site_copies) copies;
    nd__json rendered;
    nd_error *err;
} nd__run_reader;

/* A defect of the line: ND_E_FORMAT with its place. */
ND_PRINTF(2, 3)
nd_status nd__run_damaged(nd__run_reader *reader, const char *format, ...);

/* Fields. A missing optional field leaves *out as it was. */
nd_status nd__run_get_unsigned(nd__run_reader *reader, const nd__tree_node *object,
                               const char *key, bool required, uint64_t *out);
/* From 0 to 1. */
nd_status nd__run_get_ratio(nd__run_reader *reader, const nd__tree_node *object,
                            const char *key, bool required, double *out);
nd_status nd__run_get_text(nd__run_reader *reader, const nd__tree_node *object,
                           const char *key, bool required, const char **out);
nd_status nd__run_get_flag(nd__run_reader *reader, const nd__tree_node *object,
                           const char *key, bool *out);
nd_status nd__run_get_doc(nd__run_reader *reader, const nd__tree_node *object,
                          const char *key, const char *n_key, nd__doc *out);
/* [number, number, ...] of just `count` numbers. */
bool nd__run_get_numbers(uint64_t *out, size_t count, const nd__tree *tree,
                         const nd__tree_node *array);
/* Appends the object's "spans" to reader->spans. */
nd_status nd__run_get_spans(nd__run_reader *reader, const nd__tree_node *object,
                            size_t *count);

/* Records and keys about sites and what they reprint. */
nd_status nd__run_read_reprint(nd__run_reader *reader, const nd__tree_node *root);
nd_status nd__run_read_site(nd__run_reader *reader, const nd__tree_node *root);
nd_status nd__run_read_group_first(nd__run_reader *reader, const nd__tree_node *root,
                                   nd__group *group);
nd_status nd__run_read_site_counts(nd__run_reader *reader, const nd__tree_node *root,
                                   nd__run_end *end);

#endif
