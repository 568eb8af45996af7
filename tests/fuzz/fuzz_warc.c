/* Any bytes as a WARC file, packed ones through the container too: what is called a
 * document has valid text, and its row is JSON that says the same. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input/batch.h"
#include "input/json_string.h"

#define LIMIT 20000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_row(const nd__record *record) {
    static const char *const paths[] = {"text", "id"};
    nd__json_parser *parser = nd__json_parser_create();
    nd__json_value values[2];
    nd__row_state state;
    nd__buffer text = {NULL, 0, 0};
    char *row = calloc(record->raw_size + ND__JSON_PADDING, 1);
    require(parser != NULL && row != NULL);
    memcpy(row, record->raw, record->raw_size);
    require(nd__json_row_parse(parser, &state, values, paths, 2, row,
                               record->raw_size - 1, NULL) >= 0);
    require(state == ND__ROW_OBJECT && row[record->raw_size - 1] == '\n');
    require(values[0].begin == record->text_raw &&
            values[0].size == record->text_raw_size);
    require(values[1].kind == ND__JSON_STRING && values[1].size > 0);
    require(nd__json_string_decode(&text, row + values[0].begin, values[0].size, NULL) >=
            0);
    require(text.count == record->text_size &&
            (text.count == 0 || memcmp(text.items, record->text, text.count) == 0));
    nd__vector_clear(&text);
    free(row);
    nd__json_parser_destroy(parser);
}

static void check_record(const nd__record *record) {
    if (!record->is_document) {
        require(record->is_bad && record->raw_size == 0);
        return;
    }
    require(record->id != NULL && !record->is_bad);
    require(nd__first_invalid_byte(record->text, record->text_size) == record->text_size);
    size_t at = 0;
    for (size_t i = 0; i < record->html_count; i++) {
        require(record->html[i].begin >= at &&
                record->html[i].end > record->html[i].begin);
        at = record->html[i].end;
    }
    require(at <= record->text_size);
    check_row(record);
}

static void check_records(const nd__batch *batch) {
    for (size_t i = 0; i < batch->records.count; i++) {
        check_record(&batch->records.items[i]);
    }
}

static void check_memory(const nd__input_options *options, const char *bytes,
                         size_t size) {
    nd__batch batch;
    memset(&batch, 0, sizeof batch);
    batch.rows = true;
    require(nd__batch_load(&batch, options, "fuzz", ND__FORMAT_WARC, bytes, size, NULL) >=
            0);
    require(nd__batch_parse(&batch, NULL) >= 0);
    check_records(&batch);
    nd__batch_clear(&batch);
}

static void check_file(const nd__input_options *options, const char *bytes, size_t size) {
    char path[] = "/tmp/neardup-fuzz-XXXXXX";
    const char *paths[] = {path};
    nd__inputs *inputs;
    nd__documents *stream;
    nd__batch batch;
    nd_status status;
    memset(&batch, 0, sizeof batch);
    batch.rows = true;
    int fd = mkstemp(path);
    require(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
    close(fd);
    require(nd__inputs_open(&inputs, paths, 1, options, NULL) >= 0);
    require(nd__documents_open(&stream, inputs, NULL) >= 0);
    while ((status = nd__documents_read(stream, &batch, NULL)) == ND_OK) {
        require(nd__documents_parse(stream, &batch, NULL) >= 0);
        check_records(&batch);
        nd__documents_report(stream, &batch);
    }
    require(status == ND_DONE);
    nd__batch_clear(&batch);
    nd__documents_close(stream);
    nd__inputs_close(inputs);
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    nd__input_options options;
    memset(&options, 0, sizeof options);
    options.format = ND__FORMAT_WARC;
    options.record_limit = LIMIT;
    check_memory(&options, (const char *)data, size);
    bool packed = size > 2 &&
                  (memcmp(data, "\x1f\x8b", 2) == 0 || memcmp(data, "\x28\xb5", 2) == 0);
    if (packed) {
        check_file(&options, (const char *)data, size);
    }
    return 0;
}
