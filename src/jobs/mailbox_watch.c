#include "jobs/mailbox_watch.h"

#include "base/log.h"
#include "base/mem.h"
#include "jobs/intake.h"
#include "mail/imap_fetch.h"
#include "mail/pop3_fetch.h"

enum {
    RETRY_FIRST_MS = 2 * 1000,
    RETRY_MOST_MS = 5 * 60 * 1000, /* also at once after a refused password: many tries would lock the account (F-29) */
    ALARM_TRIES = 3,
    NOTE_EVERY_MS = 5 * 60 * 1000, /* how often an unchanged place is written down, as a sign of life */
    POP3_EVERY_MS = 60 * 1000,
    TOKEN_SPARE_MS = 60 * 1000,    /* an access token is asked for anew this long before it ends */
};

/* All but `stop` belongs to the thread once that runs. */
struct mailbox_watch {
    struct app *app;
    struct stop *stop;
    pthread_t thread;
    struct fetched_mailbox mailbox;
    struct fetch_hold hold;
    struct fetch_place place;
    struct imap_trouble trouble;
    span_ms noted_ms;     /* when the place was last written down; of the monotonic clock */
    bool alarm;           /* an error stands in the database */
    unsigned failures;    /* in a row */
    struct str password;
    struct oauth_client client;
    TALLOC_CTX *refresh_mem; /* of client.refresh_token, once it was renewed */
    bool refresh_unsaved; /* client.refresh_token is newer than what the database has */
    TALLOC_CTX *token_mem;
    struct str token;     /* the access token; "" none */
    span_ms token_ends_ms; /* of the monotonic clock: the provider's may differ from ours (F-29) */
};

static span_ms monotonic(const struct mailbox_watch *w)
{
    return w->app->clock->monotonic(w->app->clock);
}

/* ---- what fetching needs ---- */

static enum status port_take(void *data, struct str raw, struct err *err)
{
    struct mailbox_watch *w = data;
    const struct mail_arrival arrival = {
        .source = MAIL_FROM_IMAP,
        .raw = raw,
        .envelope_from = STR(""),
        .envelope_to = STR(""),
        .mailbox = w->mailbox.mailbox_id,
    };
    return intake_take(w->app, &arrival, err);
}

static bool is_pop3(const struct mailbox_watch *w)
{
    return str_starts(w->mailbox.url, STR("pop3"));
}

/* A look without news costs a write only now and then. */
static enum status port_done(void *data, struct fetch_place place, struct str name, struct err *err)
{
    struct mailbox_watch *w = data;
    bool names_kept = is_pop3(w) || w->mailbox.afterwards != FETCH_LEAVE;
    bool moved = place.uid != w->place.uid || place.uidvalidity != w->place.uidvalidity;
    const struct fetch_done done = { place, names_kept ? name : STR(""), w->alarm };
    w->failures = 0;
    if (!moved && done.name.len == 0 && !w->alarm && w->noted_ms != 0 && monotonic(w) - w->noted_ms < NOTE_EVERY_MS)
        return STATUS_OK;
    TRY(mailbox_progress_done(w->app, &w->hold, &done, err));
    w->place = place;
    w->noted_ms = monotonic(w);
    if (w->alarm)
        log_line(LOG_INFO, "mailbox.recovered", "address", w->mailbox.address.ptr, NULL);
    w->alarm = false;
    return STATUS_OK;
}

static enum status port_old(void *data, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    struct mailbox_watch *w = data;
    *out = (struct list){ NULL, 0 };
    if (w->mailbox.afterwards == FETCH_LEAVE)
        return STATUS_OK;
    return mailbox_progress_old(w->app, mem, &w->hold, w->mailbox.keep_days, out, err);
}

static enum status port_gone(void *data, struct str name, struct err *err)
{
    struct mailbox_watch *w = data;
    return mailbox_progress_gone(w->app, &w->hold, name, err);
}

static enum status port_known(void *data, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    struct mailbox_watch *w = data;
    return mailbox_progress_names(w->app, mem, &w->hold, out, err);
}

/* ---- access tokens ---- */

/* A new refresh token is stored before anything else is done: the old one may be worth nothing from now on. */
static enum status save_refresh(struct mailbox_watch *w, struct err *err)
{
    if (!w->refresh_unsaved)
        return STATUS_OK;
    TRY(mailbox_progress_renewed(w->app, &w->hold, w->client.refresh_token, err));
    w->refresh_unsaved = false;
    return STATUS_OK;
}

/* *FRESH: the provider gave it just now, so that asking again would help nobody. */
static enum status need_token(struct mailbox_watch *w, bool *fresh, struct err *err)
{
    struct oauth_token token;
    *fresh = false;
    TRY(save_refresh(w, err));
    if (w->client.token_url.len == 0 || (w->token.len > 0 && monotonic(w) < w->token_ends_ms))
        return STATUS_OK;
    TALLOC_FREE(w->token_mem);
    w->token = STR("");
    w->token_mem = mem_need(talloc_new(w));
    TRY(oauth_token_get(w->token_mem, &w->client, w->app->config->mail_ca, w->stop, &token, err));
    *fresh = true;
    w->token = token.access;
    w->token_ends_ms = monotonic(w) + token.lifetime - TOKEN_SPARE_MS;
    if (token.refresh.len == 0)
        return STATUS_OK;
    TALLOC_FREE(w->refresh_mem);
    w->refresh_mem = mem_need(talloc_new(w));
    w->client.refresh_token = str_copy(w->refresh_mem, token.refresh);
    w->refresh_unsaved = true;
    return save_refresh(w, err);
}

/* ---- one connection ---- */

static enum status fetch(struct mailbox_watch *w, TALLOC_CTX *mem, struct err *err)
{
    const struct fetch_port port = { port_take, port_done, port_old, port_gone, port_known, w };
    struct fetch_account account;
    TRY(fetch_account_read(mem, w->mailbox.url, w->password, &account, err));
    account.token = w->token;
    if (account.protocol == FETCH_POP3) {
        const struct pop3_options pop3 = { account, w->app->config->mail_ca, w->stop, port };
        TRY(pop3_fetch(&pop3, err));
        stop_wait(w->stop, POP3_EVERY_MS);
        return STATUS_OK;
    }
    const struct imap_options imap = {
        .account = account,
        .ca_file = w->app->config->mail_ca,
        .place = w->place,
        .rescan_since = w->app->clock->now(w->app->clock) - w->mailbox.keep_days * DAY_MS,
        .move_to = w->mailbox.move_to,
        .trouble = &w->trouble,
        .stop = w->stop,
        .port = port,
    };
    return imap_fetch(&imap, err);
}

static enum status watch_once(struct mailbox_watch *w, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    bool fresh;
    TRY(need_token(w, &fresh, err));
    enum status status = fetch(w, mem, err);
    if (status != STATUS_UNSIGNED || w->client.token_url.len == 0)
        return status;
    w->token = STR("");
    if (fresh || stop_asked(w->stop))
        return status;
    TRY(need_token(w, &fresh, err)); /* it had ended sooner than the provider said */
    return fetch(w, mem, err);
}

/* ---- again and again ---- */

static void raise_alarm(struct mailbox_watch *w, enum status status, const struct err *err)
{
    struct err ignored = { 0 };
    if (w->alarm || (status != STATUS_UNSIGNED && w->failures < ALARM_TRIES))
        return;
    log_err(LOG_ERROR, "mailbox.failing", status, err);
    if (mailbox_progress_failed(w->app, w->mailbox.mailbox_id, str_from(err->message), &ignored) == STATUS_OK)
        w->alarm = true;
}

static span_ms pause_after(const struct mailbox_watch *w, enum status status)
{
    span_ms pause = RETRY_FIRST_MS;
    for (unsigned i = 1; i < w->failures && pause < RETRY_MOST_MS; i++)
        pause *= 2;
    return status == STATUS_UNSIGNED || pause > RETRY_MOST_MS ? RETRY_MOST_MS : pause;
}

static void *watch_run(void *argument)
{
    struct mailbox_watch *w = argument;
    while (!stop_asked(w->stop)) {
        struct err err = { 0 };
        enum status status = watch_once(w, &err);
        if (status == STATUS_OK)
            continue;
        if (status == STATUS_CONFLICT) { /* somebody else fetches it now: the manager looks again */
            stop_now(w->stop);
            break;
        }
        w->failures++;
        err_context(&err, "fetching " STR_FMT, STR_ARG(w->mailbox.address));
        log_err(LOG_WARN, "mailbox.failed", status, &err);
        raise_alarm(w, status, &err);
        stop_wait(w->stop, pause_after(w, status));
    }
    return NULL;
}

/* ---- for the manager ---- */

static struct fetched_mailbox copy_of(TALLOC_CTX *mem, const struct fetched_mailbox *from)
{
    struct fetched_mailbox copy = *from;
    copy.address = str_copy(mem, from->address);
    copy.url = str_copy(mem, from->url);
    copy.move_to = str_copy(mem, from->move_to);
    copy.secret = copy.client_secret = copy.token_url = copy.client_id = copy.scope = copy.error = STR_NONE;
    return copy;
}

static enum status watch_begin(struct mailbox_watch *w, const struct fetched_mailbox *mailbox, struct err *err)
{
    TRY(mailbox_fetch_secrets(w->app, w, mailbox, &w->password, &w->client, err));
    TRY(stop_new(w, &w->stop, err));
    return thread_start(&w->thread, "mailbox", watch_run, w, false, err);
}

enum status mailbox_watch_start(TALLOC_CTX *mem, struct app *app, const struct fetched_mailbox *mailbox,
                                const struct fetch_hold *hold, struct mailbox_watch **out, struct err *err)
{
    struct mailbox_watch *w = MEM_NEW(mem, struct mailbox_watch);
    *w = (struct mailbox_watch){
        .app = app,
        .mailbox = copy_of(w, mailbox),
        .hold = *hold,
        .place = { mailbox->uidvalidity, mailbox->uid },
        .alarm = mailbox->error.ptr != NULL,
        .token = STR(""),
    };
    enum status status = watch_begin(w, mailbox, err);
    if (status != STATUS_OK) {
        talloc_free(w);
        return status;
    }
    *out = w;
    return STATUS_OK;
}

const struct fetch_hold *mailbox_watch_hold(const struct mailbox_watch *watch)
{
    return &watch->hold;
}

void mailbox_watch_stop(struct mailbox_watch *watch)
{
    stop_now(watch->stop);
}

bool mailbox_watch_stopped(const struct mailbox_watch *watch)
{
    return stop_asked(watch->stop);
}

void mailbox_watch_join(struct mailbox_watch *watch)
{
    pthread_join(watch->thread, NULL);
    talloc_free(watch);
}
