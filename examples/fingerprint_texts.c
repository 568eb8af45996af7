/* Compares two texts twice: by their MinHash signatures, which is an estimate, and
 * exactly, with the passages that they share.
 *
 *   cc fingerprint_texts.c $(pkg-config --cflags --libs neardup) -o fingerprint_texts
 */
#include <neardup/neardup.h>
#include <stdio.h>
#include <string.h>

#define SIZE 256 /* values of a signature */

static const char a[] =
    "The ferry leaves the north quay at seven, at nine and at noon. "
    "In a strong westerly it may be late, and the last boat waits for the bus.";
static const char b[] =
    "The ferry leaves the north quay at seven, at nine and at noon. "
    "In a strong westerly it may be late; the last boat no longer waits.";

/* Signature [0..SIZE-1] of the text's shingles. */
static nd_status sign(uint32_t *signature, const nd_minhash *minhash, const char *bytes,
                      nd_error *error) {
    nd_text *text;
    nd_status status = nd_text_create(&text, NULL, bytes, strlen(bytes), error);
    if (status >= 0) {
        size_t count;
        const uint64_t *shingles = nd_text_shingles(text, &count);
        nd_minhash_sign(minhash, signature, shingles, count);
        nd_text_destroy(text);
    }
    return status;
}

static int estimate(nd_error *error) {
    uint32_t of_a[SIZE], of_b[SIZE];
    nd_minhash_options options;
    nd_minhash_options_init(&options);
    options.signature_size = SIZE;
    nd_minhash *minhash;
    nd_status status = nd_minhash_create(&minhash, &options, error);
    if (status < 0) {
        return status;
    }
    status = sign(of_a, minhash, a, error);
    if (status >= 0) {
        status = sign(of_b, minhash, b, error);
    }
    nd_minhash_destroy(minhash);
    if (status < 0) {
        return status;
    }
    printf("estimated: %.3f\n", nd_minhash_similarity(of_a, of_b, SIZE));
    return ND_OK;
}

static int compare(nd_error *error) {
    nd_compare_options options;
    nd_compare_options_init(&options);
    options.min_span = 5; /* short texts: show short passages */
    nd_comparison *comparison;
    nd_status status =
        nd_comparison_create(&comparison, &options, a, strlen(a), b, strlen(b), error);
    if (status < 0) {
        return status;
    }
    printf("exact: %.3f\n", nd_comparison_similarity(comparison).jaccard);
    size_t count;
    const nd_overlap *overlap = nd_comparison_overlaps(comparison, &count);
    for (size_t i = 0; i < count; i++) {
        printf("both: %.*s\n", (int)(overlap[i].b_end - overlap[i].b_begin),
               b + overlap[i].b_begin);
    }
    nd_comparison_destroy(comparison);
    return ND_OK;
}

int main(void) {
    nd_error error;
    if (estimate(&error) < 0 || compare(&error) < 0) {
        fprintf(stderr, "fingerprint_texts: %s\n", error.message);
        return 1;
    }
    return 0;
}
