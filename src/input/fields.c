/* Discovery of fields.
 *
 * Outline: the first row of a file that has a string under one of the usual text names
 * decides for the whole file. Of the names for each purpose the first one that the row
 * has is taken; a purpose that the row has nothing for keeps its most usual name, in case
 * later rows have it. Fields that the user named are never looked for under other names.
 */
#include "input/fields.h"

#include <stdio.h>
#include <string.h>

#define MOST_NAMES 5

#define HTML_NAME "html"

static const char *const usual[ND__FIELD_COUNT][MOST_NAMES] = {
    [ND__FIELD_TEXT] = {"text", "content", "raw_content", "body", HTML_NAME},
    [ND__FIELD_ID] = {"id", "_id", "doc_id"},
    [ND__FIELD_URL] = {"url"},
    [ND__FIELD_SITE] = {"site", "domain"},
    [ND__FIELD_DATE] = {"date", "timestamp"},
};

/* Of the text, where it was said to be HTML. */
static const char *const usual_html[MOST_NAMES] = {HTML_NAME, "text", "content",
                                                   "raw_content", "body"};

static const char *named(const nd__input_options *options, nd__field field) {
    switch (field) {
        case ND__FIELD_TEXT:
            return options->text_field;
        case ND__FIELD_ID:
            return options->id_field;
        case ND__FIELD_URL:
            return options->url_field;
        case ND__FIELD_SITE:
            return options->site_field;
        case ND__FIELD_DATE:
            return options->date_field;
        case ND__FIELD_COUNT:
            break;
    }
    return NULL;
}

void nd__fields_begin(nd__fields *fields, const nd__input_options *options) {
    memset(fields, 0, sizeof *fields);
    fields->html = options->format == ND__FORMAT_HTML;
    fields->site_named = options->site_field != NULL;
    for (int field = 0; field < ND__FIELD_COUNT; field++) {
        const char *name = named(options, (nd__field)field);
        if (name == NULL && field != ND__FIELD_TEXT) {
            name = usual[field][0];
        }
        fields->names[field] = name;
    }
}

static bool is_usable(nd__field field, nd__json_kind kind) {
    return field == ND__FIELD_TEXT ? kind == ND__JSON_STRING : kind != ND__JSON_ABSENT;
}

nd_status nd__fields_discover(nd__fields *fields, bool *decided,
                              const nd__input_options *options, nd__json_parser *parser,
                              const char *row, size_t size, nd_error *err) {
    const char *paths[ND__JSON_MAX_PATHS];
    nd__field purposes[ND__JSON_MAX_PATHS];
    nd__json_value values[ND__JSON_MAX_PATHS];
    size_t count = 0;
    for (int field = 0; field < ND__FIELD_COUNT; field++) {
        const char *name = named(options, (nd__field)field);
        const char *const *names = name != NULL ? &name : usual[field];
        if (field == ND__FIELD_TEXT && options->format == ND__FORMAT_HTML) {
            names = name != NULL ? names : usual_html;
        }
        size_t most = name != NULL ? 1 : MOST_NAMES;
        for (size_t i = 0; i < most && names[i] != NULL; i++) {
            purposes[count] = (nd__field)field;
            paths[count++] = names[i];
        }
    }
    nd__row_state state;
    ND_TRY(nd__json_row_parse(parser, &state, values, paths, count, row, size, err));
    *decided = false;
    if (state != ND__ROW_OBJECT) {
        return ND_OK;
    }
    nd__fields_begin(fields, options);
    for (size_t i = 0; i < count; i++) {
        nd__field field = purposes[i];
        if (!fields->found[field] && is_usable(field, values[i].kind)) {
            fields->found[field] = true;
            fields->names[field] = paths[i];
        }
    }
    *decided = fields->found[ND__FIELD_TEXT];
    fields->html =
        fields->html || (*decided && options->text_field == NULL &&
                         strcmp(fields->names[ND__FIELD_TEXT], HTML_NAME) == 0);
    if (!*decided) {
        nd__fields_begin(fields, options);
    }
    return ND_OK;
}

static void append(char *out, size_t size, const char *purpose, const char *name) {
    size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s from '%s'", used > 0 ? ", " : "", purpose,
             name);
}

void nd__fields_describe(char *out, size_t size, const nd__fields *fields) {
    static const char *const purposes[ND__FIELD_COUNT] = {"text", "id", "site", "site",
                                                          "date"};
    out[0] = '\0';
    for (int field = 0; field < ND__FIELD_COUNT; field++) {
        bool url_is_better = field == ND__FIELD_SITE && fields->found[ND__FIELD_URL] &&
                             !fields->site_named;
        if (fields->found[field] && !url_is_better) {
            bool html = field == ND__FIELD_TEXT && fields->html;
            append(out, size, html ? "HTML" : purposes[field], fields->names[field]);
        }
    }
}
