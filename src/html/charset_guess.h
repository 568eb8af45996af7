/* What bytes that say nothing of themselves may be written in. The border to uchardet:
 * nothing of C++ and no exception passes it. */
#ifndef ND_HTML_CHARSET_GUESS_H
#define ND_HTML_CHARSET_GUESS_H

#include <stddef.h>

#include "base/status.h"

#define ND__CHARSET_GUESS_SIZE 32

/* Writes uchardet's name of the charset of bytes[0..size-1], "" where it has no idea. */
nd_status nd__charset_guess(char out[ND__CHARSET_GUESS_SIZE], const char *bytes,
                            size_t size, nd_error *err);

#endif
