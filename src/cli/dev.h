#pragma once
/* `buckstop dev …`: what only developers need. */
#include "cli/command.h"

extern const struct option_row dev_demo_options[];
extern const struct option_row dev_fill_options[];
MUST_CHECK enum status dev_config_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status dev_demo_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status dev_fill_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status dev_rights_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
