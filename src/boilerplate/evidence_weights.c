/* Fitted by logistic regression on the blocks of pages with hand-made main text. How, and
 * how well: docs/quality.md. */
#include "boilerplate/page_evidence.h"

const nd__evidence_table nd__text_weights = {
    [ND__EVIDENCE_LENGTH] = {89,  36,  35,  -8,  -16, 18,  -9, -26, 128, -20, -18,
                             142, -16, -56, -88, 16,  -90, 37, 3,   -86, 1},
    [ND__EVIDENCE_SITE] = {-147, -207, -118, -63, -68, 26, 115, 58, 158, 317},
    [ND__EVIDENCE_PAGES] = {104, 121, 101},
    [ND__EVIDENCE_COMMAS] = {66, 15, -10},
    [ND__EVIDENCE_DIGITS] = {-24, -44, 22, 117},
    [ND__EVIDENCE_MARKS] = {26, 87, -41},
    [ND__EVIDENCE_BEFORE] = {42, 23, 35, -3, 31, -41, 22, -36, -109, 108},
    [ND__EVIDENCE_BEFORE2] = {-75, 18, 30, 10, 36, 1, 1, 7, -45, 88},
    [ND__EVIDENCE_BEHIND] = {12, 53, 43, 17, 37, -24, 3, -16, -84, 30},
    [ND__EVIDENCE_BEHIND2] = {2, 25, 26, 29, 53, -31, 0, -9, -80, 56},
    [ND__EVIDENCE_STRETCH] = {21, 3, 48, 44, 3, -18, -30},
    [ND__EVIDENCE_SEEN] = {0, -7, -1, -69, -25, -66, 1, -31, 79, 1, 41, -6, 55, 99},
    [ND__EVIDENCE_MENUS] = {0, -7, 0, -47, -90, -15, -44, 4, 0, 22, 10, 92, 54, 93},
};
