#pragma once
/* From the words of a command line to a command and its values. */
#include "cli/command.h"

/* The command that the words begin with, and how many of them name it; NULL for none. The longest name wins. */
const struct command *command_find(int word_count, char **words, int *named);

/* Reads the words behind the command's name into OUT. *HELP: --help was among them. */
MUST_CHECK enum status options_read(const struct command *command, int word_count, char **words, struct invocation *out,
                                    bool *help, struct err *err);

/* The help of the program, of one command, and of the commands that begin with a word ("user"). */
void help_print(FILE *out);
void help_print_command(FILE *out, const struct command *command);
bool help_print_family(FILE *out, const char *word);
