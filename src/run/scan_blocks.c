/* Block findings beyond a single document: frames and teasers. */
#include "run/scan_internal.h"

nd_status nd__scan_blocks(nd__scan *scan, nd_error *err) {
    if (scan->options->unit == ND_UNIT_DOCUMENT) {
        return ND_OK;
    }
    ND_TRY(nd__scan_progress(scan, "finding boilerplate", 0, 1, err));
    nd__frame_options frames = {scan->options->min_pages, scan->options->min_share,
                                scan->options->seed, scan->threads};
    ND_TRY(nd__frames_find(&scan->frames, &scan->corpus, &scan->clusters, &frames, err));
    ND_TRY(nd__scan_progress(scan, "finding teasers", 0, 1, err));
    bool *superfluous =
        nd__allocate_zeroed(scan->corpus.blocks.count, sizeof *superfluous);
    if (superfluous == NULL) {
        return nd__fail_memory(err);
    }
    /* What goes itself can't be what stays for a teaser. */
    for (size_t i = 0; i < scan->repeats.count; i++) {
        superfluous[scan->repeats.items[i].block] = true;
    }
    for (size_t i = 0; i < scan->frames.count; i++) {
        superfluous[scan->frames.items[i].block] = true;
    }
    nd__teaser_options teasers = {scan->options->seed, scan->threads, scan->dropped,
                                  superfluous, scan->phrases};
    nd_status status = nd__teasers_find(&scan->teasers, &scan->corpus, &teasers, err);
    free(superfluous);
    return status;
}
