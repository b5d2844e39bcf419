#include "cli/dkim.h"

#include "app/dkim.h"
#include "cli/desk.h"

enum { RECORD_PIECE_BYTES = 255 }; /* a TXT record is made of strings of this length (RFC 1035, 3.3) */

const struct option_row dkim_make_options[] = {
    { "selector", "NAME", "the keys' name in DNS; without it: by the month, desk202611" },
    { 0 },
};

/* As a line of a zone file: what the DNS of the domain must hold. */
static void print_record(const struct dkim_view *view)
{
    printf(STR_FMT "._domainkey." STR_FMT ". IN TXT (", STR_ARG(view->selector), STR_ARG(view->domain));
    for (size_t from = 0; from < view->record.len; from += RECORD_PIECE_BYTES)
        printf(" \"" STR_FMT "\"", STR_ARG(str_slice(view->record, from, RECORD_PIECE_BYTES)));
    printf(" )\n");
}

enum status dkim_make_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list pair;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    TRY(dkim_make(app, mem, &who, in->operands[0], option_value(in, "selector"), &pair, err));
    const struct dkim_view *views = pair.items;
    for (size_t i = 0; i < pair.count; i++)
        print_record(&views[i]);
    printf("\nPublish both records, then: buckstop dkim use " STR_FMT " " STR_FMT "\n", STR_ARG(views[0].domain),
           STR_ARG(views[0].selector));
    return STATUS_OK;
}

enum status dkim_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(dkim_views(app, mem, &list, err));
    const struct dkim_view *views = list.items;
    for (size_t i = 0; i < list.count; i++) {
        printf("%s\t", views[i].used_ms != 0 ? "signs" : "waits");
        print_record(&views[i]);
    }
    return STATUS_OK;
}

enum status dkim_use_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return dkim_start(app, &who, in->operands[0], in->operands[1], err);
}

enum status dkim_remove_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return dkim_remove(app, &who, in->operands[0], in->operands[1], err);
}
