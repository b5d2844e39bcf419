#pragma once
/* What keeps a desk in order without anybody asking: the full-text index, and what may be forgotten. */
#include "jobs/workers.h"

MUST_CHECK enum status indexer_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
MUST_CHECK enum status tidier_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
