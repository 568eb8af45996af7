/* Ranges of what a scan leaves, against the definition: every window is compared with
 * every other one. */
#include "neardup/spans.h"
#include "random.h"
#include "scan_fixture.h"
#include "text/tokens.h"

#define DOCUMENTS 24
#define LONGEST 400
#define ELEMENTS ((size_t)DOCUMENTS * LONGEST)

static uint64_t state;

static uint64_t below(uint64_t limit) {
    return nd_random(&state) % limit;
}

typedef struct document {
    char text[LONGEST];
    size_t size;
    bool reference;
    bool goes[LONGEST]; /* bytes that clean would remove beside spans */
    bool repeated[LONGEST], later[LONGEST];
} document;

typedef struct element {
    uint64_t value;
    uint32_t begin, end; /* bytes */
    uint32_t document, piece;
} element;

static document documents[DOCUMENTS];
static element elements[ELEMENTS];
static size_t element_count;

/* ---- a corpus ---- */

static void put_line(document *d) {
    static const char *const words[] = {
        "Home", "news",  "\xc3\xa9t\xc3\xa9",        "one",
        "two",  "three", "\xe4\xb8\xad\xe6\x96\x87", "of"};
    static const char *const lines[] = {
        "Home News Sports Weather Contact", "All about this paper and its people",
        "The mayor of the small town said on Monday that it would cost a lot",
        "Two children found a purse in the park and brought it back"};
    char line[120] = "";
    if (below(3) > 0) {
        strcpy(line, lines[below(4)]);
    } else {
        for (uint64_t i = 1 + below(9); i > 0; i--) {
            strcat(line, words[below(8)]);
            strcat(line, i > 1 ? " " : ".");
        }
    }
    size_t size = strlen(line);
    if (d->size + size + 1 < LONGEST) {
        memcpy(d->text + d->size, line, size);
        d->size += size;
        d->text[d->size++] = '\n';
    }
}

static const char *make_file(const char *name, size_t first, size_t end) {
    static const char *const sites[] = {"a.example", "b.example"};
    nd__json rows = {0};
    for (size_t n = first; n < end; n++) {
        document *d = &documents[n];
        char id[16];
        memset(d, 0, sizeof *d);
        d->reference = first > 0;
        snprintf(id, sizeof id, "%zu", n);
        if (n > 0 && below(4) == 0) { /* a copy, nearly */
            const document *other = &documents[below(n)];
            memcpy(d->text, other->text, other->size);
            d->size = other->size;
        }
        for (uint64_t i = below(d->size > 0 ? 2 : 8); i > 0; i--) {
            put_line(d);
        }
        add_row(&rows, id, d->text, d->size, sites[below(2)], NULL);
    }
    ck_assert_int_eq(nd__buffer_append(&rows.out, "", 1, NULL), ND_OK);
    const char *path = write_text(name, rows.out.items);
    nd__json_clear(&rows);
    return path;
}

/* ---- by definition ---- */

static void mark_what_goes(const nd_run_file *run, const nd_ranges_options *o) {
    for (size_t g = 0; o->documents && g < nd_run_file_group_count(run); g++) {
        nd_run_group group;
        nd_run_file_group(&group, run, g);
        for (size_t m = 0; m < group.size; m++) {
            nd_run_member member;
            nd_run_file_member(&member, run, g, m);
            if (!member.kept && !member.reference) {
                memset(documents[member.document.n].goes, true, LONGEST);
            }
        }
    }
    for (size_t i = 0; i < nd_run_file_block_count(run); i++) {
        nd_run_block block;
        nd_run_file_block(&block, run, i);
        document *d = &documents[block.at.document.n];
        bool wanted = block.kind == ND_BLOCK_REPEAT   ? o->repeats
                      : block.kind == ND_BLOCK_TEASER ? o->teasers
                                                      : o->boilerplate;
        if (wanted && !d->reference) {
            memset(d->goes + block.at.begin, true, block.at.end - block.at.begin);
        }
    }
}

static void add_piece(size_t n, size_t begin, size_t end, bool tokens) {
    static nd__tokens read;
    static uint32_t piece;
    const char *text = documents[n].text + begin;
    size_t count = end - begin;
    piece++;
    if (tokens) {
        ck_assert_int_eq(nd__tokens_read(&read, text, end - begin, 1, NULL), ND_OK);
        count = read.count;
    }
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_lt(element_count, ELEMENTS);
        elements[element_count++] = (element){
            tokens ? read.hash[i] : (unsigned char)text[i],
            (uint32_t)(begin + (tokens ? read.begin[i] : i)),
            (uint32_t)(begin + (tokens ? read.end[i] : i + 1)), (uint32_t)n, piece};
    }
}

static void add_elements(size_t n, bool tokens) {
    const document *d = &documents[n];
    for (size_t at = 0, end; at < d->size; at = end) {
        for (end = at + 1; end < d->size && d->goes[end] == d->goes[at];) {
            end++;
        }
        if (!d->goes[at]) {
            add_piece(n, at, end, tokens);
        }
    }
}

static bool is_window(size_t at, size_t length) {
    return at + length <= element_count &&
           elements[at].piece == elements[at + length - 1].piece;
}

static bool are_equal(size_t a, size_t b, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (elements[a + i].value != elements[b + i].value) {
            return false;
        }
    }
    return true;
}

static void cover(size_t window, size_t length, bool later) {
    document *d = &documents[elements[window].document];
    size_t begin = elements[window].begin, end = elements[window + length - 1].end;
    memset((later ? d->later : d->repeated) + begin, true, end - begin);
}

static void cover_by_definition(size_t length, bool tokens) {
    element_count = 0;
    for (int reference = 1; reference >= 0; reference--) {
        for (size_t n = 0; n < DOCUMENTS; n++) {
            if (documents[n].reference == reference) {
                add_elements(n, tokens);
            }
        }
    }
    for (size_t b = 0; b < element_count; b++) {
        for (size_t a = 0; is_window(b, length) && a < b; a++) {
            if (is_window(a, length) && are_equal(a, b, length)) {
                cover(a, length, false);
                cover(b, length, false);
                cover(b, length, true);
            }
        }
    }
}

/* ---- the test ---- */

static void check_ranges(const nd_run_file *run) {
    for (size_t n = 0; n < DOCUMENTS; n++) {
        const document *d = &documents[n];
        bool repeated[LONGEST] = {false}, later[LONGEST] = {false};
        size_t first, count;
        nd_run_file_ranges_of(&first, &count, run, n);
        for (size_t i = first; i < first + count; i++) {
            nd_run_range range;
            nd_run_file_range(&range, run, i);
            memset(repeated + range.begin, true, range.end - range.begin);
            for (size_t p = 0; p < range.later_count; p++) {
                uint64_t begin, end;
                nd_run_file_range_later(&begin, &end, run, i, p);
                memset(later + begin, true, end - begin);
            }
        }
        if (d->reference) {
            ck_assert_uint_eq(count, 0);
            continue;
        }
        ck_assert_int_eq(memcmp(repeated, d->repeated, LONGEST), 0);
        ck_assert_int_eq(memcmp(later, d->later, LONGEST), 0);
    }
}

START_TEST(property_ranges__by_definition) {
    nd_scan_options scan;
    nd_ranges_options o;
    char path[600], reference[600];
    const char *inputs = path, *references = reference;
    state = (uint64_t)_i;
    nd_scan_options_init(&scan);
    nd_ranges_options_init(&o);
    size_t own = below(2) == 0 ? DOCUMENTS : DOCUMENTS - 6;
    snprintf(path, sizeof path, "%s", make_file("in.jsonl", 0, own));
    snprintf(reference, sizeof reference, "%s",
             make_file("reference.jsonl", own, DOCUMENTS));
    scan.min_pages = 3;
    scan.keep = (nd_keep)below(2);
    scan.threads = 1;
    scan.references = &references;
    scan.reference_count = own < DOCUMENTS;
    o.unit = below(2) == 0 ? ND_SPAN_BYTES : ND_SPAN_TOKENS;
    o.min_length = 1 + (uint32_t)below(o.unit == ND_SPAN_BYTES ? 50 : 9);
    o.documents = below(4) > 0;
    o.repeats = below(4) > 0;
    o.teasers = below(4) > 0;
    o.boilerplate = below(4) > 0;
    o.threads = 1 + (uint32_t)below(3);
    nd_run_file *run = scan_paths(&inputs, 1, &scan);
    mark_what_goes(run, &o);
    cover_by_definition(o.min_length, o.unit == ND_SPAN_TOKENS);
    nd_error err;
    nd_status status = nd_run_file_find_ranges(run, &o, &err);
    ck_assert_msg(status == ND_OK, "%s", err.message);
    check_ranges(run);
    nd_run_file_close(run);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("property_ranges");
    TCase *tests = tcase_create("ranges");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, setup_folder, remove_folder);
    tcase_add_loop_test(tests, property_ranges__by_definition, 0, 60);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
