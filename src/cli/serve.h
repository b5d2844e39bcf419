#pragma once
/* `buckstop serve`: opens the listeners, then supervises the processes web and post. */
#include "cli/command.h"

extern const struct option_row serve_options[];
MUST_CHECK enum status serve_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
