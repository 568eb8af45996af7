/* Running text: what tells a paragraph from a headline, a menu line or a form. */
#ifndef ND_BOILERPLATE_RUNNING_TEXT_H
#define ND_BOILERPLATE_RUNNING_TEXT_H

#include "store/corpus.h"

/* Does it end as a sentence does, or is it cut off? */
bool nd__is_ended(const nd__block_row *row);
/* A paragraph that is not cut off. */
bool nd__is_running_text(const nd__block_row *row);
/* Verse, a list, a table: such lines are short, but text. */
bool nd__is_form(const nd__block_row *row);
/* Short and no sentence. */
bool nd__is_menu_line(const nd__block_row *row);

#endif
