#include "store/db_line.h"

#include <assert.h>
#include <semaphore.h>

struct line_waiter {
    sem_t woken;
    struct line_waiter *next;
    enum status status; /* of the shared commit, for a unit that was kept */
    struct err err;
};

void line_init(struct line *line, const struct line_ops *ops, void *self, int units_max)
{
    *line = (struct line){ .ops = ops, .self = self, .units_max = units_max };
    line->last = &line->first;
    pthread_mutex_init(&line->lock, NULL);
}

void line_done(struct line *line)
{
    assert(!line->taken && line->first == NULL);
    pthread_mutex_destroy(&line->lock);
}

static void sleep_until_woken(struct line_waiter *self)
{
    while (sem_wait(&self->woken) != 0) /* a signal has interrupted it */
        continue;
    sem_destroy(&self->woken);
}

/* The first in line, who leaves it; or NULL, and the writer is free. The lock is held. */
static struct line_waiter *next_in_line(struct line *line)
{
    struct line_waiter *next = line->first;
    line->taken = next != NULL;
    if (next == NULL)
        return NULL;
    line->waiting--;
    line->first = next->next;
    if (line->first == NULL)
        line->last = &line->first;
    return next;
}

static void pass_on(struct line *line)
{
    pthread_mutex_lock(&line->lock);
    struct line_waiter *next = next_in_line(line);
    pthread_mutex_unlock(&line->lock);
    if (next != NULL)
        sem_post(&next->woken);
}

static void take_turn(struct line *line)
{
    struct line_waiter self = { .next = NULL };
    pthread_mutex_lock(&line->lock);
    bool wait = line->taken;
    line->taken = true;
    if (wait) {
        sem_init(&self.woken, 0, 0);
        *line->last = &self;
        line->last = &self.next;
        line->waiting++;
    }
    pthread_mutex_unlock(&line->lock);
    if (wait)
        sleep_until_woken(&self);
}

enum status line_enter(struct line *line, struct err *err)
{
    take_turn(line);
    if (line->units == 0) {
        enum status status = line->ops->begin(line->self, err);
        if (status != STATUS_OK) {
            pass_on(line);
            return status;
        }
    }
    line->units++;
    return STATUS_OK;
}

bool line_may_spoil(const struct line *line)
{
    return !line->kept_once;
}

static bool is_kept(enum line_end end)
{
    return end == LINE_KEPT || end == LINE_KEPT_RETRIED;
}

/* Ends the shared transaction for all its units. Whoever stands in line goes on before the others hear the result. */
static enum status finish(struct line *line, enum line_end end, struct err *err)
{
    struct err failure = { 0 };
    struct line_waiter *kept = line->kept;
    enum status status = line->ops->lost(line->self, &failure);
    if (status == STATUS_OK && end == LINE_SPOILED)
        status = FAIL(&failure, STATUS_BUSY, "db.spoiled", "could not be saved; please try again");
    if (status == STATUS_OK && (is_kept(end) || kept != NULL))
        status = line->ops->commit(line->self, &failure);
    else
        line->ops->abandon(line->self);
    line->units = 0;
    line->kept = NULL;
    line->kept_once = false;
    pass_on(line);
    while (kept != NULL) {
        struct line_waiter *next = kept->next; /* who is woken is gone */
        kept->status = status;
        if (status != STATUS_OK)
            kept->err = failure;
        sem_post(&kept->woken);
        kept = next;
    }
    if (!is_kept(end))
        return STATUS_OK;
    if (status != STATUS_OK && err != NULL)
        *err = failure;
    return status;
}

enum status line_leave(struct line *line, enum line_end end, struct err *err)
{
    struct line_waiter self = { .status = STATUS_OK };
    struct line_waiter *next = NULL;
    assert(line->taken && line->units > 0);
    assert(end != LINE_SPOILED || line_may_spoil(line));
    if (end != LINE_SPOILED && line->units < line->units_max && line->ops->lost(line->self, NULL) == STATUS_OK) {
        pthread_mutex_lock(&line->lock);
        next = line->first == NULL ? NULL : next_in_line(line);
        pthread_mutex_unlock(&line->lock);
    }
    if (next == NULL)
        return finish(line, end, err);
    if (is_kept(end)) {
        sem_init(&self.woken, 0, 0);
        self.next = line->kept;
        line->kept = &self;
        line->kept_once |= end == LINE_KEPT;
    }
    sem_post(&next->woken);
    if (!is_kept(end))
        return STATUS_OK;
    sleep_until_woken(&self);
    if (self.status != STATUS_OK && err != NULL)
        *err = self.err;
    return self.status;
}
