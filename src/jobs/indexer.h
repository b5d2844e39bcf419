#pragma once
/* Puts new messages into the full-text index, in lumps, after they were committed: search lags under a second. */
#include "jobs/workers.h"

MUST_CHECK enum status indexer_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
