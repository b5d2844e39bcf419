#include "mail/imap_fetch.h"

#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/zone.h"
#include "mail/imap_session.h"
#include "mail/imap_tidy.h"

enum {
    IDLE_RENEW_MS = 29 * 60 * 1000, /* RFC 2177: servers may hang up after 30 minutes */
    POLL_MS = 60 * 1000,            /* where there is no IDLE */
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
    int code = mailimap_uid_search(f->session.imap, NULL, mem_need(key), &found);
    mailimap_search_key_free(key);
    TRY(imap_step(&f->session, code, "UID SEARCH", err));
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
    int code = mailimap_uid_fetch(f->session.imap, set, type, list);
    mailimap_fetch_type_free(type);
    mailimap_set_free(set);
    return imap_step(&f->session, code, "UID FETCH", err);
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

/* It was deleted meanwhile, or the server gives no bytes for it. Nothing may be marked that is not here (E11); a new
 * connection shows which it was. */
static enum status gone(uint32_t uid, struct err *err)
{
    FAIL(err, STATUS_UNAVAILABLE, "imap.gone", "could not fetch mail: the mail server did not give one that it has");
    err_detail(err, "UID %lu", (unsigned long)uid);
    return STATUS_UNAVAILABLE;
}

static enum status take_header(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_body_peek_section(mailimap_section_new_header()), &list, err));
    struct str header = section_of(list);
    return header.ptr == NULL ? gone(uid, err) : fetch_too_large(&f->options->port, mem, header, err);
}

static enum status take_whole(struct fetching *f, uint32_t uid, bool *whole, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)), &list, err));
    struct str raw = section_of(list);
    if (raw.ptr == NULL)
        return gone(uid, err);
    fault_here("imap.after_fetch");
    TRY(f->options->port.take(f->options->port.data, raw, err));
    *whole = true;
    return STATUS_OK;
}

/* Takes the mail UID and marks it as seen. *WHOLE: all of it is in the desk. */
static enum status take_mail(struct fetching *f, TALLOC_CTX *mem, uint32_t uid, bool *whole, struct err *err)
{
    CLEANUP(free_fetched) clist *list = NULL;
    *whole = false;
    TRY(fetch_att(f, uid, mailimap_fetch_att_new_rfc822_size(), &list, err));
    const struct mailimap_msg_att_static *size = find_att(list, MAILIMAP_MSG_ATT_RFC822_SIZE);
    if (size == NULL)
        return gone(uid, err);
    if (size->att_data.att_rfc822_size > LIMIT_MAIL_BYTES)
        TRY(take_header(f, mem, uid, err));
    else
        TRY(take_whole(f, uid, whole, err));
    fault_here("imap.after_commit");
    TRY(imap_flag(&f->session, uid, mailimap_flag_new_seen(), err));
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
    TRY(search(f, mem, key_after(f->place.uid), f->place.uid, &uids, &count, err));
    TRY(take_all(f, mem, uids, count, true, f->place.uidvalidity, err));
    TRY(f->options->port.done(f->options->port.data, f->place, STR(""), err));
    return must_stop(f) ? STATUS_OK
                        : imap_tidy(&f->session, &f->options->port, f->place.uidvalidity, f->options->move_to, err);
}

/* A mailbox whose UIDs are new to us: what is unread, or, when it was fetched before, what came within the keep-window,
 * most of which is known (F-27). What comes meanwhile lies behind the place that is taken first. */
static enum status look_anew(struct fetching *f, uint32_t uidvalidity, uint32_t uid_next, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(f->session.mem));
    uint32_t *uids;
    size_t count;
    TRY(search(f, mem, f->first ? key_unread() : key_since(f->options->rescan_since), 0, &uids, &count, err));
    uint32_t last = uid_next > 0 ? uid_next - 1 : count > 0 ? uids[count - 1] : 0;
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
    const struct mailimap_selection_info *selected = f->session.imap->imap_selection_info;
    if (f->place.uidvalidity != selected->sel_uidvalidity || f->place.uidvalidity == 0)
        TRY(look_anew(f, selected->sel_uidvalidity, selected->sel_uidnext, err));
    return must_stop(f) ? STATUS_OK : look_for_new(f, err);
}

/* Waits until the server has something, or it is time to look anyway. */
static enum status wait_for_mail(struct fetching *f, enum tls_wait *waited, struct err *err)
{
    mailimap *imap = f->session.imap;
    if (!mailimap_has_idle(imap)) {
        *waited = tls_stream_wait(f->session.stream, POLL_MS);
        return *waited == TLS_WAIT_STOP ? STATUS_OK : imap_step(&f->session, mailimap_noop(imap), "NOOP", err);
    }
    TRY(imap_step(&f->session, mailimap_idle(imap), "IDLE", err));
    *waited = imap->imap_stream->read_buffer_len > 0 ? TLS_WAIT_DATA : tls_stream_wait(f->session.stream, IDLE_RENEW_MS);
    return *waited == TLS_WAIT_STOP ? STATUS_OK : imap_step(&f->session, mailimap_idle_done(imap), "IDLE", err);
}

enum status imap_fetch_over(const struct imap_options *options, struct tls_stream *stream, struct err *err)
{
    struct fetching f = { .options = options, .place = options->place, .first = options->place.uidvalidity == 0 };
    CLEANUP(imap_session_end) struct imap_session session = { 0 };
    enum tls_wait waited = TLS_WAIT_DATA;
    TRY(imap_session_begin(&session, &options->account, stream, err));
    f.session = session;
    TRY(look_first(&f, err));
    while (waited != TLS_WAIT_STOP && !must_stop(&f)) {
        TRY(wait_for_mail(&f, &waited, err));
        if (waited != TLS_WAIT_STOP)
            TRY(look_for_new(&f, err));
    }
    return STATUS_OK;
}

enum status imap_fetch(const struct imap_options *options, struct err *err)
{
    struct tls_stream *stream;
    TRY(imap_connect(&options->account, options->ca_file, options->stop, &stream, err));
    return imap_fetch_over(options, stream, err);
}
