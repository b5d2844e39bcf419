#pragma once
/* A request's body in a file without a name, so that a large one is never in memory: the file is gone when its descriptor
 * is closed, also after kill -9. */
#include "base/str.h"

/* An empty file in the folder DIR, open for reading and writing. FULL, UNAVAILABLE. The caller closes it. */
MUST_CHECK enum status spool_open(const char *dir, int *fd, struct err *err);

/* Adds BYTES at its end; false when they did not fit. */
bool spool_add(int fd, struct str bytes);
