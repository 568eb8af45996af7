#include "boilerplate/running_text.h"

#include "text/blocks.h"

#define RUNNING_WEIGHT 30
#define RUNNING_SENTENCE_WEIGHT 8
#define SHORT_WEIGHT 8

bool nd__is_ended(const nd__block_row *row) {
    return (row->flags & (ND__BLOCK_SENTENCE | ND__BLOCK_ELLIPSIS)) != 0;
}

bool nd__is_running_text(const nd__block_row *row) {
    bool cut = (row->flags & (ND__BLOCK_ELLIPSIS | ND__BLOCK_READ_MORE)) != 0;
    return !cut && (row->weight >= RUNNING_WEIGHT ||
                    (nd__is_ended(row) && row->weight >= RUNNING_SENTENCE_WEIGHT));
}

bool nd__is_form(const nd__block_row *row) {
    const unsigned forms = ND__BLOCK_LIST_ITEM | ND__BLOCK_TABLE_ROW | ND__BLOCK_VERSE;
    return (row->flags & forms) != 0;
}

bool nd__is_menu_line(const nd__block_row *row) {
    return row->weight < SHORT_WEIGHT && !nd__is_ended(row) && !nd__is_form(row);
}
