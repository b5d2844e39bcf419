#include "app/mailbox_fetch.h"

#include "app/may.h"
#include "app/mailbox_secret.h"
#include "base/mem.h"
#include "mail/fetch_account.h"

enum { MAILBOXES_MOST = 10000, KEEP_DAYS_MOST = 3650 };

const char *const fetch_afterwards_words[] = { "leave", "delete", "move" };
_Static_assert(sizeof fetch_afterwards_words / sizeof fetch_afterwards_words[0] == FETCH_AFTERWARDS_COUNT, "a word for each");

static const struct field fetched_fields[] = {
    FIELD_OF_ID(struct fetched_mailbox, mailbox_id, 0),
    FIELD(struct fetched_mailbox, address, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, version, INT, 0, 0),
    FIELD(struct fetched_mailbox, url, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, secret, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, token_url, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, client_id, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, client_secret, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, scope, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, keep_days, INT, 0, 0),
    FIELD_OF_WORDS(struct fetched_mailbox, afterwards, 0, fetch_afterwards_words, FETCH_AFTERWARDS_COUNT),
    FIELD(struct fetched_mailbox, move_to, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, uidvalidity, INT, 0, 0),
    FIELD(struct fetched_mailbox, uid, INT, 0, 0),
    FIELD(struct fetched_mailbox, seen_ms, TIME, 0, 0),
    FIELD(struct fetched_mailbox, error, TEXT, 0, 0),
    FIELD(struct fetched_mailbox, failed_ms, TIME, 0, 0),
    FIELD(struct fetched_mailbox, paused_ms, TIME, 0, 0),
    FIELD(struct fetched_mailbox, lease_ms, TIME, 0, 0),
};
static const struct shape fetched_shape = SHAPE("FetchedMailbox", struct fetched_mailbox, fetched_fields);

enum status mailbox_fetch_list(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return query_list(&tx, mem, Q_MAILBOXES_FETCHED, NO_PARAMS, &fetched_shape, MAILBOXES_MOST, out, err);
}

enum status mailbox_fetch_secrets(struct app *app, TALLOC_CTX *mem, const struct fetched_mailbox *mailbox,
                                  struct str *password, struct oauth_client *client, struct err *err)
{
    struct str secret;
    *password = STR("");
    *client = (struct oauth_client){ .token_url = STR("") };
    TRY(mailbox_secret_open(app, mem, mailbox->secret, &secret, err));
    if (mailbox->token_url.ptr == NULL) {
        *password = secret;
        return STATUS_OK;
    }
    *client = (struct oauth_client){
        .token_url = str_copy(mem, mailbox->token_url),
        .client_id = str_copy(mem, mailbox->client_id),
        .refresh_token = secret,
        .scope = str_copy(mem, mailbox->scope),
    };
    return mailbox_secret_open(app, mem, mailbox->client_secret, &client->client_secret, err);
}

static enum status setup_check(TALLOC_CTX *mem, struct fetch_setup *setup, struct err *err)
{
    struct fetch_account account;
    TRY(fetch_account_read(mem, setup->url, setup->password, &account, err));
    if (setup->client.token_url.len > 0)
        TRY(oauth_client_complete(&setup->client, err));
    if (setup->keep_days < 0 || setup->keep_days > KEEP_DAYS_MOST)
        return FAIL(err, STATUS_INVALID, "fetch.keep", "mails are kept for 0 to %d days", KEEP_DAYS_MOST);
    if (setup->afterwards != FETCH_MOVE)
        return STATUS_OK;
    if (account.protocol == FETCH_POP3)
        return FAIL(err, STATUS_INVALID, "fetch.move", "POP3 cannot move mails");
    if (!fetch_folder_is_sane(setup->move_to))
        return FAIL(err, STATUS_INVALID, "fetch.move", "the folder is plain letters, digits and signs");
    return STATUS_OK;
}

static enum status setup_save(struct app *app, struct tx *tx, TALLOC_CTX *mem, int64_t mailbox,
                              const struct fetch_setup *setup, struct err *err)
{
    int64_t version;
    bool token = setup->client.token_url.len > 0;
    struct str secret = token ? setup->client.refresh_token : setup->password;
    TRY(id_new(tx, &version, err));
    return query_run(
        tx, Q_MAILBOX_FETCH_SET,
        PARAMS({ "mailbox_id", db_id(mailbox) }, { "version", db_int(version) }, { "url", db_text(setup->url) },
               { "secret", db_bytes(mailbox_secret_seal(app, mem, secret)) },
               { "token_url", db_text(token ? setup->client.token_url : STR_NONE) },
               { "client_id", db_text(token ? setup->client.client_id : STR("")) },
               { "client_secret", db_bytes(mailbox_secret_seal(app, mem, setup->client.client_secret)) },
               { "scope", db_text(token ? setup->client.scope : STR("")) }, { "keep_days", db_int(setup->keep_days) },
               { "afterwards", db_word(fetch_afterwards_words[setup->afterwards]) },
               { "move_to", db_text(setup->afterwards == FETCH_MOVE ? setup->move_to : STR("")) }),
        NULL, err);
}

enum status mailbox_fetch_set(struct app *app, const struct who *who, struct str address, const struct fetch_setup *given,
                              struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct fetch_setup setup = { .url = STR("") };
    int64_t mailbox;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (given != NULL) {
        setup = *given;
        TRY(setup_check(mem, &setup, err));
    }
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_int(&tx, Q_MAILBOX_BY_LOOKUP, PARAMS({ "lookup", db_text(str_lower(mem, address)) }), &mailbox, err));
    if (mailbox == 0)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    TRY(query_run(&tx, Q_MAILBOX_TAKEN_FORGET, PARAMS({ "mailbox_id", db_id(mailbox) }, { "url", db_text(setup.url) }), NULL,
                  err));
    if (given == NULL)
        TRY(query_run(&tx, Q_MAILBOX_FETCH_UNSET, PARAMS({ "mailbox_id", db_id(mailbox) }), NULL, err));
    else
        TRY(setup_save(app, &tx, mem, mailbox, &setup, err));
    TRY(journal_add(&tx, who_actor(who), "mailbox.changed", (ticket_id){ 0 },
                    str_format(mem, "{\"mailbox\":%lld}", (long long)mailbox), err));
    return tx_commit(&tx, err);
}
