/* Classes: documents whose normalised text is the same. */
#ifndef ND_MATCH_CLASSES_H
#define ND_MATCH_CLASSES_H

#include "store/corpus.h"

/* Documents without a token are in a class of their own: they match nothing. */
typedef struct nd__classes {
    uint32_t *of; /* [documents] class of each document */
    uint32_t
        *members;  /* [documents] the members of all classes, each class in input order */
    size_t *begin; /* [count + 1] where class c begins in members */
    size_t count;  /* classes, numbered by their first member's place in the input */
} nd__classes;

nd_status nd__classes_make(nd__classes *out, const nd__corpus *corpus, nd_error *err);
/* The same, but only documents of one site can be of one class. */
nd_status nd__classes_make_by_site(nd__classes *out, const nd__corpus *corpus,
                                   nd_error *err);
void nd__classes_clear(nd__classes *classes);

#endif
