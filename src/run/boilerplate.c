/* Learning the frames of sites: a scan that ends when the frames are known. */
#include "neardup/boilerplate.h"

#include "boilerplate/frame_lessons.h"
#include "run/scan_internal.h"
#include "run/site_frames_file.h"

static nd_status learn_frames(void *payload, const nd__scan *scan,
                              const nd__frame_finder *finder, nd_error *err) {
    return nd__frame_lessons_learn(
        payload, &scan->corpus, nd__frame_finder_grades(finder),
        nd__frame_finder_site_pages(finder), nd__frame_finder_paths(finder), err);
}

static nd_status learn(nd__site_frames *out, nd__scan *scan, const char *const *inputs,
                       size_t count, nd_error *err) {
    ND_TRY(nd__scan_read(scan, inputs, count, err));
    scan->show_frames = learn_frames;
    scan->show_payload = out;
    ND_TRY(nd__scan_frames(scan, err));
    if (out->sites.count == 0) {
        return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION,
                        "no site has blocks that %u of its pages share; give more pages "
                        "of a site, and their addresses (--url-field, --site-field)",
                        (unsigned)out->min_pages);
    }
    return ND_OK;
}

nd_status nd_boilerplate_learn(nd_site_frames **out, const char *const *inputs,
                               size_t count, const nd_scan_options *options,
                               nd_error *err) {
    nd_scan_options own = *options;
    own.unit = ND_UNIT_ALL; /* copies of a page are found among documents */
    own.pairs = 0;
    nd_site_frames *frames = calloc(1, sizeof *frames);
    if (frames == NULL) {
        return nd__fail_memory(err);
    }
    frames->known.min_pages = own.min_pages;
    frames->known.min_share = own.min_share;
    nd__scan scan;
    nd_status status = nd__scan_prepare(&scan, &own, err);
    if (status >= 0) {
        status = learn(&frames->known, &scan, inputs, count, err);
    }
    nd__scan_clear(&scan);
    if (status < 0) {
        nd_site_frames_destroy(frames);
        return status;
    }
    *out = frames;
    return ND_OK;
}

nd_status nd_site_frames_write(const nd_site_frames *frames, const char *path,
                               nd_error *err) {
    return nd__site_frames_save(&frames->known, path, err);
}

nd_status nd_site_frames_open(nd_site_frames **out, const char *path, nd_error *err) {
    nd_site_frames *frames = calloc(1, sizeof *frames);
    if (frames == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = nd__site_frames_read(&frames->known, path, err);
    if (status < 0) {
        nd_site_frames_destroy(frames);
        return status;
    }
    *out = frames;
    return ND_OK;
}

void nd_site_frames_destroy(nd_site_frames *frames) {
    if (frames != NULL) {
        nd__site_frames_clear(&frames->known);
        free(frames);
    }
}

size_t nd_site_frames_count(const nd_site_frames *frames) {
    return frames->known.sites.count;
}

void nd_site_frames_site(nd_known_site *out, const nd_site_frames *frames, size_t i) {
    const nd__known_site *site = &frames->known.sites.items[i];
    size_t begin = i == 0 ? 0 : frames->known.sites.items[i - 1].block_end;
    *out = (nd_known_site){site->name, site->pages, site->block_end - begin};
}
