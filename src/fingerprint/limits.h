/* What the sizes of signatures may be. */
#ifndef ND_FINGERPRINT_LIMITS_H
#define ND_FINGERPRINT_LIMITS_H

#include "base/status.h"

#define ND_SIGNATURE_MIN 64u
#define ND_SIGNATURE_MAX 512u
#define ND_SIGNATURE_STEP 8u

static inline nd_status nd__signature_size_check(uint32_t size, nd_error *err) {
    if (size < ND_SIGNATURE_MIN || size > ND_SIGNATURE_MAX ||
        size % ND_SIGNATURE_STEP != 0) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "signature_size was %lu, not a multiple of %u from %u to %u",
                        (unsigned long)size, ND_SIGNATURE_STEP, ND_SIGNATURE_MIN,
                        ND_SIGNATURE_MAX);
    }
    return ND_OK;
}

#endif
