#include "web/http_watch.h"

#include <sys/socket.h>

#include "base/mem.h"
#include "base/thread.h"

struct http_watched {
    struct http_watched *next;
    struct http_watched **previous; /* what points here */
    int socket;
    enum http_phase phase;
    span_ms since_ms; /* monotonic */
    size_t bytes;
    bool ended;
};

struct http_watch {
    struct clock *clock;
    pthread_mutex_t lock;
    struct http_watched *first;
    struct stop *stop; /* with a thread only */
    pthread_t thread;
};

static bool is_too_slow(const struct http_watched *watched, span_ms now)
{
    span_ms took = now - watched->since_ms;
    switch (watched->phase) {
    case PHASE_FIRST_HEAD:
        return took > HTTP_HEAD_SECONDS * SECOND_MS;
    case PHASE_NEXT_HEAD:
        return took > HTTP_IDLE_SECONDS * SECOND_MS;
    case PHASE_BODY:
        return took > HTTP_BODY_GRACE_SECONDS * SECOND_MS &&
               (span_ms)watched->bytes < took / SECOND_MS * HTTP_BODY_LEAST_RATE;
    case PHASE_ANSWER:
        return took > HTTP_ANSWER_SECONDS * SECOND_MS;
    case PHASE_STREAM:
        return false;
    }
    return false;
}

size_t http_watch_tick(struct http_watch *watch)
{
    size_t ended = 0;
    span_ms now = watch->clock->monotonic(watch->clock);
    pthread_mutex_lock(&watch->lock);
    for (struct http_watched *watched = watch->first; watched != NULL; watched = watched->next)
        if (!watched->ended && is_too_slow(watched, now)) {
            watched->ended = true;
            shutdown(watched->socket, SHUT_RDWR);
            ended++;
        }
    pthread_mutex_unlock(&watch->lock);
    return ended;
}

static void *tick_until_end(void *argument)
{
    struct http_watch *watch = argument;
    while (!stop_wait(watch->stop, SECOND_MS))
        http_watch_tick(watch);
    return NULL;
}

struct http_watch *http_watch_new(TALLOC_CTX *mem, struct clock *clock)
{
    struct http_watch *watch = MEM_NEW(mem, struct http_watch);
    watch->clock = clock;
    pthread_mutex_init(&watch->lock, NULL);
    return watch;
}

enum status http_watch_start(struct http_watch *watch, struct err *err)
{
    struct stop *stop;
    TRY(stop_new(watch, &stop, err));
    watch->stop = stop;
    enum status status = thread_start(&watch->thread, "web-watch", tick_until_end, watch, false, err);
    if (status != STATUS_OK)
        watch->stop = NULL;
    return status;
}

void http_watch_free(struct http_watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->stop != NULL) {
        stop_now(watch->stop);
        pthread_join(watch->thread, NULL);
    }
    pthread_mutex_destroy(&watch->lock);
    talloc_free(watch);
}

/* Outside of the watch's memory context: connections come and go in several threads. */
struct http_watched *http_watch_add(struct http_watch *watch, int socket)
{
    struct http_watched *watched = MEM_NEW(NULL, struct http_watched);
    watched->socket = socket;
    watched->since_ms = watch->clock->monotonic(watch->clock);
    pthread_mutex_lock(&watch->lock);
    watched->next = watch->first;
    watched->previous = &watch->first;
    if (watch->first != NULL)
        watch->first->previous = &watched->next;
    watch->first = watched;
    pthread_mutex_unlock(&watch->lock);
    return watched;
}

void http_watch_remove(struct http_watch *watch, struct http_watched *watched)
{
    pthread_mutex_lock(&watch->lock);
    *watched->previous = watched->next;
    if (watched->next != NULL)
        watched->next->previous = watched->previous;
    pthread_mutex_unlock(&watch->lock);
    talloc_free(watched);
}

void http_watch_phase(struct http_watch *watch, struct http_watched *watched, enum http_phase phase)
{
    span_ms now = watch->clock->monotonic(watch->clock);
    pthread_mutex_lock(&watch->lock);
    watched->phase = phase;
    watched->since_ms = now;
    watched->bytes = 0;
    pthread_mutex_unlock(&watch->lock);
}

void http_watch_bytes(struct http_watch *watch, struct http_watched *watched, size_t count)
{
    pthread_mutex_lock(&watch->lock);
    watched->bytes += count;
    pthread_mutex_unlock(&watch->lock);
}
