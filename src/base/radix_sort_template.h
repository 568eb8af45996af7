/* The sorting of one kind of item: radix_sort.c includes this once for each, with ITEM,
 * KEY_OF(item), INSERT and SORT (the names of its functions) set. */

/* Sorts from[0..count-1] into to[0..count-1], which may be the same. */
static void INSERT(ITEM *to, const ITEM *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        ITEM item = from[i];
        size_t j = i;
        for (; j > 0 && KEY_OF(to[j - 1]) > KEY_OF(item); j--) {
            to[j] = to[j - 1];
        }
        to[j] = item;
    }
}

/* Sorts from[0..count-1] where it is, or into `other`; the array that the result is not
 * in is overwritten. */
static void SORT(ITEM *from, ITEM *other, size_t count, bool in_place) {
    ITEM *result = in_place ? from : other;
    if (count <= SMALL) {
        INSERT(result, from, count);
        return;
    }
    uint64_t differing = 0;
    for (size_t i = 1; i < count; i++) {
        differing |= KEY_OF(from[i]) ^ KEY_OF(from[0]);
    }
    if (differing == 0) {
        if (!in_place) {
            memcpy(other, from, count * sizeof *from);
        }
        return;
    }
    size_t ends[(size_t)1 << MOST_BITS];
    digit by = choose_digit(differing, count);
    memset(ends, 0, ((size_t)1 << by.bits) * sizeof *ends);
    for (size_t i = 0; i < count; i++) {
        ends[part_of(KEY_OF(from[i]), by)]++;
    }
    starts_from_counts(ends, by);
    for (size_t i = 0; i < count; i++) {
        other[ends[part_of(KEY_OF(from[i]), by)]++] = from[i];
    }
    if (largest_part(ends, by) <= SMALL) {
        INSERT(result, other, count); /* nothing is more than SMALL places away */
        return;
    }
    for (size_t p = 0, begin = 0; p < (size_t)1 << by.bits; p++) {
        size_t size = ends[p] - begin;
        if (size > SMALL) {
            SORT(other + begin, from + begin, size, !in_place);
        } else {
            INSERT(result + begin, other + begin, size);
        }
        begin = ends[p];
    }
}

#undef ITEM
#undef KEY_OF
#undef INSERT
#undef SORT
