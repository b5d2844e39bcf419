/* Chooses a command from the table in cli/commands.c and reports how it ended. */
#include "base/digest.h"
#include "base/mem.h"
#include "cli/options.h"

static void drop(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

static bool asks_for_help(const char *word)
{
    struct str text = str_from(word);
    return str_equal(text, STR("help")) || str_equal(text, STR("--help")) || str_equal(text, STR("-h"));
}

static int report(const struct command *command, enum status status, const struct err *err)
{
    fprintf(stderr, "buckstop%s%s: %s\n", command == NULL ? "" : " ", command == NULL ? "" : command->name, err->message);
    if (err->detail[0] != '\0')
        fprintf(stderr, "  %s\n", err->detail);
    return status_exit(status);
}

static int run(TALLOC_CTX *mem, const struct command *command, int word_count, char **words)
{
    struct err err = { 0 };
    struct invocation in;
    bool help;
    enum status status = options_read(command, word_count, words, &in, &help, &err);
    if (status == STATUS_OK && help) {
        help_print_command(stdout, command);
        return 0;
    }
    if (status == STATUS_OK)
        status = digest_start(&err);
    if (status == STATUS_OK)
        status = command->run(mem, &in, &err);
    return status == STATUS_OK ? 0 : report(command, status, &err);
}

int main(int argc, char **argv)
{
    int named;
    const struct command *command = command_find(argc - 1, argv + 1, &named);
    if (command != NULL) {
        CLEANUP(drop) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
        return run(mem, command, argc - 1 - named, argv + 1 + named);
    }
    if (argc > 1 && asks_for_help(argv[1])) {
        help_print(stdout);
        return 0;
    }
    if (argc > 1 && help_print_family(argc > 2 && asks_for_help(argv[2]) ? stdout : stderr, argv[1]))
        return argc > 2 && asks_for_help(argv[2]) ? 0 : status_exit(STATUS_INVALID);
    struct err err = { 0 };
    if (argc > 1) {
        enum status status = FAIL(&err, STATUS_INVALID, "cli.command", "there is no command \"%.60s\"; see buckstop --help",
                                  argv[1]);
        return report(NULL, status, &err);
    }
    help_print(stderr);
    return status_exit(STATUS_INVALID);
}
