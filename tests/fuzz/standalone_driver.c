/* Runs a fuzz target without libFuzzer: over every file of the folders and files named on
 * the command line, over the empty input, and over a few hundred changed copies of each.
 * The changes come from a fixed seed, so a failure comes again; the input under way is
 * named before a crash with -v, and `-i FILE N` runs change number N of FILE alone.
 *
 * Usage: fuzz_NAME [-v] [-n CHANGES] [-i FILE CHANGE] FOLDER_OR_FILE... */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEFAULT_CHANGES 300
/* A large file gets fewer changes, so that a corpus takes seconds. */
#define BYTES_PER_FILE ((size_t)32 << 20)
#define MAX_FILE ((long)64 << 20)

typedef struct input {
    uint8_t *bytes;
    size_t size;
} input;

static unsigned long inputs_run;

static void stop(const char *what, const char *name) {
    fprintf(stderr, "standalone driver: %s '%s'\n", what, name);
    exit(2);
}

static void *must_allocate(size_t size) {
    void *piece = calloc(size == 0 ? 1 : size, 1);
    if (piece == NULL) {
        stop("out of memory for", "an input");
    }
    return piece;
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static size_t below(uint64_t *state, size_t limit) {
    return limit == 0 ? 0 : (size_t)(next_random(state) % limit);
}

static void run_one(const uint8_t *bytes, size_t size) {
    /* A copy of exactly this size, so that AddressSanitizer sees a read past the end. */
    uint8_t *copy = must_allocate(size);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    inputs_run++;
}

static void flip_bits(input *in, uint64_t *random) {
    for (size_t i = 1 + below(random, 8); i > 0 && in->size > 0; i--) {
        in->bytes[below(random, in->size)] ^= (uint8_t)(1u << below(random, 8));
    }
}

static void set_bytes(input *in, uint64_t *random) {
    static const uint8_t telling[] = {0x00, 0x0A, 0x0D, 0x22, 0x5C, 0x7B,
                                      0x7D, 0x7F, 0x80, 0xBF, 0xC0, 0xC2,
                                      0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xFF};
    for (size_t i = 1 + below(random, 4); i > 0 && in->size > 0; i--) {
        in->bytes[below(random, in->size)] = telling[below(random, sizeof telling)];
    }
}

static void remove_chunk(input *in, uint64_t *random) {
    size_t at = below(random, in->size);
    size_t length = below(random, in->size - at + 1);
    memmove(in->bytes + at, in->bytes + at + length, in->size - at - length);
    in->size -= length;
}

/* The room for it was made by run_change. */
static void duplicate_chunk(input *in, uint64_t *random) {
    size_t from = below(random, in->size);
    size_t length = below(random, in->size - from + 1);
    size_t to = below(random, in->size + 1);
    uint8_t *chunk = must_allocate(length);
    if (length > 0) {
        memcpy(chunk, in->bytes + from, length);
        memmove(in->bytes + to + length, in->bytes + to, in->size - to);
        memcpy(in->bytes + to, chunk, length);
    }
    free(chunk);
    in->size += length;
}

/* Change number `change` of a file; number 0 is the file itself. */
static void run_change(const input *file, unsigned long change) {
    uint64_t random = (change + 1) * UINT64_C(0x9E3779B97F4A7C15);
    input in = {must_allocate(file->size * 2), file->size};
    if (file->size > 0) {
        memcpy(in.bytes, file->bytes, file->size);
    }
    if (change > 0) {
        for (int i = 0; i < 8; i++) {
            next_random(&random);
        }
        switch (change % 5) {
            case 0:
                in.size = below(&random, file->size + 1);
                break;
            case 1:
                flip_bits(&in, &random);
                break;
            case 2:
                set_bytes(&in, &random);
                break;
            case 3:
                remove_chunk(&in, &random);
                break;
            default:
                duplicate_chunk(&in, &random);
                break;
        }
    }
    run_one(in.bytes, in.size);
    free(in.bytes);
}

static input read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        stop("could not open", path);
    }
    input in = {NULL, 0};
    if (fseek(file, 0, SEEK_END) != 0) {
        stop("could not read", path);
    }
    long size = ftell(file);
    if (size < 0 || size > MAX_FILE) {
        stop("cannot take the size of", path);
    }
    rewind(file);
    in.size = (size_t)size;
    in.bytes = must_allocate(in.size);
    if (fread(in.bytes, 1, in.size, file) != in.size) {
        stop("could not read", path);
    }
    fclose(file);
    return in;
}

static void run_file(const char *path, unsigned long changes, bool verbose) {
    input file = read_file(path);
    if (file.size > 0 && changes > BYTES_PER_FILE / file.size) {
        changes = BYTES_PER_FILE / file.size;
    }
    for (unsigned long i = 0; i <= changes; i++) {
        if (verbose) {
            fprintf(stderr, "%s %lu\n", path, i);
        }
        run_change(&file, i);
    }
    free(file.bytes);
}

static int is_visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void run_path(const char *path, unsigned long changes, bool verbose) {
    struct stat info;
    if (stat(path, &info) != 0) {
        stop("no such file:", path);
    }
    if (!S_ISDIR(info.st_mode)) {
        run_file(path, changes, verbose);
        return;
    }
    struct dirent **entries;
    int count = scandir(path, &entries, is_visible, alphasort);
    if (count < 0) {
        stop("could not read folder", path);
    }
    for (int i = 0; i < count; i++) {
        size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
        char *name = must_allocate(size);
        snprintf(name, size, "%s/%s", path, entries[i]->d_name);
        run_path(name, changes, verbose);
        free(name);
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv) {
    unsigned long changes = DEFAULT_CHANGES;
    bool verbose = false;
    run_one((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0) {
            verbose = true;
        } else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc) {
            changes = strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "-i") == 0 && i + 2 < argc) {
            input file = read_file(argv[i + 1]);
            run_change(&file, strtoul(argv[i + 2], NULL, 10));
            free(file.bytes);
            i += 2;
        } else {
            run_path(argv[i], changes, verbose);
        }
    }
    printf("%lu inputs\n", inputs_run);
    return 0;
}
