#include "run/json_record.h"

void nd__record_begin(nd__json *json, const char *type) {
    nd__json_begin_object(json);
    nd__record_text(json, "type", type);
}

void nd__record_text(nd__json *json, const char *key, const char *text) {
    nd__json_key(json, key);
    nd__json_text(json, text);
}

void nd__record_unsigned(nd__json *json, const char *key, uint64_t value) {
    nd__json_key(json, key);
    nd__json_unsigned(json, value);
}

void nd__record_close(nd__json *json) {
    nd__json_end_object(json);
    nd__json_newline(json);
}

nd_status nd__record_end(nd__json *json, nd__output *output, nd_error *err) {
    nd__record_close(json);
    if (json->failed) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__output_write(output, json->out.items, json->out.count, err);
    json->out.count = 0;
    return status;
}
