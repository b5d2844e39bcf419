/* Opening a desk, and bringing its schema to the program's version. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/fault.h"
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

static int version_of(struct db *db)
{
    struct err err;
    int version = -1;
    assert_done(db_schema_version(db, &version, &err), &err);
    return version;
}

static void an_interrupted_migration_leaves_the_version_before_F_57(void **state)
{
    struct desk *desk = desk_new_empty(*state);
    struct db_fault fault = { .status = STATUS_UNAVAILABLE };
    db_fault_around(desk->db, &fault);
    for (int version = 1; version <= db_schema_newest(); version++) {
        enum status status = STATUS_UNAVAILABLE;
        for (fault.at = 1; status != STATUS_OK; fault.at++) {
            struct err err;
            fault.calls = 0;
            status = db_migrate_to(desk->db, version, &err);
            fault.calls = INT16_MAX;
            assert_int_equal(version_of(desk->db), status == STATUS_OK ? version : version - 1);
        }
        assert_in_range(fault.at, 6, 400); /* it failed at each statement before */
    }
    assert_true(desk_ask(desk, "SELECT count(*) FROM counter") > 0);
}

/* In a child that is killed at the N-th statement; whether it came through instead. */
static bool migrate_and_be_killed(const struct desk *desk, const char *plan)
{
    int how;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct db_options options = desk_options(desk);
        struct db *db;
        options.any_schema = true;
        fault_setup(plan);
        _exit(db_open(NULL, &options, &db, NULL) == STATUS_OK && db_migrate(db, NULL) == STATUS_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) ? WTERMSIG(how) == SIGKILL : WEXITSTATUS(how) == 0);
    return !WIFSIGNALED(how);
}

static void walk(struct desk *desk, const char *point)
{
    int before = version_of(desk->db);
    for (int n = 1; !migrate_and_be_killed(desk, talloc_asprintf(desk, "%s:kill:%d", point, n)); n++) {
        assert_in_range(version_of(desk->db), before, db_schema_newest());
        before = version_of(desk->db);
        assert_in_range(n, 1, 400);
    }
    assert_int_equal(version_of(desk->db), db_schema_newest());
}

static void a_desk_of_the_first_version_comes_up_whatever_kills_the_program_F_57_G16(void **state)
{
    static const char *const points[] = { "schema.statement", "schema.before_commit" };
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        struct desk *desk = desk_new_empty(*state);
        struct err err;
        assert_done(db_migrate_to(desk->db, 1, &err), &err);
        desk_put_rows(desk);
        walk(desk, points[i]);
        assert_int_equal(desk_ask(desk, "SELECT count(*) FROM ticket WHERE number = 1 AND owner_id = 1 AND subject = 'Brakes'"), 1);
        assert_int_equal(desk_ask(desk, "SELECT count(*) FROM promise WHERE ticket_id = 1 AND state = 'open'"), 1);
        assert_non_null(desk_open_again(desk));
        talloc_free(desk);
    }
}

static void a_copy_of_a_database_holds_what_was_committed_and_replaces_the_last_one_F_56(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    if (!db_can(desk->db).copy_to_file)
        return;
    const char *path = talloc_asprintf(desk, "%s/copy.db", desk->dir.ptr);
    assert_done(db_copy_to(desk->db, path, &err), &err);
    desk_put_rows(desk);
    assert_done(db_copy_to(desk->db, path, &err), &err);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    struct db_options options = desk_options(desk);
    options.url = str_format(desk, "sqlite:%s", path);
    struct db *copy;
    assert_done(db_open(desk, &options, &copy, &err), &err);
    struct desk other = { .url = options.url };
    assert_int_equal(desk_ask(&other, "SELECT count(*) FROM ticket"), 1);
    assert_int_equal(db_copy_to(desk->db, talloc_asprintf(desk, "%s/none/copy.db", desk->dir.ptr), &err), STATUS_UNAVAILABLE);
    db_close(copy);
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
        TEST(a_desk_of_the_first_version_comes_up_whatever_kills_the_program_F_57_G16),
        TEST(a_copy_of_a_database_holds_what_was_committed_and_replaces_the_last_one_F_56),
        TEST(an_unknown_address_is_refused),
        TEST(a_database_that_is_not_there_is_an_error_F_36),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
