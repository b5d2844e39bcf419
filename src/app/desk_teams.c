#include "app/desk_facts.h"
#include "app/desk_hours.h"
#include "app/desk_people.h"
#include "app/may.h"
#include "base/mem.h"

static enum status changed(struct tx *tx, TALLOC_CTX *mem, const struct who *who, const char *kind, team_id id,
                           struct err *err)
{
    TRY(desk_touch(tx, err));
    TRY(journal_add(tx, who_actor(who), kind, (ticket_id){ 0 }, str_format(mem, "{\"id\":%lld}", (long long)id.v),
                    err));
    return tx_commit(tx, err);
}

static enum status team_find(const struct desk_facts *facts, struct str name, team_id *out, struct err *err)
{
    for (size_t i = 0; i < facts->team_count; i++) {
        if (str_equal_nocase(facts->teams[i].team.name, name)) {
            *out = facts->teams[i].team.id;
            return STATUS_OK;
        }
    }
    return FAIL_FIELD(err, STATUS_NOT_FOUND, "team.unknown", "team", "there is no team called " STR_FMT,
                      STR_ARG(utf8_clip(name, 80)));
}

enum status team_add(struct app *app, const struct who *who, const struct team_input *in, team_id *out, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct colleague_facts *steward = desk_colleague_by_email(facts, in->steward_email);
    if (steward == NULL)
        return FAIL_FIELD(err, STATUS_NOT_FOUND, "colleague.unknown", "steward_email",
                          "there is no colleague with the address " STR_FMT, STR_ARG(utf8_clip(in->steward_email, 80)));
    struct desk_team_input team = {
        .name = in->name, .time_zone = in->time_zone.len > 0 ? in->time_zone : str_from(facts->zone.name),
        .hours = STR("mon-fri 09:00-17:00"), .steward = steward->colleague.id,
        .acknowledge_ms = in->acknowledge_ms, .next_word_ms = in->next_word_ms,
    };
    team_id id;
    TRY(desk_team_put(&tx, mem, &team, &id, err));
    struct team_member member = { id, steward->colleague.id, true };
    TRY(team_member_insert(&tx, &member, err));
    if (in->mailbox_address.len > 0) {
        mailbox_id mailbox;
        TRY(desk_mailbox_put(&tx, mem, in->mailbox_address, in->mailbox_name.len > 0 ? in->mailbox_name : facts->name,
                             id, &mailbox, err));
    }
    TRY(changed(&tx, mem, who, "team.created", id, err));
    *out = id;
    return STATUS_OK;
}

enum status team_hours_set(struct app *app, const struct who *who, struct str team, struct str hours, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct list rows;
    team_id id;
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(team_find(facts, team, &id, err));
    TRY(desk_hours_read(mem, id, hours, &rows, err));
    TRY(team_hours_clear(&tx, id, err));
    const struct team_hours *row = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        TRY(team_hours_insert(&tx, &row[i], err));
    return changed(&tx, mem, who, "team.changed", id, err);
}

static bool day_is_one(struct str day)
{
    int64_t year, month, date;
    return day.len == 10 && day.ptr[4] == '-' && day.ptr[7] == '-' && parse_i64(str_slice(day, 0, 4), 1970, 9999, &year)
        && parse_i64(str_slice(day, 5, 2), 1, 12, &month) && parse_i64(str_slice(day, 8, 2), 1, 31, &date);
}

enum status team_holiday_add(struct app *app, const struct who *who, struct str team, struct str day, struct str name,
                             struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct team_holiday holiday = { .day = day, .name = name };
    TRY(may_at_desk(who, ACTION_CONFIGURE, err));
    if (!day_is_one(day))
        return FAIL_FIELD(err, STATUS_INVALID, "team.holiday", "day", "write the day as 2026-12-25");
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(team_find(facts, team, &holiday.team_id, err));
    TRY(team_holiday_insert(&tx, &holiday, err));
    return changed(&tx, mem, who, "team.changed", holiday.team_id, err);
}

enum status team_rows(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    struct team_row *rows = MEM_ARRAY(mem, struct team_row, facts->team_count + 1);
    for (size_t i = 0; i < facts->team_count; i++) {
        const struct team *team = &facts->teams[i].team;
        const struct mailbox *mailbox = desk_mailbox_of_team(facts, team->id);
        rows[i] = (struct team_row){ team->id, str_copy(mem, team->name),
                                     str_copy(mem, desk_name(facts, team->steward_id)), str_copy(mem, team->time_zone),
                                     mailbox == NULL ? STR("") : str_copy(mem, mailbox->address) };
    }
    *out = (struct list){ rows, facts->team_count };
    return STATUS_OK;
}
