#include "app/desk_people.h"

#include "app/desk_facts.h"
#include "app/desk_hours.h"
#include "app/may.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/person_store.h"
#include "store/session_store.h"

enum { PASSWORD_LEAST_BYTES = 10 }; /* length is what counts (NIST SP 800-63B); the demo's has more */

/* ---- steps ---- */

enum status desk_address_check(struct str text, const char *field, struct err *err)
{
    size_t at = str_find(text, STR("@"), 0);
    bool good = at != SIZE_MAX && at > 0 && at + 1 < text.len && str_find(text, STR("@"), at + 1) == SIZE_MAX
                && text.len <= LIMIT_ADDRESS_BYTES;
    for (size_t i = 0; i < text.len; i++)
        good =
            good && (unsigned char)text.ptr[i] > ' ' && text.ptr[i] != ',' && text.ptr[i] != '<' && text.ptr[i] != '>';
    if (!good)
        return FAIL_FIELD(err, STATUS_INVALID, "address.bad", field, "\"" STR_FMT "\" is no email address",
                          STR_ARG(utf8_clip(text, 60)));
    return STATUS_OK;
}

enum status desk_colleague_put(struct tx *tx, TALLOC_CTX *mem, const struct colleague_input *in, struct str hash,
                               colleague_id *out, struct err *err)
{
    struct str email = str_lower(mem, str_trim(in->email)), name = str_trim(in->name);
    TRY(desk_address_check(email, "email", err));
    if (in->role < 0 || in->role >= ROLE_COUNT)
        return FAIL_FIELD(err, STATUS_INVALID, "colleague.role", "role", "this role does not exist");
    if (name.len == 0)
        name = str_slice(email, 0, str_find(email, STR("@"), 0));
    struct sign_in_account there;
    TRY(sign_in_account(tx, mem, email, &there, err));
    if (there.id.v != 0)
        return FAIL_FIELD(err, STATUS_CONFLICT, "colleague.exists", "email", "there is a colleague with this address");
    int64_t id, mailbox;
    TRY(query_int(tx, Q_MAILBOX_BY_LOOKUP, PARAMS({ "lookup", db_text(email) }), &mailbox, err));
    if (mailbox != 0)
        return FAIL_FIELD(err, STATUS_CONFLICT, "address.both", "email", "customers write to this address: a colleague needs another one");

    person_id person;
    TRY(person_by_address(tx, mem, email, &person, err));
    if (person.v == 0)
        TRY(person_insert(tx, mem, name, STR("en"), email, &person, err));
    TRY(id_new(tx, &id, err));
    struct colleague row = {
        .id = { id }, .person_id = person, .email = email, .name = name,
        .public_name = in->public_name.len > 0 ? in->public_name : name,
        .role = in->role, .state = COLLEAGUE_ACTIVE, .capacity = 40,
        .languages = in->languages.len > 0 ? in->languages : STR("en"),
        .about = in->about.ptr == NULL ? STR("") : in->about,
    };
    TRY(colleague_insert(tx, &row, hash.len > 0 ? hash : STR_NONE, err));
    if (in->team_id.v != 0) {
        struct team_member member = { in->team_id, row.id, in->leads };
        TRY(team_member_insert(tx, &member, err));
    }
    *out = row.id;
    return STATUS_OK;
}

enum status desk_team_put(struct tx *tx, TALLOC_CTX *mem, const struct desk_team_input *in, team_id *out,
                          struct err *err)
{
    struct zone zone;
    struct list hours;
    int64_t id;
    TRY(zone_load(mem, in->time_zone, &zone, err));
    TRY(id_new(tx, &id, err));
    TRY(desk_hours_read(mem, (team_id){ id }, in->hours, &hours, err));
    struct team team = {
        .id = { id }, .name = str_trim(in->name), .steward_id = in->steward, .time_zone = in->time_zone,
        .acknowledge_ms = in->acknowledge_ms > 0 ? in->acknowledge_ms : HOUR_MS,
        .next_word_ms = in->next_word_ms > 0 ? in->next_word_ms : 8 * HOUR_MS,
        .follow_up_ms = 2 * DAY_MS, .reminder_ms = 3 * DAY_MS, .notice_ms = 7 * DAY_MS,
    };
    if (team.name.len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "team.name", "name", "a team needs a name");
    TRY(team_insert(tx, &team, err));
    const struct team_hours *rows = hours.items;
    for (size_t i = 0; i < hours.count; i++)
        TRY(team_hours_insert(tx, &rows[i], err));
    *out = team.id;
    return STATUS_OK;
}

enum status desk_mailbox_put(struct tx *tx, TALLOC_CTX *mem, struct str address, struct str name, team_id team,
                             mailbox_id *out, struct err *err)
{
    int64_t id;
    struct sign_in_account colleague;
    TRY(desk_address_check(address, "mailbox_address", err));
    TRY(sign_in_account(tx, mem, str_lower(mem, address), &colleague, err));
    if (colleague.id.v != 0)
        return FAIL_FIELD(err, STATUS_CONFLICT, "address.both", "mailbox_address", "a colleague has this address: customers need another one");
    TRY(id_new(tx, &id, err));
    struct mailbox mailbox = { .id = { id }, .address = str_lower(mem, address), .lookup = str_lower(mem, address),
                               .name = str_trim(name), .team_id = team };
    TRY(mailbox_insert(tx, &mailbox, err));
    *out = mailbox.id;
    return STATUS_OK;
}

static enum status hash_of(TALLOC_CTX *mem, struct str password, struct str *out, struct err *err)
{
    if (password.len < PASSWORD_LEAST_BYTES || password.len > LIMIT_PASSWORD_BYTES)
        return FAIL_FIELD(err, STATUS_INVALID, "password.length", "password", "a password has at least %d characters",
                          PASSWORD_LEAST_BYTES);
    return password_hash(mem, password, out, err);
}

/* ---- use cases ---- */

static enum status changed(struct tx *tx, TALLOC_CTX *mem, const struct who *who, const char *kind, int64_t id,
                           struct err *err)
{
    TRY(desk_touch(tx, err));
    TRY(journal_add(tx, who_actor(who), kind, (ticket_id){ 0 }, str_format(mem, "{\"id\":%lld}", (long long)id), err));
    return tx_commit(tx, err);
}

enum status colleague_add(struct app *app, const struct who *who, const struct colleague_input *in, colleague_id *out,
                          struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct str hash = STR("");
    colleague_id id;
    TRY(may_at_desk(who, ACTION_MANAGE_COLLEAGUES, err));
    if (in->password.len > 0)
        TRY(hash_of(mem, in->password, &hash, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_colleague_put(&tx, mem, in, hash, &id, err));
    TRY(changed(&tx, mem, who, "colleague.created", id.v, err));
    *out = id;
    return STATUS_OK;
}

static enum status find(struct tx *tx, TALLOC_CTX *mem, struct str email, colleague_id *out, struct err *err)
{
    struct sign_in_account account;
    TRY(sign_in_account(tx, mem, str_lower(mem, str_trim(email)), &account, err));
    if (account.id.v == 0)
        return FAIL_FIELD(err, STATUS_NOT_FOUND, "colleague.unknown", "email",
                          "there is no colleague with the address " STR_FMT, STR_ARG(utf8_clip(email, 80)));
    *out = account.id;
    return STATUS_OK;
}

enum status colleague_password_set(struct app *app, const struct who *who, struct str email, struct str password,
                                   struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct str hash;
    colleague_id id;
    TRY(may_at_desk(who, ACTION_MANAGE_COLLEAGUES, err));
    TRY(hash_of(mem, password, &hash, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(find(&tx, mem, email, &id, err));
    TRY(colleague_password_save(&tx, id, hash, err));
    TRY(sessions_of_colleague_delete(&tx, id, err));
    return changed(&tx, mem, who, "colleague.changed", id.v, err);
}

enum status colleague_lock(struct app *app, const struct who *who, struct str email, bool locked, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    colleague_id id;
    TRY(may_at_desk(who, ACTION_MANAGE_COLLEAGUES, err));
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(find(&tx, mem, email, &id, err));
    TRY(colleague_state_save(&tx, id, locked ? COLLEAGUE_LOCKED : COLLEAGUE_ACTIVE, err));
    if (locked)
        TRY(sessions_of_colleague_delete(&tx, id, err));
    return changed(&tx, mem, who, locked ? "colleague.locked" : "colleague.changed", id.v, err);
}

enum status colleague_rows(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list colleagues;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(colleagues_all(&tx, mem, &colleagues, err));
    const struct colleague *from = colleagues.items;
    struct colleague_row *rows = MEM_ARRAY(mem, struct colleague_row, colleagues.count + 1);
    for (size_t i = 0; i < colleagues.count; i++)
        rows[i] = (struct colleague_row){ from[i].email, from[i].name, str_from(role_words[from[i].role]),
                                          str_from(colleague_state_words[from[i].state]) };
    *out = (struct list){ rows, colleagues.count };
    return STATUS_OK;
}
