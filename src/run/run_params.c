#include "run/run_params.h"

#include <stdlib.h>
#include <string.h>

#include "input/json_string.h"

/* By nd_format and nd__format. */
static const char *const formats[] = {"auto", "text", "jsonl", "html", "warc"};

static nd_status add_param(nd__findings *out, const char *key, nd__json *json,
                           nd_error *err) {
    nd_status status =
        json->failed ? nd__fail_memory(err) : nd__buffer_append(&json->out, "", 1, err);
    if (status >= 0) {
        status = nd__findings_add_param(out, key, json->out.items, err);
    }
    json->out.count = 0;
    json->comma = false;
    return status;
}

nd_status nd__params_ratio(nd__findings *out, nd__json *json, const char *key,
                           double value, nd_error *err) {
    nd__json_ratio(json, value);
    return add_param(out, key, json, err);
}

nd_status nd__params_number(nd__findings *out, nd__json *json, const char *key,
                            uint64_t value, nd_error *err) {
    nd__json_unsigned(json, value);
    return add_param(out, key, json, err);
}

nd_status nd__params_text(nd__findings *out, nd__json *json, const char *key,
                          const char *value, nd_error *err) {
    if (value == NULL) {
        nd__json_null(json);
    } else {
        nd__json_text(json, value);
    }
    return add_param(out, key, json, err);
}

nd_status nd__params_flag(nd__findings *out, nd__json *json, const char *key, bool value,
                          nd_error *err) {
    nd__json_bool(json, value);
    return add_param(out, key, json, err);
}

nd_status nd__params_input(nd__findings *out, nd__json *json,
                           const nd_input_options *input, nd_error *err) {
    ND_TRY(nd__params_text(out, json, "format", formats[input->format], err));
    ND_TRY(nd__params_text(out, json, "text_field", input->text_field, err));
    ND_TRY(nd__params_text(out, json, "id_field", input->id_field, err));
    ND_TRY(nd__params_text(out, json, "url_field", input->url_field, err));
    ND_TRY(nd__params_text(out, json, "site_field", input->site_field, err));
    ND_TRY(nd__params_text(out, json, "date_field", input->date_field, err));
    return input->max_record == ND__RECORD_LIMIT
               ? ND_OK
               : nd__params_number(out, json, "max_record", input->max_record, err);
}

/* The JSON of a parameter; NULL where there is none. */
static const char *param_json(const nd__findings *findings, const char *key) {
    for (size_t i = 0; i < findings->header.params.count; i++) {
        const nd__run_param *param = &findings->header.params.items[i];
        if (strcmp(param->key, key) == 0) {
            return param->json;
        }
    }
    return NULL;
}

/* Its string; NULL where it is none. */
static nd_status param_string(const char **out, const nd__findings *findings,
                              const char *key, nd__arena *arena, nd_error *err) {
    const char *json = param_json(findings, key);
    size_t size = json == NULL ? 0 : strlen(json);
    *out = NULL;
    if (size < 2 || json[0] != '"') {
        return ND_OK;
    }
    nd__buffer text = {NULL, 0, 0};
    nd_status status = nd__json_string_decode(&text, json + 1, size - 2, err);
    if (status >= 0) {
        *out = nd__arena_copy(arena, text.items, text.count);
        status = *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__vector_clear(&text);
    return status;
}

nd_status nd__params_read_input(nd__input_options *out, const nd__findings *findings,
                                nd__arena *arena, nd_error *err) {
    const char *format, *limit = param_json(findings, "max_record");
    memset(out, 0, sizeof *out);
    ND_TRY(param_string(&format, findings, "format", arena, err));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (format != NULL && strcmp(format, formats[i]) == 0) {
            out->format = (nd__format)i;
        }
    }
    out->record_limit = limit == NULL ? 0 : strtoull(limit, NULL, 10);
    ND_TRY(param_string(&out->text_field, findings, "text_field", arena, err));
    ND_TRY(param_string(&out->id_field, findings, "id_field", arena, err));
    ND_TRY(param_string(&out->url_field, findings, "url_field", arena, err));
    ND_TRY(param_string(&out->site_field, findings, "site_field", arena, err));
    return param_string(&out->date_field, findings, "date_field", arena, err);
}
