#include "app/mailbox_ingress.h"

#include "app/may.h"
#include "base/mem.h"

static struct db_value digest_value(const struct sha256 *digest)
{
    return db_bytes((struct str){ (const char *)digest->bytes, SHA256_BYTES });
}

/* Runs QUERY on ADDRESS's mailbox; DIGEST NULL where it takes none. */
static enum status change(struct app *app, const struct who *who, struct str address, const struct sha256 *digest,
                          struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    int64_t mailbox;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_int(&tx, Q_MAILBOX_BY_LOOKUP, PARAMS({ "lookup", db_text(str_lower(mem, address)) }), &mailbox, err));
    if (mailbox == 0)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    if (digest == NULL)
        TRY(query_run(&tx, Q_MAILBOX_INGRESS_UNSET, PARAMS({ "mailbox_id", db_id(mailbox) }), NULL, err));
    else
        TRY(query_run(&tx, Q_MAILBOX_INGRESS_SET,
                      PARAMS({ "mailbox_id", db_id(mailbox) }, { "secret_sha256", digest_value(digest) },
                             { "now", db_time(tx.now) }),
                      NULL, err));
    TRY(journal_add(&tx, who_actor(who), "mailbox.changed", (ticket_id){ 0 },
                    str_format(mem, "{\"mailbox\":%lld}", (long long)mailbox), err));
    return tx_commit(&tx, err);
}

enum status mailbox_ingress_open(struct app *app, const struct who *who, TALLOC_CTX *mem, struct str address,
                                 struct str *secret, struct err *err)
{
    struct str made = token_new(mem, app->random);
    struct sha256 digest = sha256_of(made);
    TRY(change(app, who, address, &digest, err));
    *secret = made;
    return STATUS_OK;
}

enum status mailbox_ingress_close(struct app *app, const struct who *who, struct str address, struct err *err)
{
    return change(app, who, address, NULL, err);
}

enum status mailbox_ingress_find(struct app *app, struct str secret, mailbox_id *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct sha256 digest = sha256_of(secret);
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(query_int(&tx, Q_MAILBOX_OF_INGRESS, PARAMS({ "secret_sha256", digest_value(&digest) }), &out->v, err));
    if (out->v == 0)
        return FAIL(err, STATUS_UNSIGNED, "ingress.secret", "this secret opens no mailbox");
    return STATUS_OK;
}
