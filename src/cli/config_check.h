#pragma once
/* serve --check-config: besides the values, which config_load has checked, what they name must be there. */
#include "base/config.h"
#include "base/err.h"

/* Prints what serve would find; fails at the first thing that is missing. */
MUST_CHECK enum status config_check(TALLOC_CTX *mem, const struct config *config, struct err *err);
