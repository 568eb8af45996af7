/* Reprints and sites. */
#include <string.h>

#include "run/findings_internal.h"

const char *nd__first_reason_name(nd__first_reason reason) {
    static const char *const names[ND__FIRST_REASONS] = {"date", "coverage", "length",
                                                         "order"};
    return names[reason];
}

static nd_status keep_source(nd__source *source, nd__findings *findings, nd_error *err) {
    ND_TRY(nd__findings_keep_document(&source->doc, findings, source->doc, err));
    ND_TRY(nd__findings_keep_site(&source->site, findings, source->site, err));
    ND_TRY(nd__findings_keep_string(&source->date, findings, source->date, err));
    return nd__findings_keep_string(&source->credits, findings, source->credits, err);
}

nd_status nd__findings_add_reprint(nd__findings *findings,
                                   const nd__reprint_finding *reprint, nd_error *err) {
    nd__reprint_finding kept = *reprint;
    ND_TRY(keep_source(&kept.copy, findings, err));
    ND_TRY(keep_source(&kept.of, findings, err));
    ND_TRY(nd__findings_keep_spans(&kept.spans, kept.span_count, findings, err));
    ND_TRY(nd__vector_extend(&findings->reprints, 1, err));
    findings->reprints.items[findings->reprints.count++] = kept;
    findings->end.has_reprints = true;
    findings->end.reprints++;
    return ND_OK;
}

nd_status nd__findings_add_site(nd__findings *findings, const nd__site_finding *site,
                                nd_error *err) {
    nd__site_finding kept = *site;
    size_t size;
    if (!nd__multiply_size(&size, site->of_count, sizeof *site->of)) {
        return nd__fail_memory(err);
    }
    nd__site_copies *of = nd__arena_allocate(&findings->arena, size == 0 ? 1 : size);
    if (of == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < site->of_count; i++) {
        of[i] = site->of[i];
        ND_TRY(nd__findings_keep_string(&of[i].site, findings, of[i].site, err));
    }
    kept.of = of;
    ND_TRY(nd__findings_keep_string(&kept.site, findings, site->site, err));
    ND_TRY(nd__vector_extend(&findings->sites, 1, err));
    findings->sites.items[findings->sites.count++] = kept;
    findings->end.sites++;
    return ND_OK;
}
