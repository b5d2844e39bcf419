/* Making a desk, and what people may get wrong at it. */
#include <sys/stat.h>

#include "app/desk_hours.h"
#include "app/desk_init.h"
#include "app/desk_facts.h"
#include "desk.h"

static const struct desk_init_input good = {
    .admin_address = { "ann@shop.example", 16 }, .admin_name = { "Ann Lee", 7 }, .mailbox_address = { "help@shop.example", 17 },
    .desk_name = { "The Shop", 8 }, .password = { "correct horse", 13 }, .time_zone = { "Europe/Madrid", 13 },
};

/* A folder of the test's own; the fixture's desk in it is another one. */
static struct config config_in(TALLOC_CTX *mem)
{
    struct desk *beside = desk_new_empty(mem);
    return (struct config){ .data_dir = str_format(mem, STR_FMT "/made", STR_ARG(beside->dir)), .database = STR("sqlite") };
}

static void a_new_desk_has_its_admin_as_steward_of_its_one_team(void **state)
{
    struct config config = config_in(*state);
    struct app *app = NULL;
    struct list teams, colleagues;
    struct err err;
    assert_done(desk_init(&config, &good, &err), &err);
    assert_done(app_open(*state, &config, 1, &app, &err), &err);
    assert_done(team_rows(app, *state, &teams, &err), &err);
    assert_done(colleague_rows(app, *state, &colleagues, &err), &err);
    const struct team_row *team = teams.items;
    const struct colleague_row *admin = colleagues.items;
    assert_int_equal(teams.count, 1);
    assert_str(team->steward, "Ann Lee");
    assert_str(team->mailbox, "help@shop.example");
    assert_str(team->time_zone, "Europe/Madrid");
    assert_int_equal(colleagues.count, 1);
    assert_str(admin->role, "admin");
    app_close(app);
}

static void a_desk_is_made_once(void **state)
{
    struct config config = config_in(*state);
    struct err err;
    assert_done(desk_init(&config, &good, &err), &err);
    assert_int_equal(desk_init(&config, &good, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "desk.exists");
}

static void the_key_is_its_owners_alone_and_never_made_again_F59(void **state)
{
    struct config config = config_in(*state);
    const char *key = talloc_asprintf(*state, "%s/secret.key", config.data_dir.ptr);
    struct stat info;
    struct app *app = NULL;
    struct err err;
    assert_int_equal(app_open(*state, &config, 1, &app, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "desk.missing");
    assert_done(desk_init(&config, &good, &err), &err);
    assert_int_equal(stat(key, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_size, 32);
    assert_int_equal(truncate(key, 31), 0);
    assert_int_equal(app_open(*state, &config, 1, &app, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "desk.key");
}

static void a_wrong_word_is_named_and_nothing_is_made(void **state)
{
    static const struct { const char *admin, *mailbox, *zone, *field; } cases[] = {
        { "ann", "help@shop.example", "UTC", "admin_address" },
        { "ann@shop.example", "help@", "UTC", "mailbox_address" },
        { "ann@shop.example", "a@b@c", "UTC", "mailbox_address" },
        { "ann@shop.example, eve@x", "help@shop.example", "UTC", "admin_address" },
        { "help@shop.example", "Help@Shop.example", "UTC", "mailbox_address" }, /* one address for both */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct config config = config_in(*state);
        struct desk_init_input in = good;
        struct err err;
        in.admin_address = str_from(cases[i].admin);
        in.mailbox_address = str_from(cases[i].mailbox);
        assert_int_equal(desk_init(&config, &in, &err), STATUS_INVALID);
        assert_string_equal(err.field, cases[i].field);
        assert_int_equal(access(config.data_dir.ptr, F_OK), -1);
    }
}

static void an_address_is_a_colleague_s_or_a_mailbox_s(void **state)
{
    struct config config = config_in(*state);
    struct app *app = NULL;
    const struct who who = { .kind = ACTOR_SYSTEM, .role = ROLE_ADMIN };
    const struct colleague_input colleague = { .email = STR("Help@shop.example"), .name = STR("Help"), .password = STR("correct horse") };
    const struct team_input team = { .name = STR("Second"), .steward_email = STR("ann@shop.example"), .time_zone = STR("UTC"),
                                     .mailbox_address = STR("ann@shop.example") };
    colleague_id colleague_made;
    team_id team_made;
    struct err err;
    assert_done(desk_init(&config, &good, &err), &err);
    assert_done(app_open(*state, &config, 1, &app, &err), &err);
    assert_int_equal(colleague_add(app, &who, &colleague, &colleague_made, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "address.both");
    assert_int_equal(team_add(app, &who, &team, &team_made, &err), STATUS_CONFLICT);
    assert_string_equal(err.key, "address.both");
    app_close(app);
}

static void opening_hours_are_read_as_people_write_them(void **state)
{
    static const struct { const char *text; size_t rows; } cases[] = {
        { "mon-fri 09:00-17:00", 5 },
        { "Mon-Fri 9:00-12:30; mon-fri 13:30-17:00; sat 10:00-14:00;", 11 },
        { "sunday 00:00-24:00", 1 },
        { "", 0 },
        { "mon-fri", SIZE_MAX },
        { "fri-mon 09:00-17:00", SIZE_MAX },
        { "mon 17:00-09:00", SIZE_MAX },
        { "mon 09:00-24:01", SIZE_MAX },
        { "mon 9-17", SIZE_MAX },
        { "someday 09:00-17:00", SIZE_MAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct list rows;
        enum status status = desk_hours_read(*state, (team_id){ 1 }, str_from(cases[i].text), &rows, NULL);
        size_t got = status == STATUS_OK ? rows.count : SIZE_MAX;
        if (got != cases[i].rows)
            fail_msg("\"%s\" gives %zd rows", cases[i].text, (ssize_t)got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_desk_has_its_admin_as_steward_of_its_one_team),
        TEST(a_desk_is_made_once),
        TEST(the_key_is_its_owners_alone_and_never_made_again_F59),
        TEST(a_wrong_word_is_named_and_nothing_is_made),
        TEST(an_address_is_a_colleague_s_or_a_mailbox_s),
        TEST(opening_hours_are_read_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
