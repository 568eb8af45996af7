#include "run/input_options.h"

#include <string.h>

static void pass_notice(bool bad, const char *line, void *payload) {
    const nd_input_options *options = payload;
    if (options->notice != NULL) {
        options->notice(bad, line, options->payload);
    }
}

nd__input_options nd__input_options_of(const nd_input_options *options) {
    return (nd__input_options){
        .format = (nd__format)options->format,
        .text_field = options->text_field,
        .id_field = options->id_field,
        .url_field = options->url_field,
        .site_field = options->site_field,
        .date_field = options->date_field,
        .temporary_directory = options->temporary_directory,
        .notice = pass_notice,
        .payload = (void *)(uintptr_t)options,
        .record_limit = options->max_record,
    };
}

nd_status nd__note_inputs(nd__run_inputs *out, const nd__inputs *inputs,
                          const nd__documents *stream, bool reference, nd_error *err) {
    for (size_t i = 0; i < nd__inputs_count(inputs); i++) {
        const nd__input_file *file = nd__inputs_file(inputs, i);
        ND_TRY(nd__vector_extend(out, 1, err));
        nd__run_input *input = &out->items[out->count];
        input->path = nd__copy_string(file->path, strlen(file->path));
        if (input->path == NULL) {
            return nd__fail_memory(err);
        }
        input->bytes = nd__documents_size(stream, i);
        input->digest = nd__documents_digest(stream, i);
        input->reference = reference;
        out->count++;
    }
    return ND_OK;
}

void nd__run_inputs_clear(nd__run_inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++) {
        free((void *)(uintptr_t)inputs->items[i].path);
    }
    nd__vector_clear(inputs);
}
