#include "core/routing.h"

#include "check.h"

enum { AMARA = 1, DAO, MATEUSZ, INES, STEWARD };

/* A colleague of the team on duty with room. */
static struct routing_candidate on_duty(int64_t id, int64_t owed)
{
    return (struct routing_candidate){ .colleague = { id },
                                       .can_own = true,
                                       .in_team = true,
                                       .on_duty = true,
                                       .next_duty = 1,
                                       .owed = owed,
                                       .capacity = 10 };
}

static struct routing_candidate off_duty(int64_t id, time_ms next)
{
    struct routing_candidate c = on_duty(id, 0);
    c.on_duty = false;
    c.next_duty = next;
    return c;
}

static struct routing_candidate the_steward(void)
{
    struct routing_candidate c = off_duty(STEWARD, 0);
    c.steward = true;
    return c;
}

#define assert_routed(candidates, id, reason)                                                          \
    do {                                                                                               \
        struct routing_choice choice_;                                                                 \
        assert_ok(routing_choose((candidates), sizeof(candidates) / sizeof(candidates)[0], &choice_, NULL)); \
        assert_string_equal(routing_why_words[choice_.why], routing_why_words[(reason)]);              \
        assert_int_equal(choice_.owner.v, (id));                                                       \
    } while (0)

static void who_takes_it_owns_it(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), on_duty(DAO, 99), the_steward() };
    c[0].addressed = c[0].owns_other_open = true;
    c[1].took = true;
    assert_routed(c, DAO, ROUTED_TAKEN);
}

static void who_is_written_to_owns_it(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), off_duty(DAO, 500), the_steward() };
    c[0].owns_other_open = true;
    c[1].addressed = true;
    assert_routed(c, DAO, ROUTED_ADDRESSED);
}

static void the_owner_of_the_customers_other_open_problem_goes_first(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), off_duty(DAO, 500), the_steward() };
    c[0].owned_last = true;
    c[1].owns_other_open = true;
    assert_routed(c, DAO, ROUTED_OTHER_OPEN);
}

static void the_last_owner_gets_it_when_on_duty_and_with_room(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), on_duty(DAO, 9), the_steward() };
    c[1].owned_last = true;
    assert_routed(c, DAO, ROUTED_LAST_OWNER);
    c[1].owed = 10;
    assert_routed(c, AMARA, ROUTED_LEAST_OWED);
    c[1].owed = 0;
    c[1].on_duty = false;
    assert_routed(c, AMARA, ROUTED_LEAST_OWED);
}

static void the_least_owed_work_decides_after_the_language(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 3), on_duty(DAO, 2), on_duty(MATEUSZ, 2), on_duty(INES, 8),
                                     the_steward() };
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
    c[3].speaks = true;
    assert_routed(c, INES, ROUTED_LEAST_OWED);
    c[3].owed = 10;
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
}

static void out_of_hours_the_next_on_duty_owns_it(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { off_duty(AMARA, 900), off_duty(DAO, 500), off_duty(MATEUSZ, 500), the_steward() };
    c[2].speaks = true;
    assert_routed(c, MATEUSZ, ROUTED_NEXT_DUTY);
    c[2].next_duty = 501;
    assert_routed(c, DAO, ROUTED_NEXT_DUTY);
}

static void the_steward_owns_what_nobody_on_duty_has_room_for(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 10), off_duty(DAO, 500), the_steward() };
    assert_routed(c, STEWARD, ROUTED_STEWARD);
    struct routing_candidate nobody[] = { the_steward() };
    assert_routed(nobody, STEWARD, ROUTED_STEWARD);
}

static void check_in_is_obeyed(void **state) /* T3 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), on_duty(DAO, 5), the_steward() };
    c[0].presence = PRESENCE_AT_CAPACITY;
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
    c[0].owned_last = true;
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
    c[0].owns_other_open = true; /* the customer keeps the person they know */
    assert_routed(c, AMARA, ROUTED_OTHER_OPEN);
    c[0].presence = PRESENCE_AWAY;
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
}

static void who_is_kept_from_a_customer_gets_nothing(void **state) /* O9 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 0), on_duty(DAO, 5), the_steward() };
    c[0].can_own = false;
    c[0].owns_other_open = c[0].owned_last = true;
    assert_routed(c, DAO, ROUTED_LEAST_OWED);
}

static void somebody_is_always_named(void **state) /* O1, I1 */
{
    (void)state;
    /* Every mixture of two colleagues' yes and no, with a steward who may not even be able to own. */
    for (unsigned bits = 0; bits < 1U << 14; bits++) {
        struct routing_candidate c[] = { on_duty(AMARA, 0), on_duty(DAO, 0), the_steward() };
        for (int i = 0; i < 2; i++) {
            unsigned b = bits >> (7 * i);
            c[i].can_own = b & 1;
            c[i].in_team = b & 2;
            c[i].on_duty = b & 4;
            c[i].owed = b & 8 ? 10 : 0;
            c[i].presence = b & 16 ? PRESENCE_AWAY : PRESENCE_AVAILABLE;
            c[i].owned_last = b & 32;
            c[i].owns_other_open = b & 64;
        }
        struct routing_choice choice = { .why = 0 };
        assert_ok(routing_choose(c, 3, &choice, NULL));
        assert_int_not_equal(choice.owner.v, 0);
        if (choice.owner.v != STEWARD)
            assert_true(c[choice.owner.v - AMARA].can_own);
    }
}

static void a_list_without_a_steward_is_the_programs_fault(void **state)
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 10) };
    struct routing_choice choice;
    struct err err;
    assert_int_equal(routing_choose(c, 1, &choice, &err), STATUS_BROKEN);
    assert_string_equal(err.key, "routing.no_steward");
}

static void a_stewards_pile_is_dealt_to_who_has_room(void **state) /* O2 */
{
    (void)state;
    struct routing_candidate c[] = { on_duty(AMARA, 10), on_duty(DAO, 9), the_steward() };
    c[2].on_duty = true;
    colleague_id to;
    assert_true(routing_deal(c, 3, &to));
    assert_int_equal(to.v, DAO);
    c[1].owed = 10;
    assert_false(routing_deal(c, 3, &to));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_takes_it_owns_it),
        TEST(who_is_written_to_owns_it),
        TEST(the_owner_of_the_customers_other_open_problem_goes_first),
        TEST(the_last_owner_gets_it_when_on_duty_and_with_room),
        TEST(the_least_owed_work_decides_after_the_language),
        TEST(out_of_hours_the_next_on_duty_owns_it),
        TEST(the_steward_owns_what_nobody_on_duty_has_room_for),
        TEST(check_in_is_obeyed),
        TEST(who_is_kept_from_a_customer_gets_nothing),
        TEST(somebody_is_always_named),
        TEST(a_list_without_a_steward_is_the_programs_fault),
        TEST(a_stewards_pile_is_dealt_to_who_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
