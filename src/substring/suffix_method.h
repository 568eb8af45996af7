/* Repeated windows and maximal repeats from a suffix array over everything: slow, short,
 * and what the fast ways are held to. nd__repeated_windows_by_suffixes is in
 * repeated_windows.h. */
#ifndef ND_SUBSTRING_SUFFIX_METHOD_H
#define ND_SUBSTRING_SUFFIX_METHOD_H

#include "substring/maximal_repeats.h"

/* nd__maximal_repeats_find without windows. Frees nothing that *out holds; after a
 * failure *out is empty. ND_E_NOMEM, ND_E_LIMIT. One thread. Memory: 9 bytes a byte (17
 * from 2 GiB), twice that where all 256 values occur; for tokens that for each byte of
 * their codes; and 32 bytes for each window of the most frequent one. */
nd_status nd__maximal_repeats_by_suffixes(nd__maximal_repeats *out,
                                          const nd__sequence *sequence,
                                          const nd__maximal_options *options,
                                          nd_error *err);

/* The same with 64 bit from more than narrow_bytes of text on, for tests. */
nd_status nd__repeated_windows_by_suffixes_limited(nd__repeated_windows *out,
                                                   const nd__sequence *sequence,
                                                   const nd__window_options *options,
                                                   size_t narrow_bytes, nd_error *err);
nd_status nd__maximal_repeats_by_suffixes_limited(nd__maximal_repeats *out,
                                                  const nd__sequence *sequence,
                                                  const nd__maximal_options *options,
                                                  size_t narrow_bytes, nd_error *err);

#endif
