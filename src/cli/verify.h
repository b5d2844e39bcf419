#pragma once
/* `buckstop verify`: checks that the desk's promises to itself hold (I1–I8). */
#include "cli/command.h"

extern const struct option_row verify_options[];
MUST_CHECK enum status verify_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
