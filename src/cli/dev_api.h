#pragma once
/* `buckstop dev api` and `dev routes`: the HTTP API described from its own tables. */
#include "cli/command.h"

extern const struct option_row dev_api_options[];
MUST_CHECK enum status dev_api_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status dev_routes_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
