#include "store/team_store.h"

static const struct field team_fields[] = {
    FIELD_OF_ID(struct team, id, 0),
    FIELD(struct team, name, TEXT, 0, 0),
    FIELD_OF_ID(struct team, steward_id, 0),
    FIELD(struct team, time_zone, TEXT, 0, 0),
    FIELD(struct team, acknowledge_ms, INT, 0, 0),
    FIELD(struct team, next_word_ms, INT, 0, 0),
    FIELD(struct team, follow_up_ms, INT, 0, 0),
    FIELD(struct team, reminder_ms, INT, 0, 0),
    FIELD(struct team, notice_ms, INT, 0, 0),
    FIELD(struct team, understanding, TEXT, 0, 0),
};
static const struct shape team_shape = SHAPE("Team", struct team, team_fields);

static const struct field hours_fields[] = {
    FIELD_OF_ID(struct team_hours, team_id, 0),
    FIELD(struct team_hours, weekday, INT, 0, 0),
    FIELD(struct team_hours, from_minute, INT, 0, 0),
    FIELD(struct team_hours, until_minute, INT, 0, 0),
};
static const struct shape hours_shape = SHAPE("TeamHours", struct team_hours, hours_fields);

static const struct field holiday_fields[] = {
    FIELD_OF_ID(struct team_holiday, team_id, 0),
    FIELD(struct team_holiday, day, TEXT, 0, 0),
    FIELD(struct team_holiday, name, TEXT, 0, 0),
};
static const struct shape holiday_shape = SHAPE("TeamHoliday", struct team_holiday, holiday_fields);

static const struct field member_fields[] = {
    FIELD_OF_ID(struct team_member, team_id, 0),
    FIELD_OF_ID(struct team_member, colleague_id, 0),
    FIELD(struct team_member, leads, BOOL, 0, 0),
};
static const struct shape member_shape = SHAPE("TeamMember", struct team_member, member_fields);

static const struct field duty_fields[] = {
    FIELD_OF_ID(struct team_duty, team_id, 0),
    FIELD_OF_ID(struct team_duty, colleague_id, 0),
    FIELD(struct team_duty, weekday, INT, 0, 0),
    FIELD(struct team_duty, from_minute, INT, 0, 0),
    FIELD(struct team_duty, until_minute, INT, 0, 0),
};
static const struct shape duty_shape = SHAPE("TeamDuty", struct team_duty, duty_fields);

static const struct field colleague_fields[] = {
    FIELD_OF_ID(struct colleague, id, 0),
    FIELD_OF_ID(struct colleague, person_id, 0),
    FIELD(struct colleague, email, TEXT, 0, 0),
    FIELD(struct colleague, name, TEXT, 0, 0),
    FIELD(struct colleague, public_name, TEXT, 0, 0),
    FIELD_OF_WORDS(struct colleague, role, 0, role_words, ROLE_COUNT),
    FIELD_OF_WORDS(struct colleague, state, 0, colleague_state_words, COLLEAGUE_STATE_COUNT),
    FIELD_OF_WORDS(struct colleague, presence, 0, presence_words, PRESENCE_COUNT),
    FIELD(struct colleague, presence_until_ms, TIME, 0, 0),
    FIELD(struct colleague, capacity, INT, 0, 0),
    FIELD(struct colleague, language, TEXT, 0, 0),
    FIELD(struct colleague, languages, TEXT, 0, 0),
    FIELD(struct colleague, time_zone, TEXT, 0, 0),
    FIELD(struct colleague, about, TEXT, 0, 0),
    FIELD(struct colleague, signature, TEXT, 0, 0),
};
static const struct shape colleague_shape = SHAPE("ColleagueRecord", struct colleague, colleague_fields);

static const struct field mailbox_fields[] = {
    FIELD_OF_ID(struct mailbox, id, 0),
    FIELD(struct mailbox, address, TEXT, 0, 0),
    FIELD(struct mailbox, lookup, TEXT, 0, 0),
    FIELD(struct mailbox, name, TEXT, 0, 0),
    FIELD_OF_ID(struct mailbox, team_id, 0),
    FIELD(struct mailbox, signature, TEXT, 0, 0),
    FIELD(struct mailbox, smtp_url, TEXT, 0, 0),
    FIELD(struct mailbox, smtp_secret, TEXT, 0, 0),
};
static const struct shape mailbox_shape = SHAPE("Mailbox", struct mailbox, mailbox_fields);

static const struct field alias_fields[] = {
    FIELD_OF_ID(struct mailbox_alias, mailbox_id, 0),
    FIELD(struct mailbox_alias, address, TEXT, 0, 0),
    FIELD(struct mailbox_alias, lookup, TEXT, 0, 0),
};
static const struct shape alias_shape = SHAPE("MailboxAlias", struct mailbox_alias, alias_fields);

static const struct field setting_fields[] = {
    FIELD(struct setting, name, TEXT, 0, 0),
    FIELD(struct setting, value, TEXT, 0, 0),
};
static const struct shape setting_shape = SHAPE("Setting", struct setting, setting_fields);

static enum status all(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct shape *shape, struct list *out,
                       struct err *err)
{
    return query_list(tx, mem, query, NO_PARAMS, shape, DESK_ROWS, out, err);
}

enum status teams_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_TEAMS_ALL, &team_shape, out, err);
}

enum status team_hours_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_TEAM_HOURS_ALL, &hours_shape, out, err);
}

enum status team_holidays_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_TEAM_HOLIDAYS_ALL, &holiday_shape, out, err);
}

enum status team_members_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_TEAM_MEMBERS_ALL, &member_shape, out, err);
}

enum status team_duties_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_TEAM_DUTIES_ALL, &duty_shape, out, err);
}

enum status colleagues_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_COLLEAGUES_ALL, &colleague_shape, out, err);
}

enum status mailboxes_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_MAILBOXES_ALL, &mailbox_shape, out, err);
}

enum status mailbox_aliases_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_MAILBOX_ALIASES_ALL, &alias_shape, out, err);
}

enum status settings_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return all(tx, mem, Q_SETTINGS_ALL, &setting_shape, out, err);
}

enum status team_insert(struct tx *tx, const struct team *team, struct err *err)
{
    return query_run(tx, Q_TEAM_INSERT,
                     PARAMS({ "id", db_id(team->id.v) }, { "name", db_text(team->name) },
                            { "steward_id", db_id(team->steward_id.v) }, { "time_zone", db_text(team->time_zone) },
                            { "acknowledge_ms", db_int(team->acknowledge_ms) },
                            { "next_word_ms", db_int(team->next_word_ms) },
                            { "follow_up_ms", db_int(team->follow_up_ms) },
                            { "reminder_ms", db_int(team->reminder_ms) }, { "notice_ms", db_int(team->notice_ms) }),
                     NULL, err);
}

enum status team_hours_clear(struct tx *tx, team_id team, struct err *err)
{
    return query_run(tx, Q_TEAM_HOURS_CLEAR, PARAMS({ "team_id", db_id(team.v) }), NULL, err);
}

enum status team_hours_insert(struct tx *tx, const struct team_hours *hours, struct err *err)
{
    return query_run(tx, Q_TEAM_HOURS_INSERT,
                     PARAMS({ "team_id", db_id(hours->team_id.v) }, { "weekday", db_int(hours->weekday) },
                            { "from_minute", db_int(hours->from_minute) },
                            { "until_minute", db_int(hours->until_minute) }),
                     NULL, err);
}

enum status team_holiday_insert(struct tx *tx, const struct team_holiday *holiday, struct err *err)
{
    return query_run(tx, Q_TEAM_HOLIDAY_INSERT,
                     PARAMS({ "team_id", db_id(holiday->team_id.v) }, { "day", db_text(holiday->day) },
                            { "name", db_text(holiday->name) }),
                     NULL, err);
}

enum status team_member_insert(struct tx *tx, const struct team_member *member, struct err *err)
{
    return query_run(tx, Q_TEAM_MEMBER_INSERT,
                     PARAMS({ "team_id", db_id(member->team_id.v) }, { "colleague_id", db_id(member->colleague_id.v) },
                            { "leads", db_bool(member->leads) }),
                     NULL, err);
}

enum status colleague_insert(struct tx *tx, const struct colleague *c, struct str password_hash, struct err *err)
{
    return query_run(tx, Q_COLLEAGUE_INSERT,
                     PARAMS({ "id", db_id(c->id.v) }, { "person_id", db_id(c->person_id.v) },
                            { "email", db_text(c->email) }, { "name", db_text(c->name) },
                            { "public_name", db_text(c->public_name) }, { "role", db_word(role_words[c->role]) },
                            { "state", db_word(colleague_state_words[c->state]) }, { "capacity", db_int(c->capacity) },
                            { "languages", db_text(c->languages) }, { "about", db_text(c->about) },
                            { "password_hash", db_text(password_hash) }, { "created_ms", db_time(tx->now) }),
                     NULL, err);
}

enum status colleague_state_save(struct tx *tx, colleague_id id, enum colleague_state state, struct err *err)
{
    return query_run(tx, Q_COLLEAGUE_STATE_SAVE,
                     PARAMS({ "id", db_id(id.v) }, { "state", db_word(colleague_state_words[state]) }), NULL, err);
}

enum status colleague_presence_save(struct tx *tx, colleague_id id, enum presence presence, time_ms until,
                                    struct err *err)
{
    return query_run(tx, Q_COLLEAGUE_PRESENCE_SAVE,
                     PARAMS({ "id", db_id(id.v) }, { "presence", db_word(presence_words[presence]) },
                            { "presence_until_ms", db_time(until) }),
                     NULL, err);
}

enum status colleague_password_save(struct tx *tx, colleague_id id, struct str hash, struct err *err)
{
    return query_run(tx, Q_COLLEAGUE_PASSWORD_SAVE,
                     PARAMS({ "id", db_id(id.v) }, { "password_hash", db_text(hash) }), NULL, err);
}

enum status colleague_signature_save(struct tx *tx, colleague_id id, struct str signature, struct err *err)
{
    return query_run(tx, Q_COLLEAGUE_SIGNATURE_SAVE, PARAMS({ "id", db_id(id.v) }, { "signature", db_text(signature) }),
                     NULL, err);
}

enum status mailbox_insert(struct tx *tx, const struct mailbox *mailbox, struct err *err)
{
    return query_run(tx, Q_MAILBOX_INSERT,
                     PARAMS({ "id", db_id(mailbox->id.v) }, { "address", db_text(mailbox->address) },
                            { "lookup", db_text(mailbox->lookup) }, { "name", db_text(mailbox->name) },
                            { "team_id", db_id(mailbox->team_id.v) }),
                     NULL, err);
}

enum status setting_save(struct tx *tx, struct str name, struct str value, struct err *err)
{
    return query_run(tx, Q_SETTING_SAVE, PARAMS({ "name", db_text(name) }, { "value", db_text(value) }), NULL, err);
}

enum status desk_change_number(struct tx *tx, int64_t *out, struct err *err)
{
    return query_int(tx, Q_DESK_CHANGE_NUMBER, NO_PARAMS, out, err);
}

enum status desk_touch(struct tx *tx, struct err *err)
{
    enum { ID_BITS = 12 };
    int64_t id;
    TRY(id_new(tx, &id, err));
    int64_t number = tx->now << ID_BITS | (id & ((1 << ID_BITS) - 1));
    return query_run(tx, Q_DESK_TOUCH, PARAMS({ "number", db_int(number) }), NULL, err);
}
