#pragma once
/* The web process: HTTP on a listener that the supervisor opened. */
#include "base/config.h"

/* Serves until SIGTERM and returns the exit code. LISTENER is bound and listening; the caller forked for this
 * and has no other threads. */
int web_main(const struct config *config, int listener);
