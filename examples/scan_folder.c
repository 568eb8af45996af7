/* Scans a folder and prints each group of documents that are alike: the one to keep, and
 * how much of each other stands in it.
 *
 *   cc scan_folder.c $(pkg-config --cflags --libs neardup) -o scan_folder
 *   ./scan_folder pages/
 */
#include <neardup/neardup.h>
#include <stdio.h>

static void print_group(const nd_run_file *run, size_t g) {
    nd_run_group group;
    nd_run_file_group(&group, run, g);
    printf("keep %s\n", group.kept.id);
    for (size_t m = 0; m < group.size; m++) {
        nd_run_member member;
        nd_run_file_member(&member, run, g, m);
        if (!member.kept) {
            printf("  drop %s: Jaccard %.3f, %.1f %% of it is in the kept one\n",
                   member.document.id, member.jaccard, 100 * member.containment);
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: scan_folder FOLDER\n");
        return 2;
    }
    nd_scan_options options;
    nd_scan_options_init(&options);
    options.unit = ND_UNIT_DOCUMENT;
    options.keep = ND_KEEP_LONGEST;

    const char *inputs[] = {argv[1]};
    nd_run_file *run;
    nd_error error;
    if (nd_scan(&run, inputs, 1, &options, &error) < 0) {
        fprintf(stderr, "scan_folder: %s\n", error.message);
        return 1;
    }
    for (size_t g = 0; g < nd_run_file_group_count(run); g++) {
        print_group(run, g);
    }
    nd_run_totals totals;
    nd_run_file_totals(&totals, run);
    printf("%llu documents, %llu can go\n", (unsigned long long)totals.documents,
           (unsigned long long)totals.dropped_documents);
    nd_run_file_close(run);
    return 0;
}
