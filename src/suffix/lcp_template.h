/* The common prefixes of neighbours in a suffix array, for one pair of types. Included by
 * suffix_array.c once for each, with
 *   LCP_NAME     the function to make
 *   LCP_INDEX    integer type of positions and lengths
 *   LCP_ELEMENT  type of one letter of the text
 *
 * phi [0..size-1] becomes the permuted LCP array; lcp may be NULL. In text order the
 * common prefix of a suffix with the one sorted just before it shrinks by at most one
 * from one position to the next, so each comparison goes on where the last one stopped,
 * and the text is walked at most twice. The length takes the place of the link as soon as
 * that is used: one array serves both.
 */
static void LCP_NAME(LCP_INDEX *lcp, LCP_INDEX *phi, const LCP_INDEX *sa,
                     const LCP_ELEMENT *text, size_t size) {
    const LCP_INDEX none = (LCP_INDEX)-1;
    phi[sa[0]] = none;
    for (size_t i = 1; i < size; i++) {
        phi[sa[i]] = sa[i - 1];
    }
    size_t length = 0;
    for (size_t at = 0; at < size; at++) {
        if (phi[at] == none) {
            length = 0;
        } else {
            size_t other = (size_t)phi[at];
            size_t room = size - (at > other ? at : other);
            while (length < room && text[at + length] == text[other + length]) {
                length++;
            }
        }
        phi[at] = (LCP_INDEX)length;
        length -= length > 0;
    }
    for (size_t i = 0; lcp != NULL && i < size; i++) {
        lcp[i] = phi[sa[i]];
    }
}

#undef LCP_NAME
#undef LCP_INDEX
#undef LCP_ELEMENT
