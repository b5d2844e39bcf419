#pragma once
/* One raw mail from standard input, for commands that are fed by a pipe. */
#include "base/str.h"

/* TOO_LARGE past LIMIT_MAIL_BYTES (ingest.too_large), INVALID when there is nothing (ingest.empty). */
MUST_CHECK enum status mail_input_read(TALLOC_CTX *mem, struct str *out, struct err *err);
