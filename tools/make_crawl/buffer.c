/* Growable text and arrays. */
#include "buffer.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void fail(const char *message, const char *name) {
    fprintf(stderr, "make-crawl: %s: %s\n", message, name);
    exit(2);
}

void buffer_grow(buffer *out, size_t more) {
    size_t capacity = out->capacity * 2 + more + 256;
    char *data = realloc(out->data, capacity);
    if (data == NULL)
        fail("out of memory", "text");
    out->data = data;
    out->capacity = capacity;
}

void buffer_clear(buffer *out) {
    free(out->data);
    *out = (buffer){0};
}

void buffer_number(buffer *out, uint64_t number, int width) {
    char digits[24];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || count < width);
    buffer_reserve(out, (size_t)count);
    while (count > 0)
        out->data[out->size++] = digits[--count];
}

void *vector_room(void *data, size_t *capacity, size_t size, size_t element) {
    if (size < *capacity)
        return data;
    size_t wanted = size * 2 + 64;
    void *grown = realloc(data, wanted * element);
    if (grown == NULL)
        fail("out of memory", "array");
    *capacity = wanted;
    return grown;
}
