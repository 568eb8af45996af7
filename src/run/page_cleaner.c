/* One page at a time: it is parsed as the input of a scan is, its blocks are graded by
 * what is known of its site instead of by the other pages, and what is frame is cut out
 * of its row. */
#include <string.h>

#include "boilerplate/page_frame.h"
#include "input/batch.h"
#include "run/cut.h"
#include "run/document_maker.h"
#include "run/input_options.h"
#include "run/range_cutter.h"
#include "run/record_cuts.h"
#include "run/site_frames_file.h"

#define OPTIONS_VERSION 1

struct nd_page_cleaner {
    const nd__site_frames *frames;
    nd_page_cleaner_options options;
    nd__input_options input;
    nd_scan_options scan; /* what the maker needs */
    nd__notices_totals said;
    nd__batch batch;
    nd_minhash *minhash;
    nd__read_more *phrases;
    nd__document_maker *maker;
    nd__made made;
    ND_VECTOR(nd__frame_grade) grades;
    nd__page_evidence evidence;
    nd__cuts cuts;
    nd__buffer row;
};

void nd_page_cleaner_options_init(nd_page_cleaner_options *out) {
    nd_scan_options scan;
    nd_scan_options_init(&scan);
    memset(out, 0, sizeof *out);
    out->version = OPTIONS_VERSION;
    nd_input_options_init(&out->input);
    out->threshold = scan.boilerplate_threshold;
}

static nd_status check_options(const nd_page_cleaner_options *options, nd_error *err) {
    const nd_input_options *input = &options->input;
    if (options->version != OPTIONS_VERSION || input->version != OPTIONS_VERSION) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "unknown version of nd_page_cleaner_options; call "
                        "nd_page_cleaner_options_init first");
    }
    if (!(options->threshold > 0 && options->threshold <= 1)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "threshold is %g; it must be above 0 and at most 1",
                        options->threshold);
    }
    if (input->format == ND_FORMAT_TEXT || input->format == ND_FORMAT_WARC) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "format is neither jsonl nor html: one page at a time is a JSONL "
                        "row or an HTML page");
    }
    return ND_OK;
}

static nd_status prepare(nd_page_cleaner *c, nd_error *err) {
    nd_minhash_options minhash;
    nd_minhash_options_init(&minhash);
    nd_scan_options_init(&c->scan);
    c->scan.unit = ND_UNIT_BLOCK;
    ND_TRY(nd_minhash_create(&c->minhash, &minhash, err));
    ND_TRY(nd__read_more_create(&c->phrases, c->scan.seed, err));
    return nd__document_maker_create(&c->maker, &c->scan, c->minhash, c->phrases, err);
}

nd_status nd_page_cleaner_create(nd_page_cleaner **out, const nd_site_frames *frames,
                                 const nd_page_cleaner_options *options, nd_error *err) {
    ND_TRY(check_options(options, err));
    nd_page_cleaner *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return nd__fail_memory(err);
    }
    c->frames = &frames->known;
    c->options = *options;
    c->input = nd__input_options_of(&c->options.input);
    nd_status status = prepare(c, err);
    if (status < 0) {
        nd_page_cleaner_destroy(c);
        return status;
    }
    *out = c;
    return ND_OK;
}

void nd_page_cleaner_destroy(nd_page_cleaner *c) {
    if (c == NULL) {
        return;
    }
    nd__batch_clear(&c->batch);
    nd__document_maker_destroy(c->maker);
    nd__read_more_destroy(c->phrases);
    nd_minhash_destroy(c->minhash);
    nd__made_clear(&c->made);
    nd__vector_clear(&c->grades);
    nd__page_evidence_clear(&c->evidence);
    nd__vector_clear(&c->cuts);
    nd__vector_clear(&c->row);
    free(c);
}

/* Grades the blocks of the page: by its site, then by what the page itself says. */
static nd_status grade_page(nd_page_cleaner *c, const nd__known_site *site,
                            const nd__record *record, nd_error *err) {
    nd__made *made = &c->made;
    made->documents.count = made->blocks.count = made->repeats.count = 0;
    made->marks.count = 0;
    made->signatures.count = made->winnowed.count = 0;
    ND_TRY(nd__document_maker_add(made, c->maker, record, err));
    size_t count = made->blocks.count;
    ND_TRY(nd__vector_reserve(&c->grades, count, err));
    nd__site_frames_grade(c->grades.items, c->frames, site, made->blocks.items, count);
    nd__page page = {.text = record->text,
                     .rows = made->blocks.items,
                     .marks = record->html != NULL ? made->marks.items : NULL,
                     .grades = c->grades.items,
                     .paths = &c->frames->path_table,
                     .count = count,
                     .site = nd__site_number(c->frames, site),
                     .pages = site->pages};
    return count == 0 ? ND_OK
                      : nd__page_frame_find(
                            &c->evidence, &page, site->name,
                            (uint16_t)(c->options.threshold * ND__SCORE_ONE), err);
}

static nd_status cut_page(nd_cleaned_page *out, nd_page_cleaner *c,
                          const nd__record *record, bool is_text, nd_error *err) {
    size_t count = c->made.blocks.count;
    c->cuts.count = 0;
    ND_TRY(nd__vector_reserve(&c->cuts, count, err));
    for (size_t b = 0; b < count; b++) {
        const nd__block_row *row = &c->made.blocks.items[b];
        if (c->grades.items[b].frame) {
            c->cuts.items[c->cuts.count++] = (nd__cut){row->begin, row->end};
        }
    }
    out->removed_blocks = c->cuts.count;
    nd__cuts_plan(c->cuts.items, c->cuts.count, record->text, record->text_size);
    ND_TRY(nd__record_cuts_map(c->cuts.items, c->cuts.count, record, is_text, err));
    ND_TRY(nd__vector_reserve(&c->row, record->raw_size, err));
    size_t done = 0;
    c->row.count = 0;
    for (size_t i = 0; i < c->cuts.count; i++) {
        nd__cut cut = c->cuts.items[i];
        ND_TRY(nd__buffer_append(&c->row, record->raw + done, cut.begin - done, err));
        done = cut.end;
    }
    ND_TRY(nd__buffer_append(&c->row, record->raw + done, record->raw_size - done, err));
    out->row = c->row.items;
    out->size = c->row.count;
    out->removed_bytes = record->raw_size - c->row.count;
    return ND_OK;
}

static nd_status clean_record(nd_cleaned_page *out, nd_page_cleaner *c,
                              const nd__record *record, nd_error *err) {
    const char *site = c->options.site != NULL ? c->options.site : record->site;
    const nd__known_site *known = !record->is_document || site == NULL
                                      ? NULL
                                      : nd__site_frames_find(c->frames, site);
    out->row = record->raw;
    out->size = record->raw_size;
    out->is_page = record->is_document;
    out->known_site = known != NULL;
    if (known == NULL) {
        return ND_OK;
    }
    ND_TRY(grade_page(c, known, record, err));
    return cut_page(out, c, record, false, err);
}

nd_status nd_page_cleaner_clean(nd_cleaned_page *out, nd_page_cleaner *c,
                                const char *name, uint64_t line, const char *page,
                                size_t size, nd_error *err) {
    size_t first = 0;
    while (first < size && nd__is_blank(page + first, 1)) {
        first++;
    }
    bool is_row = first == size || page[first] == '{';
    nd__format format = c->options.input.format == ND_FORMAT_HTML && !is_row
                            ? ND__FORMAT_HTML
                            : ND__FORMAT_JSONL;
    *out = (nd_cleaned_page){.row = page, .size = size};
    c->batch.rows = true;
    ND_TRY(nd__batch_load(&c->batch, &c->input, name, format, page, size, err));
    c->batch.store->first_line = line;
    ND_TRY(nd__batch_parse(&c->batch, err));
    nd__notices_say(&c->batch.store->notices, &c->said, &c->input);
    return c->batch.records.count == 0
               ? ND_OK
               : clean_record(out, c, &c->batch.records.items[0], err);
}
