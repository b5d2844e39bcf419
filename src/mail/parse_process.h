#pragma once
/* One parse process, seen from outside: the program itself, started anew with the command PARSE_COMMAND, so that nothing
 * of its parent's memory, environment or files is in it (G19) and that any thread may start one. */
#include "base/str.h"

#define PARSE_COMMAND "parse" /* of cli/commands.c: buckstop parse AUTHSERV-ID, with a socket as standard input */

struct parse_process {
    pid_t pid;
    int fd; /* our end of its socket */
};

/* Starts one. PROGRAM: the file to run; NULL for the one that runs now, even if its file was replaced meanwhile.
 * UNAVAILABLE (parse.start) when the machine has no room for a process (F-21). */
MUST_CHECK enum status parse_process_start(const char *program, struct str authserv_id, struct parse_process *out,
                                           struct err *err);

/* Kills and forgets it; also after it has died by itself. Whether it was killed (SIGKILL), by this or by somebody else
 * before, and did not end by a fault of its own. */
bool parse_process_stop(struct parse_process *process);
