#include "cli/mailbox_send.h"

#include "app/mailbox_send.h"
#include "cli/desk.h"
#include "cli/mailbox.h"

const struct option_row mailbox_send_options[] = {
    { "through", "URL", "smtps://user@host:port; smtp:// asks for STARTTLS; without it: the desk's own server" },
    MAILBOX_SECRET_OPTIONS,
    { 0 },
};

enum status mailbox_send_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct str file = option_value(in, "password-file");
    struct send_setup setup = { .url = option_value(in, "through"), .password = STR(""), .client = { .token_url = STR("") } };
    bool own = setup.url.len > 0;
    if (own && option_given(in, "oauth"))
        TRY(mailbox_client_read(mem, in, &setup.client, err));
    else if (own && file.len > 0)
        TRY(secret_read(mem, file, &setup.password, err));
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return mailbox_send_set(app, &who, in->operands[0], own ? &setup : NULL, err);
}

const struct option_row mailbox_alias_options[] = {
    { "remove", NULL, "no longer" },
    { 0 },
};

enum status mailbox_alias_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return mailbox_alias_set(app, &who, in->operands[0], in->operands[1], !option_given(in, "remove"), err);
}

const struct option_row mailbox_signature_options[] = {
    { "text", "TEXT", "the lines; without it: none" },
    { 0 },
};

enum status mailbox_signature_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct str text = option_value(in, "text");
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return mailbox_signature_set(app, &who, in->operands[0], text.ptr == NULL ? STR("") : text, err);
}
