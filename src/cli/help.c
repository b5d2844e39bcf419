/* The help texts, printed from the table of commands. */
#include "cli/options.h"

enum { NAME_COLUMN = 16, OPTION_COLUMN = 24 };

static void print_row(FILE *out, const struct command *command)
{
    if (command->help != NULL)
        fprintf(out, "  %-*s %s\n", NAME_COLUMN, command->name, command->help);
}

void help_print(FILE *out)
{
    fputs("Buckstop: a customer-service desk in which every problem has one named owner.\n\n"
          "usage: buckstop COMMAND [OPTION…]\n\n",
          out);
    for (size_t i = 0; i < command_count; i++)
        print_row(out, &commands[i]);
    fputs("\nbuckstop COMMAND --help tells its options. A desk is a folder: --data DIR, or BUCKSTOP_DATA.\n", out);
}

static void print_option(FILE *out, const struct option_row *row)
{
    int width = fprintf(out, "  --%s%s%s", row->name, row->value == NULL ? "" : " ", row->value == NULL ? "" : row->value);
    fprintf(out, "%*s%s\n", width < OPTION_COLUMN ? OPTION_COLUMN - width : 1, "", row->help);
}

void help_print_command(FILE *out, const struct command *command)
{
    static const struct option_row data = { "data", "DIR", "the desk's folder (or BUCKSTOP_DATA)" };
    fprintf(out, "%s\n\nusage: buckstop %s%s%s%s\n", command->help == NULL ? "for the program itself" : command->help, command->name,
            command->desk || command->options != NULL ? " [OPTION…]" : "", command->operands[0] == '\0' ? "" : " ",
            command->operands);
    if (command->desk || command->options != NULL)
        fputc('\n', out);
    if (command->desk)
        print_option(out, &data);
    for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++)
        print_option(out, row);
}

bool help_print_family(FILE *out, const char *word)
{
    struct str first = str_from(word);
    bool any = false;
    for (size_t i = 0; i < command_count; i++) {
        struct str name = str_from(commands[i].name);
        if (!str_starts(name, first) || name.len == first.len || name.ptr[first.len] != ' ')
            continue;
        if (!any)
            fprintf(out, "usage: buckstop %s COMMAND [OPTION…]\n\n", word);
        any = true;
        print_row(out, &commands[i]);
    }
    return any;
}
