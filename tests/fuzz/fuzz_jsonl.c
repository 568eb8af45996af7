/* Any bytes as a JSONL file and as a text file: the raws of the records joined are the
 * input, and what is called a document has valid text inside its row. */
#include <stdlib.h>
#include <string.h>

#include "input/batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check(nd__format format, const char *bytes, size_t size) {
    nd__input_options options;
    nd__batch batch;
    size_t at = 0;
    memset(&options, 0, sizeof options);
    memset(&batch, 0, sizeof batch);
    require(nd__batch_load(&batch, &options, "fuzz", format, bytes, size, NULL) >= 0);
    require(nd__batch_parse(&batch, NULL) >= 0);
    for (size_t i = 0; i < batch.records.count; i++) {
        const nd__record *record = &batch.records.items[i];
        require(record->raw_size > 0 && record->raw_size <= size - at);
        require(memcmp(record->raw, bytes + at, record->raw_size) == 0);
        at += record->raw_size;
        if (record->is_document) {
            require(record->id != NULL && !record->is_bad);
            require(record->text_raw + record->text_raw_size <= record->raw_size);
            require(nd__first_invalid_byte(record->text, record->text_size) ==
                    record->text_size);
        }
    }
    require(at == size);
    nd__batch_clear(&batch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check(ND__FORMAT_JSONL, (const char *)data, size);
    check(ND__FORMAT_TEXT, (const char *)data, size);
    return 0;
}
