/* Whatever call to the database fails, a unit is done or it never was (G7). */
#include "desk.h"
#include "store/blob_store.h"
#include "store/db_driver.h"
#include "store/db_fault.h"
#include "store/journal.h"

/* A unit that touches most of what the layer does: ids, a number, rows, bytes, a list, the journal. */
static enum status work(struct db *db, struct err *err)
{
    int64_t id, number;
    struct blob blob;
    struct list list;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    TRY(id_new(&tx, &id, err));
    TRY(counter_next(&tx, "ticket_number", &number, err));
    TRY(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word("fault") }, { "value", db_text(STR("v")) }), NULL, err));
    const struct sha256 digest = sha256_of(STR("bytes"));
    TRY(blob_insert(&tx, STR("bytes"), &digest, &blob, err));
    TALLOC_CTX *mem = talloc_new(NULL);
    enum status status = journal_after(&tx, mem, 0, 10, &list, err);
    talloc_free(mem);
    TRY(status);
    TRY(journal_add(&tx, (struct actor){ ACTOR_SYSTEM, 0 }, "setting.changed", (ticket_id){ 0 }, STR_NONE, err));
    return tx_commit(&tx, err);
}

static int64_t changes(struct desk *desk)
{
    return desk_ask(desk, "SELECT (SELECT count(*) FROM setting WHERE name = 'fault') + (SELECT count(*) FROM blob) + (SELECT count(*) FROM blob_chunk)"
                          " + (SELECT count(*) FROM journal) + (SELECT next FROM counter WHERE name = 'ticket_number') - 1001");
}

static void each_call_fails_once_and_nothing_is_half_done(void **state)
{
    enum { CHANGES = 4 };
    static const enum status failures[] = { STATUS_BUSY, STATUS_FULL, STATUS_UNAVAILABLE, STATUS_BROKEN };
    for (size_t f = 0; f < sizeof(failures) / sizeof(failures[0]); f++) {
        struct desk *desk = desk_new(*state);
        struct db_fault fault = { .status = failures[f] };
        db_fault_around(desk->db, &fault);
        enum status status = failures[f];
        for (fault.at = 1; status != STATUS_OK; fault.at++) {
            struct err err;
            fault.calls = 0;
            status = work(desk->db, &err);
            if (status != STATUS_OK) {
                assert_int_equal(status, failures[f]);
                assert_string_equal(err.key, "db.fault");
                assert_int_equal(changes(desk), 0);
            }
        }
        assert_in_range(fault.at, 15, 100); /* it did fail at many places before it passed */
        assert_int_equal(changes(desk), CHANGES);
        talloc_free(desk);
    }
}

static enum status busy_work(void *argument, struct err *err)
{
    return work(argument, err);
}

static void a_busy_unit_is_run_again(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_fault fault = { .at = 4, .status = STATUS_BUSY };
    struct err err;
    db_fault_around(desk->db, &fault);
    assert_done(db_retry(desk->db, busy_work, desk->db, &err), &err);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM journal"), 1);
}

static void a_unit_that_stays_busy_is_given_up(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_fault fault = { .at = 1, .status = STATUS_BUSY, .forever = true };
    struct err err;
    db_fault_around(desk->db, &fault);
    assert_int_equal(db_retry(desk->db, busy_work, desk->db, &err), STATUS_BUSY);
    assert_int_equal(fault.calls, DB_RETRIES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_call_fails_once_and_nothing_is_half_done),
        TEST(a_busy_unit_is_run_again),
        TEST(a_unit_that_stays_busy_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
