#pragma once
/* `buckstop ingest`: takes one mail from standard input, as a mail server's pipe gives it. */
#include "cli/command.h"

extern const struct option_row ingest_options[];
MUST_CHECK enum status ingest_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
