#pragma once
/* buckstop dkim …: the keys by which domains sign what they send. */
#include "cli/command.h"

extern const struct option_row dkim_make_options[];
enum status dkim_make_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
enum status dkim_list_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
enum status dkim_use_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
enum status dkim_remove_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
