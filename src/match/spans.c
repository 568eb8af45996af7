/* The exact overlaps of a kept text and the members of its group, in tokens. Seeds find
 * them (seeds.c) but where a text repeats itself; this is for the rest, and linear
 * whatever the texts are.
 *
 * 1. Codebook: the distinct tokens of the kept text, sorted; a token's code is its rank
 * + 1. Two codes remain: 0 ends the kept text, count + 1 stands for every token that the
 * kept text does not have and ends each member. So no common prefix of a kept and a
 * member suffix can run past an end, and nothing has to be clamped.
 * 2. Suffix array of kept text and a batch of members, each code written big-endian in as
 *    few bytes as the codebook needs: bytes then sort as codes do. Suffixes that start
 *    inside a code are dropped. LCP over codes.
 * 3. For each member position the longest match with the kept text is that with the
 * nearest kept suffix above or below in suffix order. One pass each way, with a stack of
 *    (common prefix, least kept position) whose prefixes increase, gives the length and
 * the first place of that length, in linear time.
 * 4. A match is nested exactly where the position before it has a longer one: the rest,
 * of the wanted length, are the overlaps. docs/algorithms/spans.md has the reasons. */
#include "match/spans.h"

#include <string.h>

#include "base/radix_sort.h"
#include "match/seeds.h"
#include "suffix/suffix_array.h"

#define DEFAULT_BATCH_TOKENS ((size_t)16 << 20)
#define LONGEST ((size_t)UINT32_MAX - 4) /* room for ends and the marks below */
/* Steps that seeds may take for each token of the kept text and a batch. */
#define SEED_STEPS 8
#define NO_PLACE UINT32_MAX
#define WHOLE_MATCH UINT32_MAX /* more than any common prefix */

typedef struct codebook {
    uint64_t *hash; /* sorted, no repeats */
    size_t count;
    unsigned width; /* bytes a code */
} codebook;

/* What is known of each position of the kept text and the batch; arrays [0..count-1]. The
 * kept text is at 0, the members follow. */
typedef struct field {
    size_t count;
    uint32_t *codes;
    uint32_t *order;  /* suffix array */
    uint32_t *lcp;    /* of order[i] and order[i - 1] */
    uint32_t *length; /* longest match with the kept text */
    uint32_t *place;  /* its first place there, where length > 0 */
} field;

typedef struct step {
    uint32_t length, place;
} step;

static nd_status codebook_make(codebook *out, nd__token_text kept, nd_error *err) {
    uint64_t *hash = nd__allocate(kept.count, sizeof *hash);
    uint64_t *scratch = nd__allocate(kept.count, sizeof *scratch);
    if (hash == NULL || scratch == NULL) {
        free(hash);
        free(scratch);
        return nd__fail_memory(err);
    }
    memcpy(hash, kept.hash, kept.count * sizeof *hash);
    nd__sort_u64(hash, scratch, kept.count);
    free(scratch);
    out->hash = hash;
    out->count = nd__unique_u64(hash, kept.count);
    out->width = 1;
    for (size_t greatest = out->count + 1; greatest > UINT8_MAX; greatest >>= 8) {
        out->width++;
    }
    return ND_OK;
}

static uint32_t code_of(const codebook *book, uint64_t hash) {
    const uint64_t *base = book->hash;
    size_t count = book->count;
    while (count > 1) { /* without a branch on the key, which nothing could foretell */
        size_t half = count / 2;
        base += base[half - 1] < hash ? half : 0;
        count -= half;
    }
    return *base == hash ? (uint32_t)(base - book->hash) + 1 : (uint32_t)book->count + 1;
}

static void field_clear(field *f) {
    free(f->codes);
    free(f->order);
    free(f->lcp);
    free(f->length);
    free(f->place);
    memset(f, 0, sizeof *f);
}

static nd_status field_write(field *f, const codebook *book, nd__token_text kept,
                             const nd__token_text *members, size_t member_count,
                             nd_error *err) {
    uint32_t *codes = nd__allocate(f->count, sizeof *codes);
    if (codes == NULL) {
        return nd__fail_memory(err);
    }
    f->codes = codes;
    for (size_t i = 0; i < kept.count; i++) {
        *codes++ = code_of(book, kept.hash[i]);
    }
    *codes++ = 0;
    for (size_t m = 0; m < member_count; m++) {
        for (size_t i = 0; i < members[m].count; i++) {
            *codes++ = code_of(book, members[m].hash[i]);
        }
        *codes++ = (uint32_t)book->count + 1;
    }
    return ND_OK;
}

static void write_big_endian(uint8_t *text, const uint32_t *codes, size_t count,
                             unsigned width) {
    for (size_t i = 0; i < count; i++) {
        for (unsigned shift = 8 * width; shift > 0; shift -= 8) {
            *text++ = (uint8_t)(codes[i] >> (shift - 8));
        }
    }
}

/* Suffix array of bytes -> the suffixes that start a code, counted in codes. */
#define KEEP_BORDERS(sa, size)                  \
    do {                                        \
        uint32_t *to = f->order;                \
        for (size_t i = 0; i < (size); i++) {   \
            size_t at = (size_t)(sa)[i];        \
            if (at % width == 0) {              \
                *to++ = (uint32_t)(at / width); \
            }                                   \
        }                                       \
    } while (0)

static nd_status field_sort(field *f, unsigned width, size_t narrow_bytes,
                            nd_error *err) {
    nd_status status = ND_OK;
    size_t size;
    if (!nd__multiply_size(&size, f->count, width)) {
        return nd__fail_memory(err);
    }
    bool narrow = size <= narrow_bytes;
    uint8_t *text = nd__allocate(f->count, width);
    void *sa = nd__allocate(size, narrow ? sizeof(int32_t) : sizeof(int64_t));
    f->order = nd__allocate(f->count, sizeof *f->order);
    if (text == NULL || sa == NULL || f->order == NULL) {
        status = nd__fail_memory(err);
        goto out;
    }
    write_big_endian(text, f->codes, f->count, width);
    if (narrow) {
        ND_TRY_OUT(nd__suffix_array_32(sa, NULL, text, size, err));
        KEEP_BORDERS((const int32_t *)sa, size);
    } else {
        ND_TRY_OUT(nd__suffix_array_64(sa, NULL, text, size, err));
        KEEP_BORDERS((const int64_t *)sa, size);
    }
out:
    free(text);
    free(sa);
    return status;
}

/* From the last suffix to one that has `common` codes in common with it. */
static size_t cut_steps(step *steps, size_t top, uint32_t common) {
    uint32_t place = NO_PLACE;
    while (top > 0 && steps[top - 1].length >= common) {
        top--;
        place = steps[top].place < place ? steps[top].place : place;
    }
    if (place != NO_PLACE && common > 0) {
        steps[top++] = (step){common, place};
    }
    return top;
}

/* One suffix of a pass: a kept one joins the steps, a member's takes the longest match.
 */
static size_t visit(field *f, step *steps, size_t top, uint32_t at, size_t kept_count) {
    if (at < kept_count) {
        steps[top++] = (step){WHOLE_MATCH, at};
    } else if (at > kept_count && top > 0) {
        step best = steps[top - 1];
        if (best.length > f->length[at] ||
            (best.length == f->length[at] && best.place < f->place[at])) {
            f->length[at] = best.length;
            f->place[at] = best.place;
        }
    }
    return top;
}

static nd_status field_match(field *f, size_t kept_count, nd_error *err) {
    /* Each kept suffix adds a step; a cut adds one only where it took one away. */
    step *steps = nd__allocate(kept_count + 1, sizeof *steps);
    if (steps == NULL) {
        return nd__fail_memory(err);
    }
    memset(f->length, 0, f->count * sizeof *f->length);
    size_t top = 0;
    for (size_t i = 0; i < f->count; i++) {
        top = cut_steps(steps, top, f->lcp[i]);
        top = visit(f, steps, top, f->order[i], kept_count);
    }
    top = 0;
    for (size_t i = f->count; i-- > 0;) {
        top = visit(f, steps, top, f->order[i], kept_count);
        top = cut_steps(steps, top, f->lcp[i]);
    }
    free(steps);
    return ND_OK;
}

static nd_status field_make(field *f, const codebook *book, nd__token_text kept,
                            const nd__token_text *members, size_t member_count,
                            size_t narrow_bytes, nd_error *err) {
    ND_TRY(field_write(f, book, kept, members, member_count, err));
    ND_TRY(field_sort(f, book->width, narrow_bytes, err));
    f->lcp = nd__allocate(f->count, sizeof *f->lcp);
    f->length = nd__allocate(f->count, sizeof *f->length);
    if (f->lcp == NULL || f->length == NULL) {
        return nd__fail_memory(err);
    }
    nd__suffix_lcp_codes(f->lcp, f->length, f->order, f->codes, f->count);
    free(f->codes);
    f->codes = NULL;
    f->place = nd__allocate(f->count, sizeof *f->place);
    if (f->place == NULL) {
        return nd__fail_memory(err);
    }
    return field_match(f, kept.count, err);
}

static nd_status append_overlaps(nd__overlaps *out, nd__token_text kept,
                                 nd__token_text member, const uint32_t *length,
                                 const uint32_t *place, size_t minimum, nd_error *err) {
    size_t start = out->count;
    for (size_t i = 0; i < member.count; i++) {
        if (length[i] < minimum || (i > 0 && length[i - 1] > length[i])) {
            continue;
        }
        ND_TRY(nd__vector_extend(out, 1, err));
        const nd__overlap *before =
            out->count > start ? &out->items[out->count - 1] : NULL;
        uint32_t begin = nd__overlap_place(before, kept, member, i, length[i], place[i]);
        out->items[out->count++] = (nd__overlap){begin, (uint32_t)i, length[i]};
    }
    return ND_OK;
}

static nd_status find_in_batch(nd__overlaps *out, size_t *ends, const codebook *book,
                               nd__token_text kept, const nd__token_text *members,
                               size_t member_count, size_t total, size_t minimum,
                               size_t narrow_bytes, nd_error *err) {
    nd_status status;
    field f = {.count = total};
    ND_TRY_OUT(field_make(&f, book, kept, members, member_count, narrow_bytes, err));
    size_t base = kept.count + 1;
    for (size_t m = 0; m < member_count; m++) {
        ND_TRY_OUT(append_overlaps(out, kept, members[m], f.length + base, f.place + base,
                                   minimum, err));
        ends[m] = out->count;
        base += members[m].count + 1;
    }
out:
    field_clear(&f);
    return status;
}

/* The end of the batch that begins at member m; *tokens counts it. */
static nd_status end_of_batch(size_t *end_out, size_t *tokens,
                              const nd__token_text *members, size_t m,
                              size_t member_count, size_t kept_count, size_t batch,
                              nd_error *err) {
    size_t end = m;
    *tokens = 0;
    for (; end < member_count; end++) {
        if (members[end].count > LONGEST - kept_count) {
            return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                            "texts of %zu and %zu tokens were too long to compare",
                            kept_count, members[end].count);
        }
        size_t more = members[end].count + 1;
        if (end > m && (more > batch || *tokens > batch - more ||
                        *tokens + more > LONGEST - kept_count)) {
            break;
        }
        *tokens += more;
    }
    *end_out = end;
    return ND_OK;
}

/* ND_DONE where one of them needs the suffix array: then *out is as it was. */
static nd_status find_by_seeds(nd__overlaps *out, size_t *ends, const nd__seeds *seeds,
                               const nd__token_text *members, size_t member_count,
                               size_t total, size_t minimum, nd_error *err) {
    size_t before = out->count, steps = SEED_STEPS * total;
    for (size_t m = 0; m < member_count; m++) {
        nd_status status = nd__seeds_find(out, seeds, members[m], minimum, &steps, err);
        if (status != ND_OK) {
            out->count = before;
            return status;
        }
        ends[m] = out->count;
    }
    return ND_OK;
}

nd_status nd__overlaps_find_limited(nd__overlaps *out, size_t *ends, nd__token_text kept,
                                    const nd__token_text *members, size_t member_count,
                                    size_t minimum, const nd__overlaps_limits *limits,
                                    nd_error *err) {
    const size_t before = out->count;
    nd_status status = ND_OK;
    codebook book = {0};
    nd__seeds seeds = {0};
    minimum = minimum > 0 ? minimum : 1;
    if (kept.count < minimum) {
        for (size_t m = 0; m < member_count; m++) {
            ends[m] = out->count;
        }
        return ND_OK;
    }
    if (kept.count > LONGEST) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION,
                        "a text of %zu tokens was too long to compare", kept.count);
    }
    if (!limits->no_seeds) {
        ND_TRY_OUT(nd__seeds_make(&seeds, kept, minimum, err));
    }
    /* The kept text is sorted anew with each batch: batches at least as long as it keep
     * that within a factor of two. */
    size_t batch = limits->batch_tokens > kept.count ? limits->batch_tokens : kept.count;
    for (size_t m = 0, end = 0, tokens = 0; m < member_count; m = end) {
        ND_TRY_OUT(end_of_batch(&end, &tokens, members, m, member_count, kept.count,
                                batch, err));
        if (!limits->no_seeds) {
            ND_TRY_OUT(find_by_seeds(out, ends + m, &seeds, members + m, end - m,
                                     kept.count + tokens, minimum, err));
            if (status == ND_OK) {
                continue;
            }
        }
        if (book.hash == NULL) {
            ND_TRY_OUT(codebook_make(&book, kept, err));
        }
        ND_TRY_OUT(find_in_batch(out, ends + m, &book, kept, members + m, end - m,
                                 kept.count + 1 + tokens, minimum, limits->narrow_bytes,
                                 err));
    }
    status = ND_OK;
out:
    free(book.hash);
    nd__seeds_clear(&seeds);
    if (status < 0) {
        out->count = before;
    }
    return status;
}

nd_status nd__overlaps_find(nd__overlaps *out, size_t *ends, nd__token_text kept,
                            const nd__token_text *members, size_t member_count,
                            size_t minimum, nd_error *err) {
    const nd__overlaps_limits limits = {DEFAULT_BATCH_TOKENS, INT32_MAX, false};
    return nd__overlaps_find_limited(out, ends, kept, members, member_count, minimum,
                                     &limits, err);
}
