#pragma once
/* Waking the other processes of a desk on one machine, by datagram sockets in its run directory.
 *
 * Each waiter binds a socket "wake.PID.N" there. Who has changed something sends one byte to every socket in the
 * directory. The list is read again when the directory has changed; the socket of a dead process refuses and is
 * removed. A lost datagram means that the waiter already has one to read, so nothing is missed.
 */
#include <pthread.h>

#include "base/str.h"

struct wake;

/* RUN_DIR must exist. Lives as long as MEM; wake_free is its destructor. Safe from several threads. */
MUST_CHECK enum status wake_new(TALLOC_CTX *mem, struct str run_dir, struct wake **out, struct err *err);

/* A socket of this process's own; NAME, in MEM, is what wake_close removes. */
MUST_CHECK enum status wake_listen(struct wake *wake, TALLOC_CTX *mem, int *fd, char **name, struct err *err);
void wake_close(struct wake *wake, int fd, const char *name);

void wake_all(struct wake *wake);

/* Empties FD; true when there was something. */
bool wake_drain(int fd);
