#pragma once
/* Named points in the code where a test can kill the process or make the step fail.
 *
 * BUCKSTOP_FAULT="lmtp.before_commit:kill:3" kills (SIGKILL) at the third pass of that point;
 * ":fail:3" makes fault_here return true there. Without the variable a point costs one comparison.
 * Points are listed in docs/faults.md; names are "part.place".
 */
#include <stdbool.h>

void fault_setup(const char *plan); /* NULL or "" for none; from config.fault; kept, not copied */
bool fault_here(const char *point);
