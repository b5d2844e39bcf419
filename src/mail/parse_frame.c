#include "mail/parse_frame.h"

#include <errno.h>

/* read and write, not send and recv: fewer system calls for the sandbox to allow. The socket belongs to a process that
 * ignores SIGPIPE or dies of it gladly. */
bool parse_frame_send(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = write(fd, bytes.ptr, bytes.len);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)sent, bytes.len);
    }
    return true;
}

bool parse_frame_receive(int fd, void *out, size_t len)
{
    char *at = out;
    while (len > 0) {
        ssize_t got = read(fd, at, len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = ECONNRESET;
        if (got <= 0)
            return false;
        at += got;
        len -= (size_t)got;
    }
    return true;
}
