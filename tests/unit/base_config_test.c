#include "base/config.h"

#include <sys/stat.h>

#include "base/str.h"
#include "check.h"

static const char *const variables[] = {
    "BUCKSTOP_HTTP",      "BUCKSTOP_LMTP",        "BUCKSTOP_URL",         "BUCKSTOP_DATABASE",    "BUCKSTOP_SMTP",
    "BUCKSTOP_UNDO",      "BUCKSTOP_SMTP_PLAIN",  "BUCKSTOP_RECEIPT_AFTER", "BUCKSTOP_MAIL_DOMAIN", "BUCKSTOP_LOG",
    "BUCKSTOP_UI",        "BUCKSTOP_CLOCK",       "BUCKSTOP_FAULT",       "BUCKSTOP_AUTHSERV_ID", "BUCKSTOP_MAIL_CA",
};

static void forget_environment(void)
{
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        unsetenv(variables[i]);
}

/* A data directory whose desk.conf holds TEXT. */
static struct str desk_with(TALLOC_CTX *mem, const char *text)
{
    forget_environment();
    char *dir = talloc_strdup(mem, "/tmp/buckstop-config-XXXXXX");
    assert_non_null(mkdtemp(dir));
    FILE *file = fopen(talloc_asprintf(mem, "%s/desk.conf", dir), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return str_from(dir);
}

static void remove_desk(struct str dir)
{
    char path[100];
    snprintf(path, sizeof(path), STR_FMT "/desk.conf", STR_ARG(dir));
    unlink(path);
    rmdir(dir.ptr);
}

static void without_a_file_there_are_defaults(void **state)
{
    forget_environment();
    struct config config;
    assert_ok(config_load(*state, STR("/nowhere/desk"), &config, NULL));
    assert_str(config.http, "127.0.0.1:8080");
    assert_str(config.lmtp, "127.0.0.1:2424");
    assert_str(config.url, "http://127.0.0.1:8080");
    assert_str(config.database, "sqlite");
    assert_str(config.smtp, "file:/nowhere/desk/outbox");
    assert_int_equal(config.undo, 8 * SECOND_MS);
    assert_int_equal(config.receipt_after, 120 * SECOND_MS);
    assert_false(config.smtp_plain);
    assert_false(config.log_json);
}

static void the_file_is_read_and_the_environment_wins(void **state)
{
    struct str dir = desk_with(*state, "# a comment\n\n  http = 127.0.0.1:0\nurl=https://help.example/\nundo = 3\nlog = json\n"
                                       "smtp_plain = yes\n");
    setenv("BUCKSTOP_UNDO", "0", 1);
    struct config config;
    struct err err = { 0 };
    assert_ok(config_load(*state, dir, &config, &err));
    assert_str(config.http, "127.0.0.1:0");
    assert_str(config.url, "https://help.example");
    assert_int_equal(config.undo, 0);
    assert_true(config.log_json);
    assert_true(config.smtp_plain);
    remove_desk(dir);
}

static void an_error_names_line_and_key(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "http = 127.0.0.1:1\nnonsense\n", "desk.conf, line 2: expected key = value" },
        { "\n\nhtp = 1\n", "desk.conf, line 3: there is no setting \"htp\"" },
        { "http = 127.0.0.1\n", "desk.conf, line 1: http must be an address and a port, like 127.0.0.1:8080" },
        { "http = 127.0.0.1:99999\n", "desk.conf, line 1: http must be an address and a port, like 127.0.0.1:8080" },
        { "http =\n", "http must not be empty" },
        { "undo = -1\n", "desk.conf, line 1: undo must be a number of seconds from 0 to 86400" },
        { "undo = 5s\n", "desk.conf, line 1: undo must be a number of seconds from 0 to 86400" },
        { "log = loud\n", "desk.conf, line 1: log must be json or text" },
        { "smtp_plain = true\n", "desk.conf, line 1: smtp_plain must be yes or no" },
        { "url = ftp://x\n", "desk.conf, line 1: url must be an address that begins with http:// or https://" },
        { "database = mysql://x\n", "desk.conf, line 1: database must be sqlite or an address that begins with postgresql://" },
        { "smtp = localhost\n", "desk.conf, line 1: smtp must be smtp://…, smtps://… or file:FOLDER" },
        { "smtp = smtp://user:secret@mail.example:587x\n", "desk.conf, line 1: smtp must be a mail server like smtp://user:password@mail.example.org:587" },
        { "smtp = smtps://user@\n", "desk.conf, line 1: smtp must be a mail server like smtp://user:password@mail.example.org:587" },
        { "mail_ca = /nowhere/ca.pem\n", "desk.conf, line 1: mail_ca must be a file that can be read" },
        { "undo = 3\nlog = json\nundo = 4\n", "desk.conf, line 3: undo stands on line 1 already" },
        { "mail_domain = \xff\n", "desk.conf, line 1: mail_domain must be valid UTF-8" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str dir = desk_with(*state, cases[i].text);
        struct config config;
        struct err err;
        assert_int_equal(config_load(*state, dir, &config, &err), STATUS_INVALID);
        assert_string_equal(err.message, cases[i].message);
        remove_desk(dir);
    }
}

static void mail_servers_are_named_in_each_usual_form(void **state)
{
    static const char *const forms[] = {
        "smtp://localhost", "smtp://localhost:25", "smtps://user:pass%40word@mail.example:465", "smtp://[::1]", "smtp://[::1]:25/", "file:out",
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct str dir = desk_with(*state, talloc_asprintf(*state, "smtp = %s\n", forms[i]));
        struct config config;
        struct err err;
        assert_ok(config_load(*state, dir, &config, &err));
        assert_true(str_equal(config.smtp, str_from(forms[i])));
        remove_desk(dir);
    }
}

static void an_error_names_the_variable(void **state)
{
    struct str dir = desk_with(*state, "");
    setenv("BUCKSTOP_LMTP", "here", 1);
    struct config config;
    struct err err;
    assert_int_equal(config_load(*state, dir, &config, &err), STATUS_INVALID);
    assert_string_equal(err.message, "BUCKSTOP_LMTP: lmtp must be an address and a port, like 127.0.0.1:8080");
    remove_desk(dir);
}

static void a_file_that_cannot_be_read_is_no_default(void **state)
{
    struct str dir = desk_with(*state, "");
    char *path = talloc_asprintf(*state, "%s/desk.conf", dir.ptr);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    struct config config;
    struct err err;
    assert_int_equal(config_load(*state, dir, &config, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "config.file");
    rmdir(path);
    rmdir(dir.ptr);
}

static void the_example_is_a_valid_file_of_defaults(void **state)
{
    struct str example = config_example(*state);
    assert_true(str_find(example, STR("\n#http = 127.0.0.1:8080\n"), 0) != SIZE_MAX);
    assert_true(str_find(example, STR("BUCKSTOP_RECEIPT_AFTER"), 0) != SIZE_MAX);
    assert_true(str_find(example, STR("BUCKSTOP_FAULT"), 0) == SIZE_MAX);

    /* With the marks taken away each line still is what the program takes. */
    char *text = str_to_c(*state, example);
    for (char *c = text; *c != '\0'; c++)
        if (c[0] == '\n' && c[1] == '#' && c[2] != ' ')
            c[1] = ' ';
    struct str dir = desk_with(*state, text);
    struct config config;
    struct err err = { 0 };
    assert_int_equal(config_load(*state, dir, &config, &err), STATUS_OK);
    assert_str(config.http, "127.0.0.1:8080");
    remove_desk(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_file_there_are_defaults),
        TEST(the_file_is_read_and_the_environment_wins),
        TEST(an_error_names_line_and_key),
        TEST(mail_servers_are_named_in_each_usual_form),
        TEST(an_error_names_the_variable),
        TEST(a_file_that_cannot_be_read_is_no_default),
        TEST(the_example_is_a_valid_file_of_defaults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
