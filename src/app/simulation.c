#include "app/simulation.h"

#include "app/desk_people.h"
#include "app/handover.h"
#include "app/hop.h"
#include "app/overrule.h"
#include "app/promise.h"
#include "app/proposal.h"
#include "app/resolution.h"
#include "app/ticket_new.h"
#include "app/ticket_reply.h"
#include "app/verify.h"
#include "app/word_record.h"
#include "base/mem.h"
#include "store/handover_store.h"
#include "store/person_store.h"

enum {
    COLLEAGUES = 6,
    CUSTOMERS = 12,
    TICKETS_MOST = 4000,
    SWEEP_AT_ONCE = 200,
    RECENT = 20,           /* problems that people are busy with */
    STEP_MINUTES_MOST = 300, /* between two things that happen, mostly */
    SILENT_DAYS_MOST = 20,
};

struct life {
    struct app *app;
    struct random *random;
    const struct simulation_input *in;
    struct simulation_outcome *out;
    TALLOC_CTX *mem;      /* of the step */
    team_id team;
    struct who colleagues[COLLEAGUES];
    person_id customers[CUSTOMERS];
    struct ticket_place { ticket_id ticket; person_id customer; } *tickets;
    size_t ticket_count;
    ticket_id passed_on;  /* the last that changed hands: hops come from passing on the same one */
};

static uint64_t below(struct life *life, uint64_t bound)
{
    return random_below(life->random, bound);
}

static bool chance(struct life *life, uint64_t percent)
{
    return below(life, 100) < percent;
}

static const struct who *somebody(struct life *life)
{
    return &life->colleagues[below(life, COLLEAGUES)];
}

/* ---- the desk ---- */

static enum status colleague_put(struct life *life, struct tx *tx, int number, struct err *err)
{
    const struct colleague_input in = {
        .email = str_format(life->mem, "colleague%d@desk.example", number),
        .name = str_format(life->mem, "Colleague %d", number),
        .languages = STR("en"),
        .role = number == 0 ? ROLE_LEADER : ROLE_AGENT,
    };
    struct who *who = &life->colleagues[number];
    *who = (struct who){ .kind = ACTOR_COLLEAGUE, .role = (enum role)in.role };
    return desk_colleague_put(tx, life->mem, &in, STR(""), &who->colleague, err);
}

static enum status team_put(struct life *life, struct tx *tx, struct err *err)
{
    const struct desk_team_input team = { .name = STR("Care"),
                                          .time_zone = STR("Europe/Berlin"),
                                          .hours = STR("mon-fri 09:00-17:00"),
                                          .steward = life->colleagues[0].colleague };
    mailbox_id mailbox;
    TRY(desk_team_put(tx, life->mem, &team, &life->team, err));
    for (int i = 0; i < COLLEAGUES; i++) {
        const struct team_member member = { life->team, life->colleagues[i].colleague, i == 0 };
        TRY(team_member_insert(tx, &member, err));
    }
    TRY(desk_mailbox_put(tx, life->mem, STR("help@desk.example"), STR("Desk"), life->team, &mailbox, err));
    TRY(setting_save(tx, STR("desk_name"), STR("Desk"), err));
    TRY(setting_save(tx, STR("time_zone"), STR("Europe/Berlin"), err));
    TRY(setting_save(tx, STR("language"), STR("en"), err));
    return desk_touch(tx, err);
}

static enum status people_put(struct life *life, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, life->app->db, err));
    for (int i = 0; i < COLLEAGUES; i++)
        TRY(colleague_put(life, &tx, i, err));
    TRY(team_put(life, &tx, err));
    for (int i = 0; i < CUSTOMERS; i++)
        TRY(person_insert(&tx, life->mem, str_format(life->mem, "Customer %d", i), STR("en"),
                          str_format(life->mem, "customer%d@elsewhere.example", i), &life->customers[i], err));
    return tx_commit(&tx, err);
}

/* ---- what people do ---- */

/* A mail: nobody took it, so O2 decides. */
static enum status customer_brings(struct life *life, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    person_id customer = life->customers[below(life, CUSTOMERS)];
    const struct ticket_new new = { .subject = STR("A problem"),
                                    .language = STR("en"),
                                    .channel = CHANNEL_EMAIL,
                                    .urgency = URGENCY_NORMAL,
                                    .person = customer,
                                    .team = life->team,
                                    .took = { chance(life, 20) ? somebody(life)->colleague.v : 0 } };
    if (life->ticket_count == TICKETS_MOST)
        return STATUS_OK;
    TRY(tx_begin_write(&tx, life->app->db, err));
    TRY(desk_facts_get(life->app, &tx, &facts, err));
    TRY(ticket_new(&work, &tx, life->mem, facts, (struct actor){ ACTOR_CUSTOMER, customer.v }, &new, err));
    TRY(tx_commit(&tx, err));
    life->tickets[life->ticket_count++] = (struct ticket_place){ work.ticket.id, customer };
    life->out->tickets++;
    return STATUS_OK;
}

static enum status look(struct life *life, ticket_id id, struct ticket *ticket, struct list *promises, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, life->app->db, err));
    TRY(ticket_load(&tx, life->mem, id, ticket, err));
    return promises_unsettled(&tx, life->mem, id, promises, err);
}

/* Mostly the owner, at times anybody: rights and rules say what comes of it. */
static struct who who_acts(struct life *life, const struct ticket *ticket)
{
    if (chance(life, 85))
        for (int i = 0; i < COLLEAGUES; i++)
            if (life->colleagues[i].colleague.v == ticket->owner_id.v)
                return life->colleagues[i];
    return *somebody(life);
}

static enum status colleague_answers(struct life *life, ticket_id id, struct err *err)
{
    struct ticket ticket;
    struct list unsettled;
    struct reply_outcome outcome;
    TRY(look(life, id, &ticket, &unsettled, err));
    const struct promise *open = unsettled.items;
    struct promise_input promise = { STR("Send the part"), life->app->clock->now(life->app->clock) +
                                                               (time_ms)below(life, 72 * 60) * MINUTE_MS };
    struct id_input kept = { unsettled.count == 0 ? 0 : open[0].id.v };
    struct reply_input in = { .kind = REPLY_KIND_REPLY, .text = STR("We look into it."), .version = ticket.version,
                              .wait = chance(life, 30), .propose = chance(life, 25) };
    struct alternative_input other_way = { .text = STR("We repair it"), .by_text = STR("by Friday") };
    if (in.propose && chance(life, 60)) {
        in.proposal_kind = PROPOSAL_REFUSAL;
        in.alternatives = (struct list){ &other_way, chance(life, 80) };
    }
    if (chance(life, 30))
        in.promises = (struct list){ &promise, 1 };
    if (kept.id != 0 && open[0].kind == PROMISE_STATED && chance(life, 70))
        in.kept = (struct list){ &kept, 1 };
    struct who who = who_acts(life, &ticket);
    TRY(ticket_reply(life->app, life->mem, &who, id, &in, &outcome, err));
    life->out->answers++;
    life->out->noes += in.proposal_kind == PROPOSAL_REFUSAL;
    return STATUS_OK;
}

static ticket_id passed_on_or(struct life *life, ticket_id other, uint64_t percent)
{
    return life->passed_on.v != 0 && chance(life, percent) ? life->passed_on : other;
}

static enum status colleague_offers(struct life *life, ticket_id id, struct err *err)
{
    struct ticket ticket;
    struct list unsettled;
    struct handover_view view;
    TRY(look(life, id, &ticket, &unsettled, err));
    time_ms now = life->app->clock->now(life->app->clock);
    const struct handover_input in = {
        .to_id = somebody(life)->colleague,
        .reason = STR("skill"),
        .summary = STR("What happened"),
        .customer_text = STR("Somebody new"),
        .loan_until_ms = chance(life, 30) ? now + (time_ms)below(life, 5) * DAY_MS + HOUR_MS : 0,
    };
    struct who who = who_acts(life, &ticket);
    TRY(handover_offer(life->app, life->mem, &who, id, &in, &view, err));
    life->out->handovers++;
    return STATUS_OK;
}

/* An offer among the last problems; *HAVE false when none waits. */
static enum status some_offer(struct life *life, struct handover *offer, bool *have, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    size_t from = life->ticket_count < RECENT ? 0 : life->ticket_count - RECENT;
    *have = false;
    TRY(tx_begin_read(&tx, life->app->db, err));
    for (size_t i = life->ticket_count; i > from && !*have; i--)
        TRY(handover_open_load(&tx, life->mem, life->tickets[i - 1].ticket, offer, have, err));
    return STATUS_OK;
}

static enum status colleague_answers_offer(struct life *life, struct err *err)
{
    struct handover offer;
    struct handover_view view;
    bool have;
    TRY(some_offer(life, &offer, &have, err));
    if (!have)
        return STATUS_OK;
    struct who who = { .kind = ACTOR_COLLEAGUE,
                       .role = ROLE_AGENT,
                       .colleague = chance(life, 90) ? offer.to_id : somebody(life)->colleague };
    switch (below(life, 4)) {
    case 0:
        return handover_decline(life->app, life->mem, &who, offer.id, STR("I have no room"), &view, err);
    case 1:
        who.colleague = offer.from_id;
        return handover_withdraw(life->app, life->mem, &who, offer.id, &view, err);
    default:
        TRY(handover_accept(life->app, life->mem, &who, offer.id, &view, err));
        life->passed_on = offer.ticket_id;
        life->out->moves++;
        return STATUS_OK;
    }
}

static enum status colleague_minds_promise(struct life *life, ticket_id id, struct err *err)
{
    struct ticket ticket;
    struct list unsettled;
    struct promise_view view;
    TRY(look(life, id, &ticket, &unsettled, err));
    if (unsettled.count == 0)
        return STATUS_OK;
    const struct promise *promises = unsettled.items;
    promise_id promise = promises[below(life, unsettled.count)].id;
    struct who who = who_acts(life, &ticket);
    if (chance(life, 50))
        return promise_keep(life->app, life->mem, &who, promise, &view, err);
    const struct renew_input in = { life->app->clock->now(life->app->clock) + (time_ms)below(life, 100) * HOUR_MS,
                                    STR("The part is late") };
    return promise_renew(life->app, life->mem, &who, promise, &in, &view, err);
}

/* Who wants to hand over asks, whether that is needed or not; whoever is asked, and anybody else, says yes. */
static enum status leader_is_asked(struct life *life, ticket_id id, struct err *err)
{
    struct ticket ticket;
    struct list unsettled;
    struct hop_view hop;
    const struct hop_input in = { STR("") };
    TRY(look(life, id, &ticket, &unsettled, err));
    struct who who = who_acts(life, &ticket);
    if (chance(life, 40)) {
        TRY(hop_ask(life->app, life->mem, &who, id, &in, &hop, err));
        life->out->asked++;
        return STATUS_OK;
    }
    TRY(hop_allow(life->app, life->mem, chance(life, 70) ? &life->colleagues[0] : somebody(life), id, &in, &hop, err));
    life->out->allowed++;
    return STATUS_OK;
}

static enum status leader_overrules(struct life *life, ticket_id id, struct err *err)
{
    struct overrule_outcome outcome;
    const struct overrule_input in = { somebody(life)->colleague, STR("Knows hubs"), STR("{name} looks after this") };
    TRY(owner_overrule(life->app, life->mem, chance(life, 80) ? &life->colleagues[0] : somebody(life), id, &in, &outcome, err));
    life->out->overruled++;
    return STATUS_OK;
}

/* One of the alternatives to a no among the last problems; *HAVE false when none is open. */
static enum status some_alternative(struct life *life, struct ticket_place *place, struct alternative *out, bool *have,
                                    struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    size_t from = life->ticket_count < RECENT ? 0 : life->ticket_count - RECENT;
    struct list list = { NULL, 0 };
    TRY(tx_begin_read(&tx, life->app->db, err));
    for (size_t i = life->ticket_count; i > from && list.count == 0; i--) {
        struct proposal proposal;
        *place = life->tickets[i - 1];
        TRY(proposal_open_load(&tx, life->mem, place->ticket, &proposal, have, err));
        if (*have)
            TRY(alternatives_of(&tx, life->mem, proposal.id, &list, err));
    }
    *have = list.count > 0;
    if (*have)
        *out = ((const struct alternative *)list.items)[below(life, list.count)];
    return STATUS_OK;
}

/* At times what is chosen was offered for another problem. */
static enum status customer_phones(struct life *life, const struct ticket_place *place, struct err *err)
{
    struct alternative alternative = { .chosen = false };
    struct ticket_place offered;
    struct word_outcome outcome;
    bool have;
    TRY(some_alternative(life, &offered, &alternative, &have, err));
    const struct word_input in = {
        .word = have ? RECORDED_CHOSEN : chance(life, 50) ? RECORDED_SOLVED : RECORDED_NOT_YET,
        .text = STR("Said on the phone"),
        .alternative_id = { have ? alternative.id.v : 0 },
    };
    ticket_id about = have && chance(life, 90) ? offered.ticket : place->ticket;
    TRY(word_record(life->app, life->mem, somebody(life), about, &in, &outcome, err));
    life->out->choices += have;
    life->out->words += !have;
    return STATUS_OK;
}

static enum status customer_speaks(struct life *life, const struct ticket_place *place, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    person_id speaker = chance(life, 90) ? place->customer : life->customers[below(life, CUSTOMERS)];
    TRY(tx_begin_write(&tx, life->app->db, err));
    switch (below(life, 4)) {
    case 0:
        TRY(customer_says_solved(life->app, &tx, place->ticket, speaker, VIA_EMAIL, (message_id){ 0 }, err));
        break;
    case 1:
        TRY(customer_says_not_yet(life->app, &tx, place->ticket, speaker, (message_id){ 0 }, err));
        break;
    default:
        TRY(customer_wrote(life->app, &tx, place->ticket, speaker, (message_id){ 0 }, err));
        break;
    }
    life->out->words++;
    return tx_commit(&tx, err);
}

/* One colleague, or on a bad day everybody at once: then the steward holds what comes, until it is dealt. */
static enum status colleagues_check_in(struct life *life, struct err *err)
{
    const struct presence_input in = { .presence = (int)below(life, PRESENCE_COUNT) };
    if (chance(life, 50))
        return presence_set(life->app, somebody(life), &in, err);
    for (int i = 0; i < COLLEAGUES; i++)
        TRY(presence_set(life->app, &life->colleagues[i], &in, err));
    return STATUS_OK;
}

static enum status something_happens(struct life *life, struct err *err)
{
    uint64_t what = below(life, 100);
    if (life->ticket_count == 0 || what < 15)
        return customer_brings(life, err);
    /* Mostly one of the last few: old ones rest, and are remembered now and then. */
    size_t recent = life->ticket_count < RECENT ? life->ticket_count : RECENT;
    size_t which = chance(life, 90) ? life->ticket_count - 1 - below(life, recent) : below(life, life->ticket_count);
    const struct ticket_place *place = &life->tickets[which];
    if (what < 45)
        return colleague_answers(life, place->ticket, err);
    if (what < 58)
        return colleague_offers(life, passed_on_or(life, place->ticket, 50), err);
    if (what < 68)
        return colleague_answers_offer(life, err);
    if (what < 69)
        return leader_overrules(life, place->ticket, err);
    if (what < 71)
        return leader_is_asked(life, passed_on_or(life, place->ticket, 90), err);
    if (what < 78)
        return colleague_minds_promise(life, place->ticket, err);
    if (what < 84)
        return customer_phones(life, place, err);
    if (what < 95)
        return customer_speaks(life, place, err);
    return colleagues_check_in(life, err);
}

/* ---- time, and what must hold ---- */

static bool is_refusal(enum status status)
{
    return status == STATUS_CONFLICT || status == STATUS_DENIED || status == STATUS_NOT_FOUND ||
           status == STATUS_INVALID;
}

static void time_passes(struct life *life)
{
    time_ms now = life->app->clock->now(life->app->clock);
    span_ms span = (span_ms)(below(life, STEP_MINUTES_MOST) + 1) * MINUTE_MS;
    if (chance(life, 3))
        span += (span_ms)below(life, SILENT_DAYS_MOST) * DAY_MS;
    clock_set(life->app->clock, now + span);
}

static enum status clockwork_works(struct life *life, struct err *err)
{
    struct sweep_outcome done;
    do {
        TRY(promise_sweep(life->app, SWEEP_AT_ONCE, &done, err));
        life->out->broken += done.broken;
        life->out->warned += done.warned;
        life->out->alarmed += done.alarmed;
        life->out->rested += done.rested;
        life->out->reminded += done.reminded;
        life->out->noticed += done.noticed;
        life->out->followed_up += done.followed_up;
        life->out->dealt += done.dealt;
        life->out->expired += done.expired;
    } while (done.more);
    time_ms now = life->app->clock->now(life->app->clock);
    if (done.next_ms != 0 && done.next_ms <= now)
        return FAIL(err, STATUS_BROKEN, "simulation.wrong", "something due was left undone (seed %llu)",
                    (unsigned long long)life->in->seed);
    return STATUS_OK;
}

static enum status rules_hold(struct life *life, int64_t step, struct err *err)
{
    struct list list;
    TRY(desk_verify(life->app, life->mem, &list, err));
    const struct verify_row *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        if (rows[i].wrong != 0)
            return FAIL(err, STATUS_BROKEN, "simulation.wrong",
                        STR_FMT " does not hold: " STR_FMT " (seed %llu, step %lld)", STR_ARG(rows[i].rule),
                        STR_ARG(rows[i].first), (unsigned long long)life->in->seed, (long long)step);
    life->out->verified++;
    return STATUS_OK;
}

static enum status step_do(struct life *life, int64_t step, struct err *err)
{
    time_passes(life);
    TRY(clockwork_works(life, err));
    enum status status = something_happens(life, err);
    if (is_refusal(status)) {
        life->out->refused++;
    } else if (status != STATUS_OK) {
        err_context(err, "simulation: seed %llu, step %lld", (unsigned long long)life->in->seed, (long long)step);
        return status;
    }
    bool last = step + 1 == life->in->steps;
    return last || (step + 1) % life->in->verify_every == 0 ? rules_hold(life, step, err) : STATUS_OK;
}

static enum status live(struct life *life, TALLOC_CTX *mem, struct err *err)
{
    life->mem = mem;
    TRY(people_put(life, err));
    for (int64_t step = 0; step < life->in->steps; step++) {
        life->mem = talloc_new(mem);
        TRY(step_do(life, step, err));
        talloc_free(life->mem);
    }
    return STATUS_OK;
}

enum status simulate(struct app *app, const struct simulation_input *in, struct simulation_outcome *out,
                     struct err *err)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct simulation_outcome counted = { 0 };
    struct life life = { .app = app, .in = in, .out = &counted, .random = random_seeded(mem, in->seed) };
    life.tickets = MEM_ARRAY(mem, struct ticket_place, TICKETS_MOST);
    time_ms start = app->clock->now(app->clock);
    enum status status = live(&life, mem, err);
    counted.days = (app->clock->now(app->clock) - start) / DAY_MS;
    if (status == STATUS_OK)
        *out = counted;
    talloc_free(mem);
    return status;
}
