#pragma once
/* What the command line offers: one row a command, in commands.c, and what a row's function is given.
 *
 * To add a command: one file cli/NAME.c with its function and its options, one row in the table. Every
 * command has --help and, where it concerns a desk, --data DIR; its exit code is that of its status (base/err.h).
 */
#include "base/config.h"

struct option_row {
    const char *name;  /* "admin" for --admin */
    const char *value; /* what stands for its value in the help: "ADDRESS"; NULL for a switch */
    const char *help;
};

enum { OPTIONS_MOST = 16, OPERANDS_MOST = 8 };

struct invocation {
    const struct command *command;
    const char *values[OPTIONS_MOST]; /* by the index of the option's row; NULL: not given; a switch: "" */
    struct str operands[OPERANDS_MOST];
    size_t operand_count;
    struct str data_dir; /* --data DIR or BUCKSTOP_DATA; empty where the command has no desk */
};

struct command {
    const char *name;      /* one or two words: "serve", "user add" */
    const char *operands;  /* for the help: "[FILE]"; "" for none */
    const char *help;      /* one line; NULL: the program calls it itself, and no help names it */
    bool desk;             /* takes --data */
    size_t operands_least, operands_most;
    const struct option_row *options; /* ends with a row without a name; NULL for none */
    enum status (*run)(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
};

/* The table, sorted by name. */
extern const struct command commands[];
extern const size_t command_count;

/* The value of an option (STR_NONE when it was not given), and whether a switch was given. NAME is a row of
 * the command's table (asserted). */
struct str option_value(const struct invocation *in, const char *name);
bool option_given(const struct invocation *in, const char *name);

/* The value of an option that must be there; INVALID says so. */
MUST_CHECK enum status option_required(const struct invocation *in, const char *name, struct str *out, struct err *err);

/* A whole number; STANDARD when it was not given. */
MUST_CHECK enum status option_number(const struct invocation *in, const char *name, int64_t least, int64_t most,
                                     int64_t standard, int64_t *out, struct err *err);

/* The configuration of the desk in in->data_dir; starts the log as PROCESS. */
MUST_CHECK enum status invocation_config(TALLOC_CTX *mem, const struct invocation *in, const char *process,
                                         struct config *out, struct err *err);
