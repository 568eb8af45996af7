#include "amounts.h"

#include <stdlib.h>
#include <string.h>

#include "options.h"

/* A number with a unit of one of `letters`, or none; its index in *unit. */
static bool parse_amount(uint64_t *out, size_t *unit, const char *text,
                         const char *letters) {
    char *end;
    if (*text < '0' || *text > '9') {
        return false;
    }
    *out = strtoull(text, &end, 10);
    const char *letter = *end == '\0' ? NULL : strchr(letters, *end);
    *unit = letter == NULL ? 0 : (size_t)(letter - letters);
    return *end == '\0' || (letter != NULL && end[1] == '\0');
}

bool parse_min_length(uint32_t *length, nd_span_unit *unit, const char *text) {
    uint64_t number;
    size_t letter;
    if (!parse_amount(&number, &letter, text, "wb") || number < 1 ||
        number > UINT32_C(1) << 20) {
        complain(
            "--min-length '%s' is not a length; write words as 25w, bytes as "
            "100b, 1 to 1048576",
            text);
        return false;
    }
    *length = (uint32_t)number;
    *unit = letter == 0 ? ND_SPAN_TOKENS : ND_SPAN_BYTES;
    return true;
}

bool parse_size(uint64_t *bytes, const char *name, const char *text) {
    static const unsigned shifts[] = {0, 10, 20, 30, 40};
    uint64_t number;
    size_t letter;
    if (!parse_amount(&number, &letter, text, "BKMGT") || number < 1 ||
        number > UINT64_MAX >> shifts[letter]) {
        complain("--%s '%s' is not a size; write 500M or 2G", name, text);
        return false;
    }
    *bytes = number << shifts[letter];
    return true;
}
