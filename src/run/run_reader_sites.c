#include <string.h>

#include "run/run_reader_internal.h"

static nd_status get_reason(nd__run_reader *reader, const nd__tree_node *object,
                            const char *key, nd__first_reason *out) {
    const char *name = NULL;
    ND_TRY(nd__run_get_text(reader, object, key, true, &name));
    for (int reason = 0; reason < ND__FIRST_REASONS; reason++) {
        if (strcmp(name, nd__first_reason_name((nd__first_reason)reason)) == 0) {
            *out = (nd__first_reason)reason;
            return ND_OK;
        }
    }
    return nd__run_damaged(reader, "'%.40s' is no reason to be the first", name);
}

static nd_status get_source(nd__run_reader *reader, const nd__tree_node *object,
                            nd__source *out) {
    ND_TRY(nd__run_get_doc(reader, object, "doc", "n", &out->doc));
    ND_TRY(nd__run_get_text(reader, object, "site", false, &out->site));
    ND_TRY(nd__run_get_text(reader, object, "date", false, &out->date));
    return nd__run_get_text(reader, object, "credits", false, &out->credits);
}

nd_status nd__run_read_reprint(nd__run_reader *reader, const nd__tree_node *root) {
    nd__reprint_finding reprint = {0};
    const nd__tree_node *of = nd__tree_find(&reader->tree, root, "of");
    if (of == NULL || of->kind != ND__TREE_OBJECT) {
        return nd__run_damaged(reader, "\"of\" is missing");
    }
    ND_TRY(get_source(reader, root, &reprint.copy));
    ND_TRY(get_source(reader, of, &reprint.of));
    ND_TRY(nd__run_get_flag(reader, root, "reference", &reprint.reference));
    ND_TRY(get_reason(reader, root, "by", &reprint.by));
    ND_TRY(nd__run_get_ratio(reader, root, "share", true, &reprint.share));
    ND_TRY(nd__run_get_ratio(reader, root, "of_share", true, &reprint.of_share));
    reader->spans.count = 0;
    ND_TRY(nd__run_get_spans(reader, root, &reprint.span_count));
    reprint.spans = reader->spans.items;
    return nd__findings_add_reprint(reader->findings, &reprint, reader->err);
}

nd_status nd__run_read_site(nd__run_reader *reader, const nd__tree_node *root) {
    nd__site_finding site = {0};
    ND_TRY(nd__run_get_text(reader, root, "site", true, &site.site));
    ND_TRY(nd__run_get_unsigned(reader, root, "documents", true, &site.documents));
    ND_TRY(nd__run_get_unsigned(reader, root, "dropped", true, &site.dropped));
    const nd__tree_node *of = nd__tree_find(&reader->tree, root, "reprints");
    reader->copies.count = 0;
    for (const nd__tree_node *child = of == NULL ? NULL : nd__tree_first(of);
         of != NULL && of->kind == ND__TREE_ARRAY &&
         child != nd__tree_end(&reader->tree, of);
         child = nd__tree_next(&reader->tree, child)) {
        nd__site_copies copies = {0};
        ND_TRY(nd__run_get_text(reader, child, "of", true, &copies.site));
        ND_TRY(nd__run_get_unsigned(reader, child, "documents", true, &copies.documents));
        ND_TRY(nd__vector_extend(&reader->copies, 1, reader->err));
        reader->copies.items[reader->copies.count++] = copies;
    }
    if (site.dropped > site.documents) {
        return nd__run_damaged(
            reader, "more documents of '%.80s' are dropped than it has", site.site);
    }
    site.of = reader->copies.items;
    site.of_count = reader->copies.count;
    return nd__findings_add_site(reader->findings, &site, reader->err);
}

nd_status nd__run_read_group_first(nd__run_reader *reader, const nd__tree_node *root,
                                   nd__group *group) {
    nd__doc first = {0};
    if (nd__tree_find(&reader->tree, root, "first") == NULL) {
        return ND_OK;
    }
    ND_TRY(nd__run_get_doc(reader, root, "first", "first_n", &first));
    ND_TRY(get_reason(reader, root, "first_by", &group->first_by));
    for (size_t i = 0; i < group->size && !group->has_first; i++) {
        group->first = i;
        group->has_first = group->members[i].doc.n == first.n;
    }
    return group->has_first
               ? ND_OK
               : nd__run_damaged(reader, "group %llu has not its first document",
                                 (unsigned long long)group->id);
}

nd_status nd__run_read_site_counts(nd__run_reader *reader, const nd__tree_node *root,
                                   nd__run_end *end) {
    uint64_t reprints = end->reprints, sites = end->sites;
    end->has_reprints = nd__tree_find(&reader->tree, root, "reprints") != NULL;
    end->reprints = end->sites = 0;
    ND_TRY(nd__run_get_unsigned(reader, root, "reprints", false, &end->reprints));
    ND_TRY(nd__run_get_unsigned(reader, root, "sites", false, &end->sites));
    return end->reprints == reprints && end->sites == sites
               ? ND_OK
               : nd__run_damaged(reader,
                                 "the counts of the last line are not those of the file");
}
