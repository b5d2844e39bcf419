#pragma once
/* `buckstop dev clock`: stands in another hour, for tests and demonstrations. */
#include "cli/command.h"

MUST_CHECK enum status dev_clock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
