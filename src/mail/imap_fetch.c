#include "mail/imap_fetch.h"

#include <libetpan/libetpan.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/zone.h"
#include "mail/tls_stream.h"

enum {
    SILENCE_MS = 60 * 1000,
    IDLE_RENEW_MS = 29 * 60 * 1000, /* RFC 2177: servers may hang up after 30 minutes */
    POLL_MS = 60 * 1000,            /* where there is no IDLE */
};

struct fetching {
    const struct imap_options *options;
    TALLOC_CTX *mem;           /* of the connection */
    struct tls_stream *stream; /* owned by the session */
    mailimap *session;
    struct imap_place place;
    bool first;                /* the mailbox was never fetched */
};

/* ---- failures ---- */

/* What the server said last, or that it said nothing. */
static enum status step_failed(const struct fetching *f, int code, const char *step, struct err *err)
{
    const char *words = f->session != NULL && f->session->imap_response != NULL ? f->session->imap_response : "no answer";
    bool login = code == MAILIMAP_ERROR_LOGIN;
    FAIL(err, login ? STATUS_UNSIGNED : STATUS_UNAVAILABLE, login ? "imap.login" : "imap.failed",
         login ? "the mail server does not take user and password" : "could not fetch mail: %s failed", step);
    err_detail(err, "%s at " STR_FMT ": %d, %.200s", step, STR_ARG(f->options->account.host), code, words);
    return login ? STATUS_UNSIGNED : STATUS_UNAVAILABLE;
}

static bool is_ok(int code)
{
    return code == MAILIMAP_NO_ERROR || code == MAILIMAP_NO_ERROR_AUTHENTICATED || code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED;
}

/* ---- the session ---- */

static void session_end(struct fetching *f)
{
    if (f->session != NULL) {
        mailimap_logout(f->session);
        if (f->session->imap_stream != NULL)
            mailstream_close(f->session->imap_stream);
        f->session->imap_stream = NULL;
        mailimap_free(f->session);
    }
    talloc_free(f->mem);
}

static enum status begin_tls(struct fetching *f, struct err *err)
{
    int code = mailimap_starttls(f->session);
    if (!is_ok(code))
        return step_failed(f, code, "STARTTLS", err);
    if (f->session->imap_stream->read_buffer_len > 0)
        return FAIL(err, STATUS_UNAVAILABLE, "mail.tls", "the mail server said more before TLS than it may");
    return tls_stream_secure(f->stream, err);
}

static enum status session_begin(struct fetching *f, struct err *err)
{
    const struct imap_account *account = &f->options->account;
    const struct tls_options tls = { account->host, account->port, f->options->ca_file, SILENCE_MS, f->options->stop };
    TRY(tls_stream_new(NULL, &tls, &f->stream, err));
    if (account->implicit_tls) {
        enum status status = tls_stream_secure(f->stream, err);
        if (status != STATUS_OK) {
            talloc_free(f->stream);
            return status;
        }
    }
    mailstream *mailstream = mem_need(tls_stream_mailstream(f->stream));
    f->session = mem_need(mailimap_new(0, NULL));
    int code = mailimap_connect(f->session, mailstream);
    if (!is_ok(code))
        return step_failed(f, code, "the greeting", err);
    if (!account->implicit_tls && !account->plain)
        TRY(begin_tls(f, err));
    code = mailimap_login(f->session, account->user.ptr, account->password.ptr);
    if (!is_ok(code))
        return step_failed(f, code, "LOGIN", err);
    struct mailimap_capability_data *capability;
    code = mailimap_capability(f->session, &capability); /* kept by the session as well, for mailimap_has_idle */
    if (!is_ok(code))
        return step_failed(f, code, "CAPABILITY", err);
    mailimap_capability_data_free(capability);
    code = mailimap_select(f->session, account->folder.ptr);
    if (!is_ok(code))
        return step_failed(f, code, "SELECT", err);
    return STATUS_OK;
}

/* ---- which mails ---- */

static struct mailimap_search_key *key_since(time_ms since)
{
    static const struct zone_step step = { 0, 0 };
    static const struct zone utc = { "UTC", &step, 1 };
    struct local_time day = zone_local(&utc, since - DAY_MS); /* the server compares dates of its own zone */
    return mailimap_search_key_new_since(mailimap_date_new(day.day, day.month, day.year));
}

static struct mailimap_search_key *key_after(int64_t uid)
{
    return mailimap_search_key_new_uid(mailimap_set_new_interval((uint32_t)uid + 1, 0));
}

static struct mailimap_search_key *key_unread(void)
{
    return mailimap_search_key_new(MAILIMAP_SEARCH_KEY_UNSEEN, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                                   NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
}

static int compare_uids(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The UIDs that KEY finds above LEAST, ascending. Frees KEY. */
static enum status search(struct fetching *f, TALLOC_CTX *mem, struct mailimap_search_key *key, int64_t least,
                          uint32_t **uids, size_t *count, struct err *err)
{
    clist *found = NULL;
    int code = mailimap_uid_search(f->session, NULL, mem_need(key), &found);
    mailimap_search_key_free(key);
    if (!is_ok(code))
        return step_failed(f, code, "UID SEARCH", err);
    *uids = MEM_ARRAY(mem, uint32_t, (size_t)clist_count(found));
    *count = 0;
    for (clistiter *at = clist_begin(found); at != NULL; at = clist_next(at)) {
        uint32_t uid = *(const uint32_t *)clist_content(at);
        if (uid > least) /* "n:*" always gives the last mail, even below n */
            (*uids)[(*count)++] = uid;
    }
    mailimap_search_result_free(found);
    qsort(*uids, *count, sizeof(**uids), compare_uids);
    return STATUS_OK;
}

/* ---- one mail ---- */

static void free_fetched(clist **list)
{
    if (*list != NULL)
        mailimap_fetch_list_free(*list);
}

/* Fetches one attribute of one mail; *LIST NULL when the mail is gone. Takes ATT. */
static enum status fetch_att(struct fetching *f, uint32_t uid, struct mailimap_fetch_att *att, clist **list, struct err *err)
{
    struct mailimap_fetch_type *type = mem_need(mailimap_fetch_type_new_fetch_att_list_empty());
    struct mailimap_set *set = mem_need(mailimap_set_new_single(uid));
    mailimap_fetch_type_new_fetch_att_list_add(type, mem_need(att));
    int code = mailimap_uid_fetch(f->session, set, type, list);
    mailimap_fetch_type_free(type);
    mailimap_set_free(set);
    if (!is_ok(code))
        return step_failed(f, code, "UID FETCH", err);
    return STATUS_OK;
}

/* The first static attribute of TYPE (MAILIMAP_MSG_ATT_…) in a fetch's answer; NULL when it has none. */
static const struct mailimap_msg_att_static *find_att(clist *list, int type)
{
    for (clistiter *at = list == NULL ? NULL : clist_begin(list); at != NULL; at = clist_next(at)) {
        const struct mailimap_msg_att *mail = clist_content(at);
        for (clistiter *item_at = clist_begin(mail->att_list); item_at != NULL; item_at = clist_next(item_at)) {
            const struct mailimap_msg_att_item *item = clist_content(item_at);
            if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC && item->att_data.att_static->att_type == type)
                return item->att_data.att_static;
        }
    }
    return NULL;
}

static struct str section_of(clist *list)
{
    const struct mailimap_msg_att_static *att = find_att(list, MAILIMAP_MSG_ATT_BODY_SECTION);
    const struct mailimap_msg_att_body_section *section = att == NULL ? NULL : att->att_data.att_body_section;
    if (section == NULL || section->sec_body_part == NULL)
        return STR_NONE;
    return (struct str){ section->sec_body_part, section->sec_length };
}

/* Of a mail that is too large the desk gets the header and a word; the mail stays where it is (F-22). */
static enum status take_header(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_body_peek_section(mailimap_section_new_header()), &list, err));
    struct str header = section_of(list), raw;
    if (header.ptr == NULL)
        return STATUS_OK;
    struct buf notice;
    buf_init(&notice, mem, LIMIT_MAIL_BYTES);
    buf_add(&notice, str_slice(header, 0, LIMIT_MAIL_HEADER_BYTES));
    buf_add_c(&notice, "\r\nThis mail is too large to be fetched. It is still in the mailbox.\r\n");
    TRY(buf_end(&notice, "imap.header", &raw, err));
    return f->options->port.take(f->options->port.data, raw, err);
}

static enum status take_whole(struct fetching *f, uint32_t uid, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)), &list, err));
    struct str raw = section_of(list);
    if (raw.ptr == NULL) /* it was deleted meanwhile */
        return STATUS_OK;
    fault_here("imap.after_fetch");
    return f->options->port.take(f->options->port.data, raw, err);
}

static enum status mark_seen(struct fetching *f, uint32_t uid, struct err *err)
{
    struct mailimap_flag_list *flags = mem_need(mailimap_flag_list_new_empty());
    mailimap_flag_list_add(flags, mem_need(mailimap_flag_new_seen()));
    struct mailimap_store_att_flags *store = mem_need(mailimap_store_att_flags_new_add_flags_silent(flags));
    struct mailimap_set *set = mem_need(mailimap_set_new_single(uid));
    int code = mailimap_uid_store(f->session, set, store);
    mailimap_store_att_flags_free(store);
    mailimap_set_free(set);
    return is_ok(code) ? STATUS_OK : step_failed(f, code, "UID STORE", err);
}

static enum status take_mail(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_rfc822_size(), &list, err));
    const struct mailimap_msg_att_static *size = find_att(list, MAILIMAP_MSG_ATT_RFC822_SIZE);
    if (size == NULL)
        return STATUS_OK;
    if (size->att_data.att_rfc822_size > LIMIT_MAIL_BYTES)
        TRY(take_header(f, mem, uid, err));
    else
        TRY(take_whole(f, uid, err));
    fault_here("imap.after_commit");
    TRY(mark_seen(f, uid, err));
    fault_here("imap.after_flag");
    return STATUS_OK;
}

/* ---- looking ---- */

static enum status take_all(struct fetching *f, TALLOC_CTX *mem, const uint32_t *uids, size_t count, bool in_order,
                            struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (f->options->stop != NULL && stop_asked(f->options->stop))
            return STATUS_OK;
        TRY(take_mail(f, mem, uids[i], err));
        if (!in_order)
            continue;
        f->place.uid = uids[i];
        TRY(f->options->port.reached(f->options->port.data, f->place, err));
    }
    return STATUS_OK;
}

static void free_mem(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

/* What came behind the place. */
static enum status look_for_new(struct fetching *f, struct err *err)
{
    CLEANUP(free_mem) TALLOC_CTX *mem = mem_need(talloc_new(f->mem));
    uint32_t *uids;
    size_t count;
    TRY(search(f, mem, key_after(f->place.uid), f->place.uid, &uids, &count, err));
    TRY(take_all(f, mem, uids, count, true, err));
    return f->options->port.reached(f->options->port.data, f->place, err);
}

/* A mailbox whose UIDs are new to us: what is unread, or, when it was fetched before, what came within the keep-window,
 * most of which is known (F-27). What comes meanwhile lies behind the place that is taken first. */
static enum status look_anew(struct fetching *f, uint32_t uidvalidity, uint32_t uid_next, struct err *err)
{
    CLEANUP(free_mem) TALLOC_CTX *mem = mem_need(talloc_new(f->mem));
    uint32_t *uids;
    size_t count;
    TRY(search(f, mem, f->first ? key_unread() : key_since(f->options->rescan_since), 0, &uids, &count, err));
    uint32_t last = uid_next > 0 ? uid_next - 1 : count > 0 ? uids[count - 1] : 0;
    while (count > 0 && uids[count - 1] > last)
        count--;
    TRY(take_all(f, mem, uids, count, false, err));
    if (f->options->stop != NULL && stop_asked(f->options->stop))
        return STATUS_OK;
    f->place = (struct imap_place){ uidvalidity, last };
    return f->options->port.reached(f->options->port.data, f->place, err);
}

static enum status look_first(struct fetching *f, struct err *err)
{
    const struct mailimap_selection_info *selected = f->session->imap_selection_info;
    if (f->place.uidvalidity != selected->sel_uidvalidity || f->place.uidvalidity == 0)
        TRY(look_anew(f, selected->sel_uidvalidity, selected->sel_uidnext, err));
    return look_for_new(f, err);
}

/* Waits until the server has something, or it is time to look anyway. */
static enum status wait_for_mail(struct fetching *f, enum tls_wait *waited, struct err *err)
{
    int code;
    if (!mailimap_has_idle(f->session)) {
        *waited = tls_stream_wait(f->stream, POLL_MS);
        if (*waited == TLS_WAIT_STOP)
            return STATUS_OK;
        code = mailimap_noop(f->session);
        return is_ok(code) ? STATUS_OK : step_failed(f, code, "NOOP", err);
    }
    code = mailimap_idle(f->session);
    if (!is_ok(code))
        return step_failed(f, code, "IDLE", err);
    *waited = f->session->imap_stream->read_buffer_len > 0 ? TLS_WAIT_DATA : tls_stream_wait(f->stream, IDLE_RENEW_MS);
    if (*waited == TLS_WAIT_STOP)
        return STATUS_OK;
    code = mailimap_idle_done(f->session);
    return is_ok(code) ? STATUS_OK : step_failed(f, code, "IDLE", err);
}

enum status imap_fetch(const struct imap_options *options, struct err *err)
{
    CLEANUP(session_end) struct fetching f = {
        .options = options,
        .mem = mem_need(talloc_new(NULL)),
        .place = options->place,
        .first = options->place.uidvalidity == 0,
    };
    enum tls_wait waited = TLS_WAIT_DATA;
    TRY(session_begin(&f, err));
    TRY(look_first(&f, err));
    while (waited != TLS_WAIT_STOP && (options->stop == NULL || !stop_asked(options->stop))) {
        TRY(wait_for_mail(&f, &waited, err));
        if (waited != TLS_WAIT_STOP)
            TRY(look_for_new(&f, err));
    }
    return STATUS_OK;
}
