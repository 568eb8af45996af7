#include "oom/oom.h"

#include <check.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define TABLE_SIZE ((size_t)1 << 18) /* a power of two */
#define MAX_LIVE (TABLE_SIZE / 2)
#define MAX_FAILURES 100000u

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *piece, size_t size);
void __real_free(void *piece);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *piece, size_t size);
void __wrap_free(void *piece);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool armed;
static unsigned long made, fail_at;
static bool overflowed;

/* The live pieces: a set with linear probing. Addresses, since what has been freed must
 * not be looked at. */
static uintptr_t table[TABLE_SIZE];
static size_t live;

static size_t slot_of(uintptr_t key) {
    return (size_t)((key >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (TABLE_SIZE - 1);
}

static void table_add(uintptr_t key) {
    if (live >= MAX_LIVE) {
        overflowed = true;
        return;
    }
    size_t i = slot_of(key);
    while (table[i] != 0) {
        i = (i + 1) & (TABLE_SIZE - 1);
    }
    table[i] = key;
    live++;
}

/* Closes the gap, so that no tombstones are needed. */
static bool table_remove(uintptr_t key) {
    size_t i = slot_of(key);
    while (table[i] != key) {
        if (table[i] == 0) {
            return false;
        }
        i = (i + 1) & (TABLE_SIZE - 1);
    }
    size_t gap = i;
    for (;;) {
        i = (i + 1) & (TABLE_SIZE - 1);
        if (table[i] == 0) {
            break;
        }
        size_t home = slot_of(table[i]);
        if (((i - home) & (TABLE_SIZE - 1)) >= ((i - gap) & (TABLE_SIZE - 1))) {
            table[gap] = table[i];
            gap = i;
        }
    }
    table[gap] = 0;
    live--;
    return true;
}

/* Counts an allocation; true where this is the one that must fail. */
static bool must_fail(void) {
    pthread_mutex_lock(&lock);
    bool fail = armed && ++made == fail_at;
    pthread_mutex_unlock(&lock);
    return fail;
}

static void *note(void *piece) {
    pthread_mutex_lock(&lock);
    if (armed && piece != NULL) {
        table_add((uintptr_t)piece);
    }
    pthread_mutex_unlock(&lock);
    return piece;
}

void *__wrap_malloc(size_t size) {
    return must_fail() ? NULL : note(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
    return must_fail() ? NULL : note(__real_calloc(count, size));
}

void *__wrap_realloc(void *piece, size_t size) {
    if (must_fail()) {
        return NULL;
    }
    /* Forgotten before it is freed: another thread may get the same address at once. */
    pthread_mutex_lock(&lock);
    bool known = piece != NULL && table_remove((uintptr_t)piece);
    pthread_mutex_unlock(&lock);
    void *fresh = __real_realloc(piece, size);
    if (fresh == NULL && known) {
        return note(piece), NULL;
    }
    return note(fresh);
}

void __wrap_free(void *piece) {
    if (piece != NULL) {
        pthread_mutex_lock(&lock);
        table_remove((uintptr_t)piece);
        pthread_mutex_unlock(&lock);
    }
    __real_free(piece);
}

static void arm(bool on, unsigned long n) {
    pthread_mutex_lock(&lock);
    armed = on;
    if (on) {
        made = 0;
        fail_at = n;
    }
    pthread_mutex_unlock(&lock);
}

unsigned nd_oom_exhaust(nd_oom_call call, void *payload) {
    for (unsigned n = 1; n < MAX_FAILURES; n++) {
        nd_error err = {0};
        size_t live_before = live;
        arm(true, n);
        nd_status status = call(payload, &err);
        arm(false, 0);
        ck_assert_msg(!overflowed, "more than %zu pieces live at once", MAX_LIVE);
        ck_assert_msg(live == live_before, "%zu pieces leaked where allocation %u failed",
                      live - live_before, n);
        if (made < n) {
            ck_assert_msg(status == ND_OK, "status %d without a failure: %s", (int)status,
                          err.message);
            return n - 1;
        }
        ck_assert_msg(status == ND_OK || status == ND_E_NOMEM,
                      "status %d where allocation %u failed: %s", (int)status, n,
                      err.message);
    }
    ck_abort_msg("still allocating after %u failures", MAX_FAILURES);
    return 0;
}
