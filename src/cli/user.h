#pragma once
/* `buckstop user …`: the colleagues of a desk. */
#include "cli/command.h"

extern const struct option_row user_add_options[];
extern const struct option_row user_password_options[];
MUST_CHECK enum status user_add_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status user_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status user_lock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status user_password_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
MUST_CHECK enum status user_unlock_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
