#include "app_desk.h"

#include "app/desk_facts.h"
#include "app/desk_people.h"
#include "app/promise.h"
#include "app/ticket_new.h"
#include "at.h"
#include "base/mem.h"
#include "store/person_store.h"

static const struct config test_config = {
    .url = { "https://desk.example", 20 },
    .undo = 8 * SECOND_MS,
    .receipt_after = 120 * SECOND_MS,
    .receipts_an_hour = 500,
    .mail_domain = { "desk.example", 12 },
};

static int app_free(struct app *app)
{
    talloc_free(app->facts);
    app->facts = NULL;
    return 0;
}

struct app *app_desk_new(TALLOC_CTX *mem, struct desk **desk)
{
    assert_done(digest_start(NULL), NULL);
    *desk = desk_new(mem);
    struct app *app = MEM_NEW(*desk, struct app);
    *app = (struct app){
        .db = (*desk)->db, .clock = (*desk)->clock, .random = random_seeded(app, 1), .config = &test_config,
        .secret = STR("0123456789abcdef0123456789abcdef"), .language = STR("en"), .facts = desk_facts_cache_new(NULL),
    };
    talloc_set_destructor(app, app_free);
    return app;
}

static struct who colleague(struct tx *tx, struct app_people *people, const char *name, enum role role)
{
    const struct colleague_input in = { .email = str_format(people, "%s@desk.example", name),
                                        .name = str_from(name),
                                        .languages = STR("en"),
                                        .role = (int)role };
    struct who who = { .kind = ACTOR_COLLEAGUE, .role = role };
    struct err err;
    assert_done(desk_colleague_put(tx, people, &in, STR(""), &who.colleague, &err), &err);
    return who;
}

static enum status put_people(struct app_people *p, struct tx *tx, struct err *err)
{
    p->leader = colleague(tx, p, "Ines", ROLE_LEADER);
    p->amara = colleague(tx, p, "Amara", ROLE_AGENT);
    p->dao = colleague(tx, p, "Dao", ROLE_AGENT);
    p->mateusz = colleague(tx, p, "Mateusz", ROLE_MEMBER);
    const struct desk_team_input team = { .name = STR("Care"),
                                          .time_zone = STR("Europe/Berlin"),
                                          .hours = STR("mon-fri 09:00-17:00"),
                                          .steward = p->leader.colleague };
    TRY(desk_team_put(tx, p, &team, &p->team, err));
    const struct who *members[] = { &p->leader, &p->amara, &p->dao };
    for (size_t i = 0; i < 3; i++) {
        const struct team_member member = { p->team, members[i]->colleague, i == 0 };
        TRY(team_member_insert(tx, &member, err));
    }
    mailbox_id mailbox;
    TRY(desk_mailbox_put(tx, p, STR("help@desk.example"), STR("Cedar & Spoke"), p->team, &mailbox, err));
    TRY(setting_save(tx, STR("desk_name"), STR("Cedar & Spoke"), err));
    TRY(setting_save(tx, STR("time_zone"), STR("Europe/Berlin"), err));
    TRY(setting_save(tx, STR("language"), STR("en"), err));
    TRY(person_insert(tx, p, STR("Tomás Herrera"), STR("en"), STR("tomas@elsewhere.example"), &p->tomas, err));
    return desk_touch(tx, err);
}

struct app_people *app_desk_with_people(TALLOC_CTX *mem)
{
    struct app_people *p = MEM_NEW(mem, struct app_people);
    p->app = app_desk_new(mem, &p->desk);
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(put_people(p, &tx, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    return p;
}

ticket_id app_desk_ticket(struct app_people *p, const struct who *who)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    const struct ticket_new new = { .subject = STR("Cracked hub"),
                                    .language = STR("en"),
                                    .channel = CHANNEL_EMAIL,
                                    .urgency = URGENCY_NORMAL,
                                    .person = p->tomas,
                                    .team = p->team,
                                    .took = who->colleague };
    struct turn work;
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(desk_facts_get(p->app, &tx, &facts, &err), &err);
    assert_done(ticket_new(&work, &tx, p, facts, (struct actor){ ACTOR_CUSTOMER, p->tomas.v }, &new, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    return work.ticket.id;
}

void app_desk_at(struct app_people *p, const char *local)
{
    struct zone zone = zone_named(p, "Europe/Berlin");
    clock_set(p->desk->clock, at(&zone, local));
    struct sweep_outcome done;
    struct err err;
    do
        assert_done(promise_sweep(p->app, 100, &done, &err), &err);
    while (done.more);
}
