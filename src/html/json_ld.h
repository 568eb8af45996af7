/* Published dates in JSON-LD scripts. */
#ifndef ND_HTML_JSON_LD_H
#define ND_HTML_JSON_LD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* Of an object with datePublished: what it is. */
typedef enum nd__json_ld_kind {
    ND__JSON_LD_ARTICLE, /* its type ends in Article or Posting, or is Report, Blog... */
    ND__JSON_LD_PAGE,    /* WebPage and its kin */
    ND__JSON_LD_OTHER    /* a comment, a picture, a product's review: not the page */
} nd__json_ld_kind;

typedef nd_status (*nd__json_ld_found)(nd__json_ld_kind kind, const char *date,
                                       size_t size, void *payload, nd_error *err);

/* Calls found for every object of json[0..size-1] that has a string datePublished, at
 * its end. The text may be broken: reading stops there. Objects nested more than 64 deep
 * end the reading too. Cost: one pass. */
nd_status nd__json_ld_read(const char *json, size_t size, nd__json_ld_found found,
                           void *payload, nd_error *err);

#endif
