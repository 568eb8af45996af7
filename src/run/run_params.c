#include "run/run_params.h"

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
    static const char *const formats[] = {"auto", "text", "jsonl"};
    ND_TRY(nd__params_text(out, json, "format", formats[input->format], err));
    ND_TRY(nd__params_text(out, json, "text_field", input->text_field, err));
    ND_TRY(nd__params_text(out, json, "id_field", input->id_field, err));
    ND_TRY(nd__params_text(out, json, "url_field", input->url_field, err));
    ND_TRY(nd__params_text(out, json, "site_field", input->site_field, err));
    return nd__params_text(out, json, "date_field", input->date_field, err);
}
