#include "core/ticket.h"

#include "check.h"

static void only_the_customer_or_the_clock_resolves(void **state) /* R2, I4 */
{
    (void)state;
    for (size_t i = 0; i < ticket_move_count; i++) {
        const struct ticket_move *move = &ticket_moves[i];
        if (move->to != TICKET_RESOLVED || move->from == TICKET_RESOLVED)
            continue;
        assert_true(move->by == BY_CUSTOMER || (move->by == BY_DESK && move->from == TICKET_PROPOSED));
    }
}

static void a_mere_thanks_moves_nothing(void **state) /* R2 */
{
    (void)state;
    const enum ticket_state states[] = { TICKET_OPEN, TICKET_PROPOSED, TICKET_RESOLVED };
    for (size_t i = 0; i < 3; i++) {
        enum ticket_state to;
        assert_ok(ticket_next(states[i], TICKET_CUSTOMER_THANKED, &to, NULL));
        assert_int_equal(to, states[i]);
    }
}

static void a_human_word_reopens_what_was_proposed_or_resolved(void **state) /* R2 */
{
    (void)state;
    enum ticket_state to;
    assert_ok(ticket_next(TICKET_RESOLVED, TICKET_CUSTOMER_WROTE, &to, NULL));
    assert_int_equal(to, TICKET_OPEN);
    assert_ok(ticket_next(TICKET_PROPOSED, TICKET_CUSTOMER_NOT_YET, &to, NULL));
    assert_int_equal(to, TICKET_OPEN);
}

static void no_state_and_event_has_two_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ticket_move_count; i++)
        for (size_t j = i + 1; j < ticket_move_count; j++)
            assert_false(ticket_moves[i].from == ticket_moves[j].from &&
                         ticket_moves[i].event == ticket_moves[j].event);
}

static void what_the_table_does_not_allow_is_a_conflict(void **state)
{
    (void)state;
    struct err err;
    enum ticket_state to = TICKET_SPAM;
    assert_int_equal(ticket_next(TICKET_MERGED, TICKET_PROPOSE, &to, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "ticket.cannot");
    assert_int_equal(to, TICKET_SPAM);
}

static void the_turn_follows_from_the_facts(void **state) /* DOMAIN, Ticket; P3 */
{
    (void)state;
    static const struct { struct turn_facts facts; enum ticket_turn turn; } cases[] = {
        /* ask out, customer last, stated, asked */
        { { false, true, false, false }, TURN_US },
        { { false, true, false, true }, TURN_US },
        { { false, false, false, true }, TURN_CUSTOMER },
        { { false, false, true, true }, TURN_US },   /* what was promised is done without waiting */
        { { false, false, false, false }, TURN_US }, /* the next word is ours */
        { { true, true, true, true }, TURN_HELPER },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(ticket_turn_of(&cases[i].facts), cases[i].turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_the_customer_or_the_clock_resolves),
        TEST(a_mere_thanks_moves_nothing),
        TEST(a_human_word_reopens_what_was_proposed_or_resolved),
        TEST(no_state_and_event_has_two_rows),
        TEST(what_the_table_does_not_allow_is_a_conflict),
        TEST(the_turn_follows_from_the_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
