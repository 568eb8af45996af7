#include "run/run_writer_sites.h"

#include "run/json_record.h"

void nd__put_member_spans(nd__json *json, const nd__member_span *spans, size_t count) {
    nd__json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        nd__json_begin_array(json);
        nd__json_unsigned(json, spans[i].kept_begin);
        nd__json_unsigned(json, spans[i].kept_end);
        nd__json_unsigned(json, spans[i].member_begin);
        nd__json_unsigned(json, spans[i].member_end);
        nd__json_end_array(json);
    }
    nd__json_end_array(json);
}

void nd__put_group_first(nd__json *json, const nd__group *group) {
    if (group->has_first) {
        const nd__doc first = group->members[group->first].doc;
        nd__record_text(json, "first", first.id);
        nd__record_unsigned(json, "first_n", first.n);
        nd__record_text(json, "first_by", nd__first_reason_name(group->first_by));
    }
}

static void put_optional(nd__json *json, const char *key, const char *text) {
    if (text != NULL) {
        nd__record_text(json, key, text);
    }
}

static void put_source(nd__json *json, const nd__source *source) {
    nd__record_text(json, "doc", source->doc.id);
    nd__record_unsigned(json, "n", source->doc.n);
    put_optional(json, "site", source->site);
    put_optional(json, "date", source->date);
    put_optional(json, "credits", source->credits);
}

void nd__put_reprint(nd__json *json, const nd__reprint_finding *reprint) {
    nd__record_begin(json, "reprint");
    put_source(json, &reprint->copy);
    if (reprint->reference) {
        nd__json_key(json, "reference");
        nd__json_bool(json, true);
    }
    nd__json_key(json, "of");
    nd__json_begin_object(json);
    put_source(json, &reprint->of);
    nd__json_end_object(json);
    nd__record_text(json, "by", nd__first_reason_name(reprint->by));
    nd__json_key(json, "share");
    nd__json_ratio(json, reprint->share);
    nd__json_key(json, "of_share");
    nd__json_ratio(json, reprint->of_share);
    nd__json_key(json, "spans");
    nd__put_member_spans(json, reprint->spans, reprint->span_count);
    nd__record_close(json);
}

void nd__put_site(nd__json *json, const nd__site_finding *site) {
    nd__record_begin(json, "site");
    nd__record_text(json, "site", site->site);
    nd__record_unsigned(json, "documents", site->documents);
    nd__record_unsigned(json, "dropped", site->dropped);
    nd__json_key(json, "reprints");
    nd__json_begin_array(json);
    for (size_t i = 0; i < site->of_count; i++) {
        nd__json_begin_object(json);
        nd__record_text(json, "of", site->of[i].site);
        nd__record_unsigned(json, "documents", site->of[i].documents);
        nd__json_end_object(json);
    }
    nd__json_end_array(json);
    nd__record_close(json);
}
