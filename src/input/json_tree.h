/* One line of JSON as a flat tree. No C++ and no exception comes through. */
#ifndef ND_INPUT_JSON_TREE_H
#define ND_INPUT_JSON_TREE_H

#include "base/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ND__TREE_PADDING 64 /* readable bytes wanted behind a line */

typedef enum nd__tree_kind {
    ND__TREE_NULL,
    ND__TREE_BOOL,     /* number is 0 or 1 */
    ND__TREE_UNSIGNED, /* number and real */
    ND__TREE_REAL,     /* every other number: real */
    ND__TREE_STRING,   /* string, size; a 0 behind it */
    ND__TREE_ARRAY,    /* children: from the next node to the one before `after` */
    ND__TREE_OBJECT
} nd__tree_kind;

typedef struct nd__tree_node {
    nd__tree_kind kind;
    const char *key; /* of an object's child; else NULL */
    size_t key_size;
    const char *string;
    size_t size;
    uint64_t number;
    double real;
    size_t after; /* index of the first node that is not inside this one */
} nd__tree_node;

/* nodes.items[0] is the value of the line, its descendants follow in order. Strings are
 * borrowed until the next parse. Scratch of one thread. */
typedef struct nd__tree {
    ND_VECTOR(nd__tree_node) nodes;
    struct nd__tree_parser *parser;
} nd__tree;

nd_status nd__tree_init(nd__tree *tree, nd_error *err);
void nd__tree_clear(nd__tree *tree);
/* ND_E_FORMAT for what is not one JSON value (UTF-8, no number out of range, at most 64
 * levels); the message is a part of a sentence. ND__TREE_PADDING bytes may be read behind
 * line[0..size-1]. */
nd_status nd__tree_parse(nd__tree *tree, const char *line, size_t size, nd_error *err);
/* The child of the object nodes[object] with this key, the first of equal ones; NULL:
 * none. */
const nd__tree_node *nd__tree_find(const nd__tree *tree, const nd__tree_node *object,
                                   const char *key);
/* Children: for (c = first(n); c != end(n); c = next(c)). */
const nd__tree_node *nd__tree_first(const nd__tree_node *node);
const nd__tree_node *nd__tree_end(const nd__tree *tree, const nd__tree_node *node);
const nd__tree_node *nd__tree_next(const nd__tree *tree, const nd__tree_node *node);

bool nd__is_utf8(const char *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
