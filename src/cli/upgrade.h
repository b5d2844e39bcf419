#pragma once
/* What serve does before any of its processes works with the desk: its tables are those of this program. Other commands
 * only say that they are not (db.old_schema). */
#include "base/config.h"
#include "base/err.h"

/* Waits for a database that is away, as the processes would; logs what it does. */
MUST_CHECK enum status upgrade_before_serving(const struct config *config, struct err *err);
