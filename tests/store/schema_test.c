/* Opening a desk, and bringing its schema to the program's version. */
#include "desk.h"
#include "store/db_driver.h"
#include "store/db_fault.h"

static void a_new_desk_has_no_schema_and_gets_the_newest(void **state)
{
    struct desk *desk = desk_new_empty(*state);
    struct err err;
    int version = -1;
    assert_done(db_schema_version(desk->db, &version, &err), &err);
    assert_int_equal(version, 0);
    assert_done(db_migrate(desk->db, &err), &err);
    assert_done(db_schema_version(desk->db, &version, &err), &err);
    assert_int_equal(version, migration_count);
    assert_done(db_migrate(desk->db, &err), &err); /* again: nothing to do */
}

static void a_desk_of_another_version_is_refused_F_58(void **state)
{
    struct desk *desk = desk_new_empty(*state);
    struct db_options options = desk_options(desk);
    struct db *db;
    struct err err;
    assert_int_equal(db_open(desk, &options, &db, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "db.old_schema");
    assert_done(db_migrate(desk->db, &err), &err);
    assert_int_equal(desk_try(desk, (const char *const[]){ "INSERT INTO migration VALUES (1000, 'later', 1)", NULL }, NULL), STATUS_OK);
    assert_int_equal(db_open(desk, &options, &db, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "db.new_schema");
    assert_int_equal(db_migrate(desk->db, &err), STATUS_UNAVAILABLE);
}

static void an_interrupted_migration_leaves_the_version_before_F_57(void **state)
{
    struct desk *desk = desk_new_empty(*state);
    struct db_fault fault = { .status = STATUS_UNAVAILABLE };
    enum status status = STATUS_UNAVAILABLE;
    db_fault_around(desk->db, &fault);
    for (fault.at = 1; status != STATUS_OK; fault.at++) {
        struct err err;
        int version = -1;
        fault.calls = 0;
        status = db_migrate(desk->db, &err);
        if (status != STATUS_OK) {
            fault.calls = INT16_MAX;
            assert_done(db_schema_version(desk->db, &version, &err), &err);
            assert_int_equal(version, 0);
        }
    }
    assert_in_range(fault.at, 60, 400); /* it failed at each statement before */
    assert_true(desk_ask(desk, "SELECT count(*) FROM counter") > 0);
}

static void an_unknown_address_is_refused(void **state)
{
    struct db_options options = { .url = STR("mysql://localhost"), .clock = clock_standing(*state, 0), .readers = 1 };
    struct db *db;
    struct err err;
    assert_int_equal(db_open(*state, &options, &db, &err), STATUS_INVALID);
    assert_string_equal(err.key, "db.url");
}

static void a_database_that_is_not_there_is_an_error_F_36(void **state)
{
    struct desk *desk = desk_new(*state);
    struct db_options options = desk_options(desk);
    struct db *db;
    struct err err;
    if (desk->postgres)
        options.url = STR("postgresql:///nobody?host=/nonexistent");
    else
        options.url = str_format(desk, "sqlite:" STR_FMT "/other.db", STR_ARG(desk->dir));
    assert_int_equal(db_open(desk, &options, &db, &err), STATUS_UNAVAILABLE);
    assert_int_not_equal(access(str_format(desk, STR_FMT "/other.db", STR_ARG(desk->dir)).ptr, F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_desk_has_no_schema_and_gets_the_newest),
        TEST(a_desk_of_another_version_is_refused_F_58),
        TEST(an_interrupted_migration_leaves_the_version_before_F_57),
        TEST(an_unknown_address_is_refused),
        TEST(a_database_that_is_not_there_is_an_error_F_36),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
