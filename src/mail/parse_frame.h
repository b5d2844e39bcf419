#pragma once
/* What goes over the socket between a caller and its parse process.
 *
 * A request is a fixed head and its bytes. An answer is a head with a status, then pieces, each a length (uint64_t,
 * host order) and that many bytes; a piece of length 0 ends it. Both sides are this program on this machine.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum parse_task { PARSE_TASK_MAIL = 1, PARSE_TASK_PART, PARSE_TASK_HTML };

struct parse_request {
    uint32_t task;   /* enum parse_task */
    uint32_t unused;
    int64_t part;    /* for PARSE_TASK_PART */
    uint64_t len;    /* of the bytes that follow */
};

struct parse_answer {
    uint32_t status; /* enum status */
    uint32_t unused;
};

/* All of it or nothing; interrupted calls go on. A closed or failed socket, or its timeout (errno EAGAIN),
 * gives false. */
bool parse_frame_send(int fd, struct str bytes);
bool parse_frame_receive(int fd, void *out, size_t len);
