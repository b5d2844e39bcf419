/* Every statement of the program can be prepared on both databases. */
#include "desk.h"
#include "store/db_driver.h"

/* Starting a statement prepares it; the database then knows each table, column, function and parameter in it. */
static void every_statement_prepares(void **state)
{
    struct desk *desk = desk_new(*state);
    int failed = 0;
    for (enum query query = 0; query < Q_COUNT; query++) {
        struct err err = { .key = NULL };
        struct rows_state *rows;
        CLEANUP(tx_end) struct tx tx = { .open = false };
        assert_done(tx_begin_write(&tx, desk->db, &err), &err);
        if (desk->db->driver->start(&tx, query, &rows, &err) == STATUS_OK) {
            desk->db->driver->finish(&tx, rows);
        } else {
            print_error("%s: %s\n", query_table[query].name, err.detail);
            failed++;
        }
    }
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_statement_prepares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
