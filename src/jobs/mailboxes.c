#include "jobs/mailboxes.h"

#include "app/mailbox_fetch.h"
#include "base/log.h"
#include "base/mem.h"
#include "jobs/intake.h"
#include "mail/imap_fetch.h"

enum {
    LOOK_MS = 5 * 1000,            /* for added and removed mailboxes */
    RETRY_FIRST_MS = 2 * 1000,
    RETRY_MOST_MS = 5 * 60 * 1000, /* also at once after a refused password: many tries would lock the account (F-29) */
    ALARM_TRIES = 3,
    NOTE_EVERY_MS = 5 * 60 * 1000, /* how often an unchanged place is written down, as a sign of life */
};

/* One mailbox and its thread. The manager's thread makes and ends it. */
struct watcher {
    struct app *app;
    struct stop *stop;
    pthread_t thread;
    struct fetched_mailbox mailbox; /* as it was when the thread began; in the watcher's memory */
    struct str password;
    struct imap_place place;        /* these belong to the thread */
    span_ms noted_ms;               /* when the place was last written down; of the monotonic clock */
    bool alarm;                     /* an error stands in the database */
    unsigned failures;              /* in a row */
    struct watcher *next;
};

struct mailboxes {
    struct app *app;
    struct stop *stop;
    pthread_t manager;
    struct watcher *watchers; /* the manager's */
};

/* ---- one mailbox ---- */

static enum status watcher_take(void *data, struct str raw, struct err *err)
{
    struct watcher *w = data;
    const struct mail_arrival arrival = {
        .source = MAIL_FROM_IMAP,
        .raw = raw,
        .envelope_from = STR(""),
        .envelope_to = STR(""),
        .mailbox = w->mailbox.id,
    };
    return intake_take(w->app, &arrival, err);
}

static enum status watcher_reached(void *data, struct imap_place place, struct err *err)
{
    struct watcher *w = data;
    span_ms now = w->app->clock->monotonic(w->app->clock);
    bool moved = place.uid != w->place.uid || place.uidvalidity != w->place.uidvalidity;
    w->failures = 0;
    if (!moved && !w->alarm && w->noted_ms != 0 && now - w->noted_ms < NOTE_EVERY_MS)
        return STATUS_OK;
    TRY(mailbox_fetch_reached(w->app, w->mailbox.id, place.uidvalidity, place.uid, err));
    w->place = place;
    w->noted_ms = now;
    w->alarm = false;
    return STATUS_OK;
}

/* Makes the trouble visible, once it is more than a hiccup. */
static void raise_alarm(struct watcher *w, enum status status, const struct err *err)
{
    struct err ignored = { 0 };
    if (w->alarm || (status != STATUS_UNSIGNED && w->failures < ALARM_TRIES))
        return;
    if (mailbox_fetch_failed(w->app, w->mailbox.id, str_from(err->message), &ignored) == STATUS_OK)
        w->alarm = true;
}

static span_ms pause_after(const struct watcher *w, enum status status)
{
    span_ms pause = RETRY_FIRST_MS;
    for (unsigned i = 1; i < w->failures && pause < RETRY_MOST_MS; i++)
        pause *= 2;
    return status == STATUS_UNSIGNED || pause > RETRY_MOST_MS ? RETRY_MOST_MS : pause;
}

static enum status watch_once(struct watcher *w, struct err *err)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct imap_options options = {
        .ca_file = w->app->config->mail_ca,
        .place = w->place,
        .rescan_since = w->app->clock->now(w->app->clock) - w->mailbox.imap_keep_days * DAY_MS,
        .stop = w->stop,
        .port = { watcher_take, watcher_reached, w },
    };
    enum status status = imap_account_read(mem, w->mailbox.imap_url, w->password, &options.account, err);
    if (status == STATUS_OK)
        status = imap_fetch(&options, err);
    talloc_free(mem);
    return status;
}

static void *watcher_run(void *argument)
{
    struct watcher *w = argument;
    while (!stop_asked(w->stop)) {
        struct err err = { 0 };
        enum status status = watch_once(w, &err);
        if (status == STATUS_OK)
            break;
        w->failures++;
        log_err(LOG_WARN, "imap.failed", status, &err);
        raise_alarm(w, status, &err);
        stop_wait(w->stop, pause_after(w, status));
    }
    return NULL;
}

/* ---- the manager ---- */

static struct watcher *watcher_of(const struct mailboxes *m, mailbox_id id)
{
    for (struct watcher *w = m->watchers; w != NULL; w = w->next) {
        if (w->mailbox.id.v == id.v)
            return w;
    }
    return NULL;
}

static enum status watcher_start(struct mailboxes *m, const struct fetched_mailbox *mailbox, struct err *err)
{
    struct watcher *w = MEM_NEW(m, struct watcher);
    w->app = m->app;
    w->mailbox = (struct fetched_mailbox){
        .id = mailbox->id,
        .imap_url = str_copy(w, mailbox->imap_url),
        .imap_secret = str_copy(w, mailbox->imap_secret),
        .imap_keep_days = mailbox->imap_keep_days,
    };
    w->place = (struct imap_place){ mailbox->imap_uidvalidity, mailbox->imap_uid };
    w->alarm = mailbox->imap_error.ptr != NULL;
    enum status status = mailbox_fetch_password(m->app, w, mailbox, &w->password, err);
    if (status == STATUS_OK)
        status = stop_new(w, &w->stop, err);
    if (status == STATUS_OK)
        status = thread_start(&w->thread, "imap", watcher_run, w, false, err);
    if (status != STATUS_OK) {
        talloc_free(w);
        return status;
    }
    w->next = m->watchers;
    m->watchers = w;
    return STATUS_OK;
}

/* Whether the row that W was started from still stands in LIST. */
static bool is_current(const struct watcher *w, const struct list *list)
{
    const struct fetched_mailbox *rows = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (rows[i].id.v == w->mailbox.id.v)
            return str_equal(rows[i].imap_url, w->mailbox.imap_url) && str_equal(rows[i].imap_secret, w->mailbox.imap_secret);
    }
    return false;
}

/* Ends the watchers that LIST, when given, has no longer. All are told first, so that they end side by side. */
static void end_watchers(struct mailboxes *m, const struct list *list)
{
    for (struct watcher *w = m->watchers; w != NULL; w = w->next) {
        if (list == NULL || !is_current(w, list))
            stop_now(w->stop);
    }
    for (struct watcher **link = &m->watchers; *link != NULL;) {
        struct watcher *w = *link;
        if (!stop_asked(w->stop)) {
            link = &w->next;
            continue;
        }
        pthread_join(w->thread, NULL);
        *link = w->next;
        talloc_free(w);
    }
}

static enum status manage(struct mailboxes *m, TALLOC_CTX *mem, struct err *err)
{
    struct list list;
    TRY(mailbox_fetch_list(m->app, mem, &list, err));
    const struct fetched_mailbox *rows = list.items;
    end_watchers(m, &list);
    for (size_t i = 0; i < list.count; i++) {
        if (watcher_of(m, rows[i].id) == NULL)
            TRY(watcher_start(m, &rows[i], err));
    }
    return STATUS_OK;
}

static void *manager_run(void *argument)
{
    struct mailboxes *m = argument;
    do {
        struct err err = { 0 };
        TALLOC_CTX *mem = mem_need(talloc_new(NULL));
        enum status status = manage(m, mem, &err);
        talloc_free(mem);
        if (status != STATUS_OK)
            log_err(LOG_WARN, "imap.mailboxes", status, &err);
    } while (!stop_wait(m->stop, LOOK_MS));
    end_watchers(m, NULL);
    return NULL;
}

enum status mailboxes_start(TALLOC_CTX *mem, struct app *app, struct stop *stop, struct mailboxes **out, struct err *err)
{
    struct mailboxes *m = MEM_NEW(mem, struct mailboxes);
    m->app = app;
    m->stop = stop;
    TRY(thread_start(&m->manager, "mailboxes", manager_run, m, false, err));
    *out = m;
    return STATUS_OK;
}

void mailboxes_join(struct mailboxes *mailboxes)
{
    pthread_join(mailboxes->manager, NULL);
    talloc_free(mailboxes);
}
