#include "mail/imap_fetch.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/zone.h"
#include "mail/imap_answer.h"
#include "mail/imap_session.h"
#include "mail/imap_tidy.h"

enum {
    IDLE_MS = 29 * 60 * 1000,
    POLL_MS = 60 * 1000, /* where there is no IDLE */
    GIVE_TRIES = 3,      /* to get one mail from the server */
};

struct fetching {
    const struct imap_options *options;
    struct imap_session session;
    struct fetch_place place;
    bool first; /* the mailbox was never fetched */
};

static bool must_stop(const struct fetching *f)
{
    return f->options->stop != NULL && stop_asked(f->options->stop);
}

/* ---- which mails ---- */

/* "SINCE 6-Nov-2026", a day early: the server compares dates of its own zone. */
static struct str since(TALLOC_CTX *mem, time_ms at)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    static const struct zone_step step = { 0, 0 };
    static const struct zone utc = { "UTC", &step, 1 };
    struct local_time day = zone_local(&utc, at - DAY_MS);
    return str_format(mem, "SINCE %d-%s-%d", day.day, months[day.month - 1], day.year);
}

struct found {
    struct buf uids; /* uint32_t */
    int64_t least;
};

static void note_found(void *data, struct str answer)
{
    struct found *found = data;
    struct str word;
    int64_t uid;
    if (!imap_word(&answer, &word) || !str_equal_nocase(word, STR("SEARCH")))
        return;
    while (imap_word(&answer, &word)) {
        if (!parse_i64(word, 1, UINT32_MAX, &uid) || uid <= found->least) /* "n:*" always gives the last mail, even below n */
            continue;
        uint32_t number = (uint32_t)uid;
        buf_add(&found->uids, (struct str){ (const char *)&number, sizeof number });
    }
}

static int compare_uids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The UIDs that CRITERIA find above LEAST, ascending. */
static enum status search(struct fetching *f, TALLOC_CTX *mem, struct str criteria, int64_t least, uint32_t **uids,
                          size_t *count, struct err *err)
{
    struct found found = { .least = least };
    buf_init(&found.uids, mem, LIMIT_MAILBOX_MAILS * sizeof(**uids));
    TRY(imap_run(&f->session, str_format(mem, "UID SEARCH " STR_FMT, STR_ARG(criteria)), note_found, &found, err));
    *count = found.uids.len / sizeof(**uids);
    *uids = MEM_ARRAY(mem, uint32_t, *count + 1);
    memcpy(*uids, found.uids.ptr, *count * sizeof(**uids));
    qsort(*uids, *count, sizeof(**uids), compare_uids);
    return STATUS_OK;
}

/* ---- one mail ---- */

struct asked {
    TALLOC_CTX *mem;
    int64_t uid;
    struct imap_fetched found; /* uid 0: the server has not told it */
};

static void note_fetched(void *data, struct str answer)
{
    struct asked *asked = data;
    struct imap_fetched fetched;
    struct str number;
    if (!imap_word(&answer, &number) || !imap_fetched_read(answer, &fetched) || fetched.uid != asked->uid)
        return;
    asked->found.uid = fetched.uid;
    if (fetched.size >= 0)
        asked->found.size = fetched.size;
    if (fetched.body.ptr != NULL)
        asked->found.body = str_copy(asked->mem, fetched.body);
}

/* It was deleted meanwhile, or the server cannot give it. Nothing may be marked that is not here (E11); a new connection
 * shows which it was. */
static enum status gone(uint32_t uid, struct err *err)
{
    FAIL(err, STATUS_UNAVAILABLE, "imap.gone", "could not fetch mail: the mail server did not give one that it has");
    err_detail(err, "UID %lu", (unsigned long)uid);
    return STATUS_UNAVAILABLE;
}

static bool is_trouble(const struct fetching *f, uint32_t uid)
{
    const struct imap_trouble *trouble = f->options->trouble;
    return trouble != NULL && trouble->uidvalidity == f->session.uidvalidity && trouble->uid == uid;
}

/* Before a mail is asked for; forgotten once the server has given it. */
static void note_trouble(struct fetching *f, uint32_t uid)
{
    if (is_trouble(f, uid))
        f->options->trouble->tries++;
    else if (f->options->trouble != NULL)
        *f->options->trouble = (struct imap_trouble){ f->session.uidvalidity, uid, 1 };
}

static void forget_trouble(struct fetching *f)
{
    if (f->options->trouble != NULL)
        *f->options->trouble = (struct imap_trouble){ 0 };
}

/* Fetches WHAT of the mail. */
static enum status ask(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, const char *what, struct imap_fetched *out,
                       struct err *err)
{
    struct asked asked = { .mem = mem, .uid = uid, .found = { .size = -1, .body = STR_NONE } };
    struct str command = str_format(mem, "UID FETCH %lu (UID %s)", (unsigned long)uid, what);
    TRY(imap_run(&f->session, command, note_fetched, &asked, err));
    *out = asked.found;
    return STATUS_OK;
}

/* What people see instead of a mail that the server does not give. */
static enum status take_notice(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    struct str notice = str_format(mem,
                                   "Subject: A mail that the mail server does not give\r\n\r\n"
                                   "There is a mail in the mailbox that could not be fetched after several tries. It is still there,\r\n"
                                   "unread: folder " STR_FMT ", UID %lu, UIDVALIDITY %lld.\r\n",
                                   STR_ARG(f->options->account.folder), (unsigned long)uid, (long long)f->session.uidvalidity);
    return f->options->port.take(f->options->port.data, notice, err);
}

static enum status take_header(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    struct imap_fetched fetched;
    TRY(ask(f, mem, uid, "BODY.PEEK[HEADER]", &fetched, err));
    if (fetched.body.ptr == NULL)
        return gone(uid, err);
    forget_trouble(f);
    return fetch_too_large(&f->options->port, mem, fetched.body, err);
}

static enum status take_whole(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    struct imap_fetched fetched;
    TRY(ask(f, mem, uid, "BODY.PEEK[]", &fetched, err));
    if (fetched.body.ptr == NULL)
        return gone(uid, err);
    forget_trouble(f);
    fault_here("imap.after_fetch");
    return f->options->port.take(f->options->port.data, fetched.body, err);
}

/* Takes the mail UID and marks it as seen. *WHOLE: all of it is in the desk. */
static enum status take_mail(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, bool *whole, struct err *err)
{
    struct imap_fetched fetched;
    *whole = false;
    if (is_trouble(f, uid) && f->options->trouble->tries >= GIVE_TRIES)
        return take_notice(f, mem, uid, err);
    note_trouble(f, uid);
    TRY(ask(f, mem, uid, "RFC822.SIZE", &fetched, err));
    if (fetched.size < 0)
        return gone(uid, err);
    *whole = fetched.size <= LIMIT_MAIL_BYTES;
    TRY(*whole ? take_whole(f, mem, uid, err) : take_header(f, mem, uid, err));
    fault_here("imap.after_commit");
    TRY(imap_flag(&f->session, uid, "\\Seen", err));
    fault_here("imap.after_flag");
    return STATUS_OK;
}

/* ---- looking ---- */

static enum status take_all(struct fetching *f, TALLOC_CTX *mem, const uint32_t *uids, size_t count, bool in_order,
                            int64_t uidvalidity, struct err *err)
{
    for (size_t i = 0; i < count && !must_stop(f); i++) {
        CLEANUP(mem_done) TALLOC_CTX *own = mem_need(talloc_new(mem));
        bool whole;
        TRY(take_mail(f, own, uids[i], &whole, err));
        if (in_order)
            f->place.uid = uids[i];
        struct str name = whole ? imap_name(own, uidvalidity, uids[i]) : STR("");
        TRY(f->options->port.done(f->options->port.data, f->place, name, err));
    }
    return STATUS_OK;
}

/* What came behind the place. */
static enum status look_for_new(struct fetching *f, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(f->session.mem));
    uint32_t *uids;
    size_t count;
    struct str behind = str_format(mem, "UID %lld:*", (long long)f->place.uid + 1);
    TRY(search(f, mem, behind, f->place.uid, &uids, &count, err));
    TRY(take_all(f, mem, uids, count, true, f->place.uidvalidity, err));
    TRY(f->options->port.done(f->options->port.data, f->place, STR(""), err));
    return must_stop(f) ? STATUS_OK
                        : imap_tidy(&f->session, &f->options->port, f->place.uidvalidity, f->options->move_to, err);
}

/* A mailbox whose UIDs are new to us: what is unread, or, when it was fetched before, what came within the keep-window,
 * most of which is known (F-27). What comes meanwhile lies behind the place that is taken first. */
static enum status look_anew(struct fetching *f, int64_t uidvalidity, int64_t uid_next, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(f->session.mem));
    uint32_t *uids;
    size_t count;
    TRY(search(f, mem, f->first ? STR("UNSEEN") : since(mem, f->options->rescan_since), 0, &uids, &count, err));
    int64_t last = uid_next > 0 ? uid_next - 1 : count > 0 ? uids[count - 1] : 0;
    while (count > 0 && uids[count - 1] > last)
        count--;
    TRY(take_all(f, mem, uids, count, false, uidvalidity, err));
    if (must_stop(f))
        return STATUS_OK;
    f->place = (struct fetch_place){ uidvalidity, last };
    return f->options->port.done(f->options->port.data, f->place, STR(""), err);
}

static enum status look_first(struct fetching *f, struct err *err)
{
    if (f->place.uidvalidity != f->session.uidvalidity || f->place.uidvalidity == 0)
        TRY(look_anew(f, f->session.uidvalidity, f->session.uid_next, err));
    return must_stop(f) ? STATUS_OK : look_for_new(f, err);
}

/* Waits until the server has something, or it is time to look anyway. */
static enum status wait_for_mail(struct fetching *f, enum tls_wait *waited, struct err *err)
{
    struct imap_session *s = &f->session;
    if (!s->can_idle) {
        *waited = tls_stream_wait(s->stream, POLL_MS);
        return *waited == TLS_WAIT_STOP ? STATUS_OK : imap_run(s, STR("NOOP"), NULL, NULL, err);
    }
    span_ms idle = f->options->idle > 0 ? f->options->idle : IDLE_MS;
    TRY(imap_idle_begin(s, err));
    *waited = imap_wire_has_more(s->wire) ? TLS_WAIT_DATA : tls_stream_wait(s->stream, idle);
    return *waited == TLS_WAIT_STOP ? STATUS_OK : imap_idle_end(s, err);
}

static enum status fetch_all(struct fetching *f, struct err *err)
{
    enum tls_wait waited = TLS_WAIT_DATA;
    TRY(look_first(f, err));
    while (waited != TLS_WAIT_STOP && !must_stop(f)) {
        TRY(wait_for_mail(f, &waited, err));
        if (waited != TLS_WAIT_STOP)
            TRY(look_for_new(f, err));
    }
    return STATUS_OK;
}

enum status imap_fetch_over(const struct imap_options *options, struct tls_stream *stream, struct err *err)
{
    struct fetching f = { .options = options, .place = options->place, .first = options->place.uidvalidity == 0 };
    enum status status = imap_session_begin(&f.session, &options->account, stream, err);
    if (status == STATUS_OK)
        status = fetch_all(&f, err);
    imap_session_end(&f.session);
    return status;
}

enum status imap_fetch(const struct imap_options *options, struct err *err)
{
    struct tls_stream *stream;
    TRY(imap_connect(&options->account, options->ca_file, options->stop, &stream, err));
    return imap_fetch_over(options, stream, err);
}
