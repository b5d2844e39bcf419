#include "store/db_line.h"

#include <assert.h>

#include "base/mem.h"

struct line_waiter {
    pthread_cond_t turn;
    bool has_turn;
    struct line_waiter *next;
};

/* One shared transaction. Freed by the last unit that has read its result. */
struct batch {
    int units;   /* entered, whether kept or not */
    int readers; /* kept units that still have to read the result */
    bool done;
    pthread_cond_t is_done;
    enum status status;
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

/* Gives the writer to the first in line, or to nobody. The lock is held. */
static void pass_on(struct line *line)
{
    struct line_waiter *next = line->first;
    line->taken = next != NULL;
    if (next == NULL)
        return;
    line->waiting--;
    line->first = next->next;
    if (line->first == NULL)
        line->last = &line->first;
    next->has_turn = true;
    pthread_cond_signal(&next->turn);
}

static void take_turn(struct line *line)
{
    pthread_mutex_lock(&line->lock);
    if (line->taken) {
        struct line_waiter self = { .has_turn = false };
        pthread_cond_init(&self.turn, NULL);
        *line->last = &self;
        line->last = &self.next;
        line->waiting++;
        while (!self.has_turn)
            pthread_cond_wait(&self.turn, &line->lock);
        pthread_cond_destroy(&self.turn);
    }
    line->taken = true;
    pthread_mutex_unlock(&line->lock);
}

enum status line_enter(struct line *line, struct err *err)
{
    take_turn(line);
    if (line->batch == NULL) {
        enum status status = line->ops->begin(line->self, err);
        if (status != STATUS_OK) {
            pthread_mutex_lock(&line->lock);
            pass_on(line);
            pthread_mutex_unlock(&line->lock);
            return status;
        }
        line->batch = MEM_NEW(NULL, struct batch);
        pthread_cond_init(&line->batch->is_done, NULL);
    }
    line->batch->units++;
    return STATUS_OK;
}

/* The result for one unit. The lock is held; frees the batch after the last. */
static enum status read_result(struct batch *batch, struct err *err)
{
    enum status status = batch->status;
    if (status != STATUS_OK && err != NULL)
        *err = batch->err;
    if (--batch->readers == 0) {
        pthread_cond_destroy(&batch->is_done);
        talloc_free(batch);
    }
    return status;
}

/* Ends the shared transaction for all its units; the caller has the writer and not the lock. */
static void finish_batch(struct line *line, struct batch *batch)
{
    batch->status = line->ops->lost(line->self, &batch->err);
    if (batch->status == STATUS_OK && batch->readers > 0)
        batch->status = line->ops->commit(line->self, &batch->err);
    else
        line->ops->abandon(line->self);
}

enum status line_leave(struct line *line, bool keep, struct err *err)
{
    enum status status = STATUS_OK;
    struct batch *batch = line->batch;
    bool lost = line->ops->lost(line->self, NULL) != STATUS_OK;

    pthread_mutex_lock(&line->lock);
    assert(line->taken && batch != NULL);
    batch->readers += keep ? 1 : 0;
    if (line->first != NULL && batch->units < line->units_max && !lost) {
        pass_on(line);
        if (keep) {
            while (!batch->done)
                pthread_cond_wait(&batch->is_done, &line->lock);
            status = read_result(batch, err);
        }
        pthread_mutex_unlock(&line->lock);
        return status;
    }
    pthread_mutex_unlock(&line->lock);

    finish_batch(line, batch);

    pthread_mutex_lock(&line->lock);
    line->batch = NULL;
    batch->done = true;
    pthread_cond_broadcast(&batch->is_done);
    if (keep)
        status = read_result(batch, err);
    else if (batch->readers == 0) {
        pthread_cond_destroy(&batch->is_done);
        talloc_free(batch);
    }
    pass_on(line);
    pthread_mutex_unlock(&line->lock);
    return status;
}
