#include "base/hash.h"
#include "neardup/fingerprint.h"

nd_digest nd_digest_tokens(const uint64_t *token_hash, size_t count) {
    static const uint64_t nothing = 0;
    /* The array's bytes are its little-endian form: neardup runs on no other machine. */
    nd__hash128_value value =
        nd__hash128(count > 0 ? token_hash : &nothing, count * sizeof *token_hash, 0);
    return (nd_digest){value.low, value.high};
}
