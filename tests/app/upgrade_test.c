/* A desk that an older program made, and what it takes to bring it up to this one. */
#include <sys/stat.h>

#include "app/app.h"
#include "app/desk_upgrade.h"
#include "desk.h"

/* What was told; a test runs alone in its process's one thread. */
static struct {
    int count, first, last;
    char copy[200];
} told;

static void tell(const struct upgrade_event *event)
{
    told.first = told.count == 0 ? event->version : told.first;
    told.last = event->version;
    told.count++;
    snprintf(told.copy, sizeof(told.copy), "%s", event->copy == NULL ? "" : event->copy);
}

static struct config config_of(const struct desk *desk)
{
    told.count = 0;
    assert_int_equal(mkdir(str_format(desk->db, STR_FMT "/run", STR_ARG(desk->dir)).ptr, 0700), 0);
    return (struct config){ .data_dir = desk->dir, .database = desk->url };
}

static struct desk *desk_of_the_first_version(TALLOC_CTX *mem)
{
    struct desk *desk = desk_new_empty(mem);
    struct err err;
    assert_done(db_migrate_to(desk->db, 1, &err), &err);
    desk_put_rows(desk);
    return desk;
}

static void an_old_desk_comes_up_version_by_version_and_tells_of_each_F_57(void **state)
{
    struct desk *desk = desk_of_the_first_version(*state);
    struct config config = config_of(desk);
    struct err err;
    assert_done(desk_upgrade(&config, tell, &err), &err);
    assert_int_equal(told.first, 1);
    assert_int_equal(told.last, db_schema_newest());
    assert_int_equal(told.count, db_schema_newest());
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM ticket WHERE number = 1 AND owner_id = 1"), 1);
    assert_non_null(desk_open_again(desk));
    told.count = 0;
    assert_done(desk_upgrade(&config, tell, &err), &err);
    assert_int_equal(told.count, 0); /* nothing is left to do */
}

static void the_desk_as_it_was_is_kept_where_it_is_a_file_F_57(void **state)
{
    struct desk *desk = desk_of_the_first_version(*state);
    struct config config = config_of(desk);
    struct err err;
    assert_done(desk_upgrade(&config, tell, &err), &err);
    if (desk->postgres) {
        assert_string_equal(told.copy, "");
        return;
    }
    assert_string_equal(told.copy, str_format(desk, STR_FMT "/desk.db.version-1", STR_ARG(desk->dir)).ptr);
    const struct desk copy = { .url = str_format(desk, "sqlite:%s", told.copy) };
    assert_int_equal(desk_ask((struct desk *)&copy, "SELECT max(version) FROM migration"), 1);
    assert_int_equal(desk_ask((struct desk *)&copy, "SELECT count(*) FROM ticket WHERE number = 1"), 1);
}

static void a_desk_of_a_newer_program_is_left_alone_F_58(void **state)
{
    struct desk *desk = desk_new(*state);
    struct config config = config_of(desk);
    struct err err;
    assert_int_equal(desk_try(desk, (const char *const[]){ "INSERT INTO migration VALUES (1000, 'later', 1)", NULL }, NULL), STATUS_OK);
    assert_int_equal(desk_upgrade(&config, tell, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "db.new_schema");
    assert_int_equal(told.count, 0);
}

static void a_database_without_a_desk_is_not_made_into_one_F_36(void **state)
{
    struct desk *desk = desk_new_empty(*state);
    struct config config = config_of(desk);
    struct err err;
    assert_int_equal(desk_upgrade(&config, tell, &err), STATUS_INVALID);
    assert_string_equal(err.key, "desk.missing");
}

static void other_commands_say_what_brings_an_old_desk_up_F_58(void **state)
{
    struct desk *desk = desk_of_the_first_version(*state);
    struct db_options options = desk_options(desk);
    struct db *db;
    struct err err;
    assert_int_equal(db_open(desk, &options, &db, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "db.old_schema");
    assert_non_null(strstr(err.message, "buckstop serve brings them up to date"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_old_desk_comes_up_version_by_version_and_tells_of_each_F_57),
        TEST(the_desk_as_it_was_is_kept_where_it_is_a_file_F_57),
        TEST(a_desk_of_a_newer_program_is_left_alone_F_58),
        TEST(a_database_without_a_desk_is_not_made_into_one_F_36),
        TEST(other_commands_say_what_brings_an_old_desk_up_F_58),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
