/* Units of work: what was committed stays, what was not never was, and one unit's failure is its own. */
#include <pthread.h>
#include <stdatomic.h>

#include "desk.h"
#include "store/journal.h"

static const struct actor system_actor = { ACTOR_SYSTEM, 0 };

static enum status write_setting(struct db *db, const char *name, bool commit, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    TRY(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word(name) }, { "value", db_text(STR("v")) }), NULL, err));
    return commit ? tx_commit(&tx, err) : STATUS_OK;
}

static void a_committed_unit_stays(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    assert_done(write_setting(desk->db, "a", true, &err), &err);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name = 'a'"), 1);
}

static void a_unit_that_was_left_never_was(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    assert_done(write_setting(desk->db, "a", false, &err), &err);
    assert_done(write_setting(desk->db, "b", true, &err), &err);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name = 'a'"), 0);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name = 'b'"), 1);
}

static void a_failed_statement_ends_its_unit(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    assert_done(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word("a") }, { "value", db_text(STR("v")) }), NULL, &err), &err);
    assert_int_equal(query_run(&tx, Q_IDENTITY_INSERT,
                               PARAMS({ "id", db_int(1) }, { "person_id", db_int(404) }, { "address", db_word("a@b") }, { "lookup", db_text(STR_NONE) }),
                               NULL, &err),
                     STATUS_CONFLICT);
    assert_string_equal(err.key, "db.not_null");
    assert_int_equal(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word("b") }, { "value", db_text(STR("v")) }), NULL, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "db.failed_unit");
    assert_int_equal(tx_commit(&tx, &err), STATUS_CONFLICT);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name IN ('a', 'b')"), 0);
}

static void a_reader_sees_one_moment(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    int64_t first, second;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err);
    assert_done(journal_last(&tx, &first, &err), &err);
    CLEANUP(tx_end) struct tx writer = { .open = false };
    assert_done(tx_begin_write(&writer, desk->db, &err), &err);
    assert_done(journal_add(&writer, system_actor, "setting.changed", (ticket_id){ 0 }, STR_NONE, &err), &err);
    assert_done(tx_commit(&writer, &err), &err);
    assert_done(journal_last(&tx, &second, &err), &err);
    assert_int_equal(first, 0);
    assert_int_equal(second, 0);
    assert_int_equal(desk_ask(desk, "SELECT max(seq) FROM journal"), 1);
}

static int64_t generation_of(struct db *db)
{
    int64_t generation = 0;
    struct err err;
    assert_done(db_generation(db, &generation, &err), &err);
    return generation;
}

static void a_generation_ends_with_a_commit_of_anybody(void **state) /* AC-078 */
{
    struct desk *desk = desk_new(*state);
    struct db *other = desk_open_again(desk);
    struct err err;
    int64_t first = generation_of(desk->db), others_first = generation_of(other);
    assert_done(write_setting(desk->db, "own", true, &err), &err);
    int64_t second = generation_of(desk->db);
    assert_int_not_equal(second, first);
    assert_int_not_equal(generation_of(other), others_first);
    assert_done(write_setting(other, "others", true, &err), &err);
    assert_int_not_equal(generation_of(desk->db), second);
}

/* On PostgreSQL the other databases of the server count as well: some pair of calls has nothing between them. */
static void a_generation_lasts_while_nothing_is_committed(void **state)
{
    enum { TRIES = 10000 };
    struct desk *desk = desk_new(*state);
    int64_t before = generation_of(desk->db), after = 0;
    for (int i = 0; i < TRIES && before != after; i++) {
        struct err err;
        CLEANUP(tx_end) struct tx tx = { .open = false };
        before = generation_of(desk->db);
        assert_done(tx_begin_read(&tx, desk->db, &err), &err);
        assert_done(journal_last(&tx, &(int64_t){ 0 }, &err), &err);
        tx_end(&tx);
        after = generation_of(desk->db);
    }
    assert_int_equal(before, after);
}

static void ids_are_never_given_twice_even_after_a_rollback(void **state)
{
    enum { UNITS = 40, IDS = 100 };
    struct desk *desk = desk_new(*state);
    struct db *other = desk_open_again(desk);
    struct err err;
    int64_t highest = 0;
    unsigned char *seen = talloc_zero_size(*state, 1 << 20);
    for (int unit = 0; unit < UNITS; unit++) {
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, unit % 3 == 0 ? other : desk->db, &err), &err);
        bool keep = unit % 4 != 1;
        for (int i = 0; i < IDS; i++) {
            int64_t id = 0;
            assert_done(id_new(&tx, &id, &err), &err);
            assert_in_range(id, 1, (1 << 20) - 1);
            assert_int_equal(seen[id], 0);
            seen[id] = keep ? 1 : 0;
            highest = id > highest ? id : highest;
        }
        if (keep)
            assert_done(tx_commit(&tx, &err), &err);
    }
    assert_in_range(highest, UNITS * IDS / 2, 1 << 19);
}

static void a_numbered_sequence_has_no_gap_after_a_rollback(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    for (int64_t i = 0; i < 6; i++) {
        int64_t number;
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, desk->db, &err), &err);
        assert_done(counter_next(&tx, "ticket_number", &number, &err), &err);
        assert_int_equal(number, 1001 + i / 2);
        if (i % 2 == 1)
            assert_done(tx_commit(&tx, &err), &err);
    }
}

/* ---- many at once ---- */

enum { CROWD = 8, UNITS_EACH = 50 };

struct crowd {
    struct db *db;
    int every;    /* how often a unit fails */
    bool retried; /* every second unit is run again when it hears BUSY, and has no savepoint where that is possible */
    atomic_int next;
    atomic_int kept;
    atomic_int refused;
    atomic_int wrong;
};

struct crowd_unit {
    struct crowd *crowd;
    int n;
};

static bool is_to_fail(const struct crowd_unit *unit)
{
    return unit->n % unit->crowd->every == 0;
}

/* Some units break a foreign key that is only checked at their end. */
static enum status crowd_unit(void *argument, struct err *err)
{
    const struct crowd_unit *unit = argument;
    char name[32];
    snprintf(name, sizeof(name), "crowd.%d", unit->n);
    CLEANUP(tx_end) struct tx tx = { .open = false };
    bool retried = unit->crowd->retried && unit->n % 2 == 0;
    TRY(retried ? tx_begin_retried(&tx, unit->crowd->db, err) : tx_begin_write(&tx, unit->crowd->db, err));
    TRY(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word(name) }, { "value", db_text(STR("v")) }), NULL, err));
    TRY(journal_add(&tx, system_actor, "setting.changed", (ticket_id){ 0 }, STR_NONE, err));
    if (is_to_fail(unit))
        TRY(desk_sql(&tx, "UPDATE ticket SET ownership_id = 404 WHERE id = 1", err));
    return tx_commit(&tx, err);
}

static void *crowd_member(void *argument)
{
    struct crowd *crowd = argument;
    for (int i = 0; i < UNITS_EACH; i++) {
        struct err err = { .key = NULL };
        struct crowd_unit unit = { .crowd = crowd, .n = atomic_fetch_add(&crowd->next, 1) };
        enum status status = db_retry(crowd->db, crowd_unit, &unit, &err);
        bool right = is_to_fail(&unit) ? status == STATUS_CONFLICT && strcmp(err.key, "db.foreign_key") == 0 : status == STATUS_OK;
        atomic_fetch_add(status == STATUS_OK ? &crowd->kept : &crowd->refused, 1);
        if (!right)
            print_error("unit %d: %s %s %s\n", unit.n, status_name(status), err.key, err.detail);
        atomic_fetch_add(&crowd->wrong, right ? 0 : 1);
    }
    return NULL;
}

static void run_crowd(struct crowd *crowd)
{
    pthread_t threads[CROWD];
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, crowd_member, crowd), 0);
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
}

static void only_the_failing_units_fail(TALLOC_CTX *mem, struct crowd crowd)
{
    struct desk *desk = desk_new(mem);
    desk_put_rows(desk);
    crowd.db = desk->db;
    run_crowd(&crowd);
    assert_int_equal(crowd.wrong, 0);
    assert_int_equal(crowd.refused, CROWD * UNITS_EACH / crowd.every);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name LIKE 'crowd.%'"), crowd.kept);
    assert_int_equal(desk_ask(desk, "SELECT max(seq) FROM journal"), crowd.kept);
    assert_int_equal(desk_ask(desk, "SELECT ownership_id FROM ticket WHERE id = 1"), 1);

    int64_t broken_at;
    struct err err;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err);
    assert_done(journal_verify(&tx, &broken_at, &err), &err);
    assert_int_equal(broken_at, 0);
}

static void in_a_crowd_only_the_failing_unit_fails(void **state)
{
    only_the_failing_units_fail(*state, (struct crowd){ .every = 5 });
}

static void whose_mate_failed_without_a_savepoint_is_run_again_and_kept(void **state)
{
    only_the_failing_units_fail(*state, (struct crowd){ .every = 50, .retried = true });
}

static void a_retried_unit_that_was_left_never_was(void **state)
{
    struct desk *desk = desk_new(*state);
    desk_put_rows(desk);
    struct crowd crowd = { .db = desk->db, .every = 2, .retried = true };
    struct crowd_unit left = { .crowd = &crowd, .n = 0 };
    struct err err;
    assert_int_not_equal(crowd_unit(&left, &err), STATUS_OK);
    assert_done(write_setting(desk->db, "b", true, &err), &err);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name = 'crowd.0'"), 0);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name = 'b'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_committed_unit_stays),
        TEST(a_unit_that_was_left_never_was),
        TEST(a_failed_statement_ends_its_unit),
        TEST(a_reader_sees_one_moment),
        TEST(a_generation_ends_with_a_commit_of_anybody),
        TEST(a_generation_lasts_while_nothing_is_committed),
        TEST(ids_are_never_given_twice_even_after_a_rollback),
        TEST(a_numbered_sequence_has_no_gap_after_a_rollback),
        TEST(in_a_crowd_only_the_failing_unit_fails),
        TEST(whose_mate_failed_without_a_savepoint_is_run_again_and_kept),
        TEST(a_retried_unit_that_was_left_never_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
