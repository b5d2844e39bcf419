/* Who fetches a mailbox, how far, and what it may remove. */
#include "app/mailbox_ingress.h"
#include "app/mailbox_progress.h"
#include "app_desk.h"

static const struct who admin = { .kind = ACTOR_SYSTEM };
#define ADDRESS STR("help@desk.example")

static struct fetch_setup setup_of(const char *url)
{
    return (struct fetch_setup){ .url = str_from(url), .password = STR("secret"), .keep_days = 14, .move_to = STR("") };
}

static void set(struct app_people *p, const char *url)
{
    const struct fetch_setup setup = setup_of(url);
    struct err err;
    assert_done(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), &err);
}

static struct fetched_mailbox fetched(struct app_people *p)
{
    struct list list = { NULL, 0 };
    struct err err;
    assert_done(mailbox_fetch_list(p->app, p, &list, &err), &err);
    assert_int_equal(list.count, 1);
    return *(struct fetched_mailbox *)list.items;
}

static struct fetch_hold hold(struct app_people *p, bool *got)
{
    const struct fetched_mailbox mailbox = fetched(p);
    struct fetch_hold out = { .token = -1 };
    struct err err;
    assert_done(mailbox_hold_take(p->app, &mailbox, STR("a node"), &out, got, &err), &err);
    return out;
}

static struct fetch_hold hold_for_sure(struct app_people *p)
{
    bool got = false;
    struct fetch_hold out = hold(p, &got);
    assert_true(got);
    return out;
}

static enum status done(struct app_people *p, const struct fetch_hold *by, int64_t uid, const char *name)
{
    const struct fetch_done done = { { 7, uid }, str_from(name), false };
    struct err err;
    return mailbox_progress_done(p->app, by, &done, &err);
}

static void later(struct app_people *p, span_ms span)
{
    clock_set(p->desk->clock, p->desk->clock->now(p->desk->clock) + span);
}

static size_t old_count(struct app_people *p, const struct fetch_hold *by)
{
    struct list list = { NULL, 0 };
    struct err err;
    assert_done(mailbox_progress_old(p->app, p, by, 14, &list, &err), &err);
    return list.count;
}

static void what_is_noted_is_where_fetching_goes_on(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_int_equal(fetched(p).uidvalidity, 0);
    assert_int_equal(done(p, &mine, 12, ""), STATUS_OK);
    assert_int_equal(fetched(p).uidvalidity, 7);
    assert_int_equal(fetched(p).uid, 12);
}

static void a_setup_that_was_replaced_is_refused_F42(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_int_equal(done(p, &mine, 12, "7/12"), STATUS_OK);
    set(p, "imaps://help@elsewhere.example");
    assert_int_equal(done(p, &mine, 13, "7/13"), STATUS_CONFLICT);
    assert_int_equal(fetched(p).uid, 0);
}

static void a_new_password_keeps_the_place_and_another_server_does_not_E11(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_int_equal(done(p, &mine, 12, "7/12"), STATUS_OK);
    later(p, 15 * DAY_MS);
    set(p, "imaps://help@mail.example");
    assert_int_equal(fetched(p).uid, 12);
    mine = hold_for_sure(p);
    assert_int_equal(old_count(p, &mine), 1);
    set(p, "imaps://help@elsewhere.example");
    later(p, FETCH_HOLD_MS);
    mine = hold_for_sure(p);
    assert_int_equal(fetched(p).uid, 0);
    assert_int_equal(old_count(p, &mine), 0); /* a number of the old server names another mail on the new one */
}

static void a_mail_is_old_after_the_keep_window_and_not_before_E11(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_int_equal(done(p, &mine, 12, "7/12"), STATUS_OK);
    assert_int_equal(done(p, &mine, 12, "7/12"), STATUS_OK); /* again after a kill */
    for (int day = 0; day < 14; day++) {
        bool kept;
        struct err err;
        assert_int_equal(old_count(p, &mine), 0);
        later(p, DAY_MS);
        assert_done(mailbox_hold_keep(p->app, &mine, &kept, &err), &err);
        if (!kept)
            mine = hold_for_sure(p);
    }
    assert_int_equal(old_count(p, &mine), 1);
    struct err err;
    assert_done(mailbox_progress_gone(p->app, &mine, STR("7/12"), &err), &err);
    assert_int_equal(old_count(p, &mine), 0);
}

static void one_node_fetches_and_a_sleeper_is_refused_when_it_wakes_F42(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    bool got = true, kept = true;
    struct err err;
    set(p, "imaps://help@mail.example");
    struct fetch_hold sleeper = hold_for_sure(p);
    hold(p, &got);
    assert_int_equal(got, !db_can(p->app->db).many_nodes); /* a single node asks nobody */
    if (got)
        return;
    later(p, FETCH_HOLD_MS / 2);
    assert_done(mailbox_hold_keep(p->app, &sleeper, &kept, &err), &err);
    assert_true(kept);
    later(p, FETCH_HOLD_MS + 1);
    struct fetch_hold other = hold_for_sure(p);
    assert_int_equal(done(p, &other, 5, "7/5"), STATUS_OK);

    assert_int_equal(done(p, &sleeper, 3, "7/3"), STATUS_CONFLICT);
    struct list list = { NULL, 0 };
    assert_int_equal(mailbox_progress_old(p->app, p, &sleeper, 0, &list, &err), STATUS_CONFLICT);
    assert_int_equal(mailbox_progress_renewed(p->app, &sleeper, STR("stale"), &err), STATUS_CONFLICT);
    assert_done(mailbox_hold_keep(p->app, &sleeper, &kept, &err), &err);
    assert_false(kept);
    assert_done(mailbox_hold_end(p->app, &sleeper, &err), &err); /* ends nobody else's */
    hold(p, &got);
    assert_false(got);
    assert_done(mailbox_hold_end(p->app, &other, &err), &err);
    hold_for_sure(p);
    assert_int_equal(fetched(p).uid, 5);
}

static void trouble_is_told_once_and_until_it_is_over_F29(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct err err;
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_done(mailbox_progress_failed(p->app, mine.mailbox, STR("refused"), &err), &err);
    assert_done(mailbox_progress_failed(p->app, mine.mailbox, STR("something else"), &err), &err);
    assert_str(fetched(p).error, "refused");
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM journal WHERE kind = 'mailbox.failing'"), 1);
    const struct fetch_done done = { { 7, 1 }, STR(""), true };
    assert_done(mailbox_progress_done(p->app, &mine, &done, &err), &err);
    assert_null(fetched(p).error.ptr);
    assert_int_equal(desk_ask(p->desk, "SELECT count(*) FROM journal WHERE kind = 'mailbox.recovered'"), 1);
}

static void a_mailbox_that_falls_silent_is_told_F29(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    size_t found = 9;
    struct err err;
    set(p, "imaps://help@mail.example");
    struct fetch_hold mine = hold_for_sure(p);
    assert_int_equal(done(p, &mine, 1, ""), STATUS_OK);
    later(p, 44 * MINUTE_MS);
    assert_done(mailbox_progress_find_silent(p->app, p, &found, &err), &err);
    assert_int_equal(found, 0);
    later(p, 2 * MINUTE_MS);
    assert_done(mailbox_progress_find_silent(p->app, p, &found, &err), &err);
    assert_int_equal(found, 1);
    assert_non_null(fetched(p).error.ptr);
    assert_done(mailbox_progress_find_silent(p->app, p, &found, &err), &err);
    assert_int_equal(found, 0);
}

static void secrets_lie_sealed_AC152(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct fetch_setup setup = setup_of("imaps://help@mail.example");
    struct str password;
    struct oauth_client client;
    struct err err;
    setup.client = (struct oauth_client){ STR("google"), STR("id"), STR("client-secret"), STR("refresh-token"), STR("") };
    assert_done(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), &err);
    struct fetched_mailbox mailbox = fetched(p);
    assert_true(str_find(mailbox.secret, STR("refresh"), 0) == SIZE_MAX);
    assert_true(str_find(mailbox.client_secret, STR("client"), 0) == SIZE_MAX);
    assert_done(mailbox_fetch_secrets(p->app, p, &mailbox, &password, &client, &err), &err);
    assert_str(client.refresh_token, "refresh-token");
    assert_str(client.client_secret, "client-secret");
    struct fetch_hold mine = hold_for_sure(p);
    assert_done(mailbox_progress_renewed(p->app, &mine, STR("rotated"), &err), &err);
    mailbox = fetched(p);
    assert_done(mailbox_fetch_secrets(p->app, p, &mailbox, &password, &client, &err), &err);
    assert_str(client.refresh_token, "rotated");
    p->app->secret = STR("another key of thirty-two bytes!");
    assert_int_equal(mailbox_fetch_secrets(p->app, p, &mailbox, &password, &client, &err), STATUS_UNSIGNED);
}

static void a_setup_that_cannot_be_is_refused(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct fetch_setup setup = setup_of("pop3s://help@mail.example");
    struct err err;
    setup.afterwards = FETCH_MOVE;
    setup.move_to = STR("Done");
    assert_int_equal(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), STATUS_INVALID);
    setup.url = STR("imaps://help@mail.example");
    setup.move_to = STR("Done\r\nx DELETE INBOX"); /* AC-107 */
    assert_int_equal(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), STATUS_INVALID);
    setup.move_to = STR("Done");
    setup.keep_days = -1;
    assert_int_equal(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), STATUS_INVALID);
    setup.keep_days = 0;
    assert_int_equal(mailbox_fetch_set(p->app, &admin, STR("nobody@desk.example"), &setup, &err), STATUS_NOT_FOUND);
    assert_int_equal(mailbox_fetch_set(p->app, &p->dao, ADDRESS, &setup, &err), STATUS_DENIED);
    assert_done(mailbox_fetch_set(p->app, &admin, ADDRESS, &setup, &err), &err);
}

static void a_webhooks_secret_opens_its_mailbox_and_is_kept_as_a_digest(void **state)
{
    struct app_people *p = app_desk_with_people(*state);
    struct str first, second;
    mailbox_id found = { 0 };
    struct err err;
    assert_done(mailbox_ingress_open(p->app, &admin, p, ADDRESS, &first, &err), &err);
    assert_done(mailbox_ingress_find(p->app, first, &found, &err), &err);
    assert_int_not_equal(found.v, 0);
    assert_done(mailbox_ingress_open(p->app, &admin, p, ADDRESS, &second, &err), &err);
    assert_int_equal(mailbox_ingress_find(p->app, first, &found, &err), STATUS_UNSIGNED);
    assert_int_equal(mailbox_ingress_find(p->app, STR(""), &found, &err), STATUS_UNSIGNED);
    assert_int_equal(mailbox_ingress_find(p->app, str_slice(second, 0, second.len - 1), &found, &err), STATUS_UNSIGNED);
    assert_done(mailbox_ingress_close(p->app, &admin, ADDRESS, &err), &err);
    assert_int_equal(mailbox_ingress_find(p->app, second, &found, &err), STATUS_UNSIGNED);
    assert_int_equal(mailbox_ingress_open(p->app, &p->dao, p, ADDRESS, &first, &err), STATUS_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_noted_is_where_fetching_goes_on),
        TEST(a_setup_that_was_replaced_is_refused_F42),
        TEST(a_new_password_keeps_the_place_and_another_server_does_not_E11),
        TEST(a_mail_is_old_after_the_keep_window_and_not_before_E11),
        TEST(one_node_fetches_and_a_sleeper_is_refused_when_it_wakes_F42),
        TEST(trouble_is_told_once_and_until_it_is_over_F29),
        TEST(a_mailbox_that_falls_silent_is_told_F29),
        TEST(secrets_lie_sealed_AC152),
        TEST(a_setup_that_cannot_be_is_refused),
        TEST(a_webhooks_secret_opens_its_mailbox_and_is_kept_as_a_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
