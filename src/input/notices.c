#include "input/notices.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool nd__notices_count(nd__notices *notices, nd__notice_kind kind) {
    notices->counts[kind]++;
    return kind <= ND__NOTICE_FILE || notices->counts[kind] <= ND__NOTICES_PER_KIND;
}

nd_status nd__notices_add(nd__notices *notices, nd__arena *arena, nd__notice_kind kind,
                          nd_error *err, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *line = length < 0 ? NULL : nd__arena_allocate(arena, (size_t)length + 1);
    if (line != NULL) {
        vsnprintf(line, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (line == NULL) {
        return nd__fail_memory(err);
    }
    for (char *c = line; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
    ND_TRY(nd__vector_extend(&notices->said, 1, err));
    notices->said.items[notices->said.count++] = (nd__notice){kind, line};
    return ND_OK;
}

void nd__notices_reset(nd__notices *notices) {
    notices->said.count = 0;
    memset(notices->counts, 0, sizeof notices->counts);
}

static void say(const nd__input_options *options, bool bad, const char *line) {
    if (options->notice != NULL) {
        options->notice(bad, line, options->payload);
    }
}

void nd__notices_say(const nd__notices *notices, nd__notices_totals *totals,
                     const nd__input_options *options) {
    uint64_t seen[ND__NOTICE_KINDS] = {0};
    for (size_t i = 0; i < notices->said.count; i++) {
        const nd__notice *notice = &notices->said.items[i];
        uint64_t before = totals->counts[notice->kind] + seen[notice->kind]++;
        if (notice->kind <= ND__NOTICE_FILE || before < ND__NOTICES_PER_KIND) {
            say(options, notice->kind != ND__NOTICE_REMARK, notice->line);
        }
    }
    for (size_t kind = 0; kind < ND__NOTICE_KINDS; kind++) {
        totals->counts[kind] += notices->counts[kind];
    }
}

void nd__notices_end_file(nd__notices_totals *totals, const char *path,
                          const nd__input_options *options) {
    static const char *const names[ND__NOTICE_KINDS] = {
        "",
        "",
        "rows without text",
        "rows that are not valid JSON",
        "rows that are not JSON objects",
        "rows that are not valid UTF-8",
        "rows that are too long",
        "rows that are cut off",
        "damaged records",
        "records that are too long",
    };
    for (size_t kind = ND__NOTICE_FILE + 1; kind < ND__NOTICE_KINDS; kind++) {
        uint64_t count = totals->counts[kind];
        if (count > ND__NOTICES_PER_KIND) {
            char line[480], counted[120];
            snprintf(counted, sizeof counted, "... and %" PRIu64 " more %s; skipped",
                     count - ND__NOTICES_PER_KIND, names[kind]);
            snprintf(line, sizeof line, "%.340s: %s", path, counted);
            for (char *c = line; *c != '\0'; c++) {
                if ((unsigned char)*c < 0x20 || *c == 0x7F) {
                    *c = '?';
                }
            }
            say(options, true, line);
        }
        totals->counts[kind] = 0;
    }
}
