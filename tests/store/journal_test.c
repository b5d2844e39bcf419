/* I8: each journal entry follows from the one before it, and an edited past is found. */
#include "desk.h"
#include "store/journal.h"

static const struct actor ann = { ACTOR_COLLEAGUE, 1 };

static void add_entries(struct desk *desk, int count)
{
    struct err err;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    for (int i = 0; i < count; i++)
        assert_done(journal_add(&tx, ann, i % 2 == 0 ? "promise.made" : "owner.moved", (ticket_id){ 1 + i % 3 }, STR("{\"n\":1}"), &err), &err);
    assert_done(tx_commit(&tx, &err), &err);
}

static int64_t broken_at(struct desk *desk)
{
    int64_t seq = -1;
    struct err err;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err);
    assert_done(journal_verify(&tx, &seq, &err), &err);
    return seq;
}

static void entries_come_back_in_order(void **state)
{
    struct desk *desk = desk_new(*state);
    struct list list;
    struct err err;
    add_entries(desk, 3);
    add_entries(desk, 2);
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err);
    assert_done(journal_after(&tx, desk, 1, 10, &list, &err), &err);
    const struct journal_entry *entries = list.items;
    assert_int_equal(list.count, 4);
    assert_int_equal(entries[0].seq, 2);
    assert_int_equal(entries[3].seq, 5);
    assert_int_equal(entries[0].actor_kind, ACTOR_COLLEAGUE);
    assert_int_equal(entries[0].actor_id, 1);
    assert_int_equal(entries[0].at_ms, DESK_START);
    assert_int_equal(entries[0].ticket.v, 2);
    assert_str(entries[0].kind, "owner.moved");
    assert_str(entries[0].data, "{\"n\":1}");
    assert_done(journal_of_ticket(&tx, desk, (ticket_id){ 1 }, &list, &err), &err);
    assert_int_equal(list.count, 2);
}

static void a_unit_that_was_left_leaves_no_entry(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    {
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, desk->db, &err), &err);
        assert_done(journal_add(&tx, ann, "ticket.created", (ticket_id){ 1 }, STR_NONE, &err), &err);
    }
    add_entries(desk, 1);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM journal"), 1);
    assert_int_equal(broken_at(desk), 0);
}

/* Somebody with the database's keys takes the triggers away and edits the past. */
static void an_edited_past_is_found_I8(void **state)
{
    static const struct { const char *edit; int64_t broken_at; } cases[] = {
        { "UPDATE journal SET data = '{\"n\":2}' WHERE seq = 3", 3 },
        { "UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 1", 1 },
        { "UPDATE journal SET actor_id = 2 WHERE seq = 4", 4 },
        { "UPDATE journal SET actor_kind = 'system' WHERE seq = 4", 4 },
        { "UPDATE journal SET ticket_id = NULL WHERE seq = 2", 2 },
        { "UPDATE journal SET kind = 'promise.kept' WHERE seq = 5", 5 },
        { "UPDATE journal SET digest = (SELECT digest FROM journal WHERE seq = 1) WHERE seq = 2", 2 },
        { "DELETE FROM journal WHERE seq = 3", 4 },
        { "DELETE FROM journal WHERE seq = 1", 2 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct desk *desk = desk_new(*state);
        const char *const sqlite[] = { "DROP TRIGGER journal_stays", "DROP TRIGGER journal_kept", cases[i].edit, NULL };
        const char *const postgres[] = { "DROP TRIGGER journal_stays ON journal", "DROP TRIGGER journal_kept ON journal", cases[i].edit, NULL };
        add_entries(desk, 5);
        assert_int_equal(broken_at(desk), 0);
        assert_int_equal(desk_try(desk, desk->postgres ? postgres : sqlite, NULL), STATUS_OK);
        if (broken_at(desk) != cases[i].broken_at)
            fail_msg("%s: found at %d", cases[i].edit, (int)broken_at(desk));
        talloc_free(desk);
    }
}

static void a_long_journal_is_checked_in_pieces(void **state)
{
    struct desk *desk = desk_new(*state);
    for (int i = 0; i < 5; i++)
        add_entries(desk, 500);
    assert_int_equal(broken_at(desk), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(entries_come_back_in_order),
        TEST(a_unit_that_was_left_leaves_no_entry),
        TEST(an_edited_past_is_found_I8),
        TEST(a_long_journal_is_checked_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
