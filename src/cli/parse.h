#pragma once
/* The parse process: not for people; mail/parse_process.c starts it with its socket as standard input. */
#include "cli/command.h"

MUST_CHECK enum status parse_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
