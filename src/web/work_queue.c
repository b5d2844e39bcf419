#include "web/work_queue.h"

#include "base/mem.h"
#include "base/thread.h"

struct work_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct work_item *first;
    struct work_item **last;
    size_t waiting;
    size_t most;
    bool ending;
    work_function function;
    size_t thread_count;
    pthread_t *threads;
};

static struct work_item *take(struct work_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    while (queue->first == NULL && !queue->ending)
        pthread_cond_wait(&queue->changed, &queue->lock);
    struct work_item *item = queue->first;
    if (item != NULL) {
        queue->first = item->next;
        queue->waiting--;
        if (queue->first == NULL)
            queue->last = &queue->first;
    }
    pthread_mutex_unlock(&queue->lock);
    return item;
}

static void *work(void *argument)
{
    struct work_queue *queue = argument;
    for (struct work_item *item = take(queue); item != NULL; item = take(queue))
        queue->function(item);
    return NULL;
}

enum status work_queue_start(TALLOC_CTX *mem, size_t threads, size_t most, work_function function,
                             struct work_queue **out, struct err *err)
{
    struct work_queue *queue = MEM_NEW(mem, struct work_queue);
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    queue->last = &queue->first;
    queue->most = most;
    queue->function = function;
    queue->threads = MEM_ARRAY(queue, pthread_t, threads);
    while (queue->thread_count < threads) {
        enum status status = thread_start(&queue->threads[queue->thread_count], "web-worker", work, queue, false, err);
        if (status != STATUS_OK) {
            work_queue_stop(queue);
            return status;
        }
        queue->thread_count++;
    }
    *out = queue;
    return STATUS_OK;
}

bool work_queue_add(struct work_queue *queue, struct work_item *item)
{
    pthread_mutex_lock(&queue->lock);
    bool room = queue->waiting < queue->most && !queue->ending;
    if (room) {
        item->next = NULL;
        *queue->last = item;
        queue->last = &item->next;
        queue->waiting++;
    }
    pthread_mutex_unlock(&queue->lock);
    if (room)
        pthread_cond_signal(&queue->changed); /* not under the lock, for which who wakes would wait again */
    return room;
}

void work_queue_stop(struct work_queue *queue)
{
    if (queue == NULL)
        return;
    pthread_mutex_lock(&queue->lock);
    queue->ending = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
    for (size_t i = 0; i < queue->thread_count; i++)
        pthread_join(queue->threads[i], NULL);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
}
