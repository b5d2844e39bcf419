#pragma once
/* The walls of the parse process (AC-156): whoever takes it over can read the one message it was given, compute, and
 * answer.
 *
 * Everything that needs files must be loaded before. Resource limits hold from then on; a system call that no parser
 * needs ends the process; opening files is refused. Landlock is added where the kernel has it, seccomp must work.
 */
#include <stdint.h>

#include "base/err.h"

MUST_CHECK enum status parse_sandbox_enter(struct err *err);

/* Ends the process (SIGPROF) when it has used MS of processor time from now on; 0 stops the clock. */
void parse_sandbox_clock(int64_t ms);
