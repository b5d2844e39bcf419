#pragma once
/* The program that was built, for tests whose code starts it. */
#include "check.h"

/* Its path, from the environment (tests/meson.build). Fails the test where nobody says it: the running program is the
 * test itself, and must not be started in its stead. */
static inline const char *program_path(void)
{
    const char *path = getenv("BUCKSTOP");
    if (path == NULL)
        fail_msg("BUCKSTOP must name the program that was built");
    return path;
}
