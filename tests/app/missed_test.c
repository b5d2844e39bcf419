/* An answer is refused only when something came meanwhile that its writer must have read (G8, F-31, F-32). */
#include "app/handover.h"
#include "app/promise.h"
#include "mail_desk.h"
#include "store/journal.h"

struct seen { ticket_id id; int64_t version, seq; };

static struct seen look(struct app_people *p, ticket_id id)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    struct seen seen = { .id = id, .version = mail_desk_ticket(p, id).version };
    struct err err;
    assert_done(tx_begin_read(&tx, p->app->db, &err), &err);
    assert_done(journal_last(&tx, &seen.seq, &err), &err);
    return seen;
}

/* A mail that Amara has answered a minute ago, as she sees it. */
static struct app_people *desk(void **state, struct seen *out)
{
    struct app_people *p = mail_desk_new(*state);
    ticket_id id = mail_desk_receive(p, (struct test_mail){ 0 }).ticket;
    mail_desk_answer(p, &p->amara, id, "I look for one.");
    *out = look(p, id);
    return p;
}

static enum status write_as(struct app_people *p, const struct who *who, const struct seen *seen, int kind, struct reply_outcome *out)
{
    const struct reply_input in = { .kind = kind, .text = STR("Here it is."), .version = seen->version, .seq = seen->seq };
    struct err err = { .key = "" };
    enum status status = ticket_reply(p->app, p, who, seen->id, &in, out, &err);
    if (status != STATUS_OK)
        assert_string_equal(err.key, "ticket.changed");
    return status;
}

static enum status answer(struct app_people *p, const struct seen *seen)
{
    struct reply_outcome out;
    return write_as(p, &p->amara, seen, REPLY_KIND_REPLY, &out);
}

static void what_the_clock_does_refuses_nobody_G8(void **state)
{
    struct seen seen;
    struct app_people *p = desk(state, &seen);
    const char *const owed[] = { talloc_asprintf(p, "UPDATE ticket SET version = version + 1 WHERE id = %lld", (long long)seen.id.v), NULL };
    app_desk_at(p, "2026-12-10 10:00");
    assert_int_equal(desk_try(p->desk, owed, NULL), STATUS_OK);
    assert_int_equal(answer(p, &seen), STATUS_OK);
}

static void my_own_answer_taken_back_refuses_nothing_G8(void **state)
{
    struct seen seen;
    struct reply_outcome out;
    struct err err;
    struct app_people *p = desk(state, &seen);
    assert_int_equal(write_as(p, &p->amara, &seen, REPLY_KIND_REPLY, &out), STATUS_OK);
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT); /* the same answer from another window */
    assert_done(message_undo(p->app, &p->amara, out.id, &err), &err);
    assert_int_equal(answer(p, &seen), STATUS_OK);
}

static void anothers_answer_refuses_until_it_is_taken_back_G8_F31(void **state)
{
    struct seen seen;
    struct reply_outcome out;
    struct err err;
    struct app_people *p = desk(state, &seen);
    assert_int_equal(write_as(p, &p->dao, &seen, REPLY_KIND_REPLY, &out), STATUS_OK);
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT);
    assert_done(message_undo(p->app, &p->dao, out.id, &err), &err);
    assert_int_equal(answer(p, &seen), STATUS_OK);
}

static void a_colleagues_note_is_read_first_G8(void **state)
{
    struct seen seen;
    struct reply_outcome out;
    struct app_people *p = desk(state, &seen);
    assert_int_equal(write_as(p, &p->dao, &seen, REPLY_KIND_NOTE, &out), STATUS_OK);
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT);
}

static void my_own_note_refuses_nothing_G8(void **state)
{
    struct seen seen;
    struct reply_outcome out;
    struct app_people *p = desk(state, &seen);
    assert_int_equal(write_as(p, &p->amara, &seen, REPLY_KIND_NOTE, &out), STATUS_OK);
    assert_int_equal(answer(p, &seen), STATUS_OK);
}

static void a_word_of_the_customer_refuses_G8_F32(void **state)
{
    struct seen seen;
    struct app_people *p = desk(state, &seen);
    struct ticket ticket = mail_desk_ticket(p, seen.id);
    mail_desk_receive(p, (struct test_mail){ .to = mail_desk_reply_address(p, seen.id, ticket.person_id), .text = "I found the bell!" });
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT);
}

static void another_owner_refuses_G8(void **state)
{
    struct seen seen;
    struct handover_view view;
    struct err err;
    struct app_people *p = desk(state, &seen);
    /* Amara writes; the leader may offer what anybody of the team owns, and takes part in nothing here. */
    const struct who *owner = &p->leader, *other = mail_desk_ticket(p, seen.id).owner_id.v == p->dao.colleague.v ? &p->leader : &p->dao;
    const struct handover_input in = { .to_id = other->colleague, .reason = STR("skill"), .summary = STR("Bell"),
                                       .customer_text = STR("Hello") };
    assert_done(handover_offer(p->app, p, owner, seen.id, &in, &view, &err), &err);
    assert_int_equal(answer(p, &seen), STATUS_OK); /* an offer moves nothing yet */
    seen = look(p, seen.id);
    assert_done(handover_accept(p->app, p, other, (handover_id){ view.id }, &view, &err), &err);
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT);
}

static void a_promise_that_somebody_else_keeps_refuses_and_my_own_does_not_G8(void **state)
{
    struct seen seen;
    struct promise_view view;
    struct err err;
    struct app_people *p = desk(state, &seen);
    struct promise_input promise = { STR("Send you a bell"), p->desk->clock->now(p->desk->clock) + 4 * HOUR_MS };
    const struct reply_input in = { .kind = REPLY_KIND_REPLY, .text = STR("Soon."), .version = seen.version, .promises = { &promise, 1 } };
    struct reply_outcome out;
    assert_done(ticket_reply(p->app, p, &p->amara, seen.id, &in, &out, &err), &err);
    mail_desk_later(p, MINUTE_MS);
    promise_id id = { desk_ask(p->desk, "SELECT id FROM promise WHERE kind = 'stated'") };
    seen = look(p, seen.id);
    assert_done(promise_keep(p->app, p, &p->amara, id, &view, &err), &err);
    assert_int_equal(write_as(p, &p->dao, &seen, REPLY_KIND_REPLY, &out), STATUS_CONFLICT);
    assert_int_equal(answer(p, &seen), STATUS_OK);
}

static void who_names_no_position_is_held_to_the_version_G8(void **state)
{
    struct seen seen;
    struct reply_outcome out;
    struct app_people *p = desk(state, &seen);
    assert_int_equal(write_as(p, &p->amara, &seen, REPLY_KIND_REPLY, &out), STATUS_OK);
    seen = (struct seen){ .id = seen.id, .version = seen.version };
    assert_int_equal(answer(p, &seen), STATUS_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_the_clock_does_refuses_nobody_G8),
        TEST(my_own_answer_taken_back_refuses_nothing_G8),
        TEST(anothers_answer_refuses_until_it_is_taken_back_G8_F31),
        TEST(a_colleagues_note_is_read_first_G8),
        TEST(my_own_note_refuses_nothing_G8),
        TEST(a_word_of_the_customer_refuses_G8_F32),
        TEST(another_owner_refuses_G8),
        TEST(a_promise_that_somebody_else_keeps_refuses_and_my_own_does_not_G8),
        TEST(who_names_no_position_is_held_to_the_version_G8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
