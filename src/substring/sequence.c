#include "substring/sequence.h"

size_t nd__sequence_document(const nd__sequence *sequence, uint64_t at) {
    size_t low = 0, high = sequence->documents;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sequence->ends[middle] <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
