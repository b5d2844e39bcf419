#include "core/resolution.h"

#include "check.h"

static void a_refusal_without_an_alternative_is_refused(void **state) /* R1, I5 */
{
    (void)state;
    struct proposal_words words = { .kind = PROPOSAL_REFUSAL, .text = STR("A new wheel is not in stock") };
    struct err err;
    assert_int_equal(resolution_check_proposal(TICKET_OPEN, &words, &err), STATUS_INVALID);
    assert_string_equal(err.key, "proposal.alternative");
    words.alternatives = 1;
    assert_ok(resolution_check_proposal(TICKET_OPEN, &words, NULL));
}

static void only_a_refusal_has_something_else_to_choose(void **state) /* R1 */
{
    (void)state;
    const struct proposal_words words = { .kind = PROPOSAL_SOLUTION, .text = STR("Here is your label"), .alternatives = 1 };
    struct err err;
    assert_int_equal(resolution_check_proposal(TICKET_OPEN, &words, &err), STATUS_INVALID);
    assert_string_equal(err.field, "alternatives");
}

static void a_stated_promise_is_kept_or_listed_before_a_proposal(void **state) /* R2 */
{
    (void)state;
    struct proposal_words words = { .text = STR("Here is your label"), .open_stated = 2, .listed_to_come = 1 };
    struct err err;
    assert_int_equal(resolution_check_proposal(TICKET_OPEN, &words, &err), STATUS_INVALID);
    assert_string_equal(err.key, "proposal.promises");
    words.listed_to_come = 2;
    assert_ok(resolution_check_proposal(TICKET_OPEN, &words, NULL));
}

static void nothing_is_proposed_for_what_has_ended(void **state) /* R1 */
{
    (void)state;
    const struct proposal_words words = { .text = STR("Here is your label") };
    assert_int_equal(resolution_check_proposal(TICKET_RESOLVED, &words, NULL), STATUS_CONFLICT);
    assert_int_equal(resolution_check_proposal(TICKET_SPAM, &words, NULL), STATUS_CONFLICT);
    assert_ok(resolution_check_proposal(TICKET_PROPOSED, &words, NULL));
}

static void silence_is_reminded_then_noticed_then_rests(void **state) /* R2 */
{
    (void)state;
    const time_ms now = 1000 * DAY_MS;
    struct silence silence = resolution_silence(now, 3 * DAY_MS, 8 * DAY_MS, 0);
    assert_int_equal(silence.remind, now + 3 * DAY_MS);
    assert_int_equal(silence.notice, now + 6 * DAY_MS);
    assert_int_equal(silence.rest, now + 8 * DAY_MS);

    static const struct { int hours; bool reminded, noticed; enum silence_step step; int next_hours; } cases[] = {
        { 0,   false, false, SILENCE_NOTHING, 72  },
        { 72,  false, false, SILENCE_REMIND,  0   },
        { 72,  true,  false, SILENCE_NOTHING, 144 },
        { 144, true,  false, SILENCE_NOTICE,  0   },
        { 144, true,  true,  SILENCE_NOTHING, 192 },
        { 192, true,  true,  SILENCE_REST,    0   },
        { 500, false, false, SILENCE_NOTICE,  0   }, /* a desk that slept: the notice still comes first */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        time_ms next = 0;
        enum silence_step step = resolution_silence_next(&silence, cases[i].reminded, cases[i].noticed,
                                                         now + cases[i].hours * HOUR_MS, &next);
        assert_int_equal(step, cases[i].step);
        if (step == SILENCE_NOTHING)
            assert_int_equal(next, now + cases[i].next_hours * HOUR_MS);
    }
}

static void there_is_no_rest_without_a_notice(void **state) /* I4 */
{
    (void)state;
    const time_ms now = 1000 * DAY_MS;
    struct silence silence = resolution_silence(now, 3 * DAY_MS, 8 * DAY_MS, 0);
    for (int day = 0; day < 400; day++) {
        time_ms next;
        assert_int_not_equal(resolution_silence_next(&silence, true, false, now + day * DAY_MS, &next), SILENCE_REST);
    }
}

static void a_late_notice_still_gives_its_time(void **state) /* I4 */
{
    (void)state;
    const time_ms now = 1000 * DAY_MS;
    struct silence silence = resolution_silence(now, 3 * DAY_MS, 8 * DAY_MS, 0);
    assert_int_equal(resolution_rest_after_notice(&silence, silence.notice), silence.rest);
    assert_int_equal(resolution_rest_after_notice(&silence, now + 30 * DAY_MS), now + 32 * DAY_MS);
}

static void the_steps_rise_whatever_the_team_has_set(void **state) /* R2 */
{
    (void)state;
    static const span_ms spans[] = { 0, 1, HOUR_MS, DAY_MS, 10 * DAY_MS, 100 * DAY_MS };
    const time_ms now = 1000 * DAY_MS;
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            struct silence s = resolution_silence(now, spans[i], spans[j], j == 3 ? now + HOUR_MS : 0);
            assert_true(now < s.remind && s.remind < s.notice && s.notice < s.rest);
            assert_true(s.rest - now >= NOTICE_LEAST_DAYS * DAY_MS);
        }
    }
}

static void after_sixty_days_a_word_is_a_new_problem(void **state) /* R2, O8 */
{
    (void)state;
    const time_ms resolved = 1000 * DAY_MS;
    assert_true(resolution_may_reopen(TICKET_RESOLVED, resolved, resolved + 60 * DAY_MS));
    assert_false(resolution_may_reopen(TICKET_RESOLVED, resolved, resolved + 60 * DAY_MS + 1));
    assert_false(resolution_may_reopen(TICKET_MERGED, resolved, resolved));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_refusal_without_an_alternative_is_refused),
        TEST(only_a_refusal_has_something_else_to_choose),
        TEST(a_stated_promise_is_kept_or_listed_before_a_proposal),
        TEST(nothing_is_proposed_for_what_has_ended),
        TEST(silence_is_reminded_then_noticed_then_rests),
        TEST(there_is_no_rest_without_a_notice),
        TEST(a_late_notice_still_gives_its_time),
        TEST(the_steps_rise_whatever_the_team_has_set),
        TEST(after_sixty_days_a_word_is_a_new_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
