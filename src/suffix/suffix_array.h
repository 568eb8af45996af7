/* Suffix and LCP arrays: the one place that knows libdivsufsort. */
#ifndef ND_SUFFIX_SUFFIX_ARRAY_H
#define ND_SUFFIX_SUFFIX_ARRAY_H

#include "base/memory.h"

/* text [0..size-1], size < 2^31. sa [0..size-1] receives the suffixes in order, lcp
 * [0..size-1] the length of the common prefix of suffix sa[i] and sa[i-1] in bytes
 * (lcp[0] = 0), by the permuted LCP array of Karkkainen, Manzini, Puglisi 2009. lcp may
 * be NULL. */
nd_status nd__suffix_array_32(int32_t *sa, int32_t *lcp, const uint8_t *text, size_t size,
                              nd_error *err);
/* The same for any size; 8 bytes an entry. */
nd_status nd__suffix_array_64(int64_t *sa, int64_t *lcp, const uint8_t *text, size_t size,
                              nd_error *err);

/* The permuted LCP array: plcp[p], for suffix p, the length of its common prefix with the
 * suffix sorted before it. One array less than LCP takes. All arrays [0..size-1]. */
void nd__suffix_plcp_32(int32_t *plcp, const int32_t *sa, const uint8_t *text,
                        size_t size);
void nd__suffix_plcp_64(int64_t *plcp, const int64_t *sa, const uint8_t *text,
                        size_t size);

/* LCP of a suffix array over 32-bit letters that was made elsewhere (suffixes ordered
 * letter by letter, a prefix before what it begins). All arrays [0..count-1], count <
 * 2^32
 * - 1; scratch is written over. */
void nd__suffix_lcp_codes(uint32_t *lcp, uint32_t *scratch, const uint32_t *sa,
                          const uint32_t *codes, size_t count);

#endif
