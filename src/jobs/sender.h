#pragma once
/* Takes what is due from the outbox, sends it, and records what the server said. */
#include "jobs/workers.h"

MUST_CHECK enum status sender_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err);
