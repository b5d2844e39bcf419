#pragma once
/* A line of work and the threads that take from it: what would block an event thread is done here.
 *
 * Items are links inside the caller's own struct; nothing is allocated. The line has a most, past which work is
 * refused at once rather than late.
 */
#include "base/err.h"
#include "base/str.h"

struct work_item {
    struct work_item *next;
};

struct work_queue;
typedef void (*work_function)(struct work_item *item);

MUST_CHECK enum status work_queue_start(TALLOC_CTX *mem, size_t threads, size_t most, work_function function,
                                        struct work_queue **out, struct err *err);
bool work_queue_add(struct work_queue *queue, struct work_item *item); /* false: the line is full */
/* Finishes what is in line, then ends the threads; NULL is nothing. Nothing may be added after. */
void work_queue_stop(struct work_queue *queue);
