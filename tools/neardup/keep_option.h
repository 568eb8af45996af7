/* --keep: which copy is kept. */
#ifndef NEARDUP_TOOL_KEEP_OPTION_H
#define NEARDUP_TOOL_KEEP_OPTION_H

#include "scan_command.h"

/* Takes settings->keep_text, "first", "longest", "oldest", "newest" or
 * "site:a.org,b.org,oldest", apart; false with a message where it is none of these.
 * `none`, if not NULL, is set where it is "none". */
bool keep_parse(scan_settings *settings, bool *none);

#endif
