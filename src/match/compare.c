/* Two texts compared: tokens of both, the similarity of their shingle sets, and the
 * overlaps (spans.h; text a is the kept one), taken back to bytes of the originals. */
#include "neardup/compare.h"

#include <string.h>

#include "match/passages.h"
#include "text/shingles.h"
#include "text/tokens.h"

#define GREATEST_SHINGLE 64

struct nd_comparison {
    nd_similarity similarity;
    bool equal;
    size_t tokens_a, tokens_b;
    nd_overlap *overlaps;
    size_t overlap_count;
    nd_passage *passages;
    size_t passage_count;
};

void nd_compare_options_init(nd_compare_options *out) {
    *out = (nd_compare_options){
        .version = ND_COMPARE_OPTIONS_VERSION, .shingle = 5, .min_span = 20, .seed = 1};
}

static nd_status check_options(const nd_compare_options *options, nd_error *err) {
    if (options->version != ND_COMPARE_OPTIONS_VERSION) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "version %u of nd_compare_options is not known",
                        (unsigned)options->version);
    }
    if (options->shingle < 1 || options->shingle > GREATEST_SHINGLE) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "shingle was %u, not 1 to %d",
                        (unsigned)options->shingle, GREATEST_SHINGLE);
    }
    if (options->min_span < 1) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION, "min_span was 0, not at least 1");
    }
    return ND_OK;
}

/* The shingle set of tokens, in an array that the caller frees. */
static nd_status make_set(uint64_t **out, size_t *count, const nd__tokens *tokens,
                          unsigned n, nd_error *err) {
    size_t shingles = nd__shingles_count(tokens->count, n);
    uint64_t *set = nd__allocate(shingles, sizeof *set);
    uint64_t *scratch = nd__allocate(shingles, sizeof *scratch);
    if (set == NULL || scratch == NULL) {
        free(set);
        free(scratch);
        return nd__fail_memory(err);
    }
    if (shingles > 0) {
        nd__shingles_hash(set, tokens->hash, tokens->count, n);
        shingles = nd__shingles_make_set(set, shingles, scratch);
    }
    free(scratch);
    *out = set;
    *count = shingles;
    return ND_OK;
}

static nd_status measure(nd_similarity *out, const nd__tokens *a, const nd__tokens *b,
                         unsigned n, nd_error *err) {
    uint64_t *set_a = NULL, *set_b = NULL;
    size_t count_a = 0, count_b = 0;
    nd_status status;
    ND_TRY_OUT(make_set(&set_a, &count_a, a, n, err));
    ND_TRY_OUT(make_set(&set_b, &count_b, b, n, err));
    *out = nd_similarity_sets(set_a, count_a, set_b, count_b);
out:
    free(set_a);
    free(set_b);
    return status;
}

static nd_status find_overlaps(nd_comparison *comparison, const nd__tokens *a,
                               const nd__tokens *b, size_t minimum, nd_error *err) {
    nd_status status;
    nd__overlaps found = {0};
    size_t end = 0;
    nd__token_text kept = {a->hash, a->count}, member = {b->hash, b->count};
    ND_TRY_OUT(nd__overlaps_find(&found, &end, kept, &member, 1, minimum, err));
    if (found.count == 0) {
        goto out;
    }
    nd_overlap *overlaps = nd__allocate(found.count, sizeof *overlaps);
    if (overlaps == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    for (size_t i = 0; i < found.count; i++) {
        size_t kept_begin = found.items[i].kept_begin, length = found.items[i].length;
        size_t member_begin = found.items[i].member_begin;
        overlaps[i] = (nd_overlap){
            .a_begin = a->begin[kept_begin],
            .a_end = a->end[kept_begin + length - 1],
            .b_begin = b->begin[member_begin],
            .b_end = b->end[member_begin + length - 1],
        };
    }
    comparison->overlaps = overlaps;
    comparison->overlap_count = found.count;
out:
    nd__vector_clear(&found);
    return status;
}

static nd_status find_passages(nd_comparison *comparison, const nd__tokens *a,
                               const nd__tokens *b, uint32_t minimum, nd_error *err) {
    nd__passages found = {0};
    nd__passage_options options;
    nd__passage_options_init(&options);
    options.min_length = minimum;
    ND_TRY(nd__passages_find(&found, (nd__token_text){a->hash, a->count},
                             (nd__token_text){b->hash, b->count}, NULL, 0, &options,
                             err));
    comparison->passages = nd__allocate(found.count, sizeof *comparison->passages);
    if (comparison->passages == NULL) {
        nd__vector_clear(&found);
        return nd__fail_memory(err);
    }
    for (size_t i = 0; i < found.count; i++) {
        const nd__passage *passage = &found.items[i];
        comparison->passages[i] = (nd_passage){
            .a_begin = a->begin[passage->a_begin],
            .a_end = a->end[passage->a_end - 1],
            .b_begin = b->begin[passage->b_begin],
            .b_end = b->end[passage->b_end - 1],
            .similarity = passage->similarity,
            .exact = passage->exact,
        };
    }
    comparison->passage_count = found.count;
    nd__vector_clear(&found);
    return ND_OK;
}

nd_status nd_comparison_create(nd_comparison **out, const nd_compare_options *options,
                               const char *a, size_t a_size, const char *b, size_t b_size,
                               nd_error *err) {
    nd_compare_options defaults;
    nd_compare_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    *out = NULL;
    ND_TRY(check_options(options, err));

    nd_status status;
    nd__tokens tokens_a = {0}, tokens_b = {0};
    nd_comparison *made = nd__allocate_zeroed(1, sizeof *made);
    if (made == NULL) {
        return nd__fail_memory(err);
    }
    ND_TRY_OUT(nd__tokens_read(&tokens_a, a, a_size, options->seed, err));
    ND_TRY_OUT(nd__tokens_read(&tokens_b, b, b_size, options->seed, err));
    made->tokens_a = tokens_a.count;
    made->tokens_b = tokens_b.count;
    made->equal =
        tokens_a.count == tokens_b.count &&
        (tokens_a.count == 0 || memcmp(tokens_a.hash, tokens_b.hash,
                                       tokens_a.count * sizeof *tokens_a.hash) == 0);
    ND_TRY_OUT(measure(&made->similarity, &tokens_a, &tokens_b, options->shingle, err));
    ND_TRY_OUT(find_overlaps(made, &tokens_a, &tokens_b, options->min_span, err));
    ND_TRY_OUT(find_passages(made, &tokens_a, &tokens_b, options->min_span, err));
    *out = made;
    made = NULL;
out:
    nd__tokens_clear(&tokens_a);
    nd__tokens_clear(&tokens_b);
    nd_comparison_destroy(made);
    return status;
}

void nd_comparison_destroy(nd_comparison *comparison) {
    if (comparison != NULL) {
        free(comparison->overlaps);
        free(comparison->passages);
        free(comparison);
    }
}

nd_similarity nd_comparison_similarity(const nd_comparison *comparison) {
    return comparison->similarity;
}

bool nd_comparison_equal(const nd_comparison *comparison) {
    return comparison->equal;
}

size_t nd_comparison_tokens_a(const nd_comparison *comparison) {
    return comparison->tokens_a;
}

size_t nd_comparison_tokens_b(const nd_comparison *comparison) {
    return comparison->tokens_b;
}

const nd_overlap *nd_comparison_overlaps(const nd_comparison *comparison, size_t *count) {
    *count = comparison->overlap_count;
    return comparison->overlaps;
}

const nd_passage *nd_comparison_passages(const nd_comparison *comparison, size_t *count) {
    *count = comparison->passage_count;
    return comparison->passages;
}
