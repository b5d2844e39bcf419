#include "app/mailbox_fetch.h"

#include "app/may.h"
#include "base/mem.h"
#include "base/seal.h"
#include "mail/imap_account.h"

enum { MAILBOXES_MOST = 10000 };
static const char seal_purpose[] = "imap";

static const struct field fetched_fields[] = {
    FIELD_OF_ID(struct fetched_mailbox, id, 0),
    FIELD(struct fetched_mailbox, address, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, imap_url, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, imap_secret, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, imap_keep_days, INT, 0, 0),
    FIELD(struct fetched_mailbox, imap_uidvalidity, INT, 0, 0),
    FIELD(struct fetched_mailbox, imap_uid, INT, 0, 0),
    FIELD(struct fetched_mailbox, imap_seen_ms, TIME, 0, 0),
    FIELD(struct fetched_mailbox, imap_error, TEXT, 0, 0),
};
static const struct shape fetched_shape = SHAPE("FetchedMailbox", struct fetched_mailbox, fetched_fields);

enum status mailbox_fetch_list(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return query_list(&tx, mem, Q_MAILBOXES_FETCHED, NO_PARAMS, &fetched_shape, MAILBOXES_MOST, out, err);
}

enum status mailbox_fetch_password(struct app *app, TALLOC_CTX *mem, const struct fetched_mailbox *mailbox, struct str *out,
                                   struct err *err)
{
    if (!unseal(mem, app->secret, seal_purpose, mailbox->imap_secret, out))
        return FAIL(err, STATUS_UNSIGNED, "mailbox.secret", "the password was sealed with another key; give it again");
    return STATUS_OK;
}

static void drop(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

enum status mailbox_fetch_set(struct app *app, const struct who *who, struct str address, struct str url, struct str password,
                              struct err *err)
{
    CLEANUP(drop) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct imap_account account;
    int64_t changed;
    bool fetched = url.len > 0;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (fetched)
        TRY(imap_account_read(mem, url, password, &account, err));
    struct str secret = fetched ? seal(mem, app->random, app->secret, seal_purpose, password) : STR_NONE;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_SET,
                  PARAMS({ "url", db_text(fetched ? url : STR_NONE) }, { "secret", db_bytes(secret) },
                         { "lookup", db_text(str_lower(mem, address)) }),
                  &changed, err));
    if (changed == 0)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    return tx_commit(&tx, err);
}

enum status mailbox_fetch_reached(struct app *app, mailbox_id id, int64_t uidvalidity, int64_t uid, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_REACHED,
                  PARAMS({ "id", db_id(id.v) }, { "uidvalidity", db_int(uidvalidity) }, { "uid", db_int(uid) },
                         { "now", db_time(tx.now) }),
                  NULL, err));
    return tx_commit(&tx, err);
}

enum status mailbox_fetch_failed(struct app *app, mailbox_id id, struct str why, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_FAILED, PARAMS({ "id", db_id(id.v) }, { "error", db_text(why) }), NULL, err));
    return tx_commit(&tx, err);
}
