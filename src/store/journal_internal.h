#pragma once
/* What tx_commit asks of the journal. */
#include "store/journal.h"

/* Writes the entries that the unit has queued, in order, behind the last one of the chain. */
MUST_CHECK enum status journal_write(struct tx *tx, struct err *err);
