/* Signing in, and how it ends. */
#include "app/desk_init.h"
#include "app/session.h"
#include "app/session_list.h"
#include "base/limits.h"
#include "app_desk.h"

static const struct who admin = { .kind = ACTOR_SYSTEM };

static enum status sign_in(struct app_people *p, const char *email, const char *password, struct session_new *out, struct err *err)
{
    const struct sign_in_input in = { str_from(email), str_from(password) };
    return session_open(p->app, p, &in, STR("192.0.2.0/24"), STR("a browser"), out, err);
}

static struct app_people *desk_with_password(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    assert_done(colleague_password_set(p->app, &admin, STR("amara@desk.example"), STR("correct horse"), &err), &err);
    return p;
}

static struct session_new signed_in(struct app_people *p)
{
    struct session_new session = { .ends_ms = 0 };
    struct err err;
    assert_done(sign_in(p, " Amara@Desk.Example", "correct horse", &session, &err), &err);
    return session;
}

static enum status check(struct app_people *p, const struct session_new *session)
{
    struct who who;
    struct err err;
    return session_check(p->app, session->token, STR(""), false, &who, &err);
}

static void later(struct app_people *p, span_ms span)
{
    clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + span);
}

static void the_right_pair_opens_a_session(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new session = signed_in(p);
    struct who who;
    struct err err;
    assert_done(session_check(p->app, session.token, session.csrf, true, &who, &err), &err);
    assert_int_equal(who.colleague.v, p->amara.colleague.v);
    assert_int_equal(who.role, ROLE_AGENT);
}

static void what_has_ended_is_deleted(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new session;
    struct err err;
    signed_in(p);
    assert_int_equal(sign_in(p, "dao@desk.example", "wrong horse", &session, &err), STATUS_UNSIGNED);
    assert_done(sessions_forget(p->app, &err), &err);
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM session"), 1);
    assert_true(desk_ask(p->desk, "SELECT count(*) FROM sign_in_try") > 0);
    later(p, 31 * MINUTE_MS); /* idle for too long */
    assert_done(sessions_forget(p->app, &err), &err);
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM session"), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM sign_in_try"), 0);
}

static void a_wrong_pair_and_an_unknown_address_answer_alike_AC068(void **state)
{
    struct app_people *p = desk_with_password(state);
    static const char *const pairs[][2] = {
        { "amara@desk.example", "wrong horse" }, { "nobody@desk.example", "correct horse" }, { "dao@desk.example", "" }, { "%", "%" },
    };
    char first[ERR_MESSAGE_BYTES] = "";
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct session_new session;
        struct err err;
        assert_int_equal(sign_in(p, pairs[i][0], pairs[i][1], &session, &err), STATUS_UNSIGNED);
        assert_string_equal(err.key, "session.wrong");
        if (i == 0)
            snprintf(first, sizeof first, "%s", err.message);
        assert_string_equal(err.message, first);
    }
}

static void an_account_is_paused_after_ten_wrong_tries_AC079(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new session;
    struct err err;
    for (int i = 0; i < 10; i++)
        assert_int_equal(sign_in(p, "amara@desk.example", "wrong horse", &session, &err), STATUS_UNSIGNED);
    assert_int_equal(sign_in(p, "amara@desk.example", "correct horse", &session, &err), STATUS_TOO_MANY);
    assert_string_equal(err.key, "session.limit");
    later(p, 15 * MINUTE_MS);
    signed_in(p);
}

static void a_write_needs_the_sessions_own_value_AC136(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new mine = signed_in(p), other = signed_in(p);
    const struct str wrong[] = { STR(""), other.csrf, mine.token };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct who who;
        struct err err;
        assert_int_equal(session_check(p->app, mine.token, wrong[i], true, &who, &err), STATUS_DENIED);
    }
    assert_true(str_equal(session_csrf(p->app, p, mine.token), mine.csrf));
}

static void a_session_ends_when_idle_and_at_last_AC083(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new idle = signed_in(p);
    later(p, 29 * MINUTE_MS);
    assert_ok(check(p, &idle));
    later(p, 29 * MINUTE_MS);
    assert_ok(check(p, &idle));
    later(p, 30 * MINUTE_MS);
    assert_int_equal(check(p, &idle), STATUS_UNSIGNED);

    struct session_new busy = signed_in(p);
    for (int i = 0; i < 35; i++) {
        later(p, 20 * MINUTE_MS);
        assert_ok(check(p, &busy));
    }
    later(p, 20 * MINUTE_MS);
    assert_int_equal(check(p, &busy), STATUS_UNSIGNED);
}

static void sessions_die_with_sign_out_lock_and_a_new_password_AC078(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct err err;
    struct session_new out = signed_in(p), changed = signed_in(p);
    assert_done(session_close(p->app, out.token, &err), &err);
    assert_int_equal(check(p, &out), STATUS_UNSIGNED);
    assert_done(colleague_password_set(p->app, &admin, STR("amara@desk.example"), STR("another horse"), &err), &err);
    assert_int_equal(check(p, &changed), STATUS_UNSIGNED);
    assert_done(colleague_password_set(p->app, &admin, STR("amara@desk.example"), STR("correct horse"), &err), &err);
    struct session_new locked = signed_in(p);
    assert_done(colleague_lock(p->app, &admin, STR("amara@desk.example"), true, &err), &err);
    assert_int_equal(check(p, &locked), STATUS_UNSIGNED);
    assert_int_equal(sign_in(p, "amara@desk.example", "correct horse", &locked, &err), STATUS_UNSIGNED);
}

static void no_token_is_stored_AC061(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new session = signed_in(p);
    assert_int_equal(session.token.len, 52);
    assert_int_equal(desk_ask(p->desk, talloc_asprintf(p, "SELECT count(*) FROM session WHERE browser LIKE '%%%s%%'", session.token.ptr)), 0);
    assert_int_equal(desk_ask(p->desk, "SELECT max(length(token_sha256)) FROM session"), SHA256_BYTES);
}

static void strange_tokens_open_nothing_AC064(void **state)
{
    static const char *const tokens[] = { "", " ", "%", "_", "*", "0" };
    struct app_people *p = desk_with_password(state);
    signed_in(p);
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++)
        assert_int_equal(check(p, &(struct session_new){ .token = str_from(tokens[i]) }), STATUS_UNSIGNED);
}

static void looking_at_a_session_only_reads_and_tells_when_its_mark_is_old_AC083(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new session = signed_in(p);
    struct who who;
    time_ms until;
    struct err err;
    assert_done(session_look(p->app, session.token, STR(""), false, &who, &until, &err), &err);
    assert_int_equal(until, p->desk->clock->now(p->desk->clock) + MINUTE_MS);
    later(p, 20 * MINUTE_MS);
    assert_done(session_look(p->app, session.token, STR(""), false, &who, &until, &err), &err);
    assert_int_equal(until, 0);
    assert_done(session_seen(p->app, session.token, &err), &err);
    later(p, 20 * MINUTE_MS);
    assert_done(session_look(p->app, session.token, STR(""), false, &who, &until, &err), &err);
    later(p, 20 * MINUTE_MS);
    assert_int_equal(session_look(p->app, session.token, STR(""), false, &who, &until, &err), STATUS_UNSIGNED);
}

static struct session_list list_of(struct app_people *p, const struct who *who, struct str token)
{
    struct session_list list;
    struct err err;
    assert_done(session_list_read(p->app, p, who, token, &list, &err), &err);
    return list;
}

static void a_colleague_sees_where_they_are_signed_in_and_ends_what_is_not_theirs_AC083(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new phone = signed_in(p);
    struct err err;
    later(p, MINUTE_MS);
    struct session_new desk = signed_in(p);
    struct session_list list = list_of(p, &p->amara, desk.token);
    const struct session_row *rows = list.sessions.items;
    assert_int_equal(list.sessions.count, 2);
    assert_true(rows[0].current && !rows[1].current);
    assert_int_equal(session_end(p->app, &p->dao, rows[1].id, &err), STATUS_NOT_FOUND);
    assert_int_equal(check(p, &phone), STATUS_OK);
    assert_done(session_end(p->app, &p->amara, rows[1].id, &err), &err);
    assert_int_equal(check(p, &phone), STATUS_UNSIGNED);
    assert_int_equal(check(p, &desk), STATUS_OK);
    assert_int_equal(session_end(p->app, &p->amara, rows[1].id, &err), STATUS_NOT_FOUND);
    assert_int_equal(list_of(p, &p->dao, STR("")).sessions.count, 0);
    later(p, 31 * MINUTE_MS);
    assert_int_equal(list_of(p, &p->amara, desk.token).sessions.count, 0);
}

static void an_account_has_so_many_sessions_and_the_oldest_ends_for_the_next_AC083(void **state)
{
    struct app_people *p = desk_with_password(state);
    struct session_new first = signed_in(p), last = first;
    for (int i = 0; i < LIMIT_SESSIONS; i++) {
        later(p, SECOND_MS);
        last = signed_in(p);
    }
    assert_int_equal(list_of(p, &p->amara, last.token).sessions.count, LIMIT_SESSIONS);
    assert_int_equal(check(p, &first), STATUS_UNSIGNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_colleague_sees_where_they_are_signed_in_and_ends_what_is_not_theirs_AC083),
        TEST(an_account_has_so_many_sessions_and_the_oldest_ends_for_the_next_AC083),
        TEST(the_right_pair_opens_a_session),
        TEST(what_has_ended_is_deleted),
        TEST(a_wrong_pair_and_an_unknown_address_answer_alike_AC068),
        TEST(an_account_is_paused_after_ten_wrong_tries_AC079),
        TEST(a_write_needs_the_sessions_own_value_AC136),
        TEST(a_session_ends_when_idle_and_at_last_AC083),
        TEST(looking_at_a_session_only_reads_and_tells_when_its_mark_is_old_AC083),
        TEST(sessions_die_with_sign_out_lock_and_a_new_password_AC078),
        TEST(no_token_is_stored_AC061),
        TEST(strange_tokens_open_nothing_AC064),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
