/* What the stages of a scan share. */
#ifndef ND_RUN_SCAN_INTERNAL_H
#define ND_RUN_SCAN_INTERNAL_H

#include "boilerplate/frames.h"
#include "input/documents.h"
#include "match/clusters.h"
#include "match/reprints.h"
#include "match/teasers.h"
#include "neardup/scan.h"
#include "run/credits.h"
#include "run/document_maker.h"
#include "run/findings.h"

/* A repeat with rows of the corpus. */
typedef struct nd__repeat_row {
    size_t block, of;
    uint32_t document;
    double similarity;
} nd__repeat_row;

/* Spans of one member of a cluster, by its index in clusters.members. */
typedef struct nd__member_spans {
    nd__member_span *items;
    size_t count;
} nd__member_spans;

typedef struct nd__scan {
    const nd_scan_options *options;
    unsigned threads;
    nd_minhash *minhash;
    nd__read_more *phrases;
    nd__credits *credits;
    nd_bands bands;

    nd__inputs *opened; /* the INPUTs, not the references: kept open for a second pass */
    nd__run_inputs inputs;
    nd__corpus corpus;
    ND_VECTOR(nd__repeat_row) repeats; /* by block */
    uint64_t text_bytes, skipped, revisits;
    bool last_match; /* signatures and winnowed shingles go when they have been used */

    nd__classes classes;
    nd__verified_pairs pairs; /* of class representatives */
    uint64_t hot_buckets;
    nd__clusters clusters;
    nd__frame_blocks frames;
    /* Is shown the frames where they are found, and the scan ends there; NULL: none. */
    nd_status (*show_frames)(void *payload, const struct nd__scan *scan,
                             const nd__frame_finder *finder, nd_error *err);
    void *show_payload;
    /* The pairs and classes of whole texts, where they differ from those of the texts
     * without frames that the groups are made of. */
    bool whole_differs;
    nd__classes whole_classes;
    nd__verified_pairs whole_pairs;

    bool *dropped;           /* [documents] */
    uint32_t *kept_of;       /* [documents] for a dropped one the kept one, else itself */
    nd__member_spans *spans; /* [clusters.members] */
    nd__teasers teasers;
    nd__reprints reprints; /* verified pairs across sites, of kept documents */
} nd__scan;

/* Checks the options, which are borrowed, and gets ready. *scan is to be cleared after a
 * failure, too. */
nd_status nd__scan_prepare(nd__scan *scan, const nd_scan_options *options, nd_error *err);
void nd__scan_clear(nd__scan *scan);
/* Stage 1: inputs to tables. */
nd_status nd__scan_read(nd__scan *scan, const char *const *inputs, size_t count,
                        nd_error *err);
/* Stage 2: frames, and the tables of the documents that have one made anew without it. */
nd_status nd__scan_frames(nd__scan *scan, nd_error *err);
/* Stage 2b: tables to groups. */
nd_status nd__scan_match(nd__scan *scan, nd_error *err);
/* The same for documents of the sites that are true in sites [sites], and only among
 * those of one site. */
nd_status nd__scan_match_sites(nd__scan *scan, const bool *sites, nd_error *err);
/* Takes the classes, pairs and groups back. */
void nd__scan_unmatch(nd__scan *scan);
/* Stage 3: the spans of every member. */
nd_status nd__scan_spans(nd__scan *scan, nd_error *err);
/* Stage 4: teasers. */
nd_status nd__scan_teasers(nd__scan *scan, nd_error *err);
/* Stage 5: edited copies across sites, if they are asked for. */
nd_status nd__scan_reprints(nd__scan *scan, nd_error *err);
/* Stage 6: everything into findings. */
nd_status nd__scan_findings(nd__findings *out, const nd__scan *scan, nd_error *err);

/* Of these: reprints, sites. */
nd_status nd__scan_sites(nd__findings *out, const nd__scan *scan, nd_error *err);
/* Which member of cluster g (0: the kept document, then the others) was likely the first,
 * and why. */
nd_status nd__scan_first(size_t *first, nd__first_reason *by, const nd__scan *scan,
                         size_t g, nd_error *err);
/* The agencies that a document names, in the arena; NULL: none. `room` is scratch. */
nd_status nd__scan_credits(const char **out, nd__arena *arena, nd__buffer *room,
                           const nd__scan *scan, uint32_t d, nd_error *err);

/* Tells the caller where the scan is; ND_E_CANCELLED where it wants to stop. */
nd_status nd__scan_progress(const nd__scan *scan, const char *phase, uint64_t done,
                            uint64_t total, nd_error *err);

#endif
