#pragma once
/* `buckstop team …`: teams, their hours and holidays. */
#include "cli/command.h"

extern const struct option_row team_add_options[];
MUST_CHECK enum status team_add_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status team_holiday_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status team_hours_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status team_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
