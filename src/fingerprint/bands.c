#include "base/status.h"
#include "fingerprint/limits.h"
#include "neardup/fingerprint.h"

/* By squaring, and not pow(): its last bit may differ between machines, and the choice of
 * bands must not. */
static double power(double base, uint32_t exponent) {
    double result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0) {
            result *= base;
        }
        base *= base;
    }
    return result;
}

double nd_bands_probability(const nd_bands *bands, double similarity) {
    return 1 - power(1 - power(similarity, bands->rows), bands->bands);
}

nd_status nd_bands_choose(nd_bands *out, double threshold, double recall,
                          uint32_t signature_size, nd_error *err) {
    /* Written so that NaN fails. */
    if (!(threshold > 0 && threshold <= 1)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "threshold was %g, not above 0 and at most 1", threshold);
    }
    if (!(recall > 0 && recall < 1)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "recall was %g, not between 0 and 1", recall);
    }
    ND_TRY(nd__signature_size_check(signature_size, err));
    for (uint32_t rows = signature_size; rows > 0; rows--) {
        nd_bands bands = {.bands = signature_size / rows, .rows = rows};
        bands.recall = nd_bands_probability(&bands, threshold);
        if (bands.recall >= recall) {
            *out = bands;
            return ND_OK;
        }
    }
    return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                    "recall %g at threshold %g is out of reach of signature_size %lu",
                    recall, threshold, (unsigned long)signature_size);
}
