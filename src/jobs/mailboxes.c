#include "jobs/mailboxes.h"

#include <limits.h>

#include "app/mailbox_progress.h"
#include "base/log.h"
#include "base/mem.h"
#include "jobs/mailbox_watch.h"

enum {
    LOOK_MS = 5 * 1000,                /* for added and removed mailboxes, and for holds that ran out */
    RENEW_MS = FETCH_HOLD_MS / 4,
    SILENCE_EVERY_MS = 60 * 1000,      /* how often is asked whether one fell silent */
};

struct watched {
    struct mailbox_watch *watch;
    struct watched *next;
};

struct mailboxes {
    struct app *app;
    struct stop *stop;
    pthread_t manager;
    struct str name;         /* of this process, in leases: for people */
    struct watched *watched; /* the manager's */
    span_ms renewed_ms, silence_ms; /* when it was last done; of the monotonic clock */
};

static struct watched *watched_of(const struct mailboxes *m, mailbox_id id)
{
    for (struct watched *w = m->watched; w != NULL; w = w->next) {
        if (mailbox_watch_hold(w->watch)->mailbox.v == id.v)
            return w;
    }
    return NULL;
}

/* ---- beginning ---- */

/* What cannot begin for its own sake is one mailbox's trouble and nobody else's. */
static enum status watch_one(struct mailboxes *m, const struct fetched_mailbox *mailbox, struct err *err)
{
    struct fetch_hold hold;
    bool got;
    if (mailbox->lease_ms > m->app->clock->now(m->app->clock) && db_can(m->app->db).many_nodes)
        return STATUS_OK;
    TRY(mailbox_hold_take(m->app, mailbox, m->name, &hold, &got, err));
    if (!got)
        return STATUS_OK;
    struct watched *w = MEM_NEW(m, struct watched);
    enum status status = mailbox_watch_start(w, m->app, mailbox, &hold, &w->watch, err);
    if (status == STATUS_OK) {
        w->next = m->watched;
        m->watched = w;
        return STATUS_OK;
    }
    talloc_free(w);
    if (status != STATUS_UNSIGNED)
        return status;
    return mailbox->error.ptr != NULL ? STATUS_OK
                                      : mailbox_progress_failed(m->app, mailbox->mailbox_id, str_from(err->message), err);
}

/* ---- ending ---- */

/* Whether the row that W was started from still stands in LIST as it was. */
static bool is_current(const struct watched *w, const struct list *list)
{
    const struct fetch_hold *hold = mailbox_watch_hold(w->watch);
    const struct fetched_mailbox *rows = list->items;
    for (size_t i = 0; i < list->count; i++) {
        if (rows[i].mailbox_id.v == hold->mailbox.v)
            return rows[i].version == hold->version && rows[i].paused_ms == 0;
    }
    return false;
}

/* Ends the watches that LIST, when given, has no longer; whether there were any. All are told first, so that they end side
 * by side. */
static bool end_watches(struct mailboxes *m, const struct list *list)
{
    bool ended = false;
    for (struct watched *w = m->watched; w != NULL; w = w->next) {
        if (list == NULL || !is_current(w, list))
            mailbox_watch_stop(w->watch);
    }
    for (struct watched **link = &m->watched; *link != NULL;) {
        struct watched *w = *link;
        struct err err = { 0 };
        if (!mailbox_watch_stopped(w->watch)) {
            link = &w->next;
            continue;
        }
        const struct fetch_hold hold = *mailbox_watch_hold(w->watch);
        mailbox_watch_join(w->watch);
        enum status status = mailbox_hold_end(m->app, &hold, &err);
        if (status != STATUS_OK)
            log_err(LOG_WARN, "mailbox.hold", status, &err);
        *link = w->next;
        talloc_free(w);
        ended = true;
    }
    return ended;
}

/* ---- now and then ---- */

static bool is_time(struct mailboxes *m, span_ms *last, span_ms every)
{
    span_ms now = m->app->clock->monotonic(m->app->clock);
    if (*last != 0 && now - *last < every)
        return false;
    *last = now;
    return true;
}

static enum status renew_holds(struct mailboxes *m, struct err *err)
{
    for (struct watched *w = m->watched; w != NULL; w = w->next) {
        bool kept;
        TRY(mailbox_hold_keep(m->app, mailbox_watch_hold(w->watch), &kept, err));
        if (!kept)
            mailbox_watch_stop(w->watch);
    }
    return STATUS_OK;
}

static enum status look_for_silence(struct mailboxes *m, TALLOC_CTX *mem, struct err *err)
{
    size_t found;
    TRY(mailbox_progress_find_silent(m->app, mem, &found, err));
    if (found > 0)
        log_line(LOG_ERROR, "mailbox.silent", "mailboxes", str_format(mem, "%zu", found).ptr, NULL);
    return STATUS_OK;
}

static enum status manage(struct mailboxes *m, TALLOC_CTX *mem, struct err *err)
{
    struct list list;
    if (is_time(m, &m->renewed_ms, RENEW_MS))
        TRY(renew_holds(m, err));
    TRY(mailbox_fetch_list(m->app, mem, &list, err));
    if (end_watches(m, &list)) /* their holds are free now */
        TRY(mailbox_fetch_list(m->app, mem, &list, err));
    const struct fetched_mailbox *rows = list.items;
    for (size_t i = 0; i < list.count; i++) {
        if (rows[i].paused_ms == 0 && watched_of(m, rows[i].mailbox_id) == NULL)
            TRY(watch_one(m, &rows[i], err));
    }
    if (list.count > 0 && is_time(m, &m->silence_ms, SILENCE_EVERY_MS))
        TRY(look_for_silence(m, mem, err));
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
            log_err(LOG_WARN, "mailbox.manager", status, &err);
    } while (!stop_wait(m->stop, LOOK_MS));
    end_watches(m, NULL);
    return NULL;
}

/* "host:pid": which process holds a mailbox. */
static struct str process_name(TALLOC_CTX *mem)
{
    char host[HOST_NAME_MAX + 1] = "";
    gethostname(host, sizeof host - 1);
    return str_format(mem, "%s:%d", host, (int)getpid());
}

enum status mailboxes_start(TALLOC_CTX *mem, struct app *app, struct stop *stop, struct mailboxes **out, struct err *err)
{
    struct mailboxes *m = MEM_NEW(mem, struct mailboxes);
    m->app = app;
    m->stop = stop;
    m->name = process_name(m);
    TRY(thread_start(&m->manager, "mailboxes", manager_run, m, false, err));
    *out = m;
    return STATUS_OK;
}

void mailboxes_join(struct mailboxes *mailboxes)
{
    pthread_join(mailboxes->manager, NULL);
    talloc_free(mailboxes);
}
