#include "core/rights.h"

#include "check.h"

static bool allowed(enum role role, unsigned relations, enum action action)
{
    return rights_allow(&(struct rights_actor){ .role = role, .relations = relations }, action);
}

static void a_forgotten_right_is_nobodys(void **state)
{
    (void)state;
    const unsigned all = (1U << RELATION_COUNT) - 1;
    for (enum role role = 0; role < ROLE_COUNT; role++)
        assert_false(allowed(role, all, ACTION_NONE));
    assert_false(rights_allow(&(struct rights_actor){ .customer = true, .relations = all }, ACTION_NONE));
}

static void every_action_is_somebodys(void **state)
{
    (void)state;
    const unsigned all = (1U << RELATION_COUNT) - 1;
    for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
        bool somebody = rights_allow(&(struct rights_actor){ .customer = true, .relations = all }, action);
        for (enum role role = 0; role < ROLE_COUNT; role++)
            somebody = somebody || allowed(role, all, action);
        assert_true(somebody);
        assert_non_null(action_words[action]);
    }
}

static void nobody_reads_a_ticket_by_role_alone(void **state) /* I9 */
{
    (void)state;
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        assert_false(allowed(role, 0, ACTION_READ));
        assert_false(allowed(role, 0, ACTION_REPLY));
    }
}

static void owner_team_offered_cover_and_follower_read(void **state) /* Who */
{
    (void)state;
    const enum relation relations[] = { RELATION_OWNER, RELATION_TEAM, RELATION_OFFERED, RELATION_COVERS,
                                        RELATION_FOLLOWS };
    for (size_t i = 0; i < sizeof relations / sizeof relations[0]; i++)
        assert_true(allowed(ROLE_MEMBER, relations[i], ACTION_READ));
    assert_false(allowed(ROLE_MEMBER, RELATION_ASKED, ACTION_READ));
    assert_true(allowed(ROLE_MEMBER, RELATION_ASKED, ACTION_READ_ASK));
}

static void only_who_was_offered_accepts(void **state) /* O3 */
{
    (void)state;
    assert_true(allowed(ROLE_AGENT, RELATION_OFFERED, ACTION_HANDOVER_ANSWER));
    for (enum role role = 0; role < ROLE_COUNT; role++)
        assert_false(allowed(role, RELATION_OWNER | RELATION_TEAM | RELATION_LEADS, ACTION_HANDOVER_ANSWER));
}

static void only_a_leader_of_the_team_overrules(void **state) /* O5, O6 */
{
    (void)state;
    assert_true(allowed(ROLE_LEADER, RELATION_LEADS, ACTION_OVERRULE));
    assert_false(allowed(ROLE_LEADER, RELATION_TEAM, ACTION_OVERRULE));
    assert_false(allowed(ROLE_AGENT, RELATION_OWNER | RELATION_LEADS, ACTION_OVERRULE));
    assert_false(allowed(ROLE_AGENT, RELATION_OWNER, ACTION_THIRD_HOP));
}

static void a_customer_reads_the_own_page_and_nothing_else(void **state) /* What a customer sees */
{
    (void)state;
    const struct rights_actor customer = { .customer = true, .relations = RELATION_CUSTOMER };
    assert_true(rights_allow(&customer, ACTION_PAGE_READ));
    assert_true(rights_allow(&customer, ACTION_PAGE_NOT_YET));
    assert_false(rights_allow(&customer, ACTION_PAGE_READ_FULL));
    assert_false(rights_allow(&customer, ACTION_PAGE_SOLVED));
    const struct rights_actor speaker = { .customer = true,
                                          .relations = RELATION_CUSTOMER | RELATION_PROVEN | RELATION_SPEAKER };
    assert_true(rights_allow(&speaker, ACTION_PAGE_SOLVED));
    for (enum action action = ACTION_NONE; action < ACTION_COUNT; action++)
        if (action < ACTION_PAGE_READ || action > ACTION_PAGE_CHOOSE)
            assert_false(rights_allow(&speaker, action));
}

static void the_printed_table_names_every_action(void **state)
{
    struct buf out;
    buf_init(&out, *state, 100000);
    rights_print(&out);
    for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
        assert_int_not_equal(str_find(buf_str(&out), str_from(action_words[action]), 0), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_forgotten_right_is_nobodys),
        TEST(every_action_is_somebodys),
        TEST(nobody_reads_a_ticket_by_role_alone),
        TEST(owner_team_offered_cover_and_follower_read),
        TEST(only_who_was_offered_accepts),
        TEST(only_a_leader_of_the_team_overrules),
        TEST(a_customer_reads_the_own_page_and_nothing_else),
        TEST(the_printed_table_names_every_action),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
