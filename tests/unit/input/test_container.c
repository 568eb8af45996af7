#include "input/container.h"

#include <zdict.h>

#include "input_fixture.h"

/* All that the container gives, read in rooms of the given size. */
static void unpack(nd__buffer *out, nd__container_kind *kind, char damage[160],
                   const char *name, const nd__buffer *packed, size_t room) {
    int fd =
        open(write_file(name, packed->count == 0 ? "" : packed->items, packed->count),
             O_RDONLY);
    nd__container *container;
    size_t got = 0;
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(nd__container_open(&container, fd, name, NULL), ND_OK);
    *kind = nd__container_kind_of(container);
    do {
        ck_assert_int_eq(nd__vector_extend(out, room, NULL), ND_OK);
        ck_assert_int_eq(
            nd__container_read(container, out->items + out->count, room, &got, NULL),
            ND_OK);
        out->count += got;
    } while (got > 0);
    const char *what = nd__container_damage(container);
    strcpy(damage, what == NULL ? "" : what);
    if (nd__container_has_trailer(container)) {
        strcpy(damage, "trailer");
    }
    nd__container_close(container);
    close(fd);
}

static void gives(const char *name, const nd__buffer *packed, size_t room,
                  nd__container_kind want_kind, const nd__buffer *want,
                  const char *want_damage) {
    nd__buffer out = {NULL, 0, 0};
    nd__container_kind kind;
    char damage[160];
    unpack(&out, &kind, damage, name, packed, room);
    ck_assert_int_eq(kind, want_kind);
    ck_assert_str_eq(damage, want_damage);
    ck_assert_uint_eq(out.count, want->count);
    ck_assert(out.count == 0 || memcmp(out.items, want->items, out.count) == 0);
    nd__vector_clear(&out);
}

static void make_plain(nd__buffer *out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char line[32];
        snprintf(line, sizeof line, "%zu\n", i * 2654435761u % 1000003u);
        append_text(out, line);
    }
}

START_TEST(test_container__plain) {
    nd__buffer bytes = {NULL, 0, 0};
    gives("a", &bytes, 10, ND__CONTAINER_PLAIN, &bytes, "");
    append_text(&bytes, "\x1f");
    gives("a", &bytes, 10, ND__CONTAINER_PLAIN, &bytes, "");
    make_plain(&bytes, 100000);
    gives("a.gz", &bytes, 1000, ND__CONTAINER_PLAIN, &bytes, "");
    nd__vector_clear(&bytes);
}
END_TEST

START_TEST(test_container__many_gzip_members_and_zstd_frames) {
    nd__buffer plain = {NULL, 0, 0}, gzip = {NULL, 0, 0}, zstd = {NULL, 0, 0};
    make_plain(&plain, 60000);
    size_t step = plain.count / 300;
    for (size_t at = 0; at < plain.count; at += step) {
        size_t size = plain.count - at < step ? plain.count - at : step;
        add_gzip(&gzip, plain.items + at, size);
        add_gzip(&gzip, "", 0);
        add_zstd(&zstd, plain.items + at, size);
        add_zstd(&zstd, "", 0);
    }
    append_text(&zstd, "\x5a\x2a\x4d\x18");
    ck_assert_int_eq(nd__buffer_append(&zstd, "\3\0\0\0xyz", 7, NULL), ND_OK);
    gives("g", &gzip, 777, ND__CONTAINER_GZIP, &plain, "");
    gives("z", &zstd, 777, ND__CONTAINER_ZSTD, &plain, "");
    ck_assert_int_eq(nd__buffer_append(&gzip, "\0\0\0\0", 4, NULL), ND_OK);
    gives("g", &gzip, 100000, ND__CONTAINER_GZIP, &plain, "");
    append_text(&gzip, "rest");
    append_text(&zstd, "rest");
    gives("g", &gzip, 100000, ND__CONTAINER_GZIP, &plain, "trailer");
    gives("z", &zstd, 100000, ND__CONTAINER_ZSTD, &plain, "trailer");
    nd__vector_clear(&plain);
    nd__vector_clear(&gzip);
    nd__vector_clear(&zstd);
}
END_TEST

START_TEST(test_container__cut_off_anywhere) {
    nd__buffer plain = {NULL, 0, 0}, packed[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    static const char *const names[] = {"cut.gz", "cut.zst"};
    make_plain(&plain, 300);
    add_gzip(&packed[0], plain.items, plain.count);
    add_zstd(&packed[1], plain.items, plain.count);
    for (int which = 0; which < 2; which++) {
        for (size_t size = 0; size < packed[which].count; size++) {
            nd__buffer out = {NULL, 0, 0}, part = {packed[which].items, size, size};
            nd__container_kind kind;
            char damage[160];
            unpack(&out, &kind, damage, names[which], &part, 512);
            ck_assert_ptr_nonnull(strstr(damage, "ends in the middle"));
            ck_assert_uint_le(out.count, plain.count);
            ck_assert(out.count == 0 || memcmp(out.items, plain.items, out.count) == 0);
            nd__vector_clear(&out);
        }
    }
    nd__vector_clear(&plain);
    nd__vector_clear(&packed[0]);
    nd__vector_clear(&packed[1]);
}
END_TEST

START_TEST(test_container__damaged_bytes) {
    nd__buffer plain = {NULL, 0, 0}, packed = {NULL, 0, 0};
    make_plain(&plain, 300);
    add_gzip(&packed, plain.items, plain.count);
    packed.items[packed.count - 6] ^= 1; /* the checksum */
    gives("d", &packed, 100000, ND__CONTAINER_GZIP, &plain, "the gzip data is damaged");
    for (size_t i = 2; i < packed.count; i++) {
        nd__buffer out = {NULL, 0, 0};
        nd__container_kind kind;
        char damage[160];
        packed.items[i] ^= 0x55;
        unpack(&out, &kind, damage, "d", &packed, 999);
        packed.items[i] ^= 0x55;
        nd__vector_clear(&out);
    }
    nd__vector_clear(&plain);
    nd__vector_clear(&packed);
}
END_TEST

static void add_skippable(nd__buffer *out, const nd__buffer *bytes) {
    const char head[8] = {0x5d,
                          0x2a,
                          0x4d,
                          0x18,
                          (char)(bytes->count & 0xff),
                          (char)(bytes->count >> 8 & 0xff),
                          (char)(bytes->count >> 16),
                          0};
    append_bytes(out, head, sizeof head);
    append_bytes(out, bytes->items, bytes->count);
}

/* As the archives of WARC files do it. */
START_TEST(test_container__zstd_dictionary) {
    enum { SAMPLES = 2000, FRAMES = 50 };
    nd__buffer samples = {NULL, 0, 0}, plain = {NULL, 0, 0}, frames = {NULL, 0, 0};
    nd__buffer dictionary = {NULL, 0, 0}, file = {NULL, 0, 0}, packed = {NULL, 0, 0};
    static size_t sizes[SAMPLES];
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t before = samples.count;
        char text[200];
        snprintf(text, sizeof text,
                 "WARC-Type: response, of page %zu, and number %zu of the words\n",
                 i * 7919 % 10007, i * 104729 % 1009);
        append_text(&samples, text);
        sizes[i] = samples.count - before;
    }
    ck_assert_int_eq(nd__vector_reserve(&dictionary, 4000, NULL), ND_OK);
    dictionary.count =
        ZDICT_trainFromBuffer(dictionary.items, 4000, samples.items, sizes, SAMPLES);
    ck_assert(!ZDICT_isError(dictionary.count));
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    for (size_t i = 0, at = 0; i < FRAMES; at += sizes[i++]) {
        char room[400];
        size_t made =
            ZSTD_compress_usingDict(zstd, room, sizeof room, samples.items + at, sizes[i],
                                    dictionary.items, dictionary.count, 3);
        ck_assert(!ZSTD_isError(made));
        append_bytes(&frames, room, made);
        append_bytes(&plain, samples.items + at, sizes[i]);
    }
    ZSTD_freeCCtx(zstd);
    add_skippable(&file, &dictionary);
    append_bytes(&file, frames.items, frames.count);
    gives("d.zst", &file, 1000, ND__CONTAINER_ZSTD, &plain, "");
    file.count = 0;
    add_zstd(&packed, dictionary.items, dictionary.count);
    add_skippable(&file, &packed);
    append_bytes(&file, frames.items, frames.count);
    gives("d.zst", &file, 1000, ND__CONTAINER_ZSTD, &plain, "");
    file.items[12] ^= 0x55; /* no dictionary any more */
    plain.count = 0;
    gives("d.zst", &file, 1000, ND__CONTAINER_ZSTD, &plain, "the zstd data is damaged");
    nd__vector_clear(&samples);
    nd__vector_clear(&plain);
    nd__vector_clear(&frames);
    nd__vector_clear(&dictionary);
    nd__vector_clear(&file);
    nd__vector_clear(&packed);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("container");
    TCase *tests = tcase_create("container");
    tcase_add_checked_fixture(tests, setup_folder, remove_folder);
    tcase_add_test(tests, test_container__plain);
    tcase_add_test(tests, test_container__many_gzip_members_and_zstd_frames);
    tcase_add_test(tests, test_container__cut_off_anywhere);
    tcase_add_test(tests, test_container__damaged_bytes);
    tcase_add_test(tests, test_container__zstd_dictionary);
    suite_add_tcase(suite, tests);
    return nd_run_suite(suite);
}
