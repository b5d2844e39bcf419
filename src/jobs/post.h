#pragma once
/* The post process: mail in and out, and the clockwork of promises. */
#include "base/config.h"

/* Works until SIGTERM and returns the exit code. LMTP_LISTENER is bound and listening, or -1 where mail is not
 * taken by LMTP; the caller forked for this and has no other threads. */
int post_main(const struct config *config, int lmtp_listener);
