/* Several processes on one desk: they take turns, wake each other, and may die at any moment. */
#include <signal.h>
#include <sys/wait.h>

#include "desk.h"
#include "store/journal.h"

static enum status add_entry(struct db *db, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    TRY(journal_add(&tx, (struct actor){ ACTOR_SYSTEM, 0 }, "setting.changed", (ticket_id){ 0 }, STR_NONE, err));
    return tx_commit(&tx, err);
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

/* In a child: opens the desk anew (nothing of a db may cross a fork) and writes COUNT entries, telling of each. */
static _Noreturn void write_entries(const struct desk *desk, int count, int tell)
{
    struct db_options options = desk_options(desk);
    struct db *db;
    struct err err;
    if (db_open(NULL, &options, &db, &err) != STATUS_OK)
        _exit(2);
    for (int i = 0; i < count; i++)
        if (add_entry(db, &err) != STATUS_OK || write(tell, "k", 1) != 1)
            _exit(3);
    db_close(db);
    _exit(0);
}

static pid_t start_writer(const struct desk *desk, int count, int *told)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        write_entries(desk, count, ends[1]);
    }
    close(ends[1]);
    *told = ends[0];
    return child;
}

static void processes_take_turns_and_lose_nothing(void **state)
{
    enum { WRITERS = 3, EACH = 40 };
    struct desk *desk = desk_new(*state);
    pid_t children[WRITERS];
    int told[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        children[i] = start_writer(desk, EACH, &told[i]);
    for (int i = 0; i < WRITERS; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
        close(told[i]);
    }
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM journal"), WRITERS * EACH);
    assert_int_equal(broken_at(desk), 0);
}

static void a_killed_process_keeps_what_it_acknowledged_G7(void **state)
{
    enum { ROUNDS = 6 };
    struct desk *desk = desk_new(*state);
    int64_t acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char byte;
        int told, how;
        pid_t child = start_writer(desk, 100000, &told);
        for (int i = 0; i <= round * 7; i++)
            assert_int_equal(read(told, &byte, 1), 1);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &how, 0), child);
        acknowledged += 1 + round * 7;
        while (read(told, &byte, 1) == 1)
            acknowledged++;
        close(told);
        int64_t kept = desk_ask(desk, "SELECT count(*) FROM journal");
        assert_true(kept >= acknowledged && kept <= acknowledged + round + 1); /* one in each life may be unknown */
        assert_int_equal(broken_at(desk), 0);
        struct err err;
        assert_done(add_entry(desk->db, &err), &err); /* the dead one's lock went with it */
        acknowledged = kept + 1;
    }
}

/* ---- waiting ---- */

enum { LONG_MS = 20000 }; /* far longer than any of this takes: reaching it is the failure */

static bool changed_within(struct db_wait *wait, span_ms timeout)
{
    bool changed;
    struct err err;
    assert_done(db_wait_for_change(wait, timeout, &changed, &err), &err);
    return changed;
}

static void a_commit_elsewhere_wakes_who_waits(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_wait *wait, *second;
    struct err err;
    int told, how;
    assert_done(db_wait_new(desk, desk->db, &wait, &err), &err);
    assert_done(db_wait_new(desk, desk->db, &second, &err), &err);
    assert_false(changed_within(wait, 0));
    pid_t child = start_writer(desk, 1, &told);
    assert_true(changed_within(wait, LONG_MS));
    assert_true(changed_within(second, LONG_MS));
    assert_int_equal(waitpid(child, &how, 0), child);
    close(told);
    talloc_free(wait);
    talloc_free(second);
}

static void a_unit_that_was_left_wakes_nobody(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_wait *wait;
    struct err err;
    assert_done(db_wait_new(desk, desk->db, &wait, &err), &err);
    {
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, desk->db, &err), &err);
        int64_t number;
        assert_done(counter_next(&tx, "ticket_number", &number, &err), &err);
    }
    assert_false(changed_within(wait, 0));
    talloc_free(wait);
}

static void a_waiter_can_be_called_back(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_wait *wait;
    struct err err;
    assert_done(db_wait_new(desk, desk->db, &wait, &err), &err);
    db_wait_wake(wait);
    assert_false(changed_within(wait, LONG_MS));
    talloc_free(wait);
}

static void a_poke_wakes_without_a_change(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_wait *wait;
    struct err err;
    assert_done(db_wait_new(desk, desk->db, &wait, &err), &err);
    db_poke(desk->db);
    assert_true(changed_within(wait, LONG_MS));
    talloc_free(wait);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(processes_take_turns_and_lose_nothing),
        TEST(a_killed_process_keeps_what_it_acknowledged_G7),
        TEST(a_commit_elsewhere_wakes_who_waits),
        TEST(a_unit_that_was_left_wakes_nobody),
        TEST(a_waiter_can_be_called_back),
        TEST(a_poke_wakes_without_a_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
