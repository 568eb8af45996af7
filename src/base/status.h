/* Making and passing on errors. */
#ifndef ND_BASE_STATUS_H
#define ND_BASE_STATUS_H

#include "neardup/status.h"

/* Fills *err (which may be NULL) and returns code. */
nd_status nd__fail(nd_error *err, nd_status code, uint64_t at, const char *format, ...)
    ND_PRINTF(4, 5);
nd_status nd__fail_memory(nd_error *err);
/* The message ends in the text of the system error number `number`. */
nd_status nd__fail_system(nd_error *err, int number, const char *format, ...)
    ND_PRINTF(3, 4);

#define ND_TRY(expression)                      \
    do {                                        \
        nd_status nd_try_status = (expression); \
        if (nd_try_status < 0) {                \
            return nd_try_status;               \
        }                                       \
    } while (0)

/* Needs a local `nd_status status` and a label `out`. */
#define ND_TRY_OUT(expression) \
    do {                       \
        status = (expression); \
        if (status < 0) {      \
            goto out;          \
        }                      \
    } while (0)

#endif
