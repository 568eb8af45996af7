/* From the scan's tables to findings, in the order of the run file. */
#include <string.h>

#include "run/run_params.h"
#include "run/scan_internal.h"

/* Of two classes with more pairs than this, and within a class, only the pairs with the
 * first document are listed: the rest follow from them, as these documents are equal. */
#define MOST_CLASS_PAIRS ((size_t)1 << 20)

static nd__doc doc_of(const nd__scan *scan, uint32_t number) {
    return (nd__doc){scan->corpus.documents.items[number].id, number};
}

static const char *site_of(const nd__scan *scan, uint32_t number) {
    return nd__corpus_site(&scan->corpus, &scan->corpus.documents.items[number]);
}

/* ---- header ---- */

/* "a.org,b.org" */
static nd_status add_sites_param(nd__findings *out, nd__json *json,
                                 const nd_scan_options *o, nd_error *err) {
    nd__buffer list = {0};
    nd_status status = ND_OK;
    for (size_t i = 0; status >= 0 && i < o->keep_site_count; i++) {
        const char *site = o->keep_sites[i];
        status = nd__buffer_append(&list, ",", i > 0, err);
        if (status >= 0) {
            status = nd__buffer_append(&list, site, strlen(site), err);
        }
    }
    if (status >= 0 && o->keep_site_count > 0) {
        status = nd__buffer_append(&list, "", 1, err);
        if (status >= 0) {
            status = nd__params_text(out, json, "keep_sites", list.items, err);
        }
    }
    nd__vector_clear(&list);
    return status;
}

static nd_status add_params(nd__findings *out, nd__json *json, const nd__scan *scan,
                            nd_error *err) {
    static const char *const keeps[] = {"first", "longest", "oldest", "newest"};
    static const char *const units[] = {"all", "document", "block"};
    static const char *const cuts[] = {"auto", "line", "blank"};
    const nd_scan_options *o = scan->options;
    ND_TRY(nd__params_ratio(out, json, "threshold", o->threshold, err));
    ND_TRY(nd__params_ratio(out, json, "containment", o->containment, err));
    ND_TRY(nd__params_number(out, json, "shingle", o->shingle, err));
    ND_TRY(nd__params_number(out, json, "signature_size", o->signature_size, err));
    ND_TRY(nd__params_number(out, json, "bands", scan->bands.bands, err));
    ND_TRY(nd__params_number(out, json, "rows", scan->bands.rows, err));
    ND_TRY(nd__params_number(out, json, "min_span", o->min_span, err));
    ND_TRY(nd__params_number(out, json, "min_pages", o->min_pages, err));
    ND_TRY(nd__params_ratio(out, json, "min_share", o->min_share, err));
    ND_TRY(nd__params_ratio(out, json, "boilerplate_threshold", o->boilerplate_threshold,
                            err));
    ND_TRY(nd__params_number(out, json, "seed", o->seed, err));
    ND_TRY(nd__params_text(out, json, "keep", keeps[o->keep], err));
    ND_TRY(add_sites_param(out, json, o, err));
    ND_TRY(nd__params_text(out, json, "unit", units[o->unit], err));
    ND_TRY(nd__params_text(out, json, "block", cuts[o->block], err));
    ND_TRY(nd__params_text(out, json, "link", o->components ? "single" : "star", err));
    ND_TRY(nd__params_flag(out, json, "cross_only", o->cross_only != 0, err));
    if (o->reprints != 0) {
        ND_TRY(nd__params_ratio(out, json, "reprint_share", o->reprint_share, err));
    }
    if (o->no_spans != 0) {
        ND_TRY(nd__params_flag(out, json, "no_spans", true, err));
    }
    return nd__params_input(out, json, &o->input, err);
}

static nd_status add_header(nd__findings *out, const nd__scan *scan, nd_error *err) {
    ND_TRY(nd__findings_set_tool(out, "neardup", nd_version(), err));
    nd__json json = {0};
    nd_status status = add_params(out, &json, scan, err);
    nd__json_clear(&json);
    for (size_t i = 0; status >= 0 && i < scan->inputs.count; i++) {
        status = nd__findings_add_input(out, &scan->inputs.items[i], err);
    }
    return status;
}

/* ---- groups ---- */

static nd__member member_of(const nd__scan *scan, uint32_t number) {
    const nd__document *document = &scan->corpus.documents.items[number];
    return (nd__member){.doc = doc_of(scan, number),
                        .site = nd__corpus_site(&scan->corpus, document),
                        .date = document->date,
                        .bytes = document->text_size,
                        .reference = document->reference};
}

/* Of copies on several sites. */
static nd_status add_origin(nd__group *group, nd__findings *out, const nd__scan *scan,
                            nd__member *members, nd__buffer *room, nd_error *err) {
    if (!group->reprint) {
        return ND_OK;
    }
    ND_TRY(nd__scan_first(&group->first, &group->first_by, scan, group->id, err));
    group->has_first = true;
    for (size_t i = 0; i < group->size; i++) {
        ND_TRY(nd__scan_credits(&members[i].credits, &out->arena, room, scan,
                                (uint32_t)members[i].doc.n, err));
    }
    return ND_OK;
}

static nd_status add_group(nd__findings *out, const nd__scan *scan, size_t g,
                           nd__member *members, nd__buffer *room, nd_error *err) {
    const nd__cluster *cluster = &scan->clusters.clusters.items[g];
    const nd__document *documents = scan->corpus.documents.items;
    nd__group group = {.id = g, .kind = ND__MATCH_EXACT, .members = members};
    members[group.size] = member_of(scan, cluster->kept);
    members[group.size++].kept = true;
    for (size_t i = cluster->member_begin; i < cluster->member_end; i++) {
        const nd__cluster_member *item = &scan->clusters.members.items[i];
        nd__member *member = &members[group.size++];
        *member = member_of(scan, item->document);
        member->kind = (nd__match_kind)item->relation;
        member->jaccard = item->jaccard;
        member->containment = item->containment;
        member->spans = scan->spans[i].items;
        member->span_count = scan->spans[i].count;
        if (member->kind > group.kind) {
            group.kind = member->kind;
        }
        group.reprint |=
            documents[item->document].site_number != documents[cluster->kept].site_number;
    }
    ND_TRY(add_origin(&group, out, scan, members, room, err));
    return nd__findings_add_group(out, &group, err);
}

static nd_status add_groups(nd__findings *out, const nd__scan *scan, nd_error *err) {
    size_t largest = 0;
    for (size_t g = 0; g < scan->clusters.clusters.count; g++) {
        const nd__cluster *cluster = &scan->clusters.clusters.items[g];
        size_t size = cluster->member_end - cluster->member_begin + 1;
        largest = size > largest ? size : largest;
    }
    nd__buffer room = {0};
    nd__member *members = nd__allocate(largest, sizeof *members);
    if (members == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    for (size_t g = 0; status >= 0 && g < scan->clusters.clusters.count; g++) {
        status = add_group(out, scan, g, members, &room, err);
    }
    nd__vector_clear(&room);
    free(members);
    return status;
}

/* ---- blocks ---- */

static nd__block_place place_of(const nd__scan *scan, size_t block, uint32_t document) {
    const nd__block_row *row = &scan->corpus.blocks.items[block];
    return (nd__block_place){doc_of(scan, document), row->begin, row->end, row->line};
}

static nd_status add_repeat(nd__findings *out, const nd__scan *scan,
                            const nd__repeat_row *repeat, nd_error *err) {
    nd__block_finding finding = {.kind = ND__FINDING_REPEAT,
                                 .at = place_of(scan, repeat->block, repeat->document),
                                 .has_of = true,
                                 .of = place_of(scan, repeat->of, repeat->document),
                                 .similarity = repeat->similarity,
                                 .site = site_of(scan, repeat->document),
                                 .share = -1};
    return nd__findings_add_block(out, &finding, err);
}

/* The block from where the teaser begins. */
static nd__block_place place_of_teaser(const nd__scan *scan, const nd__teaser *teaser) {
    nd__block_place place = place_of(scan, teaser->block, teaser->document);
    const char *text = scan->corpus.documents.items[teaser->document].text;
    for (uint32_t i = 0; i < teaser->begin; i++, place.begin++) {
        bool pair = text[place.begin] == '\r' && text[place.begin + 1] == '\n';
        place.line += text[place.begin] == '\n' || (text[place.begin] == '\r' && !pair);
    }
    return place;
}

static nd_status add_teaser(nd__findings *out, const nd__scan *scan,
                            const nd__teaser *teaser, nd_error *err) {
    nd__block_finding finding = {.kind = ND__FINDING_TEASER,
                                 .at = place_of_teaser(scan, teaser),
                                 .has_of = true,
                                 .of = place_of(scan, teaser->of, teaser->of_document),
                                 .similarity = teaser->similarity,
                                 .site = site_of(scan, teaser->document),
                                 .share = -1};
    return nd__findings_add_block(out, &finding, err);
}

static nd_status add_frame(nd__findings *out, const nd__scan *scan,
                           const nd__frame_block *frame, nd_error *err) {
    nd__block_finding finding = {.kind = ND__FINDING_BOILERPLATE,
                                 .at = place_of(scan, frame->block, frame->document),
                                 .similarity = -1,
                                 .site = site_of(scan, frame->document),
                                 .pages = frame->pages,
                                 .share = frame->share,
                                 .score = frame->score};
    return nd__findings_add_block(out, &finding, err);
}

/* Three lists sorted by block become one; of one block: repeat, teaser, boilerplate. A
 * teaser is no boilerplate by evidence besides: it is known what it is. */
static nd_status add_blocks(nd__findings *out, const nd__scan *scan, nd_error *err) {
    size_t r = 0, t = 0, f = 0;
    ND_TRY(nd__findings_expect_blocks(
        out, scan->repeats.count + scan->teasers.count + scan->frames.count, err));
    for (;;) {
        size_t repeat = r < scan->repeats.count ? scan->repeats.items[r].block : SIZE_MAX;
        size_t teaser = t < scan->teasers.count ? scan->teasers.items[t].block : SIZE_MAX;
        size_t frame = f < scan->frames.count ? scan->frames.items[f].block : SIZE_MAX;
        if (repeat == SIZE_MAX && teaser == SIZE_MAX && frame == SIZE_MAX) {
            return ND_OK;
        }
        if (repeat <= teaser && repeat <= frame) {
            ND_TRY(add_repeat(out, scan, &scan->repeats.items[r++], err));
        } else if (teaser <= frame) {
            ND_TRY(add_teaser(out, scan, &scan->teasers.items[t++], err));
        } else {
            bool named = t > 0 && scan->teasers.items[t - 1].block == frame &&
                         scan->teasers.items[t - 1].begin == 0 &&
                         scan->frames.items[f].score < 1;
            if (!named) {
                ND_TRY(add_frame(out, scan, &scan->frames.items[f], err));
            }
            f++;
        }
    }
}

/* ---- pairs ---- */

static nd_status add_pair(nd__findings *out, const nd__scan *scan, uint32_t a, uint32_t b,
                          nd_similarity similarity, nd_error *err) {
    const nd__document *documents = scan->corpus.documents.items;
    if ((documents[a].reference && documents[b].reference) ||
        (scan->options->cross_only && documents[a].argument == documents[b].argument)) {
        return ND_OK;
    }
    bool swap = a > b;
    nd__pair_finding pair = {doc_of(scan, swap ? b : a), doc_of(scan, swap ? a : b),
                             similarity.jaccard,
                             swap ? similarity.containment_b : similarity.containment_a,
                             swap ? similarity.containment_a : similarity.containment_b};
    return nd__findings_add_pair(out, &pair, err);
}

static nd_status add_pairs_within(nd__findings *out, const nd__scan *scan,
                                  const nd__classes *classes, size_t c, nd_error *err) {
    size_t begin = classes->begin[c], end = classes->begin[c + 1];
    bool all = (end - begin) * (end - begin) <= MOST_CLASS_PAIRS;
    for (size_t i = begin; i < end && (all || i == begin); i++) {
        for (size_t j = i + 1; j < end; j++) {
            ND_TRY(add_pair(out, scan, classes->members[i], classes->members[j],
                            (nd_similarity){1, 1, 1}, err));
        }
    }
    return ND_OK;
}

static nd_status add_pairs_between(nd__findings *out, const nd__scan *scan,
                                   const nd__classes *classes, const nd__verified *pair,
                                   nd_error *err) {
    uint32_t a = classes->of[pair->a], b = classes->of[pair->b];
    size_t a_begin = classes->begin[a], a_end = classes->begin[a + 1];
    size_t b_begin = classes->begin[b], b_end = classes->begin[b + 1];
    bool all = (a_end - a_begin) * (b_end - b_begin) <= MOST_CLASS_PAIRS;
    for (size_t i = a_begin; i < a_end && (all || i == a_begin); i++) {
        for (size_t j = b_begin; j < b_end; j++) {
            ND_TRY(add_pair(out, scan, classes->members[i], classes->members[j],
                            pair->similarity, err));
        }
    }
    return ND_OK;
}

/* Pairs are of whole texts, so that anyone can check them. */
static nd_status add_pairs(nd__findings *out, const nd__scan *scan, nd_error *err) {
    const nd__classes *classes =
        scan->whole_differs ? &scan->whole_classes : &scan->classes;
    const nd__verified_pairs *pairs =
        scan->whole_differs ? &scan->whole_pairs : &scan->pairs;
    for (size_t c = 0; c < classes->count; c++) {
        ND_TRY(add_pairs_within(out, scan, classes, c, err));
    }
    for (size_t i = 0; i < pairs->count; i++) {
        ND_TRY(add_pairs_between(out, scan, classes, &pairs->items[i], err));
    }
    return ND_OK;
}

nd_status nd__scan_findings(nd__findings *out, const nd__scan *scan, nd_error *err) {
    ND_TRY(add_header(out, scan, err));
    ND_TRY(add_groups(out, scan, err));
    ND_TRY(add_blocks(out, scan, err));
    if (scan->options->pairs) {
        ND_TRY(add_pairs(out, scan, err));
    }
    ND_TRY(nd__scan_sites(out, scan, err));
    out->end.documents = scan->corpus.documents.count;
    out->end.bytes = scan->text_bytes;
    out->end.skipped = scan->skipped;
    out->end.revisits = scan->revisits;
    return ND_OK;
}
