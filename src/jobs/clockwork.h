#pragma once
/* Keeps time for the desk: promises warned and broken, offers that expire, silence that becomes rest, receipts that are due. */
#include "jobs/workers.h"

MUST_CHECK enum status clockwork_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
