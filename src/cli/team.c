#include "cli/team.h"

#include "app/desk_init.h"
#include "cli/desk.h"

enum { ACKNOWLEDGE_MINUTES = 4 * 60, NEXT_WORD_MINUTES = 2 * 8 * 60, MINUTES_MOST = 60 * 24 * 60 };

const struct option_row team_add_options[] = {
    { "steward", "ADDRESS", "the colleague who owns what nobody on duty can take (needed)" },
    { "mailbox", "ADDRESS", "the address to which its customers write (needed)" },
    { "mailbox-name", "NAME", "the name beside that address; default: the team's" },
    { "time-zone", "ZONE", "where the team works, like Europe/Madrid; default UTC" },
    { "acknowledge", "MINUTES", "opening minutes until a human answers; default 240" },
    { "next-word", "MINUTES", "opening minutes until the next word; default 960" },
    { 0 },
};

enum status team_add_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct team_input input = {
        .name = in->operands[0],
        .mailbox_name = option_given(in, "mailbox-name") ? option_value(in, "mailbox-name") : in->operands[0],
        .time_zone = option_given(in, "time-zone") ? option_value(in, "time-zone") : STR("UTC"),
    };
    int64_t acknowledge, next_word;
    TRY(option_required(in, "steward", &input.steward_email, err));
    TRY(option_required(in, "mailbox", &input.mailbox_address, err));
    TRY(option_number(in, "acknowledge", 1, MINUTES_MOST, ACKNOWLEDGE_MINUTES, &acknowledge, err));
    TRY(option_number(in, "next-word", 1, MINUTES_MOST, NEXT_WORD_MINUTES, &next_word, err));
    input.acknowledge_ms = acknowledge * MINUTE_MS;
    input.next_word_ms = next_word * MINUTE_MS;

    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    team_id id;
    return team_add(app, &who, &input, &id, err);
}

enum status team_hours_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return team_hours_set(app, &who, in->operands[0], in->operands[1], err);
}

enum status team_holiday_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    TRY(desk_open(mem, in, &app, err));
    const struct who who = command_who();
    return team_holiday_add(app, &who, in->operands[0], in->operands[1], in->operands[2], err);
}

enum status team_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    CLEANUP(app_done) struct app *app = NULL;
    struct list list;
    TRY(desk_open(mem, in, &app, err));
    TRY(team_rows(app, mem, &list, err));
    const struct team_row *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        printf(STR_FMT "\t" STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(rows[i].name), STR_ARG(rows[i].mailbox),
               STR_ARG(rows[i].steward), STR_ARG(rows[i].time_zone));
    return STATUS_OK;
}
