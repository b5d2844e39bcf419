#pragma once
/* `buckstop init`: makes an empty desk. */
#include "cli/command.h"

extern const struct option_row init_options[];
MUST_CHECK enum status init_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
