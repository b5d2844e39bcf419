#pragma once
/* The parse process itself: loads what it needs, closes the walls behind it (parse_sandbox.h), answers requests.
 */
#include "base/str.h"

/* Serves requests from the socket FD until it is closed, then ends the process. For a process that has done nothing
 * else; never returns. */
_Noreturn void parse_worker_run(int fd, struct str authserv_id);
