#include "core/promise.h"

#include "at.h"

static const struct calendar_hours shop_hours[] = {
    { 0, 540, 1020 }, { 1, 540, 1020 }, { 2, 540, 1020 }, { 3, 540, 1020 }, { 4, 540, 1020 },
};
static const struct standing standing = { .acknowledgement = HOUR_MS,
                                          .next_word = 8 * HOUR_MS,
                                          .follow_up = 16 * HOUR_MS };

static struct calendar shop(const struct zone *zone)
{
    return (struct calendar){ .zone = zone, .hours = shop_hours, .hour_count = 5 };
}

static void a_broken_promise_can_only_be_kept_late(void **state) /* P1 */
{
    (void)state;
    enum promise_state to;
    assert_ok(promise_next(PROMISE_BROKEN, PROMISE_DO, &to, NULL));
    assert_int_equal(to, PROMISE_KEPT_LATE);
    for (enum promise_event event = PROMISE_PASS; event < PROMISE_EVENT_COUNT; event++)
        assert_int_equal(promise_next(PROMISE_BROKEN, event, &to, NULL), STATUS_CONFLICT);
}

static void a_closed_promise_takes_no_event(void **state) /* P1 */
{
    (void)state;
    const enum promise_state closed[] = { PROMISE_KEPT, PROMISE_KEPT_LATE, PROMISE_RENEWED, PROMISE_RELEASED };
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        for (enum promise_event event = 0; event < PROMISE_EVENT_COUNT; event++) {
            struct err err;
            enum promise_state to;
            assert_int_equal(promise_next(closed[i], event, &to, &err), STATUS_CONFLICT);
            assert_string_equal(err.key, "promise.closed");
        }
    }
}

static void the_due_moment_itself_is_in_time(void **state)
{
    (void)state;
    assert_false(promise_has_passed(1000, 1000));
    assert_true(promise_has_passed(1000, 1001));
}

static void any_answer_keeps_what_stands_but_not_what_was_stated(void **state) /* P2 */
{
    (void)state;
    assert_true(promise_kept_by_answer(PROMISE_ACKNOWLEDGEMENT));
    assert_true(promise_kept_by_answer(PROMISE_NEXT_WORD));
    assert_true(promise_kept_by_answer(PROMISE_APOLOGY));
    assert_false(promise_kept_by_answer(PROMISE_STATED));
}

static void renewing_needs_time_left_a_later_time_and_a_why(void **state) /* P1 */
{
    (void)state;
    static const struct { enum promise_state state; time_ms due, now, new_due; const char *why, *key; } cases[] = {
        { PROMISE_OPEN,   1000, 900,  2000, "the part is late", NULL },
        { PROMISE_OPEN,   1000, 1000, 2000, "the part is late", NULL },
        { PROMISE_OPEN,   1000, 1001, 2000, "the part is late", "promise.passed" },
        { PROMISE_BROKEN, 1000, 1001, 2000, "the part is late", "promise.closed" },
        { PROMISE_OPEN,   1000, 900,  900,  "the part is late", "promise.past" },
        { PROMISE_OPEN,   1000, 900,  2000, "  ",               "promise.why" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err err = { 0 };
        enum status status = promise_check_renew(cases[i].state, cases[i].due, cases[i].now, cases[i].new_due,
                                                 str_from(cases[i].why), &err);
        assert_int_equal(status == STATUS_OK, cases[i].key == NULL);
        if (cases[i].key != NULL)
            assert_string_equal(err.key, cases[i].key);
    }
}

static void a_stated_promise_needs_words_and_a_time_ahead(void **state) /* P1 */
{
    (void)state;
    assert_ok(promise_check_stated(STR("send a label"), 1001, 1000, NULL));
    assert_int_equal(promise_check_stated(STR("send a label"), 1000, 1000, NULL), STATUS_INVALID);
    assert_int_equal(promise_check_stated(STR(" "), 1001, 1000, NULL), STATUS_INVALID);
}

static void a_chain_counts_as_one_break(void **state) /* P6 */
{
    (void)state;
    const promise_id first = { 7 };
    const promise_id apology = { 8 };
    assert_true(promise_counts_as_break(PROMISE_BROKEN, first, first));
    assert_true(promise_counts_as_break(PROMISE_KEPT_LATE, first, first));
    assert_false(promise_counts_as_break(PROMISE_BROKEN, apology, first));
    assert_false(promise_counts_as_break(PROMISE_KEPT, first, first));
    assert_false(promise_counts_as_break(PROMISE_RENEWED, first, first));
}

static void an_open_ticket_on_our_turn_needs_a_promise(void **state) /* P2, I3 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    time_ms now = at(&zone, "2026-11-16 10:00");
    time_ms near = at(&zone, "2026-11-18 10:00");
    time_ms far = at(&zone, "2026-12-16 10:00");
    const struct { struct promise_facts facts; bool needed; enum promise_kind kind; } cases[] = {
        { { TICKET_OPEN, TURN_US, false, 0 },           true,  PROMISE_ACKNOWLEDGEMENT },
        { { TICKET_OPEN, TURN_US, true, 0 },            true,  PROMISE_NEXT_WORD },
        { { TICKET_OPEN, TURN_HELPER, true, 0 },        true,  PROMISE_NEXT_WORD },
        { { TICKET_OPEN, TURN_CUSTOMER, true, 0 },      false, 0 },
        { { TICKET_PROPOSED, TURN_CUSTOMER, true, 0 },  false, 0 },
        { { TICKET_RESOLVED, TURN_US, true, 0 },        false, 0 },
        { { TICKET_OPEN, TURN_US, true, near },         false, 0 },
        { { TICKET_OPEN, TURN_US, true, far },          true,  PROMISE_NEXT_WORD }, /* beyond the ceiling */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum promise_kind kind = PROMISE_STATED;
        assert_int_equal(promise_is_needed(&cases[i].facts, &calendar, &standing, now, &kind), cases[i].needed);
        if (cases[i].needed)
            assert_int_equal(kind, cases[i].kind);
    }
}

static void standing_times_follow_kind_urgency_and_hours(void **state) /* P2 */
{
    static const struct { enum promise_kind kind; enum urgency urgency; const char *now, *due; } cases[] = {
        { PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, "2026-11-16 10:00", "2026-11-16 11:00" },
        { PROMISE_ACKNOWLEDGEMENT, URGENCY_HIGH,   "2026-11-16 10:00", "2026-11-16 10:30" },
        { PROMISE_ACKNOWLEDGEMENT, URGENCY_LOW,    "2026-11-16 10:00", "2026-11-16 12:00" },
        { PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, "2026-11-20 20:00", "2026-11-23 10:00" },
        { PROMISE_NEXT_WORD,       URGENCY_NORMAL, "2026-11-16 10:00", "2026-11-17 10:00" },
        { PROMISE_APOLOGY,         URGENCY_NORMAL, "2026-11-16 16:30", "2026-11-17 09:30" },
    };
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct standing_due due = promise_standing_due(&calendar, &standing, cases[i].kind, cases[i].urgency, NULL,
                                                       at(&zone, cases[i].now));
        assert_string_equal(text_of(*state, &zone, due.due), cases[i].due);
        assert_int_equal(due.gap, 0);
    }
}

static void a_standing_promise_is_never_sooner_than_people_can_manage(void **state) /* P2 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    const struct standing_load load = { .ahead = 12, .each = 10 * MINUTE_MS };
    struct standing_due due = promise_standing_due(&calendar, &standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, &load,
                                                   at(&zone, "2026-11-16 10:00"));
    assert_string_equal(text_of(*state, &zone, due.due), "2026-11-16 12:00");
    assert_int_equal(due.gap, HOUR_MS);
}

static void a_pile_pushes_a_time_no_further_than_the_ceiling(void **state) /* P2 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    const struct standing_load flood = { .ahead = 100000, .each = STANDING_PIECE_MINUTES * MINUTE_MS };
    struct standing_due due = promise_standing_due(&calendar, &standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, &flood,
                                                   at(&zone, "2026-11-16 10:00"));
    assert_int_equal(due.gap, standing.next_word * STANDING_CEILING_WORDS - standing.acknowledgement);
    assert_int_equal(promise_pile(&standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, 10), PILE_SMALL);
    assert_int_equal(promise_pile(&standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, 11), PILE_COUNTS);
    assert_int_equal(promise_pile(&standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_HIGH, 6), PILE_COUNTS);
    assert_int_equal(promise_pile(&standing, PROMISE_NEXT_WORD, URGENCY_NORMAL, 11), PILE_SMALL);
    int64_t most = STANDING_FLOOD * STANDING_CEILING_WORDS * standing.next_word / (STANDING_PIECE_MINUTES * MINUTE_MS);
    assert_int_equal(promise_pile(&standing, PROMISE_NEXT_WORD, URGENCY_NORMAL, most), PILE_COUNTS);
    assert_int_equal(promise_pile(&standing, PROMISE_NEXT_WORD, URGENCY_NORMAL, most + 1), PILE_FLOOD);
}

static void colleagues_are_told_within_their_hours_or_not_at_all(void **state) /* P5 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    const struct { const char *now, *due, *told; } cases[] = {
        { "2026-11-16 10:00", "2026-11-16 12:00", "2026-11-16 10:00" },
        { "2026-11-16 03:00", "2026-11-16 12:00", "2026-11-16 09:00" },
        { "2026-11-16 22:00", "2026-11-16 23:00", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        time_ms told = promise_tell_at(&calendar, at(&zone, cases[i].now), at(&zone, cases[i].due));
        if (cases[i].told == NULL)
            assert_int_equal(told, 0);
        else
            assert_string_equal(text_of(*state, &zone, told), cases[i].told);
    }
    assert_string_equal(text_of(*state, &zone, promise_alarm_at(&calendar, at(&zone, "2026-11-16 10:00"), at(&zone, "2026-11-16 12:00"))),
                        "2026-11-16 11:00");
    assert_int_equal(promise_alarm_at(&calendar, at(&zone, "2026-11-16 22:00"), at(&zone, "2026-11-16 23:00")), 0);
    const struct calendar never = { .zone = &zone };
    assert_int_equal(promise_tell_at(&never, 1000, 2000), 1000); /* a team without hours is told at any */
}

static void a_team_without_hours_still_gives_a_time(void **state) /* P2 */
{
    static const struct calendar_hours sunday[] = { { 6, 540, 600 } };
    struct zone zone = zone_named(*state, "UTC");
    struct calendar none = { .zone = &zone };
    struct calendar team = shop(&zone);
    struct calendar duty = { .zone = &zone, .hours = sunday, .hour_count = 1, .within = &team };
    time_ms now = at(&zone, "2026-11-16 10:00");
    assert_int_equal(promise_standing_due(&none, &standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, NULL, now).due,
                     now + HOUR_MS);
    assert_int_equal(promise_standing_due(&duty, &standing, PROMISE_ACKNOWLEDGEMENT, URGENCY_NORMAL, NULL, now).due,
                     now + HOUR_MS);
}

static void the_warning_comes_within_working_hours_before_the_time(void **state) /* P5 */
{
    static const struct { const char *made, *due, *warn; } cases[] = {
        { "2026-11-16 10:00", "2026-11-16 14:00", "2026-11-16 13:00" },
        { "2026-11-16 13:00", "2026-11-17 13:00", "2026-11-17 11:00" },
        { "2026-11-20 13:00", "2026-11-23 08:00", "2026-11-20 16:00" }, /* due before the shift: warned in the one before */
        { "2026-11-20 18:00", "2026-11-22 12:00", "2026-11-20 18:00" }, /* no shift between: at once */
    };
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        time_ms warn = promise_warn_at(&calendar, at(&zone, cases[i].made), at(&zone, cases[i].due));
        assert_string_equal(text_of(*state, &zone, warn), cases[i].warn);
    }
}

static void a_silent_customer_is_asked_again_in_working_time(void **state) /* P3 */
{
    struct zone zone = zone_named(*state, "Europe/Madrid");
    struct calendar calendar = shop(&zone);
    assert_string_equal(
        text_of(*state, &zone, promise_follow_up_at(&calendar, &standing, at(&zone, "2026-11-20 12:00"))),
        "2026-11-24 12:00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_broken_promise_can_only_be_kept_late),
        TEST(a_closed_promise_takes_no_event),
        TEST(the_due_moment_itself_is_in_time),
        TEST(any_answer_keeps_what_stands_but_not_what_was_stated),
        TEST(renewing_needs_time_left_a_later_time_and_a_why),
        TEST(a_stated_promise_needs_words_and_a_time_ahead),
        TEST(a_chain_counts_as_one_break),
        TEST(an_open_ticket_on_our_turn_needs_a_promise),
        TEST(standing_times_follow_kind_urgency_and_hours),
        TEST(a_standing_promise_is_never_sooner_than_people_can_manage),
        TEST(a_pile_pushes_a_time_no_further_than_the_ceiling),
        TEST(colleagues_are_told_within_their_hours_or_not_at_all),
        TEST(a_team_without_hours_still_gives_a_time),
        TEST(the_warning_comes_within_working_hours_before_the_time),
        TEST(a_silent_customer_is_asked_again_in_working_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
