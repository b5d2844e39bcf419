/* A ticket that is lent for a step of the work comes back by itself: when the step is done, or at the agreed time (O3). */
#include "story.h"

/* Dao has it until tomorrow, to measure the hub. */
static handover_id lend(struct app_people *p, ticket_id id, time_ms until)
{
    struct handover_view view;
    struct err err;
    const struct handover_input in = { .to_id = p->dao.colleague, .reason = STR("part"), .summary = STR("Hub"), .customer_text = STR("Hi"),
                                       .loan_until_ms = until, .loan_step = STR(" Measure the hub ") };
    assert_done(handover_offer(p->app, p, &p->amara, id, &in, &view, &err), &err);
    assert_done(handover_accept(p->app, p, &p->dao, (handover_id){ view.id }, &view, &err), &err);
    return (handover_id){ view.id };
}

static handover_id lend_for_a_day(struct app_people *p, ticket_id id)
{
    return lend(p, id, p->desk->clock->now(p->desk->clock) + DAY_MS);
}

static enum status give_back(struct app_people *p, const struct who *who, handover_id loan, struct err *err)
{
    struct handover_view view;
    return handover_give_back(p->app, p, who, loan, &view, err);
}

static void a_loan_goes_back_when_its_step_is_done_O3(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    reply(p, &p->amara, id, (struct reply_input){ 0 });
    handover_id loan = lend_for_a_day(p, id);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
    assert_done(give_back(p, &p->dao, loan, &err), &err);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->amara.colleague.v);
    assert_int_equal(ticket_now(p, id).hops, 0);
    assert_int_equal(desk_ask(p->desk, "SELECT COUNT(*) FROM ownership WHERE way = 'loan_return' AND reason = 'Measure the hub'"), 1);
}

static void the_borrower_reads_for_what_it_is_lent_O3(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct ticket_view ticket;
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    lend_for_a_day(p, id);
    assert_done(ticket_read(p->app, p, &p->dao, id, &ticket, &err), &err);
    const struct handover_view *loan = ticket.handovers.items;
    assert_int_equal(ticket.handovers.count, 1);
    assert_str(loan->loan_step, "Measure the hub");
}

static void a_loan_that_is_over_is_given_back_no_more_O3(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    handover_id loan = lend_for_a_day(p, id);
    assert_done(give_back(p, &p->dao, loan, &err), &err);
    hand_over(p, &p->amara, id, &p->dao);
    assert_int_equal(give_back(p, &p->dao, loan, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "handover.loan_over");
    app_desk_at(p, "2026-11-30 10:00");
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
}

static void what_was_handed_over_for_good_is_no_loan_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    handover_id handover = lend(p, id, 0);
    assert_int_equal(give_back(p, &p->dao, handover, &err), STATUS_CONFLICT);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
}

static void nobody_takes_a_loan_back_from_its_borrower_O5(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    ticket_id id = app_desk_ticket(p, &p->amara);
    handover_id loan = lend_for_a_day(p, id);
    assert_int_equal(give_back(p, &p->amara, loan, &err), STATUS_DENIED);
    assert_int_equal(give_back(p, &p->mateusz, loan, &err), STATUS_NOT_FOUND);
    assert_int_equal(ticket_now(p, id).owner_id.v, p->dao.colleague.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_loan_goes_back_when_its_step_is_done_O3),
        TEST(the_borrower_reads_for_what_it_is_lent_O3),
        TEST(a_loan_that_is_over_is_given_back_no_more_O3),
        TEST(what_was_handed_over_for_good_is_no_loan_O5),
        TEST(nobody_takes_a_loan_back_from_its_borrower_O5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
