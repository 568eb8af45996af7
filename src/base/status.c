#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8_size.h"
#include "neardup/version.h"

const char *nd_status_text(nd_status status) {
    switch (status) {
        case ND_OK:
            return "ok";
        case ND_DONE:
            return "done";
        case ND_E_ARG:
            return "bad argument";
        case ND_E_NOMEM:
            return "out of memory";
        case ND_E_IO:
            return "input or output failed";
        case ND_E_FORMAT:
            return "bad format";
        case ND_E_ENCODING:
            return "not UTF-8";
        case ND_E_LIMIT:
            return "over a limit";
        case ND_E_UNSUPPORTED:
            return "not supported";
        case ND_E_CANCELLED:
            return "cancelled";
        case ND_E_INTERNAL:
            return "internal error";
    }
    return "unknown status";
}

const char *nd_version(void) {
    return ND_VERSION_STRING;
}

/* A message that was cut must not end inside a UTF-8 character, and says that it was cut.
 */
static void mark_cut(char *message, size_t capacity) {
    static const char mark[] = "\xe2\x80\xa6";
    size_t at = capacity - sizeof mark;
    while (at > 0 && ((unsigned char)message[at] & 0xC0) == 0x80) {
        at--;
    }
    memcpy(message + at, mark, sizeof mark);
}

ND_PRINTF(2, 0)
static void print_message(nd_error *err, const char *format, va_list arguments) {
    err->message[0] = '\0'; /* vsnprintf may fail */
    /* File names and input may hold anything; the message is one line of UTF-8. */
    int length = vsnprintf(err->message, sizeof err->message, format, arguments);
    if (length >= (int)sizeof err->message) {
        mark_cut(err->message, sizeof err->message);
    }
    size_t size = strlen(err->message);
    for (size_t i = 0; i < size;) {
        unsigned char *at = (unsigned char *)err->message + i;
        size_t step = nd__utf8_size(at, size - i);
        if (step == 0 || *at < 0x20 || *at == 0x7F) {
            *at = '?';
            step = 1;
        }
        i += step;
    }
}

nd_status nd__fail(nd_error *err, nd_status code, uint64_t at, const char *format, ...) {
    if (err != NULL) {
        va_list arguments;
        va_start(arguments, format);
        print_message(err, format, arguments);
        va_end(arguments);
        err->code = code;
        err->at = at;
    }
    return code;
}

nd_status nd__fail_memory(nd_error *err) {
    return nd__fail(err, ND_E_NOMEM, ND_NO_POSITION, "out of memory");
}

nd_status nd__fail_system(nd_error *err, int number, const char *format, ...) {
    if (err != NULL) {
        va_list arguments;
        va_start(arguments, format);
        print_message(err, format, arguments);
        va_end(arguments);
        char reason[128];
        if (strerror_r(number, reason, sizeof reason) != 0) {
            snprintf(reason, sizeof reason, "system error %d", number);
        }
        size_t used = strlen(err->message);
        int more =
            snprintf(err->message + used, sizeof err->message - used, ": %s", reason);
        if (more >= (int)(sizeof err->message - used)) {
            mark_cut(err->message, sizeof err->message);
        }
        err->code = ND_E_IO;
        err->at = ND_NO_POSITION;
    }
    return ND_E_IO;
}
