#include "app/desk_init.h"

#include "app/desk_facts.h"
#include "app/desk_hours.h"
#include "app/desk_people.h"
#include "app/fill_story.h"
#include "app/handover.h"
#include "app/search_index.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/session_store.h"

enum {
    OPEN_PERCENT = 40,        /* of a demo: enough to see of each state */
    OPEN_PER_COLLEAGUE = 40,  /* of a desk to be measured: as many as one can look after */
    DEMO_DAYS = 60,
    TICKETS_PER_DAY = 40,     /* so that a filled desk has the history that nine people could have worked off */
    DEMO_ACKNOWLEDGE_MINUTES = 15,
};

/* ---- people ---- */

static int role_of(const char *word)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(role_words[i], word) == 0)
            return i;
    }
    return ROLE_AGENT;
}

/* Everybody signs in with the password of the desk's admin: a demo is for trying the other side as well. */
static enum status people_put(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, team_id team,
                              struct err *err)
{
    struct sign_in_account admin;
    TRY(sign_in_account(tx, mem, facts->colleagues[0].colleague.email, &admin, err));
    for (size_t i = 0; i < demo_colleague_count; i++) {
        const struct demo_colleague *demo = &demo_colleagues[i];
        colleague_id id;
        if (desk_colleague_by_email(facts, str_from(demo->email)) != NULL)
            continue;
        struct colleague_input in = {
            .email = str_from(demo->email),
            .name = str_from(demo->name),
            .public_name = str_from(demo->public_name),
            .about = str_from(demo->about),
            .languages = str_from(demo->languages),
            .role = role_of(demo->role),
            .team_id = team,
            .leads = strcmp(demo->role, "leader") == 0,
        };
        TRY(desk_colleague_put(tx, mem, &in, admin.password_hash, &id, err));
    }
    struct list hours;
    TRY(desk_hours_read(mem, team, STR("mon-fri 08:30-18:00; sat 10:00-14:00"), &hours, err));
    TRY(team_hours_clear(tx, team, err));
    const struct team_hours *row = hours.items;
    for (size_t i = 0; i < hours.count; i++)
        TRY(team_hours_insert(tx, &row[i], err));
    TRY(query_run(tx, Q_TEAM_ACKNOWLEDGE_SAVE,
                  PARAMS({ "id", db_id(team.v) }, { "acknowledge_ms", db_int(DEMO_ACKNOWLEDGE_MINUTES * MINUTE_MS) }),
                  NULL, err));
    return desk_touch(tx, err);
}

/* The team of the first mailbox, with as many people as the demo has. */
static enum status team_prepare(struct app *app, TALLOC_CTX *mem, team_id *team, size_t *members, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    if (facts->mailbox_count == 0 || facts->colleague_count == 0)
        return FAIL(err, STATUS_NOT_FOUND, "desk.empty", "this desk has no mailbox; make one with: buckstop init");
    *team = facts->mailboxes[0].team_id;
    *members = desk_team(facts, *team)->member_count;
    if (*members >= demo_colleague_count)
        return STATUS_OK;
    TRY(people_put(&tx, mem, facts, *team, err));
    *members = demo_colleague_count;
    return tx_commit(&tx, err);
}

/* ---- the demo's last touches, as colleagues would make them ---- */

struct open_row { ticket_id id; int64_t version; colleague_id owner_id; };
static const struct field open_row_fields[] = {
    FIELD_OF_ID(struct open_row, id, 0),
    FIELD(struct open_row, version, INT, 0, 0),
    FIELD_OF_ID(struct open_row, owner_id, 0),
};
static const struct shape open_row_shape = SHAPE("OpenRow", struct open_row, open_row_fields);

/* Offers come from somebody else and are about what was answered: Amara decides about two, and has taken one. */
static const struct { const char *from, *reason, *reason_text, *summary; bool accepted;
} demo_offers[] = {
    { "dao@cedarandspoke.example", "skill", "You built these wheels in spring and know what was agreed.",
      "The customer is patient and has sent photos. What is left is to choose the part, and to say when it arrives.",
      false },
    { "yuki@cedarandspoke.example", "time", "I start the late shift in the shop at noon, you are here all day.",
      "Everything is agreed, the parcel is packed. Somebody has to be reachable this afternoon.", false },
    { "kofi@cedarandspoke.example", "person", "The customer asked for you by name.",
      "The courier has found the parcel, it only needs a new address. The customer wrote it in the last mail.", true },
};

static enum status offerable(struct app *app, TALLOC_CTX *mem, struct str owner_email, struct open_row *out, bool *have,
                             struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list rows;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(query_list(&tx, mem, Q_FILL_OFFERABLE, PARAMS({ "email", db_text(owner_email) }), &open_row_shape, 1, &rows,
                   err));
    *have = rows.count == 1;
    if (*have)
        *out = *(const struct open_row *)rows.items;
    return STATUS_OK;
}

static enum status offer_make(struct app *app, TALLOC_CTX *mem, size_t which, colleague_id to, enum role role,
                              struct err *err)
{
    struct open_row row;
    struct handover_draft draft;
    struct handover_view view;
    bool have;
    TRY(offerable(app, mem, str_from(demo_offers[which].from), &row, &have, err));
    if (!have)
        return STATUS_OK;
    struct who owner = { .kind = ACTOR_COLLEAGUE, .colleague = row.owner_id, .role = ROLE_AGENT };
    TRY(handover_draft(app, mem, &owner, row.id, &draft, err));
    struct handover_input in = {
        .to_id = to,
        .reason = str_from(demo_offers[which].reason),
        .reason_text = str_from(demo_offers[which].reason_text),
        .summary = str_from(demo_offers[which].summary),
        .customer_text = draft.customer_text,
        .version = row.version,
    };
    TRY(handover_offer(app, mem, &owner, row.id, &in, &view, err));
    if (!demo_offers[which].accepted)
        return STATUS_OK;
    struct who taker = { .kind = ACTOR_COLLEAGUE, .colleague = to, .role = role };
    return handover_accept(app, mem, &taker, (handover_id){ view.id }, &view, err);
}

static enum status first_colleague(struct app *app, colleague_id *id, enum role *role, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    *id = facts->colleagues[0].colleague.id;
    *role = (enum role)facts->colleagues[0].colleague.role;
    return STATUS_OK;
}

static enum status demo_touches(struct app *app, TALLOC_CTX *mem, struct err *err)
{
    colleague_id amara;
    enum role role;
    TRY(first_colleague(app, &amara, &role, err));
    for (size_t i = 0; i < sizeof demo_offers / sizeof demo_offers[0]; i++)
        TRY(offer_make(app, mem, i, amara, role, err));
    return STATUS_OK;
}

enum status desk_fill(struct app *app, const struct fill_input *in, struct fill_outcome *out, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct fill fill = { .app = app, .random = random_seeded(mem, in->seed), .now = app->clock->now(app->clock) };
    size_t members;
    TRY(team_prepare(app, mem, &fill.team, &members, err));
    int64_t open = in->demo ? in->tickets * OPEN_PERCENT / 100 : (int64_t)members * OPEN_PER_COLLEAGUE;
    int64_t days = in->demo ? DEMO_DAYS : DEMO_DAYS + in->tickets / TICKETS_PER_DAY;
    fill.stories = MEM_ARRAY(mem, struct story, (size_t)in->tickets + 1);
    TRY(fill_play(&fill, in->tickets, open < in->tickets ? open : in->tickets / 2, days, err));
    if (in->demo)
        TRY(demo_touches(app, mem, err));
    for (bool more = true; more;) /* a full desk can be searched, and is not busy with that when it is first served */
        TRY(search_catch_up(app, &more, err));
    *out = fill.outcome;
    return STATUS_OK;
}
