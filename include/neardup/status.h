/* neardup: status codes and errors. */
#ifndef NEARDUP_STATUS_H
#define NEARDUP_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ND_API __attribute__((visibility("default")))
#define ND_MUST_CHECK __attribute__((warn_unused_result))
#define ND_PRINTF(format_at, first_at) \
    __attribute__((format(printf, format_at, first_at)))
#else
#define ND_API
#define ND_MUST_CHECK
#define ND_PRINTF(format_at, first_at)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. Failures are negative; the numbers never change, new ones may be
 * added. After a failure a function has freed all it made. */
typedef enum nd_status {
    ND_OK = 0,
    ND_DONE = 1,           /**< the end of an iteration, not an error */
    ND_E_ARG = -1,         /**< an option or argument is out of its range */
    ND_E_NOMEM = -2,       /**< out of memory */
    ND_E_IO = -3,          /**< reading or writing failed */
    ND_E_FORMAT = -4,      /**< the input is not what it claims to be */
    ND_E_ENCODING = -5,    /**< not UTF-8 */
    ND_E_LIMIT = -6,       /**< larger than this build or the options allow */
    ND_E_UNSUPPORTED = -7, /**< understood, but not supported */
    ND_E_CANCELLED = -8,   /**< the caller asked to stop */
    ND_E_INTERNAL = -9     /**< a defect of neardup */
} nd_status;

/** nd_error.at where a failure has no position. */
#define ND_NO_POSITION UINT64_MAX

/** Why a call failed. The caller's, needs no initialising and no freeing; functions take
 * NULL for it. Meaningful only after a failure: a call that succeeds leaves it as it was.
 */
typedef struct nd_error {
    nd_status code;    /**< what the call returned */
    uint64_t at;       /**< byte offset or 1-based line, as the message says */
    char message[480]; /**< one line of UTF-8 without a final stop; "…" marks a cut */
} nd_error;

/** Short English name of a status, e.g. "out of memory"; "unknown status" for a number
 * that is none. Static text, never NULL. Threads: any. */
ND_API const char *nd_status_text(nd_status status);

/** The version of the library that runs, e.g. "0.1.0"; version.h has that of the headers.
 * Static text. Threads: any. */
ND_API const char *nd_version(void);

#ifdef __cplusplus
}
#endif

#endif
