#pragma once
/* One line for one event, on standard error: key=value, or JSON when the configuration says so.
 *
 * Only the edges log: the end of a request, a job, a command, a delivery. Values are escaped, so that
 * nothing from outside can start a second line or move a terminal's cursor. Who cannot be written to is not waited for:
 * what is lost so is counted and told later (log.lost). The sink is the one
 * mutable global of the program. Safe from several threads.
 */
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_setup(enum log_level least, bool json, const char *process); /* process: "web", "post"; static */

/* log_line(LOG_INFO, "lmtp.accepted", "from", from, "bytes", "1234", NULL): pairs of C strings, NULL ends. */
void log_line(enum log_level level, const char *event, ...) __attribute__((sentinel));
void log_err(enum log_level level, const char *event, enum status status, const struct err *err);
