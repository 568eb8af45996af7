/* The variants of a fast path, so that tests and benchmarks can run each of them. All
 * give the same bits. */
#ifndef ND_BASE_VARIANT_H
#define ND_BASE_VARIANT_H

#include "base/cpu.h"

typedef enum nd__variant {
    ND__VARIANT_PORTABLE,
    ND__VARIANT_AVX2,
    ND__VARIANT_AVX512
} nd__variant;

/* The best one that this build and processor have; those before it can run too. */
static inline nd__variant nd__variant_best(void) {
#if ND_HAVE_X86
    if (nd__cpu_has_avx512()) {
        return ND__VARIANT_AVX512;
    }
    if (nd__cpu_has_avx2()) {
        return ND__VARIANT_AVX2;
    }
#endif
    return ND__VARIANT_PORTABLE;
}

#endif
