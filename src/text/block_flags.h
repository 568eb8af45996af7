/* What a block looks like: list item, table row, how it ends. */
#ifndef ND_TEXT_BLOCK_FLAGS_H
#define ND_TEXT_BLOCK_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All flags but VERSE of a block's text, which has no white space at its ends. A block of
 * several lines is a table row when each of its lines is. may_have_cells: false only
 * where nd__block_may_have_cells is false of the text or of one around it. */
uint8_t nd__block_flags_of(const char *text, size_t size, bool may_have_cells);

/* Is there anything in the text that can part cells of a table row? Far faster than to
 * look for rows. */
bool nd__block_may_have_cells(const char *text, size_t size);

/* ND__BLOCK_LIST_ITEM, or 0, of a text without white space at its begin. */
bool nd__block_is_list_item(const char *text, size_t size);

/* ELLIPSIS, SENTENCE and COLON of the end of a text without white space there. */
uint8_t nd__block_ending(const char *text, size_t size);

/* White space of any script, and the marks that show nothing at a line's end. */
bool nd__block_is_space(uint32_t code_point);

/* The last character of text[0 .. size-1]; 1 and U+FFFD where it is invalid. size > 0. */
size_t nd__block_last_character(uint32_t *out, const char *text, size_t size);

#endif
