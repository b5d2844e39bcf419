#pragma once
/* `buckstop sim`: lets a desk live by chance and checks the invariants (app/simulation.h). It makes a desk of its
 * own in a temporary folder and removes it; no real desk is touched. */
#include "cli/command.h"

extern const struct option_row sim_options[];
MUST_CHECK enum status sim_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err);
