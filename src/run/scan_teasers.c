/* Teasers, when groups and frames are known. */
#include "run/scan_internal.h"

nd_status nd__scan_teasers(nd__scan *scan, nd_error *err) {
    if (scan->options->unit == ND_UNIT_DOCUMENT) {
        return ND_OK;
    }
    ND_TRY(nd__scan_progress(scan, "finding teasers", 0, 1, err));
    size_t blocks = scan->corpus.blocks.count;
    bool *repeats = nd__allocate_zeroed(blocks, sizeof *repeats);
    bool *frames = nd__allocate_zeroed(blocks, sizeof *frames);
    nd_status status = ND_OK;
    if (repeats == NULL || frames == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < scan->repeats.count; i++) {
        repeats[scan->repeats.items[i].block] = true;
    }
    for (size_t i = 0; i < scan->frames.count; i++) {
        frames[scan->frames.items[i].block] = true;
    }
    nd__teaser_options teasers = {
        scan->options->seed, scan->threads, scan->dropped, scan->kept_of, repeats,
        scan->phrases,       frames};
    status = nd__teasers_find(&scan->teasers, &scan->corpus, &teasers, err);
out:
    free(repeats);
    free(frames);
    return status;
}
