#pragma once
/* `buckstop dev mail < FILE.eml`: what was understood of a mail, as one JSON object. */
#include "cli/command.h"

extern const struct option_row dev_mail_options[];
MUST_CHECK enum status dev_mail_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
