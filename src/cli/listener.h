#pragma once
/* Listening sockets: opened here, or inherited from systemd (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS). */
#include "base/err.h"
#include "base/str.h"

struct listener {
    int fd;             /* -1: none */
    struct str address; /* as it is really bound: "127.0.0.1:45123", "[::1]:8080" */
};

/* Binds ADDRESS ("127.0.0.1:8080", "[::1]:0"). UNAVAILABLE names it. */
MUST_CHECK enum status listener_open(TALLOC_CTX *mem, struct str address, struct listener *out, struct err *err);

/* The INDEX-th inherited socket; fd -1 when this process inherited fewer. */
MUST_CHECK enum status listener_inherited(TALLOC_CTX *mem, int index, struct listener *out, struct err *err);
