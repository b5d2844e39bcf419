#include "cli/mailbox.h"

#include "app/mailbox_fetch.h"
#include "cli/desk.h"

const struct option_row mailbox_fetch_options[] = {
    { "from", "URL", "imaps://user@host:port/FOLDER; imap:// asks for STARTTLS; without it: fetch no longer" },
    { "password-file", "FILE", "its first line is the password; -: standard input" },
    { 0 },
};

enum status mailbox_fetch_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct str url = option_value(in, "from"), file, password = STR("");
    if (url.len > 0) {
        TRY(option_required(in, "password-file", &file, err));
        TRY(secret_read(mem, file, &password, err));
    }
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return mailbox_fetch_set(app, &who, in->operands[0], url, password, err);
}

enum status mailbox_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(mailbox_fetch_list(app, mem, &list, err));
    const struct fetched_mailbox *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(rows[i].address), STR_ARG(rows[i].imap_url),
               STR_ARG(rows[i].imap_error.ptr == NULL ? STR("ok") : rows[i].imap_error));
    return STATUS_OK;
}
