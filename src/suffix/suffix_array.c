/* Suffix arrays by libdivsufsort; LCP arrays by way of the permuted LCP array.
 *
 * Karkkainen, Manzini, Puglisi 2009, "Permuted Longest-Common-Prefix Array": Phi[i] is
 * the suffix sorted just before suffix i (their figure 1). PLCP[i], the common prefix of
 * the two, is at least PLCP[i - 1] - 1, so that all of PLCP takes O(n) comparisons in
 * text order; LCP[r] = PLCP[SA[r]] is a permutation of it. The memory touched out of
 * order is less than in Kasai et al. 2001, which makes it faster although it does the
 * same work.
 *
 * libdivsufsort takes its sizes as signed integers of the width of its entries; its
 * header for 32 bit therefore ends at 2^31 - 1 bytes. It answers -1 for bad arguments,
 * which cannot come from here, and -2 where memory ran out. */
#include "suffix/suffix_array.h"

#include <divsufsort.h>
#include <divsufsort64.h>

#define LCP_NAME lcp_of_bytes_32
#define LCP_INDEX int32_t
#define LCP_ELEMENT uint8_t
#include "suffix/lcp_template.h"

#define LCP_NAME lcp_of_bytes_64
#define LCP_INDEX int64_t
#define LCP_ELEMENT uint8_t
#include "suffix/lcp_template.h"

#define LCP_NAME lcp_of_codes
#define LCP_INDEX uint32_t
#define LCP_ELEMENT uint32_t
#include "suffix/lcp_template.h"

static nd_status check_answer(int32_t answer, nd_error *err) {
    if (answer == 0) {
        return ND_OK;
    }
    if (answer == -2) {
        return nd__fail_memory(err);
    }
    return nd__fail(err, ND_E_INTERNAL, ND_NO_POSITION,
                    "the suffix sorter answered %d to valid arguments", (int)answer);
}

nd_status nd__suffix_array_32(int32_t *sa, int32_t *lcp, const uint8_t *text, size_t size,
                              nd_error *err) {
    if (size > INT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "a text of %zu bytes was too long for a 32 bit suffix array",
                        size);
    }
    if (size == 0) {
        return ND_OK;
    }
    ND_TRY(check_answer(divsufsort(text, sa, (saidx_t)size), err));
    if (lcp != NULL) {
        int32_t *phi = nd__allocate(size, sizeof *phi);
        if (phi == NULL) {
            return nd__fail_memory(err);
        }
        lcp_of_bytes_32(lcp, phi, sa, text, size);
        free(phi);
    }
    return ND_OK;
}

nd_status nd__suffix_array_64(int64_t *sa, int64_t *lcp, const uint8_t *text, size_t size,
                              nd_error *err) {
    if (size > INT64_MAX / sizeof *sa) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "a text of %zu bytes was too long for a suffix array", size);
    }
    if (size == 0) {
        return ND_OK;
    }
    ND_TRY(check_answer(divsufsort64(text, sa, (saidx64_t)size), err));
    if (lcp != NULL) {
        int64_t *phi = nd__allocate(size, sizeof *phi);
        if (phi == NULL) {
            return nd__fail_memory(err);
        }
        lcp_of_bytes_64(lcp, phi, sa, text, size);
        free(phi);
    }
    return ND_OK;
}

void nd__suffix_plcp_32(int32_t *plcp, const int32_t *sa, const uint8_t *text,
                        size_t size) {
    if (size > 0) {
        lcp_of_bytes_32(NULL, plcp, sa, text, size);
    }
}

void nd__suffix_plcp_64(int64_t *plcp, const int64_t *sa, const uint8_t *text,
                        size_t size) {
    if (size > 0) {
        lcp_of_bytes_64(NULL, plcp, sa, text, size);
    }
}

void nd__suffix_lcp_codes(uint32_t *lcp, uint32_t *scratch, const uint32_t *sa,
                          const uint32_t *codes, size_t count) {
    if (count > 0) {
        lcp_of_codes(lcp, scratch, sa, codes, count);
    }
}
