#include "app/mailbox_progress.h"

#include "app/mailbox_secret.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/clockwork_store.h"

enum {
    OLD_MOST = 500,                  /* removed after one look */
    SILENT_AFTER_MS = 45 * 60 * 1000, /* IDLE is renewed after 29 minutes, and looks */
    SILENT_MOST = 1000,
};

static const struct field name_fields[] = { FIELD(struct fetch_name, name, TEXT, 0, 0) };
static const struct shape name_shape = SHAPE("FetchName", struct fetch_name, name_fields);

struct silent_row { mailbox_id mailbox_id; };
static const struct field silent_fields[] = { FIELD_OF_ID(struct silent_row, mailbox_id, 0) };
static const struct shape silent_shape = SHAPE("SilentMailbox", struct silent_row, silent_fields);

/* ---- the hold ---- */

static struct str lease_name(TALLOC_CTX *mem, mailbox_id mailbox)
{
    return str_format(mem, "mailbox %lld", (long long)mailbox.v);
}

enum status mailbox_hold_take(struct app *app, const struct fetched_mailbox *mailbox, struct str holder,
                              struct fetch_hold *out, bool *got, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    *out = (struct fetch_hold){ .mailbox = mailbox->mailbox_id, .version = mailbox->version };
    *got = true;
    if (!db_can(app->db).many_nodes)
        return STATUS_OK;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(lease_take(&tx, lease_name(mem, out->mailbox).ptr, holder, FETCH_HOLD_MS, &out->token, err));
    *got = out->token != 0;
    return tx_commit(&tx, err);
}

enum status mailbox_hold_keep(struct app *app, const struct fetch_hold *hold, bool *kept, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    int64_t changed;
    *kept = true;
    if (hold->token == 0)
        return STATUS_OK;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_HOLD_KEEP,
                  PARAMS({ "name", db_text(lease_name(mem, hold->mailbox)) }, { "token", db_int(hold->token) },
                         { "until_ms", db_time(tx.now + FETCH_HOLD_MS) }, { "now", db_time(tx.now) }),
                  &changed, err));
    *kept = changed > 0;
    return tx_commit(&tx, err);
}

enum status mailbox_hold_end(struct app *app, const struct fetch_hold *hold, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    if (hold->token == 0)
        return STATUS_OK;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(lease_end(&tx, lease_name(mem, hold->mailbox).ptr, hold->token, err));
    return tx_commit(&tx, err);
}

static enum status held(struct tx *tx, TALLOC_CTX *mem, const struct fetch_hold *hold, struct err *err)
{
    int64_t count;
    TRY(query_int(tx, Q_MAILBOX_FETCH_HELD,
                  PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }, { "version", db_int(hold->version) },
                         { "token", db_int(hold->token) }, { "lease", db_text(lease_name(mem, hold->mailbox)) },
                         { "now", db_time(tx->now) }),
                  &count, err));
    if (count == 0)
        return FAIL(err, STATUS_CONFLICT, "mailbox.taken_over", "this mailbox is fetched by somebody else now");
    return STATUS_OK;
}

/* ---- how it goes ---- */

static enum status note(struct tx *tx, TALLOC_CTX *mem, mailbox_id mailbox, const char *kind, struct err *err)
{
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, kind, (ticket_id){ 0 },
                       str_format(mem, "{\"mailbox\":%lld}", (long long)mailbox.v), err);
}

enum status mailbox_progress_done(struct app *app, const struct fetch_hold *hold, const struct fetch_done *done,
                                  struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(held(&tx, mem, hold, err));
    if (done->name.len > 0)
        TRY(query_run(&tx, Q_MAILBOX_TAKEN_ADD,
                      PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }, { "name", db_text(done->name) },
                             { "now", db_time(tx.now) }),
                      NULL, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_REACHED,
                  PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }, { "uidvalidity", db_int(done->place.uidvalidity) },
                         { "uid", db_int(done->place.uid) }, { "now", db_time(tx.now) }),
                  NULL, err));
    if (done->recovered)
        TRY(note(&tx, mem, hold->mailbox, "mailbox.recovered", err));
    return tx_commit(&tx, err);
}

enum status mailbox_progress_failed(struct app *app, mailbox_id mailbox, struct str why, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    int64_t changed;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_FAILED,
                  PARAMS({ "mailbox_id", db_id(mailbox.v) }, { "error", db_text(why) }, { "now", db_time(tx.now) }), &changed,
                  err));
    if (changed > 0)
        TRY(note(&tx, mem, mailbox, "mailbox.failing", err));
    return tx_commit(&tx, err);
}

static enum status silent_ones(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return query_list(&tx, mem, Q_MAILBOXES_SILENT, PARAMS({ "since_ms", db_time(tx.now - SILENT_AFTER_MS) }), &silent_shape,
                      SILENT_MOST, out, err);
}

enum status mailbox_progress_find_silent(struct app *app, TALLOC_CTX *mem, size_t *found, struct err *err)
{
    struct list silent;
    TRY(silent_ones(app, mem, &silent, err));
    const struct silent_row *rows = silent.items;
    *found = silent.count;
    for (size_t i = 0; i < silent.count; i++)
        TRY(mailbox_progress_failed(app, rows[i].mailbox_id, STR("nothing was heard of it for three quarters of an hour"), err));
    return STATUS_OK;
}

enum status mailbox_progress_renewed(struct app *app, const struct fetch_hold *hold, struct str refresh_token,
                                     struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(held(&tx, mem, hold, err));
    TRY(query_run(&tx, Q_MAILBOX_FETCH_SECRET_SAVE,
                  PARAMS({ "mailbox_id", db_id(hold->mailbox.v) },
                         { "secret", db_bytes(mailbox_secret_seal(app, mem, refresh_token)) }),
                  NULL, err));
    return tx_commit(&tx, err);
}

/* ---- what lies on the server ---- */

enum status mailbox_progress_names(struct app *app, TALLOC_CTX *mem, const struct fetch_hold *hold, struct list *out,
                                   struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return query_list(&tx, mem, Q_MAILBOX_TAKEN_NAMES, PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }), &name_shape,
                      LIMIT_MAILBOX_MAILS, out, err);
}

enum status mailbox_progress_old(struct app *app, TALLOC_CTX *mem, const struct fetch_hold *hold, int64_t keep_days,
                                 struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(held(&tx, mem, hold, err));
    return query_list(&tx, mem, Q_MAILBOX_TAKEN_OLD,
                      PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }, { "until_ms", db_time(tx.now - keep_days * DAY_MS) },
                             { "most", db_int(OLD_MOST) }),
                      &name_shape, OLD_MOST, out, err);
}

enum status mailbox_progress_gone(struct app *app, const struct fetch_hold *hold, struct str name, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_TAKEN_GONE, PARAMS({ "mailbox_id", db_id(hold->mailbox.v) }, { "name", db_text(name) }),
                  NULL, err));
    return tx_commit(&tx, err);
}
