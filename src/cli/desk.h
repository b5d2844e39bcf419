#pragma once
/* What commands about a desk have in common: opening it, and secrets that must not stand on a command line. */
#include "app/app.h"
#include "cli/command.h"

/* The desk of IN, opened for a command; *CONFIG lives as long as MEM. Close with app_done (CLEANUP). */
MUST_CHECK enum status desk_open(TALLOC_CTX *mem, const struct invocation *in, struct app **out, struct err *err);
void app_done(struct app **app);

/* Who acts in a command: whoever may read the desk's files is its admin. */
struct who command_who(void);

/* The first line of the file FILE ("-": standard input), at most LIMIT_PASSWORD_BYTES. INVALID when it is empty. */
MUST_CHECK enum status secret_read(TALLOC_CTX *mem, struct str file, struct str *out, struct err *err);

/* The password for a new colleague: from --password-file, else a random one, and *MADE says so. */
MUST_CHECK enum status password_choose(TALLOC_CTX *mem, const struct invocation *in, struct str *out, bool *made,
                                       struct err *err);
