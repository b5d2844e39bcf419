#include "app/customer_page.h"
#include "app/handover.h"
#include "app/may.h"
#include "app/promise.h"
#include "app/resolution.h"
#include "app/ticket_reply.h"
#include "app/ticket_turn.h"
#include "story.h"
#include "base/limits.h"
#include "store/person_store.h"
#include "store/promise_store.h"
#include "store/ticket_store.h"

/* ---- handover ---- */

static void ownership_moves_only_when_the_colleague_accepts(void **state) /* O3, I2 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    view = offer(p, &p->amara, id, &p->dao);
    assert_int_equal(view.promise_count, 1);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
    assert_done(handover_accept(p->app, p, &p->dao, (handover_id){ view.id }, &view, &err), &err);
    assert_str(view.state, "accepted");
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
    assert_int_equal(mails_like(p, "Dao knows hubs."), 1);
}

static void a_decline_a_withdrawal_and_the_expiry_leave_the_owner_the_owner(void **state) /* O3 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    view = offer(p, &p->amara, id, &p->dao);
    assert_done(handover_decline(p->app, p, &p->dao, (handover_id){ view.id }, STR("I am at a fair"), &view, &err),
                &err);
    assert_str(view.answer_text, "I am at a fair");
    view = offer(p, &p->amara, id, &p->dao);
    assert_done(handover_withdraw(p->app, p, &p->amara, (handover_id){ view.id }, &view, &err), &err);
    view = offer(p, &p->amara, id, &p->dao);
    app_desk_at(p, "2026-11-27 12:00");
    assert_int_equal(handover_accept(p->app, p, &p->dao, (handover_id){ view.id }, &view, &err), STATUS_CONFLICT);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM handover WHERE state = 'expired'"), 1);
}

static void there_is_one_offer_at_a_time_and_only_the_owner_offers(void **state) /* O3 */
{
    struct app_people *p = app_desk_with_people(*state);
    const struct handover_input in = {
        .to_id = p->leader.colleague, .reason = STR("skill"), .summary = STR("Hub"), .customer_text = STR("Hi")
    };
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_int_equal(handover_offer(p->app, p, &p->dao, id, &in, &view, &err), STATUS_DENIED);
    assert_int_equal(handover_offer(p->app, p, &p->mateusz, id, &in, &view, &err), STATUS_NOT_FOUND);
    offer(p, &p->amara, id, &p->dao);
    assert_int_equal(handover_offer(p->app, p, &p->amara, id, &in, &view, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "handover.open");
}

static void nobody_but_the_named_colleague_accepts(void **state) /* O3 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct handover_view view = offer(p, &p->amara, id, &p->dao);
    assert_int_equal(handover_accept(p->app, p, &p->amara, (handover_id){ view.id }, &view, &err), STATUS_DENIED);
    assert_int_equal(handover_accept(p->app, p, &p->mateusz, (handover_id){ view.id }, &view, &err), STATUS_NOT_FOUND);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
}

static void the_third_hop_waits_for_a_leader(void **state) /* O6 */
{
    struct app_people *p = app_desk_with_people(*state);
    const struct who *chain[] = { &p->amara, &p->dao, &p->amara };
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    for (int i = 0; i < 2; i++) {
        view = offer(p, chain[i], id, chain[i + 1]);
        assert_done(handover_accept(p->app, p, chain[i + 1], (handover_id){ view.id }, &view, &err), &err);
    }
    assert_int_equal(ticket_now(p, id).hops, 2);
    const struct handover_input in = {
        .to_id = p->dao.colleague, .reason = STR("skill"), .summary = STR("Hub"), .customer_text = STR("Hi")
    };
    assert_int_equal(handover_offer(p->app, p, &p->amara, id, &in, &view, &err), STATUS_DENIED);
    assert_string_equal(err.key, "handover.third_hop");
    assert_done(handover_offer(p->app, p, &p->leader, id, &in, &view, &err), &err);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM handover WHERE leader_id IS NOT NULL"), 1);
}

static void a_loan_comes_back_by_itself(void **state) /* O3, O5, O6 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    const struct handover_input in = { .to_id = p->dao.colleague,
                                       .reason = STR("part"),
                                       .summary = STR("Hub"),
                                       .customer_text = STR("Hi"),
                                       .loan_until_ms = p->desk->clock->now(p->desk->clock) + 4 * HOUR_MS };
    assert_done(handover_offer(p->app, p, &p->amara, id, &in, &view, &err), &err);
    assert_done(handover_accept(p->app, p, &p->dao, (handover_id){ view.id }, &view, &err), &err);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
    app_desk_at(p, "2026-11-23 10:00");
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
    assert_int_equal(ticket_now(p, id).hops, 0);
}

/* ---- promises ---- */

static void a_month_of_promises_passes_in_a_second(void **state) /* P1, P2, P5, P6, I3 */
{
    struct app_people *p = app_desk_with_people(*state); /* Friday 20 November, 11:00 in Berlin */
    struct zone zone = { .name = NULL };
    assert_done(zone_load(p, STR("Europe/Berlin"), &zone, NULL), NULL);
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_string_equal(promises_now(p, id), "acknowledgement open");

    app_desk_at(p, "2026-11-20 11:50");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM promise WHERE warned_ms IS NOT NULL"), 1);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    assert_string_equal(promises_now(p, id), "acknowledgement kept, next_word open");

    app_desk_at(p, "2026-11-23 12:00"); /* Monday: the next word was due on Monday, 11:50 */
    assert_string_equal(promises_now(p, id), "acknowledgement kept, next_word broken, apology open");

    struct promise_input stated = { STR("Send the label"), p->desk->clock->now(p->desk->clock) + 2 * HOUR_MS };
    reply(p, &p->amara, id, (struct reply_input){ .promises = { &stated, 1 } });
    assert_string_equal(promises_now(p, id), "acknowledgement kept, next_word kept_late, apology kept, stated open");

    const struct renew_input renew = { p->desk->clock->now(p->desk->clock) + 24 * HOUR_MS,
                                       STR("the printer is broken") };
    struct promise_view view;
    struct err err;
    assert_done(promise_renew(p->app, p, &p->amara, next_promise(p, id), &renew, &view, &err), &err);
    assert_int_equal(view.renewals, 1);
    assert_int_equal(mails_like(p, "the printer is broken"), 1);
    reply(p, &p->amara, id, (struct reply_input){ 0 }); /* an answer does not keep what was stated */
    assert_int_equal(view.id, next_promise(p, id).v);

    customer(p, id, WRITES); /* nor does the customer's word move it */
    assert_int_equal(view.id, next_promise(p, id).v);
    assert_done(promise_keep(p->app, p, &p->amara, next_promise(p, id), &view, &err), &err);
    assert_str(view.state, "kept");
    assert_int_not_equal(next_promise(p, id).v, 0); /* I3: the next word is owed again */

    app_desk_at(p, "2026-12-21 10:00");
    assert_int_equal(
        desk_ask(p->desk, "SELECT COUNT(DISTINCT chain_id) FROM promise WHERE state IN ('broken','kept_late')"), 2);
    assert_int_not_equal(next_promise(p, id).v, 0);
}

static void a_silent_customer_is_asked_again_once(void **state) /* P3 */
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .wait = true });
    assert_int_equal(ticket_now(p, id).turn, TURN_CUSTOMER);
    app_desk_at(p, "2026-12-01 10:00");
    app_desk_at(p, "2026-12-02 10:00");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM journal WHERE kind = 'ticket.followed_up'"), 1);
    customer(p, id, WRITES);
    assert_int_equal(ticket_now(p, id).turn, TURN_US);
    assert_int_not_equal(next_promise(p, id).v, 0);
}

/* ---- resolution ---- */

static void silence_is_reminded_noticed_and_rests(void **state) /* R2, I4 */
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    assert_int_equal(ticket_now(p, id).state, TICKET_PROPOSED);
    app_desk_at(p, "2026-11-24 10:00");
    assert_int_equal(mails_like(p, "A word is enough"), 1);
    app_desk_at(p, "2026-11-26 10:00");
    assert_int_equal(mails_like(p, "Unless you write by"), 1);
    assert_int_equal(ticket_now(p, id).state, TICKET_PROPOSED);
    app_desk_at(p, "2026-11-30 10:00");
    assert_int_equal(ticket_now(p, id).state, TICKET_RESOLVED);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM resolution WHERE kind = 'silence'"), 1);

    customer(p, id, WRITES); /* a human word opens it again, with the same owner */
    struct ticket again = ticket_now(p, id);
    assert_int_equal(again.state, TICKET_OPEN);
    assert_int_equal(again.owner_id.v, p->amara.colleague.v);
    assert_int_equal(again.reopened, 1);
}

static void a_notice_that_could_not_be_sent_is_none(void **state) /* A4, I4 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_view view;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    app_desk_at(p, "2026-11-24 10:00"); /* reminded */
    app_desk_at(p, "2026-11-25 16:00");
    view = offer(p, &p->amara, id, &p->dao);
    assert_done(handover_accept(p->app, p, &p->dao, (handover_id){ view.id }, &view, &err), &err);
    app_desk_at(p, "2026-11-26 10:00"); /* its notice is due, but the customer had news within a day */
    assert_int_equal(mails_like(p, "Unless you write by"), 0);
    app_desk_at(p, "2026-11-27 11:00");
    assert_int_equal(mails_like(p, "Unless you write by"), 1);
    app_desk_at(p, "2026-11-29 10:00"); /* a Sunday: rest comes in opening hours */
    assert_int_equal(ticket_now(p, id).state, TICKET_PROPOSED);
    app_desk_at(p, "2026-11-30 10:00");
    assert_int_equal(ticket_now(p, id).state, TICKET_RESOLVED);
}

static void nobody_is_told_anything_at_night(void **state) /* R2 */
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    app_desk_at(p, "2026-11-24 10:00"); /* reminded */
    app_desk_at(p, "2026-11-26 08:59"); /* four fifths of a week: the notice is due since half past one */
    assert_int_equal(mails_like(p, "Unless you write by"), 0);
    app_desk_at(p, "2026-11-26 09:00");
    assert_int_equal(mails_like(p, "Unless you write by"), 1);
}

static void an_idle_clockwork_writes_nothing(void **state) /* PERFORMANCE */
{
    struct app_people *p = app_desk_with_people(*state);
    app_desk_ticket(p, &p->amara);
    int64_t before = desk_ask(p->desk, "SELECT next FROM counter WHERE name = 'lease'");
    app_desk_at(p, "2026-11-20 11:10");
    assert_int_equal(desk_ask(p->desk, "SELECT next FROM counter WHERE name = 'lease'"), before);
}

static void what_the_steward_holds_is_dealt_as_colleagues_get_room(void **state) /* O2 */
{
    struct app_people *p = app_desk_with_people(*state);
    const struct who *team[] = { &p->leader, &p->amara, &p->dao };
    const struct presence_input away = { .presence = PRESENCE_AWAY }, back = { .presence = PRESENCE_AVAILABLE };
    const struct who nobody = { .kind = ACTOR_SYSTEM };
    struct err err;
    for (size_t i = 0; i < 3; i++)
        assert_done(presence_set(p->app, team[i], &away, &err), &err);
    ticket_id id = app_desk_ticket(p, &nobody);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->leader.colleague.v);
    app_desk_at(p, "2026-11-20 11:10");
    assert_int_equal(ticket_now(p, id).owner_id.v, p->leader.colleague.v);
    assert_done(presence_set(p->app, &p->dao, &back, &err), &err);
    app_desk_at(p, "2026-11-20 11:20");
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
    assert_int_equal(ticket_now(p, id).hops, 0);
}

static void a_draft_for_a_handover_is_filled_in(void **state) /* O3 */
{
    struct app_people *p = app_desk_with_people(*state);
    struct handover_draft draft;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct promise_input stated = { STR("Send the label"), p->desk->clock->now(p->desk->clock) + DAY_MS };
    reply(p, &p->amara, id, (struct reply_input){ .promises = { &stated, 1 } });
    assert_done(handover_draft(p->app, p, &p->amara, id, &draft, &err), &err);
    const struct candidate_view *candidates = draft.candidates.items;
    assert_int_equal(draft.candidates.count, 3); /* everybody but the owner; no role costs a seat */
    assert_int_equal(candidates[2].id.v, p->mateusz.colleague.v); /* the team first */
    assert_int_equal(draft.promises.count, 1);
    assert_int_not_equal(str_find(draft.summary, STR("Cracked hub"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(draft.summary, STR("Send the label"), 0), SIZE_MAX);
    assert_int_not_equal(str_find(draft.customer_text, STR("{name}"), 0), SIZE_MAX);
    assert_int_equal(draft.person_number, 2);
    assert_false(draft.needs_leader);
    assert_str(draft.person_name, "Tomás Herrera");
}

static void a_desk_that_slept_still_gives_its_notice(void **state) /* I4 */
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    app_desk_at(p, "2027-01-15 10:00");
    assert_int_equal(ticket_now(p, id).state, TICKET_PROPOSED);
    assert_int_equal(mails_like(p, "Unless you write by"), 1);
    app_desk_at(p, "2027-01-18 10:00");
    assert_int_equal(ticket_now(p, id).state, TICKET_RESOLVED);
}

static void the_customers_word_solves_and_reopens(void **state) /* R2, O8 */
{
    struct app_people *p = app_desk_with_people(*state);
    ticket_id id = app_desk_ticket(p, &p->amara);
    offer(p, &p->amara, id, &p->dao);
    customer(p, id, SAYS_SOLVED);
    assert_int_equal(ticket_now(p, id).state, TICKET_RESOLVED);
    assert_string_equal(promises_now(p, id), "acknowledgement released");
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM handover WHERE state = 'withdrawn'"), 1);
    customer(p, id, SAYS_NOT_YET);
    assert_int_equal(ticket_now(p, id).state, TICKET_OPEN);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
}

static void somebody_elses_solved_is_only_a_word(void **state) /* What a customer sees */
{
    struct app_people *p = app_desk_with_people(*state);
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    person_id other = { desk_ask(p->desk, "SELECT MIN(person_id) FROM colleague") };
    assert_done(customer_says_solved(p->app, &tx, id, other, VIA_EMAIL, (message_id){ 0 }, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    assert_int_equal(ticket_now(p, id).state, TICKET_OPEN);
}

/* ---- the page ---- */

static struct str page_token(struct app_people *p, ticket_id id, person_id person)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct str url;
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(page_link(p->app, &tx, p, id, person, &url, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    assert_true(str_starts(url, STR("https://desk.example/p/")));
    return str_slice(url, strlen("https://desk.example/p/"), url.len);
}

static void a_page_opens_by_its_link_and_decides(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    struct value *data;
    struct str language;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct str token = page_token(p, id, p->tomas);
    assert_done(page_open(p->app, token, STR(""), &who, &err), &err);
    assert_false(who.page_full);
    assert_done(page_data(p->app, p, &who, &(const struct page_asked){ STR(""), STR("") }, &data, &language, &err), &err);
    assert_int_equal(ticket_now(p, id).state, TICKET_OPEN); /* opening changes nothing */
    assert_done(page_solved(p->app, &who, &err), &err);
    assert_done(page_solved(p->app, &who, &err), &err); /* a second click */
    assert_int_equal(ticket_now(p, id).state, TICKET_RESOLVED);
    assert_int_equal(mails_like(p, "thank you for telling me"), 1);
    assert_done(page_not_yet(p->app, &who, STR("It squeaks"), &err), &err);
    assert_int_equal(ticket_now(p, id).state, TICKET_OPEN);
    assert_done(page_write(p->app, &who, STR("Thank you!"), &err), &err);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM message WHERE kind = 'page' AND thanks"), 1);
}

/* What TEMPLATE says of the page. */
static struct str shown(struct app_people *p, struct who *who, bool full, const char *template)
{
    struct value *data = NULL;
    struct str language;
    struct buf out;
    struct err err;
    who->page_full = full;
    assert_done(page_data(p->app, p, who, &(const struct page_asked){ STR(""), STR("") }, &data, &language, &err), &err);
    buf_init(&out, p, LIMIT_ANSWER_BYTES);
    assert_done(template_render(&out, str_from(template), data, ESCAPE_NONE, NULL, &err), &err);
    return buf_str(&out);
}

static void what_was_proposed_is_read_with_the_code_only_I9(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_done(page_open(p->app, page_token(p, id, p->tomas), STR(""), &who, &err), &err);
    reply(p, &p->amara, id, (struct reply_input){ .propose = true });
    assert_str(shown(p, &who, false, "{{#proposal}}[{{text}}]{{/proposal}}"), "[]");
    assert_str(shown(p, &who, true, "{{#proposal}}[{{text}}]{{/proposal}}"), "[I look into it.]");
}

static void an_answer_is_on_the_page_when_it_cannot_be_taken_back_any_more(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_done(page_open(p->app, page_token(p, id, p->tomas), STR(""), &who, &err), &err);
    reply(p, &p->amara, id, (struct reply_input){ .wait = true });
    assert_str(shown(p, &who, true, "{{#messages}}[{{text}}]{{/messages}}"), "");
    app_desk_at(p, "2026-11-20 12:00");
    assert_str(shown(p, &who, true, "{{#messages}}[{{text}}]{{/messages}}"), "[I look into it.]");
}

static void a_link_in_wrong_hands_fills_no_mailbox_AC126_AC134(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    enum status status = STATUS_OK;
    ticket_id id = app_desk_ticket(p, &p->amara);
    assert_done(page_open(p->app, page_token(p, id, p->tomas), STR(""), &who, &err), &err);
    int decided = 0, written = 0;
    for (; decided < 100 && status == STATUS_OK; decided++) {
        clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + SECOND_MS);
        status = page_not_yet(p->app, &who, STR(""), &err);
    }
    assert_int_equal(status, STATUS_TOO_MANY);
    assert_in_range(decided, 5, 20);
    status = STATUS_OK;
    for (; written < 200 && status == STATUS_OK; written++)
        status = page_write(p->app, &who, STR("And another thing."), &err);
    assert_int_equal(status, STATUS_TOO_MANY);
    assert_in_range(written, 30, 100);
    clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + HOUR_MS);
    assert_done(page_write(p->app, &who, STR("And another thing."), &err), &err);
    assert_done(page_not_yet(p->app, &who, STR(""), &err), &err);
}

static void merge(struct app_people *p, ticket_id from, ticket_id into)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(desk_facts_get(p->app, &tx, &facts, &err), &err);
    assert_done(turn_open(&work, &tx, p, facts, who_actor(&p->amara), from, &err), &err);
    work.ticket.state = TICKET_MERGED;
    work.ticket.merged_into_id = into;
    assert_done(turn_settle(&work, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
}

static person_id somebody_else(struct app_people *p)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    person_id other;
    struct err err;
    assert_done(tx_begin_write(&tx, p->app->db, &err), &err);
    assert_done(person_insert(&tx, p, STR("Eve"), STR("en"), STR("eve@night.example"), &other, &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
    return other;
}

static void the_link_of_a_merged_problem_leads_to_where_it_goes_on_O8_AC092(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    ticket_id old = app_desk_ticket(p, &p->amara), living = app_desk_ticket(p, &p->amara);
    struct str token = page_token(p, old, p->tomas), foreign = page_token(p, old, somebody_else(p));
    merge(p, old, living);
    assert_done(page_open(p->app, token, STR(""), &who, &err), &err);
    assert_int_equal(who.page_ticket.v, living.v);
    assert_done(page_solved(p->app, &who, &err), &err);
    assert_int_equal(ticket_now(p, living).state, TICKET_RESOLVED);
    assert_done(page_open(p->app, foreign, STR(""), &who, &err), &err);
    assert_int_equal(who.page_ticket.v, old.v);
}

static void a_wrong_or_ended_link_opens_nothing(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct str token = page_token(p, id, p->tomas);
    assert_int_equal(page_open(p->app, STR("aaaa"), STR(""), &who, &err), STATUS_NOT_FOUND);
    customer(p, id, SAYS_SOLVED);
    app_desk_at(p, "2026-12-19 10:00");
    assert_done(page_open(p->app, token, STR(""), &who, &err), &err);
    app_desk_at(p, "2026-12-21 10:00");
    assert_int_equal(page_open(p->app, token, STR(""), &who, &err), STATUS_NOT_FOUND);
}

/* The code stands in the mail alone. */
static struct str code_sent(struct app_people *p)
{
    int64_t code = desk_ask(p->desk, talloc_asprintf(p, "SELECT CAST(SUBSTR(headers, %s(headers, '\"hidden\":\"') + 10, 6) AS int) FROM outbox"
                                                        " WHERE headers LIKE '%%\"hidden\":\"_%%' ORDER BY id DESC LIMIT 1",
                                                     p->desk->postgres ? "STRPOS" : "INSTR"));
    assert_int_equal(desk_ask(p->desk, talloc_asprintf(p, "SELECT COUNT(*) FROM message WHERE text LIKE '%%%06lld%%'", (long long)code)), 0);
    return str_format(p, "%06lld", (long long)code);
}

static void a_new_browser_sees_the_conversation_with_the_code_only(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct who who;
    struct str cookie;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct str token = page_token(p, id, p->tomas);
    assert_done(page_code_send(p->app, token, &err), &err);
    struct str code = code_sent(p);
    assert_int_equal(page_code_check(p->app, p, token, STR("x"), &cookie, &err), STATUS_INVALID);
    assert_done(page_code_check(p->app, p, token, code, &cookie, &err), &err);
    assert_int_equal(page_code_check(p->app, p, token, code, &cookie, &err),
                     STATUS_INVALID); /* it is good for one browser */
    assert_done(page_open(p->app, token, cookie, &who, &err), &err);
    assert_true(who.page_full);
    struct value *data;
    struct str language;
    assert_done(page_data(p->app, p, &who, &(const struct page_asked){ STR(""), STR("") }, &data, &language, &err), &err);
}

static void codes_are_few_and_tries_are_few(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct str cookie;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    struct str token = page_token(p, id, p->tomas);
    assert_done(page_code_send(p->app, token, &err), &err);
    struct str code = code_sent(p);
    for (int i = 0; i < 5; i++)
        assert_int_equal(page_code_check(p->app, p, token, STR("x"), &cookie, &err), STATUS_INVALID);
    assert_int_equal(page_code_check(p->app, p, token, code, &cookie, &err), STATUS_INVALID);
    app_desk_at(p, "2026-11-20 11:05");
    assert_done(page_code_send(p->app, token, &err), &err);
    app_desk_at(p, "2026-11-20 11:06");
    assert_done(page_code_send(p->app, token, &err), &err);
    assert_int_equal(page_code_send(p->app, token, &err), STATUS_TOO_MANY);
    code = code_sent(p);
    app_desk_at(p, "2026-11-20 11:30");
    assert_int_equal(page_code_check(p->app, p, token, code, &cookie, &err), STATUS_INVALID); /* too old */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ownership_moves_only_when_the_colleague_accepts),
        TEST(a_decline_a_withdrawal_and_the_expiry_leave_the_owner_the_owner),
        TEST(there_is_one_offer_at_a_time_and_only_the_owner_offers),
        TEST(nobody_but_the_named_colleague_accepts),
        TEST(the_third_hop_waits_for_a_leader),
        TEST(a_loan_comes_back_by_itself),
        TEST(a_month_of_promises_passes_in_a_second),
        TEST(a_silent_customer_is_asked_again_once),
        TEST(silence_is_reminded_noticed_and_rests),
        TEST(a_notice_that_could_not_be_sent_is_none),
        TEST(nobody_is_told_anything_at_night),
        TEST(a_desk_that_slept_still_gives_its_notice),
        TEST(an_idle_clockwork_writes_nothing),
        TEST(what_the_steward_holds_is_dealt_as_colleagues_get_room),
        TEST(a_draft_for_a_handover_is_filled_in),
        TEST(the_customers_word_solves_and_reopens),
        TEST(somebody_elses_solved_is_only_a_word),
        TEST(a_page_opens_by_its_link_and_decides),
        TEST(what_was_proposed_is_read_with_the_code_only_I9),
        TEST(an_answer_is_on_the_page_when_it_cannot_be_taken_back_any_more),
        TEST(a_link_in_wrong_hands_fills_no_mailbox_AC126_AC134),
        TEST(the_link_of_a_merged_problem_leads_to_where_it_goes_on_O8_AC092),
        TEST(a_wrong_or_ended_link_opens_nothing),
        TEST(a_new_browser_sees_the_conversation_with_the_code_only),
        TEST(codes_are_few_and_tries_are_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
