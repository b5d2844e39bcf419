#include "app/mailbox_send.h"

#include "app/mailbox_secret.h"
#include "app/mailbox_token.h"
#include "app/may.h"
#include "app/reply_address.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/send_address.h"

enum status mailbox_send_password(struct app *app, TALLOC_CTX *mem, const struct mailbox *mailbox, struct str *out,
                                  struct err *err)
{
    return mailbox_secret_open(app, mem, mailbox->smtp_secret, out, err);
}

/* smtp://[user@]host[:port]: a password in it would stand in the clear in the database. */
static enum status url_check(struct str url, struct err *err)
{
    size_t from = str_starts(url, STR("smtps://")) ? 8 : str_starts(url, STR("smtp://")) ? 7 : 0;
    struct str rest = str_slice(url, from, SIZE_MAX);
    size_t at = str_find(rest, STR("@"), 0);
    struct str user = at == SIZE_MAX ? STR("") : str_slice(rest, 0, at);
    struct str host = at == SIZE_MAX ? rest : str_slice(rest, at + 1, SIZE_MAX);
    bool clean = url.len <= LIMIT_URL_BYTES;
    for (size_t i = 0; i < url.len && clean; i++)
        clean = (unsigned char)url.ptr[i] > ' ' && url.ptr[i] != 0x7f;
    if (!clean || from == 0 || host.len == 0 || str_find(host, STR("/"), 0) != SIZE_MAX || str_find(user, STR(":"), 0) != SIZE_MAX)
        return FAIL_FIELD(err, STATUS_INVALID, "smtp.address", "through",
                          "a mail server is smtps://user@host:port or smtp://user@host:port, without the password");
    return STATUS_OK;
}

static enum status finish(struct tx *tx, const struct who *who, int64_t changed, struct err *err)
{
    if (changed == 0)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    TRY(desk_touch(tx, err));
    TRY(journal_add(tx, who_actor(who), "mailbox.changed", (ticket_id){ 0 }, STR_NONE, err));
    return tx_commit(tx, err);
}

enum status mailbox_send_set(struct app *app, const struct who *who, struct str address, const struct send_setup *setup,
                             struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct oauth_client client = { .token_url = STR("") };
    bool own = setup != NULL, by_token = own && setup->client.token_url.len > 0;
    int64_t changed;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (own)
        TRY(url_check(setup->url, err));
    if (by_token) {
        client = setup->client;
        TRY(oauth_client_complete(&client, err));
    }
    struct str secret = own ? mailbox_secret_seal(app, mem, setup->password) : STR_NONE;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_SEND_SET,
                  PARAMS({ "lookup", db_text(str_lower(mem, address)) }, { "url", db_text(own ? setup->url : STR_NONE) },
                         { "secret", db_bytes(secret) }),
                  &changed, err));
    TRY(mailbox_token_put(app, &tx, mem, address, by_token ? &client : NULL, err));
    return finish(&tx, who, changed, err);
}

enum status mailbox_signature_set(struct app *app, const struct who *who, struct str address, struct str text,
                                  struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    int64_t changed;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (text.len > LIMIT_LINE_BYTES || !utf8_valid(text))
        return FAIL_FIELD(err, STATUS_INVALID, "mailbox.signature", "signature", "a signature is text of at most %d bytes",
                          LIMIT_LINE_BYTES);
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_SIGNATURE_SET,
                  PARAMS({ "lookup", db_text(str_lower(mem, address)) }, { "signature", db_text(str_trim(text)) }), &changed, err));
    return finish(&tx, who, changed, err);
}

enum status mailbox_alias_set(struct app *app, const struct who *who, struct str address, struct str alias, bool add,
                              struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct str sane, tag;
    int64_t changed;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (send_address(mem, str_trim(alias), &sane, err) != STATUS_OK)
        return FAIL_FIELD(err, STATUS_INVALID, "alias.address", "alias", "\"" STR_FMT "\" is no address",
                          STR_ARG(utf8_clip(alias, 80)));
    sane = str_lower(mem, sane);
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    if (add && reply_address_mailbox(facts, sane, &tag) != NULL)
        return FAIL(err, STATUS_CONFLICT, "alias.taken", STR_FMT " is an address of ours already", STR_ARG(sane));
    if (add)
        TRY(query_run(&tx, Q_MAILBOX_ALIAS_ADD,
                      PARAMS({ "mailbox", db_text(str_lower(mem, address)) }, { "lookup", db_text(sane) },
                             { "address", db_text(sane) }),
                      &changed, err));
    else
        TRY(query_run(&tx, Q_MAILBOX_ALIAS_REMOVE,
                      PARAMS({ "mailbox", db_text(str_lower(mem, address)) }, { "lookup", db_text(sane) }), &changed, err));
    return finish(&tx, who, changed, err);
}
