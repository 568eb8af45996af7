/* Which vector instructions this processor has. A fast path asks once per call of its
 * outer function; it has a portable twin that gives the same bits (the tests compare
 * them). Built with ND_SIMD off, only the twins exist. */
#ifndef ND_BASE_CPU_H
#define ND_BASE_CPU_H

#include <stdbool.h>

#if !defined(ND_NO_SIMD) && defined(__x86_64__)
#define ND_HAVE_X86 1
#else
#define ND_HAVE_X86 0
#endif

/* NEON is part of every arm64 processor: no question at run time. */
#if !defined(ND_NO_SIMD) && defined(__aarch64__)
#define ND_HAVE_NEON 1
#else
#define ND_HAVE_NEON 0
#endif

#if ND_HAVE_X86
/* For the functions of a variant: ND_TARGET_AVX2 static void f(...). */
#define ND_TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define ND_TARGET_AVX512   \
    __attribute__((target( \
        "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi2,avx2,bmi,bmi2,lzcnt,popcnt")))

static inline bool nd__cpu_has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

/* The set of Ice Lake and Zen 4; the vectors of the first AVX-512 processors slowed their
 * clock down. */
static inline bool nd__cpu_has_avx512(void) {
    return nd__cpu_has_avx2() && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vbmi2");
}
#endif

#endif
