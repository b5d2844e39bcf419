#include "web/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum status spool_open(const char *dir, int *fd, struct err *err)
{
    int opened = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (opened < 0)
        return FAIL(err, errno == ENOSPC || errno == EDQUOT ? STATUS_FULL : STATUS_UNAVAILABLE, "spool.open",
                    "no room could be made for what you send: %s", strerror(errno));
    *fd = opened;
    return STATUS_OK;
}

bool spool_add(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t written = write(fd, bytes.ptr, bytes.len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)written, SIZE_MAX);
    }
    return true;
}
