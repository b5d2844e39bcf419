#include "cli/options.h"

#include "check.h"

#define WORDS(...) ((char *[]){ __VA_ARGS__ })
#define COUNT(...) ((int)(sizeof(WORDS(__VA_ARGS__)) / sizeof(char *)))

static enum status read_words(struct invocation *in, struct err *err, int count, char **words)
{
    int named;
    bool help;
    const struct command *command = command_find(count, words, &named);
    assert_non_null(command);
    return options_read(command, count - named, words + named, in, &help, err);
}
#define READ(in, err, ...) read_words(in, err, COUNT(__VA_ARGS__), WORDS(__VA_ARGS__))

static void the_table_is_sorted_and_complete(void **state)
{
    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        assert_non_null(command->run);
        assert_true(command->help == NULL || strlen(command->help) > 0); /* NULL: the program calls it itself */
        assert_true(command->operands_least <= command->operands_most);
        assert_true(command->operands_most <= OPERANDS_MOST);
        if (i > 0 && strcmp(commands[i - 1].name, command->name) >= 0)
            fail_msg("%s stands at the wrong place", command->name);
        size_t options = 0;
        for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++, options++)
            assert_true(strlen(row->help) > 0);
        assert_true(options <= OPTIONS_MOST);
    }
}

static void the_longest_name_wins(void **state)
{
    (void)state;
    int named;
    assert_string_equal(command_find(3, WORDS("user", "add", "x"), &named)->name, "user add");
    assert_int_equal(named, 2);
    assert_null(command_find(1, WORDS("user"), &named));
    assert_null(command_find(1, WORDS("nonsense"), &named));
    assert_null(command_find(0, NULL, &named));
}

static void values_stand_behind_or_after_an_equals_sign(void **state)
{
    (void)state;
    struct invocation in;
    assert_ok(READ(&in, NULL, "init", "--data", "desk", "--admin=a@b.example", "--mailbox", "h@b.example"));
    assert_str(in.data_dir, "desk");
    assert_str(option_value(&in, "admin"), "a@b.example");
    assert_str(option_value(&in, "mailbox"), "h@b.example");
    assert_false(option_given(&in, "name"));
    assert_null(option_value(&in, "name").ptr);
}

static void operands_and_options_may_mix(void **state)
{
    (void)state;
    struct invocation in;
    assert_ok(READ(&in, NULL, "user", "add", "--data=d", "a@b.example", "--leads"));
    assert_int_equal(in.operand_count, 1);
    assert_str(in.operands[0], "a@b.example");
    assert_true(option_given(&in, "leads"));
    assert_ok(READ(&in, NULL, "user", "lock", "--data=d", "--", "--odd@b.example"));
    assert_str(in.operands[0], "--odd@b.example");
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    struct invocation in;
    struct err err;
    unsetenv("BUCKSTOP_DATA");
    assert_int_equal(READ(&in, &err, "init", "--data=d", "--colour", "red"), STATUS_INVALID);
    assert_string_equal(err.message, "there is no option --colour; see buckstop init --help");
    assert_int_equal(READ(&in, &err, "init", "--data=d", "--admin"), STATUS_INVALID);
    assert_string_equal(err.message, "--admin needs a value");
    assert_int_equal(READ(&in, &err, "verify", "--data=d", "--json=yes"), STATUS_INVALID);
    assert_string_equal(err.message, "--json takes no value");
    assert_int_equal(READ(&in, &err, "verify", "--data=d", "more"), STATUS_INVALID);
    assert_string_equal(err.key, "cli.operands");
    assert_int_equal(READ(&in, &err, "user", "add", "--data=d"), STATUS_INVALID);
    assert_string_equal(err.message, "usage: buckstop user add ADDRESS");
    assert_int_equal(READ(&in, &err, "verify"), STATUS_INVALID);
    assert_string_equal(err.key, "cli.data");
}

static void the_folder_may_come_from_the_environment(void **state)
{
    (void)state;
    struct invocation in;
    setenv("BUCKSTOP_DATA", "here", 1);
    assert_ok(READ(&in, NULL, "verify"));
    assert_str(in.data_dir, "here");
    assert_ok(READ(&in, NULL, "verify", "--data", "there"));
    assert_str(in.data_dir, "there");
    unsetenv("BUCKSTOP_DATA");
}

static void numbers_have_bounds(void **state)
{
    (void)state;
    struct invocation in;
    struct err err;
    int64_t number;
    assert_ok(READ(&in, NULL, "dev", "fill", "--data=d", "--tickets=50"));
    assert_ok(option_number(&in, "tickets", 1, 100, 7, &number, NULL));
    assert_int_equal(number, 50);
    assert_ok(option_number(&in, "seed", 1, 100, 7, &number, NULL));
    assert_int_equal(number, 7);
    assert_int_equal(option_number(&in, "tickets", 1, 10, 7, &number, &err), STATUS_INVALID);
    assert_string_equal(err.message, "--tickets must be a whole number from 1 to 10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_table_is_sorted_and_complete),
        TEST(the_longest_name_wins),
        TEST(values_stand_behind_or_after_an_equals_sign),
        TEST(operands_and_options_may_mix),
        TEST(what_is_wrong_is_said),
        TEST(the_folder_may_come_from_the_environment),
        TEST(numbers_have_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
