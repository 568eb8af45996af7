/* The site of a URL: what one owner registered. */
#ifndef ND_INPUT_SITE_H
#define ND_INPUT_SITE_H

#include "base/arena.h"

/* Remembers the answers for some hosts, for looking one up in the list is slow. Changes
 * no answer; for one thread at a time. */
typedef struct nd__site_memo nd__site_memo;

nd__site_memo *nd__site_memo_create(void); /* NULL: out of memory */
void nd__site_memo_destroy(nd__site_memo *memo);

/* The registered domain of the URL (or bare host) in lower case:
 * "https://a.bbc.co.uk:8/x" gives "bbc.co.uk". An IP address stays as it is (without
 * brackets), and so does a host that has no registered domain. International names are in
 * Unicode, if they were so in the URL. *out is NULL where there is no host; else it lives
 * in the arena. memo may be NULL. */
nd_status nd__site_of_url(const char **out, nd__arena *arena, nd__site_memo *memo,
                          const char *url, nd_error *err);

#endif
