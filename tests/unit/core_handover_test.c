#include "core/handover.h"

#include "at.h"

enum { AMARA = 1, DAO = 2 };

static const struct handover_facts fine = { .state = TICKET_OPEN, .owner = { AMARA }, .receiver_can_own = true };
static const struct handover_words good = {
    .reason = { "skill", 5 }, .summary = { "Hub cracked at 340 km", 21 }, .customer_text = { "Dao knows hubs", 14 },
};

static const char *refused(void *mem, struct handover_facts facts, int64_t to, struct handover_words words)
{
    static struct err err; /* its key outlives the call */
    err = (struct err){ 0 };
    return handover_check(&facts, (colleague_id){ to }, &words, mem, &err) == STATUS_OK ? "" : err.key;
}

static void only_an_acceptance_moves_the_owner(void **state) /* O3 */
{
    (void)state;
    for (size_t i = 0; i < handover_move_count; i++)
        assert_int_equal(handover_moves[i].moves_owner, handover_moves[i].event == HANDOVER_ACCEPT);
}

static void an_offer_is_answered_once(void **state) /* O3 */
{
    (void)state;
    for (enum handover_state from = HANDOVER_ACCEPTED; from < HANDOVER_STATE_COUNT; from++) {
        for (enum handover_event event = 0; event < HANDOVER_EVENT_COUNT; event++) {
            enum handover_state to;
            struct err err;
            assert_int_equal(handover_next(from, event, 1000, 500, &to, &err), STATUS_CONFLICT);
            assert_string_equal(err.key, "handover.answered");
        }
    }
}

static void an_expired_offer_cannot_be_accepted_even_before_the_clock_comes_by(void **state) /* O3 */
{
    (void)state;
    enum handover_state to;
    assert_ok(handover_next(HANDOVER_OFFERED, HANDOVER_ACCEPT, 1000, 1000, &to, NULL));
    assert_int_equal(to, HANDOVER_ACCEPTED);
    assert_int_equal(handover_next(HANDOVER_OFFERED, HANDOVER_ACCEPT, 1000, 1001, &to, NULL), STATUS_CONFLICT);
    assert_ok(handover_next(HANDOVER_OFFERED, HANDOVER_EXPIRE, 1000, 1001, &to, NULL));
    assert_int_equal(to, HANDOVER_EXPIRED);
}

static void an_offer_needs_a_reason_a_summary_and_what_the_customer_is_told(void **state) /* O3 */
{
    struct handover_words words = good;
    assert_string_equal(refused(*state, fine, DAO, words), "");
    words.summary = STR(" \n");
    assert_string_equal(refused(*state, fine, DAO, words), "handover.summary");
    words = good;
    words.customer_text = STR("");
    assert_string_equal(refused(*state, fine, DAO, words), "handover.customer_text");
    words = good;
    words.reason = STR("because");
    assert_string_equal(refused(*state, fine, DAO, words), "handover.reason");
    words.reason = STR("other");
    assert_string_equal(refused(*state, fine, DAO, words), "handover.reason");
    words.reason_text = STR("Dao lives next door to her");
    assert_string_equal(refused(*state, fine, DAO, words), "");
}

static void whose_job_it_is_is_no_reason(void **state) /* O4 */
{
    static const char *const texts[] = {
        "Not my department.", "that's NOT my job, sorry", "Dao: this is not my code", "Nicht meine Abteilung", "Dafür bin ich nicht zuständig",
        "Ce n’est pas mon service", "No es mi departamento",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct handover_words words = good;
        words.reason_text = str_from(texts[i]);
        assert_string_equal(refused(*state, fine, DAO, words), "handover.no_reason");
    }
    assert_false(handover_is_no_reason(*state, STR("Dao built this wheel and has the rim in stock")));
}

static void what_stands_in_the_way_of_an_offer_is_said(void **state) /* O3 */
{
    struct handover_facts facts = fine;
    facts.offer_is_open = true;
    assert_string_equal(refused(*state, facts, DAO, good), "handover.open");
    facts = fine;
    facts.state = TICKET_RESOLVED;
    assert_string_equal(refused(*state, facts, DAO, good), "ticket.cannot");
    facts = fine;
    facts.receiver_can_own = false;
    assert_string_equal(refused(*state, facts, DAO, good), "handover.to");
    assert_string_equal(refused(*state, fine, AMARA, good), "handover.self");
}

static void the_third_hop_needs_a_leader(void **state) /* O6 */
{
    struct handover_facts facts = fine;
    facts.customer_heard_us = true;
    facts.hops = 1;
    assert_string_equal(refused(*state, facts, DAO, good), "");
    facts.hops = 2;
    assert_string_equal(refused(*state, facts, DAO, good), "handover.third_hop");
    facts.leader_agrees = true;
    assert_string_equal(refused(*state, facts, DAO, good), "");
    facts.leader_agrees = false;
    facts.customer_heard_us = false; /* nobody has been passed on who has heard nobody */
    assert_string_equal(refused(*state, facts, DAO, good), "");
}

static void moves_count_as_hops_by_their_way(void **state) /* O6 */
{
    (void)state;
    assert_true(handover_is_hop(OWNER_HANDOVER, false, true));
    assert_true(handover_is_hop(OWNER_OVERRULE, false, true));
    assert_true(handover_is_hop(OWNER_DEALT, false, true));
    assert_false(handover_is_hop(OWNER_HANDOVER, true, true));
    assert_false(handover_is_hop(OWNER_HANDOVER, false, false));
    assert_false(handover_is_hop(OWNER_LOAN_RETURN, false, true));
    assert_false(handover_is_hop(OWNER_PROTECTION, false, true));
    assert_false(handover_is_hop(OWNER_WISH, false, true));
    assert_false(handover_is_hop(OWNER_CREATED, false, true));
}

static void a_loan_needs_no_yes_but_comes_back_within_a_month(void **state) /* O3, O6 */
{
    (void)state;
    const time_ms now = 1795168800000;
    struct err err;
    assert_false(handover_needs_leader(1, false, true));
    assert_true(handover_needs_leader(2, false, true));
    assert_false(handover_needs_leader(2, false, false));
    assert_false(handover_needs_leader(9, true, true));
    assert_ok(handover_check_loan(now, 0, NULL));
    assert_ok(handover_check_loan(now, now + LOAN_DAYS_MOST * DAY_MS, NULL));
    const time_ms wrong[] = { now, now - 1, now + LOAN_DAYS_MOST * DAY_MS + 1 };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(handover_check_loan(now, wrong[i], &err), STATUS_INVALID);
        assert_string_equal(err.field, "loan_until_ms");
    }
}

static void an_offer_expires_in_open_time_and_not_after_the_loan(void **state) /* O3 */
{
    static const struct calendar_hours hours[] = { { 0, 540, 1020 }, { 1, 540, 1020 } };
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = { .zone = &zone, .hours = hours, .hour_count = 2 };
    time_ms now = at(&zone, "2026-11-16 13:00");
    assert_string_equal(text_of(*state, &zone, handover_expires_at(&calendar, now, 0)), "2026-11-17 13:00");
    time_ms loan = at(&zone, "2026-11-16 18:00");
    assert_int_equal(handover_expires_at(&calendar, now, loan), loan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_an_acceptance_moves_the_owner),
        TEST(an_offer_is_answered_once),
        TEST(an_expired_offer_cannot_be_accepted_even_before_the_clock_comes_by),
        TEST(an_offer_needs_a_reason_a_summary_and_what_the_customer_is_told),
        TEST(whose_job_it_is_is_no_reason),
        TEST(what_stands_in_the_way_of_an_offer_is_said),
        TEST(the_third_hop_needs_a_leader),
        TEST(moves_count_as_hops_by_their_way),
        TEST(a_loan_needs_no_yes_but_comes_back_within_a_month),
        TEST(an_offer_expires_in_open_time_and_not_after_the_loan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
