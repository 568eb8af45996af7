/* Any bytes as a run file and as a removal log. What is accepted is in range and
 * can be walked; a log's file names stay inside the output. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/removal_log.h"
#include "run/run_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_repeats(const nd_run_file *run, uint64_t documents) {
    for (size_t i = 0; i < nd_run_file_repeat_count(run); i++) {
        nd_run_repeat repeat;
        nd_run_place place;
        nd_run_file_repeat(&repeat, run, i);
        require(repeat.place_count > 0 && repeat.count >= repeat.place_count);
        nd_run_file_repeat_place(&place, run, i, repeat.place_count - 1);
        require(place.begin <= place.end && place.document.n < documents);
    }
    for (size_t i = 0; i < nd_run_file_range_count(run); i++) {
        nd_run_range range;
        size_t first, count;
        nd_run_file_range(&range, run, i);
        uint64_t done = range.begin, begin, end;
        require(range.begin < range.end && range.document.n < documents);
        for (size_t part = 0; part < range.later_count; part++, done = end) {
            nd_run_file_range_later(&begin, &end, run, i, part);
            require(done <= begin && begin < end && end <= range.end);
        }
        nd_run_file_ranges_of(&first, &count, run, range.document.n);
        require(first <= i && i < first + count);
    }
}

static void check_run(const char *bytes, size_t size) {
    nd_run_file *run = NULL;
    nd_error err = {0};
    if (nd_run_file_parse(&run, bytes, size, "fuzz", &err) < 0) {
        require(run == NULL && err.message[0] != '\0');
        return;
    }
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    for (size_t i = 0; i < nd_run_file_block_count(run); i++) {
        nd_run_block block;
        nd_run_file_block_of(&block, run, i);
        require(block.at.begin <= block.at.end && block.at.document.n < totals.documents);
    }
    check_repeats(run, totals.documents);
    for (size_t i = 0; i < nd_run_file_group_count(run); i++) {
        nd_run_group group;
        nd_run_member member;
        nd_run_file_group(&group, run, i);
        nd_run_file_member(&member, run, i, group.kept_member);
        require(member.kept && member.document.n == group.kept.n);
    }
    for (size_t i = 0; i < nd_run_file_document_count(run); i++) {
        nd_run_document document;
        size_t first, count;
        nd_run_file_document(&document, run, i);
        nd_run_file_find(&first, &count, run, document.id);
        require(first <= i && i < first + count);
    }
    nd_run_file_close(run);
}

static void check_log(const char *bytes, size_t size) {
    nd__removal_reader *reader = NULL;
    nd__removal_record record;
    nd_status status = nd__removal_reader_open_memory(&reader, bytes, size, "fuzz", NULL);
    while (status == ND_OK) {
        status = nd__removal_reader_next(reader, &record, NULL);
        if (status == ND_OK) {
            const char *file =
                record.type == ND__REMOVAL_FILE ? record.file.file : record.removed.file;
            require(file[0] != '/' && file[0] != '\0' && strstr(file, "/../") == NULL &&
                    strncmp(file, "../", 3) != 0);
        }
    }
    nd__removal_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check_run((const char *)data, size);
    check_log((const char *)data, size);
    return 0;
}
