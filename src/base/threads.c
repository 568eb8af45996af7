#define _GNU_SOURCE /* sched_getaffinity */
#include "base/threads.h"

#include <pthread.h>
#ifdef __linux__
#include <sched.h>
#endif
#include <unistd.h>

#include "base/memory.h"

#define MAX_THREADS 1024

unsigned nd__threads_available(void) {
#ifdef __linux__
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        int count = CPU_COUNT(&set);
        if (count > 0) {
            return (unsigned)count;
        }
    }
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}

/* ---- ranges ---- */

typedef struct range_loop {
    pthread_mutex_t lock;
    size_t next, count, step;
    nd__range_work work;
    void *payload;
    nd_status status; /* of the lowest range that failed */
    size_t failed_at;
    nd_error error;
} range_loop;

typedef struct range_thread {
    range_loop *loop;
    unsigned worker;
    pthread_t thread;
} range_thread;

static void *run_ranges(void *argument) {
    range_thread *self = argument;
    range_loop *loop = self->loop;
    for (;;) {
        pthread_mutex_lock(&loop->lock);
        size_t begin = loop->next;
        bool stop = begin >= loop->count || loop->status < 0;
        size_t end = loop->count - begin < loop->step ? loop->count : begin + loop->step;
        if (!stop) {
            loop->next = end;
        }
        pthread_mutex_unlock(&loop->lock);
        if (stop) {
            return NULL;
        }
        nd_error error = {0};
        nd_status status = loop->work(begin, end, self->worker, loop->payload, &error);
        if (status < 0) {
            pthread_mutex_lock(&loop->lock);
            if (loop->status >= 0 || begin < loop->failed_at) {
                loop->status = status;
                loop->failed_at = begin;
                loop->error = error;
            }
            pthread_mutex_unlock(&loop->lock);
            return NULL;
        }
    }
}

nd_status nd__parallel_ranges(unsigned threads, size_t count, size_t step,
                              nd__range_work work, void *payload, nd_error *err) {
    if (step == 0) {
        step = 1;
    }
    size_t ranges = count / step + (count % step != 0);
    if (threads > MAX_THREADS) {
        threads = MAX_THREADS;
    }
    if (threads > ranges) {
        threads = (unsigned)ranges;
    }
    range_loop loop = {.count = count, .step = step, .work = work, .payload = payload};
    pthread_mutex_init(&loop.lock, NULL);
    range_thread self = {.loop = &loop, .worker = 0};
    range_thread *others = NULL;
    unsigned started = 0;
    if (threads > 1) {
        others = nd__allocate_zeroed(threads - 1, sizeof *others);
    }
    if (others != NULL) {
        for (; started < threads - 1; started++) {
            others[started] = (range_thread){.loop = &loop, .worker = started + 1};
            /* Fewer threads than asked for only means more time. */
            if (pthread_create(&others[started].thread, NULL, run_ranges,
                               &others[started]) != 0) {
                break;
            }
        }
    }
    run_ranges(&self);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(others[i].thread, NULL);
    }
    free(others);
    pthread_mutex_destroy(&loop.lock);
    if (loop.status < 0 && err != NULL) {
        *err = loop.error;
    }
    return loop.status;
}

/* ---- pipeline ----
 *
 * A ring of slots. Item number n lives in slot n % slots. `read_next` items have been
 * read, `work_next` taken by a worker, `written` written. Whoever is idle does the most
 * urgent thing: write the next item if it is ready and nobody writes, else work, else
 * read. All share one lock; the items are large enough for that not to matter. */

typedef struct ring {
    const nd__pipeline *pipeline;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    unsigned char *ready; /* of each slot: work on it is done */
    uint64_t read_next, work_next, written;
    bool reading, writing, at_end;
    nd_status status;
    uint64_t failed_at; /* item number of the failure that counts */
    nd_error error;
} ring;

typedef struct ring_thread {
    ring *ring;
    unsigned worker;
    pthread_t thread;
} ring_thread;

static void note_failure(ring *r, uint64_t item, nd_status status,
                         const nd_error *error) {
    if (r->status >= 0 || item < r->failed_at) {
        r->status = status;
        r->failed_at = item;
        r->error = *error;
    }
    pthread_cond_broadcast(&r->changed);
}

/* Each step is entered and left with the lock held. */
static void step_write(ring *r) {
    uint64_t item = r->written;
    size_t slot = (size_t)(item % r->pipeline->slots);
    nd_error error = {0};
    r->writing = true;
    pthread_mutex_unlock(&r->lock);
    nd_status status = r->pipeline->write(slot, r->pipeline->payload, &error);
    pthread_mutex_lock(&r->lock);
    r->writing = false;
    r->ready[slot] = 0;
    r->written++;
    if (status < 0) {
        note_failure(r, item, status, &error);
    }
    pthread_cond_broadcast(&r->changed);
}

static void step_work(ring *r, unsigned worker) {
    uint64_t item = r->work_next++;
    size_t slot = (size_t)(item % r->pipeline->slots);
    nd_error error = {0};
    pthread_mutex_unlock(&r->lock);
    nd_status status = r->pipeline->work(slot, worker, r->pipeline->payload, &error);
    pthread_mutex_lock(&r->lock);
    if (status < 0) {
        note_failure(r, item, status, &error);
    } else {
        r->ready[slot] = 1;
    }
    pthread_cond_broadcast(&r->changed);
}

static void step_read(ring *r) {
    uint64_t item = r->read_next;
    size_t slot = (size_t)(item % r->pipeline->slots);
    nd_error error = {0};
    r->reading = true;
    pthread_mutex_unlock(&r->lock);
    nd_status status = r->pipeline->read(slot, r->pipeline->payload, &error);
    pthread_mutex_lock(&r->lock);
    r->reading = false;
    if (status == ND_OK) {
        r->read_next++;
    } else if (status == ND_DONE) {
        r->at_end = true;
    } else {
        note_failure(r, item, status, &error);
        r->at_end = true;
    }
    pthread_cond_broadcast(&r->changed);
}

static void *run_ring(void *argument) {
    ring_thread *self = argument;
    ring *r = self->ring;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        bool failed = r->status < 0;
        /* What was read before the failing item is still worked on and written, so that
         * the failure that is reported does not depend on chance. */
        uint64_t limit =
            failed && r->failed_at < r->read_next ? r->failed_at : r->read_next;
        if (!r->writing && r->written < limit &&
            r->ready[r->written % r->pipeline->slots] != 0) {
            step_write(r);
        } else if (r->work_next < limit) {
            step_work(r, self->worker);
        } else if (!r->reading && !r->at_end && !failed &&
                   r->read_next - r->written < r->pipeline->slots) {
            step_read(r);
        } else if (r->written >= limit && (r->at_end || failed) && !r->reading &&
                   !r->writing) {
            break;
        } else {
            pthread_cond_wait(&r->changed, &r->lock);
        }
    }
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

static nd_status run_alone(const nd__pipeline *p, nd_error *err) {
    for (;;) {
        nd_status status = p->read(0, p->payload, err);
        if (status != ND_OK) {
            return status == ND_DONE ? ND_OK : status;
        }
        ND_TRY(p->work(0, 0, p->payload, err));
        ND_TRY(p->write(0, p->payload, err));
    }
}

nd_status nd__pipeline_run(const nd__pipeline *pipeline, nd_error *err) {
    unsigned threads = pipeline->threads > MAX_THREADS ? MAX_THREADS : pipeline->threads;
    if (threads <= 1 || pipeline->slots <= 1) {
        return run_alone(pipeline, err);
    }
    ring r = {.pipeline = pipeline};
    r.ready = nd__allocate_zeroed(pipeline->slots, 1);
    ring_thread *others = nd__allocate_zeroed(threads - 1, sizeof *others);
    if (r.ready == NULL || others == NULL) {
        free(r.ready);
        free(others);
        return nd__fail_memory(err);
    }
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.changed, NULL);
    unsigned started = 0;
    for (; started < threads - 1; started++) {
        others[started] = (ring_thread){.ring = &r, .worker = started + 1};
        if (pthread_create(&others[started].thread, NULL, run_ring, &others[started]) !=
            0) {
            break;
        }
    }
    ring_thread self = {.ring = &r, .worker = 0};
    run_ring(&self);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(others[i].thread, NULL);
    }
    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
    free(others);
    free(r.ready);
    if (r.status < 0 && err != NULL) {
        *err = r.error;
    }
    return r.status < 0 ? r.status : ND_OK;
}
