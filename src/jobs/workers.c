#include "jobs/workers.h"

#include "base/log.h"
#include "base/mem.h"

enum {
    GATHER_MS = 10,       /* between two rings of the bell */
    LOOK_UP_MS = 60 * 1000, /* without any ring: a lost one costs a minute, not a day */
    SOON_MS = 50,         /* least pause before a moment that has come already */
    RETRY_FIRST_MS = 500,
    RETRY_MOST_MS = 60 * 1000,
};

struct worker {
    struct workers *workers;
    const struct worker_row *row;
    pthread_t thread;
};

struct workers_state {
    struct worker *workers;
    size_t count;
    pthread_t bell;
    bool has_bell;
    struct db_wait *wait;
    pthread_mutex_t lock;
    pthread_cond_t rung;
    uint64_t rings; /* under the lock */
};

/* ---- the bell ---- */

static uint64_t rings_now(struct workers_state *state)
{
    pthread_mutex_lock(&state->lock);
    uint64_t rings = state->rings;
    pthread_mutex_unlock(&state->lock);
    return rings;
}

static void ring(struct workers_state *state)
{
    pthread_mutex_lock(&state->lock);
    state->rings++;
    pthread_cond_broadcast(&state->rung);
    pthread_mutex_unlock(&state->lock);
}

static void *bell_run(void *argument)
{
    struct workers *workers = argument;
    struct workers_state *state = workers->state;
    while (!stop_asked(workers->stop)) {
        struct err err = { 0 };
        bool changed;
        enum status status = db_wait_for_change(state->wait, LOOK_UP_MS, &changed, &err);
        if (status != STATUS_OK) {
            log_err(LOG_WARN, "post.wait", status, &err);
            stop_wait(workers->stop, RETRY_FIRST_MS);
        }
        ring(state); /* also for a poke, which is no change but a moved clock */
        stop_wait(workers->stop, GATHER_MS);
    }
    ring(state);
    return NULL;
}

/* Sleeps until TIMEOUT has passed or the bell has rung since SEEN; true when it rang. */
static bool wait_for_ring(struct workers *workers, uint64_t seen, span_ms timeout)
{
    struct workers_state *state = workers->state;
    struct clock *clock = workers->app->clock;
    span_ms end = clock->monotonic(clock) + timeout;
    const struct timespec until = { .tv_sec = end / 1000, .tv_nsec = end % 1000 * 1000000 };
    pthread_mutex_lock(&state->lock);
    int code = 0;
    while (state->rings == seen && code == 0 && !stop_asked(workers->stop))
        code = pthread_cond_timedwait(&state->rung, &state->lock, &until);
    bool rung = state->rings != seen;
    pthread_mutex_unlock(&state->lock);
    return rung;
}

/* ---- one worker ---- */

static time_ms desk_now(const struct workers *workers)
{
    struct clock *clock = workers->app->clock;
    return clock->now(clock);
}

static span_ms time_left(const struct worker *worker, time_ms next_ms)
{
    span_ms left = next_ms == 0 ? LOOK_UP_MS : next_ms - desk_now(worker->workers);
    return left < SOON_MS ? SOON_MS : left > LOOK_UP_MS ? LOOK_UP_MS : left;
}

/* Sleeps until there may be something to do. The clock may be moved meanwhile: a ring tells, and it is read again. */
static void wait_for_work(const struct worker *worker, uint64_t seen, time_ms next_ms)
{
    const struct stop *stop = worker->workers->stop;
    for (;;) {
        bool rung = wait_for_ring(worker->workers, seen, time_left(worker, next_ms));
        bool due = next_ms != 0 && desk_now(worker->workers) >= next_ms;
        if (due || stop_asked(stop) || (worker->row->changes && !rung))
            return;
        if (rung && worker->row->changes) {
            stop_wait(stop, worker->row->pause);
            return;
        }
        seen = rings_now(worker->workers->state);
    }
}

static void *worker_run(void *argument)
{
    const struct worker *worker = argument;
    struct workers *workers = worker->workers;
    span_ms retry = RETRY_FIRST_MS;
    while (!stop_asked(workers->stop)) {
        uint64_t seen = rings_now(workers->state);
        struct round round = { 0 };
        struct err err = { 0 };
        TALLOC_CTX *mem = mem_need(talloc_new(NULL));
        enum status status = worker->row->run(workers, mem, &round, &err);
        talloc_free(mem);
        if (status != STATUS_OK) {
            log_err(LOG_WARN, worker->row->name, status, &err);
            stop_wait(workers->stop, retry);
            retry = retry * 2 < RETRY_MOST_MS ? retry * 2 : RETRY_MOST_MS;
            continue;
        }
        retry = RETRY_FIRST_MS;
        if (!round.more)
            wait_for_work(worker, seen, round.next_ms);
    }
    return NULL;
}

/* ---- all of them ---- */

static enum status start_row(struct workers *workers, const struct worker_row *row, struct err *err)
{
    struct workers_state *state = workers->state;
    for (size_t i = 0; i < row->threads; i++) {
        struct worker *worker = &state->workers[state->count];
        *worker = (struct worker){ .workers = workers, .row = row };
        TRY(thread_start(&worker->thread, row->name, worker_run, worker, false, err));
        state->count++;
    }
    return STATUS_OK;
}

static enum status start_all(struct workers *workers, const struct worker_row *rows, size_t count, struct err *err)
{
    struct workers_state *state = workers->state;
    TRY(thread_start(&state->bell, "bell", bell_run, workers, false, err));
    state->has_bell = true;
    for (size_t i = 0; i < count; i++)
        TRY(start_row(workers, &rows[i], err));
    return STATUS_OK;
}

enum status workers_start(TALLOC_CTX *mem, struct app *app, struct stop *stop, const struct worker_row *rows,
                          size_t count, struct workers **out, struct err *err)
{
    struct workers *workers = MEM_NEW(mem, struct workers);
    struct workers_state *state = MEM_NEW(workers, struct workers_state);
    *workers = (struct workers){ .app = app, .stop = stop, .state = state };
    size_t threads = 0;
    for (size_t i = 0; i < count; i++)
        threads += rows[i].threads;
    state->workers = MEM_ARRAY(workers, struct worker, threads);
    pthread_mutex_init(&state->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&state->rung, &attr);
    pthread_condattr_destroy(&attr);
    TRY(db_wait_new(workers, app->db, &state->wait, err));
    enum status status = start_all(workers, rows, count, err);
    if (status != STATUS_OK) {
        stop_now(stop);
        ring(state);
        workers_join(workers);
        return status;
    }
    *out = workers;
    return STATUS_OK;
}

void workers_join(struct workers *workers)
{
    struct workers_state *state = workers->state;
    db_wait_wake(state->wait);
    if (state->has_bell)
        pthread_join(state->bell, NULL);
    for (size_t i = 0; i < state->count; i++)
        pthread_join(state->workers[i].thread, NULL);
    talloc_free(workers);
}
