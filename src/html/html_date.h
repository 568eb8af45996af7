/* Dates as pages write them for machines. */
#ifndef ND_HTML_HTML_DATE_H
#define ND_HTML_HTML_DATE_H

#include <stdbool.h>
#include <stddef.h>

#define ND__DATE_SIZE 26 /* "2011-11-01T10:18:00+02:00" and a 0 */

/* Normalises text[0..size-1] to YYYY[-MM[-DD[THH:MM[:SS][Z|+HH:MM]]]] as far as it goes.
 * Understood: ISO 8601 and its kin with other separators (2011/11/01 10:18, 20111101),
 * RFC 2822 (Tue, 01 Nov 2011 10:18:00 GMT), English month names (November 1, 2011). False
 * for anything else, for days that don't exist, for years before 1990 or after 2099, and
 * where day and month can be told apart only by guessing (01/11/2011). */
bool nd__html_date_read(char out[ND__DATE_SIZE], const char *text, size_t size);

#endif
