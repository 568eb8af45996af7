/* Where runs of word bytes begin and end. A word byte is an ASCII letter or digit, or any
 * byte past ASCII: what separates is decided there by the code point, later. */
#ifndef ND_TEXT_WORD_EDGES_H
#define ND_TEXT_WORD_EDGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* Bytes of text in one call at most, and room that its result may take: an edge a byte,
 * and what is written past the last one by the step. */
#define ND__EDGES_BLOCK 8192
#define ND__EDGES_ROOM (ND__EDGES_BLOCK + 64)

/* Writes to out the places in text[begin .. end-1] where a word byte follows another
 * byte or the other way round, ascending, and returns how many. begin is a multiple of
 * 64 and end - begin at most ND__EDGES_BLOCK. *inside says whether the byte before begin
 * is a word byte (0 or 1), and afterwards whether the last one is: text can be read in
 * pieces. No byte outside of text[begin .. end-1] is read. */
size_t nd__word_edges(uint32_t *out, const char *text, size_t begin, size_t end,
                      uint64_t *inside);

/* The variants that nd__word_edges chooses from, for the tests that compare them. */
size_t nd__word_edges_portable(uint32_t *out, const char *text, size_t begin, size_t end,
                               uint64_t *inside);
#if ND_HAVE_X86
size_t nd__word_edges_avx2(uint32_t *out, const char *text, size_t begin, size_t end,
                           uint64_t *inside);
size_t nd__word_edges_avx512(uint32_t *out, const char *text, size_t begin, size_t end,
                             uint64_t *inside);
#endif
#if ND_HAVE_NEON
size_t nd__word_edges_neon(uint32_t *out, const char *text, size_t begin, size_t end,
                           uint64_t *inside);
#endif

#endif
