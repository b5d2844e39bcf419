#include "web/events.h"

#include <malloc.h>
#include <pthread.h>

#include "app/changes.h"
#include "app/session.h"
#include "app/views.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/thread.h"

enum { MANY_LEFT = 64 };

/* One open page. Its bytes have a lock of their own, the last to be taken: the server reads them while it holds its lock
 * of the stream, the watcher adds to them while it holds the one of all streams. */
struct stream {
    struct stream *next;
    struct stream **previous; /* what points here */
    struct events *events;
    struct http_stream *http; /* set when the answer begins */
    struct str session;
    struct who who;
    int64_t seq;              /* told so far */
    span_ms beat_ms;          /* monotonic: last bytes; last look at the session */
    span_ms checked_ms;
    pthread_mutex_t lock;
    struct buf pending;
    size_t sent;              /* of pending */
    bool ended;
};

struct events {
    struct app *app;
    struct db_wait *wait;
    pthread_t thread;
    pthread_mutex_t lock; /* of the list and of every stream's fields but its bytes */
    struct stream *first;
    size_t count;
    bool ending;
    span_ms looked_ms; /* monotonic: last look at who has left; the watcher's, like the next */
    size_t left;       /* pages since memory was last given back */
};

/* What one colleague is told of, read once in a round for all of their streams. */
struct news {
    struct news *next;
    struct who who;
    int64_t after, last;
    struct list changes; /* struct change */
    enum status status;
};

static span_ms now_of(const struct events *events)
{
    return events->app->clock->monotonic(events->app->clock);
}

/* ---- bytes ---- */

static void add_bytes(struct stream *stream, struct str text)
{
    pthread_mutex_lock(&stream->lock);
    if (stream->sent == stream->pending.len) {
        buf_clear(&stream->pending);
        stream->sent = 0;
    }
    /* Too slow: the stream ends after what it has, and the browser comes back with the last id that it saw. */
    if (stream->ended || stream->pending.len + text.len > EVENTS_PENDING_BYTES)
        stream->ended = true;
    else
        buf_add(&stream->pending, text);
    pthread_mutex_unlock(&stream->lock);
}

static void end_stream(struct stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->ended = true;
    pthread_mutex_unlock(&stream->lock);
}

static void wake(const struct stream *stream)
{
    if (stream->http != NULL)
        http_stream_wake(stream->http);
}

static const struct field change_fields[] = {
    FIELD(struct change, seq, INT, REQUIRED, 0),
    FIELD(struct change, kind, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct change, ticket, OPTIONAL),
};
const struct shape change_shape = SHAPE("Change", struct change, change_fields);

static void add_change(struct buf *out, const struct change *change)
{
    struct json_writer json = json_writer_on(out);
    buf_addf(out, "id: %lld\nevent: change\ndata: ", (long long)change->seq);
    json_shape(&json, &change_shape, change);
    buf_add_c(out, "\n\n");
}

static void add_reload(struct buf *out, int64_t seq)
{
    buf_addf(out, "id: %lld\nevent: reload\ndata: {}\n\n", (long long)seq);
}

static void tell(struct stream *stream, TALLOC_CTX *mem, const struct list *changes, int64_t last)
{
    struct buf text;
    const struct change *items = changes->items;
    buf_init(&text, mem, EVENTS_PENDING_BYTES);
    for (size_t i = 0; i < changes->count; i++)
        if (items[i].seq > stream->seq)
            add_change(&text, &items[i]);
    if (last > stream->seq)
        stream->seq = last;
    if (text.over) {
        buf_clear(&text);
        add_reload(&text, last);
    }
    if (text.len > 0)
        add_bytes(stream, buf_str(&text));
}

/* ---- the server's side ---- */

static long source_read(void *data, char *out, size_t size)
{
    struct stream *stream = data;
    pthread_mutex_lock(&stream->lock);
    size_t left = stream->pending.len - stream->sent;
    size_t piece = left < size ? left : size;
    memcpy(out, stream->pending.ptr + stream->sent, piece);
    stream->sent += piece;
    long got = piece == 0 && stream->ended ? -1 : (long)piece;
    pthread_mutex_unlock(&stream->lock);
    return got;
}

static void source_opened(void *data, struct http_stream *http)
{
    struct stream *stream = data;
    pthread_mutex_lock(&stream->events->lock);
    stream->http = http;
    pthread_mutex_unlock(&stream->events->lock);
}

static void source_closed(void *data)
{
    struct stream *stream = data;
    struct events *events = stream->events;
    pthread_mutex_lock(&events->lock);
    *stream->previous = stream->next;
    if (stream->next != NULL)
        stream->next->previous = stream->previous;
    events->count--;
    pthread_mutex_unlock(&events->lock);
    pthread_mutex_destroy(&stream->lock);
    talloc_free(stream);
}

static enum status join(struct events *events, struct stream *stream, struct err *err)
{
    pthread_mutex_lock(&events->lock);
    bool room = !events->ending && events->count < EVENTS_STREAMS_MOST;
    if (room) {
        stream->next = events->first;
        stream->previous = &events->first;
        if (events->first != NULL)
            events->first->previous = &stream->next;
        events->first = stream;
        events->count++;
    }
    bool first = room && events->count == 1;
    pthread_mutex_unlock(&events->lock);
    if (!room)
        return FAIL(err, STATUS_BUSY, "events.full", "too many pages are open, please try again in a moment");
    if (first)
        db_wait_wake(events->wait); /* it slept long while nobody listened */
    return STATUS_OK;
}

/* Where the journal stands, and what CALL's colleague missed. *RELOAD: more than is worth telling. */
static enum status catch_up(struct call *call, int64_t after, struct list *changes, int64_t *last, bool *reload, struct err *err)
{
    int64_t tip;
    TRY(changes_tip(call->web->app, &tip, err));
    *reload = after > 0 && (after > tip || tip - after > EVENTS_CATCH_UP_MOST);
    *last = tip;
    if (after == 0 || *reload)
        return STATUS_OK;
    return changes_after(call->web->app, call->mem, &call->who, after, changes, last, err);
}

enum status events_open(struct call *call, int64_t after, struct err *err)
{
    struct events *events = call->web->events;
    struct list changes = { .count = 0 };
    int64_t last;
    bool reload;
    TRY(catch_up(call, after, &changes, &last, &reload, err));

    struct stream *stream = MEM_NEW(NULL, struct stream);
    stream->events = events;
    stream->session = str_copy(stream, call->session);
    stream->who = call->who;
    stream->who.once = NULL;
    stream->beat_ms = stream->checked_ms = now_of(events);
    stream->seq = after;
    pthread_mutex_init(&stream->lock, NULL);
    buf_init(&stream->pending, stream, EVENTS_PENDING_BYTES);
    buf_add_c(&stream->pending, "retry: 2000\n\n");
    if (reload)
        add_reload(&stream->pending, last);
    tell(stream, call->mem, &changes, last);
    stream->seq = last;
    enum status status = join(events, stream, err);
    if (status != STATUS_OK) {
        pthread_mutex_destroy(&stream->lock);
        talloc_free(stream);
        return status;
    }
    call->request->answer = (struct http_answer){
        .status = 200, .kind = ANSWER_STREAM, .type = "text/event-stream", .body = STR(""),
        .source = { source_read, source_opened, source_closed, stream },
    };
    http_answer_header(call->request, "X-Accel-Buffering", STR("no"));
    return STATUS_OK;
}

/* ---- the watcher's side ---- */

static struct news *news_of(struct news **all, TALLOC_CTX *mem, const struct who *who, int64_t after)
{
    for (struct news *news = *all; news != NULL; news = news->next)
        if (news->who.colleague.v == who->colleague.v) {
            if (after < news->after)
                news->after = after;
            return news;
        }
    struct news *news = MEM_NEW(mem, struct news);
    *news = (struct news){ .next = *all, .who = *who, .after = after, .last = after };
    *all = news;
    return news;
}

/* Who listens, and from where on each must be told. */
static struct news *gather(struct events *events, TALLOC_CTX *mem)
{
    struct news *all = NULL;
    pthread_mutex_lock(&events->lock);
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next)
        news_of(&all, mem, &stream->who, stream->seq);
    pthread_mutex_unlock(&events->lock);
    return all;
}

/* The database is asked without the lock: a new page must not wait for it. */
static void read_news(struct events *events, TALLOC_CTX *mem, struct news *all)
{
    struct err err = { .key = NULL };
    for (struct news *news = all; news != NULL; news = news->next) {
        news->status = changes_after(events->app, mem, &news->who, news->after, &news->changes, &news->last, &err);
        if (news->status != STATUS_OK && news->status != STATUS_UNSIGNED && news->status != STATUS_DENIED)
            log_err(LOG_WARN, "events.unread", news->status, &err);
    }
}

static void deliver(struct events *events, TALLOC_CTX *mem, struct news *all)
{
    pthread_mutex_lock(&events->lock);
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next) {
        struct news *news = all;
        while (news != NULL && news->who.colleague.v != stream->who.colleague.v)
            news = news->next;
        if (news == NULL || news->status != STATUS_OK || news->last <= stream->seq)
            continue;
        tell(stream, mem, &news->changes, news->last);
        stream->beat_ms = now_of(events);
        wake(stream);
    }
    pthread_mutex_unlock(&events->lock);
}

static void tell_changes(struct events *events)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct news *all = gather(events, mem);
    read_news(events, mem, all);
    deliver(events, mem, all);
    talloc_free(mem);
}

/* Sessions to look at: their streams may end while the database is asked, so copies. Looked at without noting a use: an
 * open page alone does not keep a session from ending by idleness (AC-083). */
struct session_look {
    struct session_look *next;
    struct str session;
    bool lives;
    bool known;    /* `who` was read */
    struct who who;
};

static struct session_look *due_looks(struct events *events, TALLOC_CTX *mem)
{
    struct session_look *all = NULL;
    span_ms now = now_of(events);
    pthread_mutex_lock(&events->lock);
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next) {
        struct session_look *look = all;
        if (now - stream->checked_ms < EVENTS_CHECK_SECONDS * SECOND_MS)
            continue;
        stream->checked_ms = now;
        while (look != NULL && !str_equal(look->session, stream->session))
            look = look->next;
        if (look != NULL)
            continue;
        look = MEM_NEW(mem, struct session_look);
        *look = (struct session_look){ .next = all, .session = str_copy(mem, stream->session), .lives = true };
        all = look;
    }
    pthread_mutex_unlock(&events->lock);
    return all;
}

static void check_sessions(struct events *events)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct session_look *all = due_looks(events, mem);
    for (struct session_look *look = all; look != NULL; look = look->next) {
        struct err err;
        time_ms until;
        enum status status = session_look(events->app, look->session, STR(""), false, &look->who, &until, &err);
        look->lives = status != STATUS_UNSIGNED && status != STATUS_DENIED;
        look->known = status == STATUS_OK;
    }
    pthread_mutex_lock(&events->lock);
    for (struct session_look *look = all; look != NULL; look = look->next)
        for (struct stream *stream = events->first; stream != NULL; stream = stream->next) {
            if (!str_equal(look->session, stream->session))
                continue;
            if (look->known)
                stream->who.role = look->who.role;
            if (!look->lives) {
                end_stream(stream);
                wake(stream);
            }
        }
    pthread_mutex_unlock(&events->lock);
    talloc_free(mem);
}

/* A page that was closed would keep its connection until the next beat. What many of them had lies between what lives on,
 * so it is given back to the system only when that is asked for; a look later, when the server has let go of it. */
static void let_go(struct events *events)
{
    span_ms now = now_of(events);
    if (now - events->looked_ms < SECOND_MS)
        return;
    events->looked_ms = now;
    if (events->left >= MANY_LEFT) {
        malloc_trim(0);
        events->left = 0;
    }
    pthread_mutex_lock(&events->lock);
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next)
        if (stream->http != NULL && http_stream_left(stream->http)) {
            end_stream(stream);
            wake(stream);
            events->left++;
        }
    pthread_mutex_unlock(&events->lock);
}

static void beat(struct events *events)
{
    span_ms now = now_of(events);
    pthread_mutex_lock(&events->lock);
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next)
        if (now - stream->beat_ms >= EVENTS_HEARTBEAT_SECONDS * SECOND_MS) {
            stream->beat_ms = now;
            add_bytes(stream, STR(":\n\n"));
            wake(stream);
        }
    pthread_mutex_unlock(&events->lock);
}

/* False when the process ends. */
static bool look_around(struct events *events, bool *anybody)
{
    pthread_mutex_lock(&events->lock);
    *anybody = events->count > 0;
    bool ending = events->ending;
    pthread_mutex_unlock(&events->lock);
    return !ending;
}

static void *watch(void *argument)
{
    struct events *events = argument;
    bool anybody;
    while (look_around(events, &anybody)) {
        struct err err;
        bool changed = false;
        enum status status = db_wait_for_change(events->wait, anybody ? SECOND_MS : HOUR_MS, &changed, &err);
        if (status != STATUS_OK) {
            log_err(LOG_WARN, "events.deaf", status, &err);
            struct timespec pause = { .tv_sec = 1 };
            nanosleep(&pause, NULL);
            changed = true;
        }
        if (changed && anybody)
            tell_changes(events);
        check_sessions(events);
        let_go(events);
        beat(events);
    }
    return NULL;
}

enum status events_start(TALLOC_CTX *mem, struct app *app, struct events **out, struct err *err)
{
    struct events *events = MEM_NEW(mem, struct events);
    events->app = app;
    pthread_mutex_init(&events->lock, NULL);
    enum status status = db_wait_new(events, app->db, &events->wait, err);
    if (status == STATUS_OK)
        status = thread_start(&events->thread, "web-events", watch, events, false, err);
    if (status == STATUS_OK)
        *out = events;
    else
        events_free(events); /* now: what waits for the database must not outlive it */
    return status;
}

void events_end(struct events *events)
{
    pthread_mutex_lock(&events->lock);
    events->ending = true;
    for (struct stream *stream = events->first; stream != NULL; stream = stream->next) {
        end_stream(stream);
        wake(stream);
    }
    pthread_mutex_unlock(&events->lock);
    db_wait_wake(events->wait);
    pthread_join(events->thread, NULL);
}

void events_free(struct events *events)
{
    pthread_mutex_destroy(&events->lock);
    talloc_free(events);
}
