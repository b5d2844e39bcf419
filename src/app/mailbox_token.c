#include "app/mailbox_token.h"

#include "app/mailbox_secret.h"
#include "base/mem.h"

enum { SOON_MS = 2 * 60 * 1000 }; /* a token that ends so soon might end on the way */

struct oauth_row {
    mailbox_id mailbox_id;
    struct str token_url, client_id, client_secret, scope, refresh_token, access_token;
    time_ms access_until_ms;
};
static const struct field oauth_fields[] = {
    FIELD_OF_ID(struct oauth_row, mailbox_id, 0),
    FIELD(struct oauth_row, token_url, TEXT, 0, 0),
    FIELD(struct oauth_row, client_id, TEXT, 0, 0),
    FIELD(struct oauth_row, client_secret, TEXT, 0, 0),
    FIELD(struct oauth_row, scope, TEXT, 0, 0),
    FIELD(struct oauth_row, refresh_token, TEXT, 0, 0),
    FIELD(struct oauth_row, access_token, TEXT, 0, 0),
    FIELD(struct oauth_row, access_until_ms, TIME, 0, 0),
};
static const struct shape oauth_shape = SHAPE("MailboxOauth", struct oauth_row, oauth_fields);

enum status mailbox_token_load(struct app *app, struct tx *tx, TALLOC_CTX *mem, mailbox_id mailbox,
                               struct mailbox_token *out, struct err *err)
{
    struct list rows;
    *out = (struct mailbox_token){ .mailbox = mailbox, .client = { .token_url = STR("") }, .access = STR("") };
    TRY(query_list(tx, mem, Q_MAILBOX_OAUTH_LOAD, PARAMS({ "mailbox_id", db_id(mailbox.v) }), &oauth_shape, 1, &rows, err));
    if (rows.count == 0)
        return STATUS_OK;
    const struct oauth_row *row = rows.items;
    out->client.token_url = row->token_url;
    out->client.client_id = row->client_id;
    out->client.scope = row->scope;
    out->access_until_ms = row->access_until_ms;
    TRY(mailbox_secret_open(app, mem, row->client_secret, &out->client.client_secret, err));
    TRY(mailbox_secret_open(app, mem, row->refresh_token, &out->client.refresh_token, err));
    return mailbox_secret_open(app, mem, row->access_token, &out->access, err);
}

static enum status renewed(struct app *app, TALLOC_CTX *mem, mailbox_id mailbox, const struct oauth_token *token,
                           struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_MAILBOX_OAUTH_RENEWED,
                  PARAMS({ "mailbox_id", db_id(mailbox.v) },
                         { "access_token", db_bytes(mailbox_secret_seal(app, mem, token->access)) },
                         { "access_until_ms", db_time(tx.now + token->lifetime) },
                         { "refresh_token", db_bytes(mailbox_secret_seal(app, mem, token->refresh)) }),
                  NULL, err));
    return tx_commit(&tx, err);
}

enum status mailbox_token_get(struct app *app, TALLOC_CTX *mem, const struct mailbox_token *have, bool anew,
                              const struct stop *stop, struct str *access, struct err *err)
{
    struct oauth_token token;
    if (!anew && have->access.len > 0 && have->access_until_ms > app->clock->now(app->clock) + SOON_MS) {
        *access = have->access;
        return STATUS_OK;
    }
    TRY(oauth_token_get(mem, &have->client, app->config->mail_ca, stop, &token, err));
    *access = token.access;
    return renewed(app, mem, have->mailbox, &token, err);
}

enum status mailbox_token_put(struct app *app, struct tx *tx, TALLOC_CTX *mem, struct str address,
                              const struct oauth_client *client, struct err *err)
{
    struct str lookup = str_lower(mem, address);
    if (client == NULL)
        return query_run(tx, Q_MAILBOX_OAUTH_DELETE, PARAMS({ "lookup", db_text(lookup) }), NULL, err);
    return query_run(tx, Q_MAILBOX_OAUTH_PUT,
                     PARAMS({ "lookup", db_text(lookup) }, { "token_url", db_text(client->token_url) },
                            { "client_id", db_text(client->client_id) },
                            { "client_secret", db_bytes(mailbox_secret_seal(app, mem, client->client_secret)) },
                            { "scope", db_text(client->scope) },
                            { "refresh_token", db_bytes(mailbox_secret_seal(app, mem, client->refresh_token)) }),
                     NULL, err);
}
