#include "run/site_floor.h"

#include <string.h>

#include "run/run_file.h"

static int compare_sites(const void *x, const void *y) {
    return strcmp(((const nd__site_finding *)x)->site,
                  ((const nd__site_finding *)y)->site);
}

static int compare_name(const void *name, const void *site) {
    return strcmp(name, ((const nd__site_finding *)site)->site);
}

/* The site that would keep the least share, below `share`; NULL: none. */
static const nd__site_finding *find_worst(const nd__site_finding *sites, size_t count,
                                          double share) {
    const nd__site_finding *worst = NULL;
    double least = share;
    for (size_t i = 0; i < count; i++) {
        double kept =
            (double)(sites[i].documents - sites[i].dropped) / (double)sites[i].documents;
        if (sites[i].documents > 0 && kept < least) {
            worst = &sites[i];
            least = kept;
        }
    }
    return worst;
}

static nd_status fail_site(const nd__site_finding *site, double share, nd_error *err) {
    unsigned long long kept = site->documents - site->dropped;
    return nd__fail(
        err, ND_E_LIMIT, ND_NO_POSITION,
        "site '%s' would keep %llu of its %llu documents, less than the share "
        "of %g that every site is to keep; look at who reprints it with "
        "'neardup scan', or lower --min-keep-per-site",
        site->site, kept, (unsigned long long)site->documents, share);
}

nd_status nd__site_floor_check(const nd__clean_plan *plan, const nd__findings *findings,
                               double share, nd_error *err) {
    size_t count = findings->sites.count;
    nd__site_finding *sites = nd__allocate(count, sizeof *sites);
    nd_status status = ND_OK;
    if (sites == NULL) {
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        sites[i] = findings->sites.items[i];
        sites[i].dropped = 0;
    }
    if (count > 1) {
        qsort(sites, count, sizeof *sites, compare_sites);
    }
    for (size_t i = 0; status >= 0 && i < plan->dropped.count; i++) {
        const char *name = plan->dropped.items[i].site;
        nd__site_finding *site =
            name == NULL || count == 0
                ? NULL
                : bsearch(name, sites, count, sizeof *sites, compare_name);
        if (site != NULL) {
            site->dropped += site->dropped < site->documents;
        } else if (name != NULL) {
            status = nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                              "the run does not say how many documents '%s' has; scan "
                              "again, with this version",
                              name);
        }
    }
    const nd__site_finding *worst = find_worst(sites, count, share);
    if (status >= 0 && worst != NULL) {
        status = fail_site(worst, share, err);
    }
    free(sites);
    return status;
}

nd_status nd_run_file_check_sites(const nd_run_file *run, double share, nd_error *err) {
    if (!(share > 0 && share <= 1)) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "the share is %g; it must be above 0 and at most 1", share);
    }
    const nd__findings *findings = run->findings;
    const nd__site_finding *worst =
        find_worst(findings->sites.items, findings->sites.count, share);
    return worst == NULL ? ND_OK : fail_site(worst, share, err);
}
