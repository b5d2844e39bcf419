#pragma once
/* Forgets, every hour, what need not be kept: keys of requests that were done once, sessions, codes and browsers that have ended. */
#include "jobs/workers.h"

MUST_CHECK enum status tidier_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
