#include "base/thread.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/eventfd.h>

#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define STACK_FACTOR 8 /* AddressSanitizer's frames are larger */
#else
#define STACK_FACTOR 1
#endif

static enum status thread_fail(int code, const char *name, struct err *err)
{
    FAIL(err, STATUS_BUSY, "thread.start", "could not start a thread");
    err_detail(err, "%s: %s", name, strerror(code));
    return STATUS_BUSY;
}

enum status thread_start(pthread_t *thread, const char *name, void *(*function)(void *), void *argument, bool detached,
                         struct err *err)
{
    pthread_attr_t attr;
    int code = pthread_attr_init(&attr);
    if (code != 0)
        return thread_fail(code, name, err);
    pthread_attr_setstacksize(&attr, (size_t)THREAD_STACK_BYTES * STACK_FACTOR);
    pthread_attr_setdetachstate(&attr, detached ? PTHREAD_CREATE_DETACHED : PTHREAD_CREATE_JOINABLE);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* the thread inherits the mask */
    code = pthread_create(thread, &attr, function, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    if (code != 0)
        return thread_fail(code, name, err);
    if (!detached) /* a detached one may already be gone */
        pthread_setname_np(*thread, name);
    return STATUS_OK;
}

struct stop {
    atomic_bool asked;
    int fd;
};

static int stop_close(struct stop *stop)
{
    return close(stop->fd);
}

enum status stop_new(TALLOC_CTX *mem, struct stop **out, struct err *err)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (fd < 0) {
        FAIL(err, STATUS_BUSY, "thread.stop", "could not open a descriptor");
        err_detail(err, "eventfd: %s", strerror(errno));
        return STATUS_BUSY;
    }
    struct stop *stop = MEM_NEW(mem, struct stop);
    stop->fd = fd;
    talloc_set_destructor(stop, stop_close);
    *out = stop;
    return STATUS_OK;
}

void stop_now(struct stop *stop)
{
    atomic_store(&stop->asked, true);
    uint64_t one = 1;
    ssize_t written = write(stop->fd, &one, sizeof(one)); /* fails only when it is readable already */
    (void)written;
}

bool stop_asked(const struct stop *stop)
{
    return atomic_load(&stop->asked);
}

int stop_fd(const struct stop *stop)
{
    return stop->fd;
}

bool stop_wait(const struct stop *stop, span_ms timeout)
{
    struct pollfd fd = { .fd = stop->fd, .events = POLLIN };
    poll(&fd, 1, timeout > INT_MAX ? INT_MAX : (int)timeout);
    return stop_asked(stop);
}
