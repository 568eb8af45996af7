/* What stands behind nd_run_file. */
#ifndef ND_RUN_RUN_FILE_H
#define ND_RUN_RUN_FILE_H

#include "input/documents.h"
#include "neardup/run_file.h"
#include "run/findings.h"

typedef struct nd__membership {
    uint64_t n;
    size_t group, member;
} nd__membership;

struct nd_run_file {
    nd__findings *findings;
    unsigned threads; /* those of the scan, for writing; 0 for a run file */
    /* The inputs that the scan of this process read, so that clean can read them again
     * (standard input was spooled); NULL for a run file. */
    nd__inputs *inputs;
    struct nd__texts *texts; /* texts that were loaded; NULL for none */
    size_t *documents;       /* indexes of findings->documents by (id, n) */
    size_t document_count;
    size_t *blocks;              /* indexes of findings->blocks by (n, begin) */
    nd__membership *memberships; /* by (n, group) */
    size_t membership_count;
};

/* Takes the findings, and inputs (may be NULL), also on failure. */
nd_status nd__run_file_create(nd_run_file **out, nd__findings *findings,
                              nd__inputs *inputs, nd_error *err);
/* Makes the index of documents anew, after findings were added that name others. */
nd_status nd__run_file_index_documents(nd_run_file *run, nd_error *err);

#endif
