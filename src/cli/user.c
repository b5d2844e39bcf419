#include "cli/user.h"

#include "app/desk_init.h"
#include "cli/desk.h"

const struct option_row user_add_options[] = {
    { "name", "NAME", "the full name (needed)" },
    { "public-name", "NAME", "the name that customers see; default: the full name" },
    { "role", "ROLE", "member, agent, leader or admin; default agent" },
    { "team", "NAME", "the team; default: the first" },
    { "leads", NULL, "leads that team" },
    { "languages", "LIST", "spoken languages, like en,de" },
    { "password-file", "FILE", "its first line is the password; otherwise one is made and shown once" },
    { 0 },
};

const struct option_row user_password_options[] = {
    { "password-file", "FILE", "its first line is the new password; otherwise one is made and shown once" },
    { 0 },
};

static enum status read_role(struct str word, int *out, struct err *err)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (str_equal(word, str_from(role_words[i]))) {
            *out = i;
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_INVALID, "cli.role", "--role must be member, agent, leader or admin");
}

/* The team called NAME; the first where no name is given. */
static enum status find_team(struct app *app, TALLOC_CTX *mem, struct str name, team_id *out, struct err *err)
{
    struct list list;
    TRY(team_rows(app, mem, &list, err));
    const struct team_row *rows = list.items;
    for (size_t i = 0; i < list.count; i++) {
        if (name.len == 0 || str_equal(rows[i].name, name)) {
            *out = rows[i].id;
            return STATUS_OK;
        }
    }
    return FAIL(err, STATUS_NOT_FOUND, "cli.team", "there is no team \"" STR_FMT "\"", STR_ARG(name));
}

static void print_password(struct str email, struct str password, bool made)
{
    if (made)
        printf(STR_FMT " signs in with the password " STR_FMT "\n", STR_ARG(email), STR_ARG(password));
    else
        printf(STR_FMT " signs in with the password from the file\n", STR_ARG(email));
}

enum status user_add_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct colleague_input input = {
        .email = in->operands[0],
        .public_name = option_value(in, "public-name"),
        .languages = option_value(in, "languages"),
        .leads = option_given(in, "leads"),
    };
    bool made;
    TRY(option_required(in, "name", &input.name, err));
    TRY(read_role(option_given(in, "role") ? option_value(in, "role") : STR("agent"), &input.role, err));
    TRY(password_choose(mem, in, &input.password, &made, err));

    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    TRY(find_team(app, mem, option_value(in, "team"), &input.team_id, err));
    const struct who who = command_who();
    colleague_id id;
    TRY(colleague_add(app, &who, &input, &id, err));
    print_password(input.email, input.password, made);
    return STATUS_OK;
}

enum status user_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(colleague_rows(app, mem, &list, err));
    const struct colleague_row *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(rows[i].email), STR_ARG(rows[i].name),
               STR_ARG(rows[i].role), STR_ARG(rows[i].state));
    return STATUS_OK;
}

static enum status set_locked(TALLOC_CTX *mem, const struct invocation *in, bool locked, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return colleague_lock(app, &who, in->operands[0], locked, err);
}

enum status user_lock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    return set_locked(mem, in, true, err);
}

enum status user_unlock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    return set_locked(mem, in, false, err);
}

enum status user_password_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct str password;
    bool made;
    TRY(password_choose(mem, in, &password, &made, err));
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    TRY(colleague_password_set(app, &who, in->operands[0], password, err));
    print_password(in->operands[0], password, made);
    return STATUS_OK;
}
