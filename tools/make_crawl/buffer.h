/* Growable text and arrays. The program ends when memory does. */
#ifndef MAKE_CRAWL_BUFFER_H
#define MAKE_CRAWL_BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct buffer {
    char *data;
    size_t size;
    size_t capacity;
} buffer;

/* Prints "make-crawl: MESSAGE: NAME" and ends the program with status 2. */
_Noreturn void fail(const char *message, const char *name);

void buffer_grow(buffer *out, size_t more);
void buffer_clear(buffer *out);

static inline void buffer_reserve(buffer *out, size_t more) {
    if (out->capacity - out->size < more)
        buffer_grow(out, more);
}

static inline void buffer_add(buffer *out, const void *data, size_t size) {
    if (size == 0)
        return;
    buffer_reserve(out, size);
    memcpy(out->data + out->size, data, size);
    out->size += size;
}

static inline void buffer_text(buffer *out, const char *text) {
    buffer_add(out, text, strlen(text));
}

/* Decimal digits, at least `width` of them. */
void buffer_number(buffer *out, uint64_t number, int width);

/* A growing array of T. vector_push(&v, value) may move it: keep no pointer into it. */
#define VECTOR(T)        \
    struct {             \
        T *data;         \
        size_t size;     \
        size_t capacity; \
    }
#define vector_reserve(vector)                                                         \
    ((vector)->data = vector_room((vector)->data, &(vector)->capacity, (vector)->size, \
                                  sizeof *(vector)->data))
#define vector_push(vector, ...) \
    (vector_reserve(vector), (void)((vector)->data[(vector)->size++] = (__VA_ARGS__)))

void *vector_room(void *data, size_t *capacity, size_t size, size_t element);

#endif
