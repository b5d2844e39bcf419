#include "cli/options.h"

#include <assert.h>

#include "base/log.h"
#include "base/mem.h"

static bool names(const struct command *command, int word_count, char **words, int *used)
{
    struct str rest = str_from(command->name), word;
    int i = 0;
    for (; str_next(&rest, ' ', &word); i++)
        if (i == word_count || !str_equal(word, str_from(words[i])))
            return false;
    *used = i;
    return true;
}

const struct command *command_find(int word_count, char **words, int *named)
{
    const struct command *found = NULL;
    *named = 0;
    for (size_t i = 0; i < command_count; i++) {
        int used = 0;
        if (names(&commands[i], word_count, words, &used) && used > *named) {
            found = &commands[i];
            *named = used;
        }
    }
    return found;
}

/* The index of the option NAME in the command's table, or SIZE_MAX. */
static size_t option_index(const struct command *command, struct str name)
{
    const struct option_row *row = command->options;
    for (size_t i = 0; row != NULL && row[i].name != NULL; i++) {
        assert(i < OPTIONS_MOST);
        if (str_equal(name, str_from(row[i].name)))
            return i;
    }
    return SIZE_MAX;
}

/* One word that begins with "--", and the one behind it where it is its value; *USED counts both. */
static enum status read_option(const struct command *command, const char *word, const char *next,
                               struct invocation *out, int *used, struct err *err)
{
    struct str text = str_slice(str_from(word), 2, SIZE_MAX);
    size_t equals = str_find(text, STR("="), 0);
    struct str name = str_slice(text, 0, equals);
    const char *value = equals == SIZE_MAX ? NULL : word + 2 + equals + 1;

    bool is_data = command->desk && str_equal(name, STR("data"));
    size_t index = is_data ? 0 : option_index(command, name);
    if (index == SIZE_MAX)
        return FAIL(err, STATUS_INVALID, "cli.option", "there is no option --" STR_FMT "; see buckstop %s --help",
                    STR_ARG(utf8_clip(name, 60)), command->name);
    bool wants_value = is_data || command->options[index].value != NULL;
    if (!wants_value && value != NULL)
        return FAIL(err, STATUS_INVALID, "cli.option", "--" STR_FMT " takes no value", STR_ARG(name));
    if (wants_value && value == NULL) {
        value = next;
        *used = 2;
    }
    if (wants_value && value == NULL)
        return FAIL(err, STATUS_INVALID, "cli.option", "--" STR_FMT " needs a value", STR_ARG(name));
    if (is_data)
        out->data_dir = str_from(value);
    else
        out->values[index] = wants_value ? value : "";
    return STATUS_OK;
}

static enum status check_operands(const struct invocation *in, struct err *err)
{
    const struct command *command = in->command;
    if (in->operand_count < command->operands_least || in->operand_count > command->operands_most)
        return FAIL(err, STATUS_INVALID, "cli.operands", "usage: buckstop %s %s", command->name, command->operands);
    if (command->desk && in->data_dir.len == 0)
        return FAIL(err, STATUS_INVALID, "cli.data", "say where the desk is: --data DIR, or BUCKSTOP_DATA");
    return STATUS_OK;
}

enum status options_read(const struct command *command, int word_count, char **words, struct invocation *out,
                         bool *help, struct err *err)
{
    *out = (struct invocation){ .command = command, .data_dir = str_from(getenv("BUCKSTOP_DATA")) };
    *help = false;
    bool options_over = false;
    for (int i = 0; i < word_count;) {
        struct str word = str_from(words[i]);
        int used = 1;
        if (!options_over && (str_equal(word, STR("--help")) || str_equal(word, STR("-h")))) {
            *help = true;
            return STATUS_OK;
        }
        if (!options_over && str_equal(word, STR("--")))
            options_over = true;
        else if (!options_over && str_starts(word, STR("--")))
            TRY(read_option(command, words[i], i + 1 < word_count ? words[i + 1] : NULL, out, &used, err));
        else if (out->operand_count < OPERANDS_MOST)
            out->operands[out->operand_count++] = word;
        else
            return FAIL(err, STATUS_INVALID, "cli.operands", "more words than buckstop %s takes", command->name);
        i += used;
    }
    return check_operands(out, err);
}

static size_t index_of_row(const struct invocation *in, const char *name)
{
    size_t index = option_index(in->command, str_from(name));
    assert(index != SIZE_MAX);
    return index;
}

struct str option_value(const struct invocation *in, const char *name)
{
    const char *value = in->values[index_of_row(in, name)];
    return value == NULL ? STR_NONE : str_from(value);
}

bool option_given(const struct invocation *in, const char *name)
{
    return in->values[index_of_row(in, name)] != NULL;
}

enum status option_required(const struct invocation *in, const char *name, struct str *out, struct err *err)
{
    struct str value = option_value(in, name);
    if (value.len == 0)
        return FAIL(err, STATUS_INVALID, "cli.option", "--%s is needed; see buckstop %s --help", name,
                    in->command->name);
    *out = value;
    return STATUS_OK;
}

enum status option_number(const struct invocation *in, const char *name, int64_t least, int64_t most, int64_t standard,
                          int64_t *out, struct err *err)
{
    int64_t number = standard;
    if (option_given(in, name) && !parse_i64(option_value(in, name), least, most, &number))
        return FAIL(err, STATUS_INVALID, "cli.option", "--%s must be a whole number from %lld to %lld", name,
                    (long long)least, (long long)most);
    *out = number;
    return STATUS_OK;
}

enum status invocation_config(TALLOC_CTX *mem, const struct invocation *in, const char *process, struct config *out,
                              struct err *err)
{
    TRY(config_load(mem, in->data_dir, out, err));
    log_setup(LOG_INFO, out->log_json, process);
    return STATUS_OK;
}
