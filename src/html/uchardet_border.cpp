// uchardet's functions are C, but let the exceptions of failed allocations through.
#include <uchardet.h>

#include <cstring>
#include <new>

extern "C" {
#include "html/charset_guess.h"
}

extern "C" nd_status nd__charset_guess(char out[ND__CHARSET_GUESS_SIZE],
                                       const char *bytes, size_t size, nd_error *err) {
    uchardet_t detector = nullptr;
    nd_status status = ND_OK;
    out[0] = '\0';
    try {
        detector = uchardet_new();
        if (detector == nullptr || uchardet_handle_data(detector, bytes, size) != 0) {
            status = nd__fail_memory(err);
        } else {
            uchardet_data_end(detector);
            const char *name = uchardet_get_charset(detector);
            size_t length = std::strlen(name);
            if (length < ND__CHARSET_GUESS_SIZE) {
                std::memcpy(out, name, length + 1);
            }
        }
    } catch (const std::bad_alloc &) {
        status = nd__fail_memory(err);
    }
    if (detector != nullptr) {
        uchardet_delete(detector);
    }
    return status;
}
