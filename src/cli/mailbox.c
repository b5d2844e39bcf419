#include "cli/mailbox.h"

#include "app/mailbox_fetch.h"
#include "app/mailbox_ingress.h"
#include "base/zone.h"
#include "cli/desk.h"

const struct option_row mailbox_fetch_options[] = {
    { "from", "URL", "imaps://user@host:port/FOLDER or pop3s://user@host:port; imap:// and pop3:// ask for STARTTLS; without it: fetch no longer" },
    MAILBOX_SECRET_OPTIONS,
    { "keep", "DAYS", "how long mails stay on the server at least; default: 14" },
    { "afterwards", "WHAT", "leave (default), delete, or move:FOLDER" },
    { 0 },
};

static enum status secret_if_given(TALLOC_CTX *mem, const struct invocation *in, const char *option, struct str *out,
                                   struct err *err)
{
    struct str file = option_value(in, option);
    *out = STR("");
    return file.ptr == NULL ? STATUS_OK : secret_read(mem, file, out, err);
}

enum status mailbox_client_read(TALLOC_CTX *mem, const struct invocation *in, struct oauth_client *out, struct err *err)
{
    struct str scope = option_value(in, "scope");
    out->token_url = option_value(in, "oauth");
    out->scope = scope.ptr == NULL ? STR("") : scope;
    TRY(option_required(in, "client", &out->client_id, err));
    TRY(secret_if_given(mem, in, "client-secret-file", &out->client_secret, err));
    return secret_if_given(mem, in, "refresh-token-file", &out->refresh_token, err);
}

static enum status read_afterwards(struct str word, struct fetch_setup *out, struct err *err)
{
    if (str_starts(word, STR("move:"))) {
        out->afterwards = FETCH_MOVE;
        out->move_to = str_slice(word, 5, SIZE_MAX);
        return STATUS_OK;
    }
    out->afterwards = str_equal(word, STR("delete")) ? FETCH_DELETE : FETCH_LEAVE;
    if (out->afterwards == FETCH_LEAVE && word.len > 0 && !str_equal(word, STR("leave")))
        return FAIL(err, STATUS_INVALID, "option.afterwards", "--afterwards is leave, delete or move:FOLDER");
    return STATUS_OK;
}

static enum status read_setup(TALLOC_CTX *mem, const struct invocation *in, struct fetch_setup *out, struct err *err)
{
    struct str file;
    TRY(option_number(in, "keep", 0, INT32_MAX, FETCH_KEEP_DAYS, &out->keep_days, err));
    TRY(read_afterwards(option_value(in, "afterwards"), out, err));
    if (option_given(in, "oauth"))
        return mailbox_client_read(mem, in, &out->client, err);
    TRY(option_required(in, "password-file", &file, err));
    return secret_read(mem, file, &out->password, err);
}

enum status mailbox_fetch_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct fetch_setup setup = { .url = option_value(in, "from"), .password = STR(""), .move_to = STR("") };
    bool fetched = setup.url.len > 0;
    if (fetched)
        TRY(read_setup(mem, in, &setup, err));
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return mailbox_fetch_set(app, &who, in->operands[0], fetched ? &setup : NULL, err);
}

/* What an admin wants to know at a glance. */
static struct str state_of(const struct fetched_mailbox *mailbox)
{
    if (mailbox->paused_ms != 0)
        return STR("paused");
    if (mailbox->error.ptr != NULL)
        return mailbox->error;
    return mailbox->seen_ms == 0 ? STR("not connected yet") : STR("ok");
}

/* "2026-11-20 10:00 UTC", "-" for never. */
static struct str moment(TALLOC_CTX *mem, time_ms at)
{
    static const struct zone_step step = { 0, 0 };
    static const struct zone utc = { "UTC", &step, 1 };
    if (at == 0)
        return STR("-");
    struct local_time t = zone_local(&utc, at);
    return str_format(mem, "%04d-%02d-%02d %02d:%02d UTC", t.year, t.month, t.day, t.hour, t.minute);
}

enum status mailbox_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(mailbox_fetch_list(app, mem, &list, err));
    const struct fetched_mailbox *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(rows[i].address), STR_ARG(rows[i].url),
               STR_ARG(moment(mem, rows[i].seen_ms)), STR_ARG(state_of(&rows[i])));
    return STATUS_OK;
}

const struct option_row mailbox_webhook_options[] = {
    { "off", NULL, "from now on nobody may" },
    { 0 },
};

enum status mailbox_webhook_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct str secret;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    if (option_given(in, "off"))
        return mailbox_ingress_close(app, &who, in->operands[0], err);
    TRY(mailbox_ingress_open(app, &who, mem, in->operands[0], &secret, err));
    printf("POST " STR_FMT "/api/v1/ingress\nAuthorization: Bearer " STR_FMT "\n", STR_ARG(app->config->url), STR_ARG(secret));
    return STATUS_OK;
}
