#include "cli/desk.h"

#include <errno.h>

#include "base/limits.h"
#include "base/mem.h"

enum { COMMAND_READERS = 1, MADE_PASSWORD_LETTERS = 20 }; /* 20 letters of base32 are 100 bits */

enum status desk_open(TALLOC_CTX *mem, const struct invocation *in, struct app **out, struct err *err)
{
    struct config *config = MEM_NEW(mem, struct config);
    TRY(invocation_config(mem, in, "command", config, err));
    return app_open(mem, config, COMMAND_READERS, out, err);
}

void app_done(struct app **app)
{
    if (*app != NULL)
        app_close(*app);
}

struct who command_who(void)
{
    return (struct who){ .kind = ACTOR_SYSTEM, .role = ROLE_ADMIN };
}

static void close_file(FILE **file)
{
    if (*file != NULL && *file != stdin)
        fclose(*file);
}

enum status secret_read(TALLOC_CTX *mem, struct str file, struct str *out, struct err *err)
{
    bool standard = str_equal(file, STR("-"));
    CLEANUP(close_file) FILE *stream = standard ? stdin : fopen(str_to_c(mem, file), "re");
    if (stream == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "cli.secret", "could not read " STR_FMT ": %s", STR_ARG(file),
                    strerror(errno));
    char *text = mem_need(talloc_zero_size(mem, LIMIT_PASSWORD_BYTES + 3));
    char *line = fgets(text, LIMIT_PASSWORD_BYTES + 3, stream);
    struct str secret = str_from(line);
    while (str_ends(secret, STR("\n")) || str_ends(secret, STR("\r")))
        secret.len--;
    if (secret.len == 0 || secret.len > LIMIT_PASSWORD_BYTES || !utf8_valid(secret))
        return FAIL(err, STATUS_INVALID, "cli.secret",
                    "the first line of " STR_FMT " must be a password of at most %d bytes", STR_ARG(file),
                    LIMIT_PASSWORD_BYTES);
    *out = str_copy(mem, secret);
    return STATUS_OK;
}

enum status password_choose(TALLOC_CTX *mem, const struct invocation *in, struct str *out, bool *made, struct err *err)
{
    *made = !option_given(in, "password-file");
    if (!*made)
        return secret_read(mem, option_value(in, "password-file"), out, err);
    *out = str_slice(token_new(mem, random_system(mem)), 0, MADE_PASSWORD_LETTERS);
    return STATUS_OK;
}
