/* Lets system calls of a running program fail: a library that is loaded before all others (LD_PRELOAD) and stands between the
 * program, its libraries and the kernel. Part of no program; tests/lib/failing_calls.ts is the other half.
 *
 * FAILING_CALLS names a file that holds a struct plan, which the test rewrites while the program runs. A call that is to fail
 * is not made, is made and its result thrown away, or does less than it was asked for: all that a kernel does, and nothing
 * that it does not. What the C library calls for itself (stdio, malloc) does not come by here.
 */
#undef _FILE_OFFSET_BITS /* else open and open64 would be one name */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In the order of the table of failing_calls.ts. Names of one kind of call count as one. */
enum call {
    CALL_ACCEPT, CALL_CLOSE, CALL_CONNECT, CALL_FCNTL_LOCK, CALL_FDATASYNC, CALL_FSYNC, CALL_FTRUNCATE, CALL_GETADDRINFO,
    CALL_LINK, CALL_MMAP, CALL_OPEN, CALL_POLL, CALL_PREAD, CALL_PTHREAD_CREATE, CALL_PWRITE, CALL_READ, CALL_RECV,
    CALL_RENAME, CALL_SEND, CALL_SENDMSG, CALL_SOCKET, CALL_SOCKETPAIR, CALL_SPAWN, CALL_UNLINK, CALL_WRITE,
};

enum { NAME_BYTES = 16, LEAST_TO_SHORTEN = 16 /* an eventfd takes 8 bytes or none */ };

/* Shared with the test: a name, and 32-bit numbers in the machine's order. */
struct plan {
    char process[NAME_BYTES]; /* that is meant: "post"; "": any */
    _Atomic int32_t armed;    /* written last, cleared first */
    int32_t call;             /* enum call */
    int32_t at;               /* which pass, from 1, is the first to fail */
    int32_t times;            /* how many fail from there on */
    int32_t error;            /* errno; 0: the call does less than it was asked for */
    int32_t made;             /* 1: the call is made all the same */
    _Atomic int32_t passes;   /* so far; counted here, as are the failures */
    _Atomic int32_t failures;
};

static struct plan *plan;

__attribute__((constructor)) static void find_plan(void)
{
    const char *path = getenv("FAILING_CALLS");
    int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    long mapped = syscall(SYS_mmap, NULL, sizeof(struct plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped != -1)
        plan = (struct plan *)mapped;
    syscall(SYS_close, fd);
}

/* A thread's name is its own; the process has that of its first. */
static bool is_meant(void)
{
    char name[NAME_BYTES] = "";
    int fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/comm", O_RDONLY | O_CLOEXEC);
    long got = syscall(SYS_read, fd, name, sizeof(name) - 1);
    syscall(SYS_close, fd);
    name[strcspn(name, "\n")] = '\0';
    return got > 0 && strcmp(name, plan->process) == 0;
}

static bool fails(enum call call)
{
    if (plan == NULL || atomic_load(&plan->armed) == 0 || plan->call != (int32_t)call)
        return false;
    if (plan->process[0] != '\0' && !is_meant())
        return false;
    int32_t pass = atomic_fetch_add(&plan->passes, 1) + 1;
    if (pass < plan->at || pass - plan->at >= plan->times)
        return false;
    atomic_fetch_add(&plan->failures, 1);
    return true;
}

/* Two ends of one process tree, which have no names: neither is reset while the other lives. */
static bool is_pair(int fd)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof(peer);
    return getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && size <= sizeof(sa_family_t);
}

static bool fails_on(int fd, enum call call)
{
    bool spared = fd >= 0 && plan != NULL && plan->error == ECONNRESET && is_pair(fd);
    return !spared && fails(call);
}

/* A connection that was reset is gone, for both sides. */
static void end_connection(int fd)
{
    int type = 0;
    socklen_t size = sizeof(type);
    if (plan->error == ECONNRESET && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM)
        shutdown(fd, SHUT_RDWR);
}

static long failed(int fd, long made)
{
    (void)made;
    if (fd >= 0)
        end_connection(fd);
    errno = plan->error;
    return -1;
}

/* What CALL comes to on the connection FD (-1: no connection): MADE_SO, LESS or an error. Only one of the expressions is
 * evaluated. */
#define OUTCOME(call, fd, made_so, less)           \
    (!fails_on((fd), call) ? (made_so)             \
     : plan->error == 0    ? (less)                \
     : plan->made != 0     ? failed((fd), (made_so)) \
                           : failed((fd), 0))
#define WHOLE(call, made_so) OUTCOME(call, -1, made_so, made_so) /* of calls that do all or nothing */

static size_t half(size_t size)
{
    return size > LEAST_TO_SHORTEN ? size / 2 : size;
}

/* ---- files ---- */

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
    return (int)WHOLE(CALL_OPEN, syscall(SYS_openat, folder, path, flags, mode));
}

static mode_t mode_of(int flags, va_list more)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

#define OPEN_BY_PATH(name)                            \
    int name(const char *path, int flags, ...)        \
    {                                                 \
        va_list more;                                 \
        va_start(more, flags);                        \
        mode_t mode = mode_of(flags, more);           \
        va_end(more);                                 \
        return open_at(AT_FDCWD, path, flags, mode);  \
    }
OPEN_BY_PATH(open)
OPEN_BY_PATH(open64)

int openat64(int folder, const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = mode_of(flags, more);
    va_end(more);
    return open_at(folder, path, flags, mode);
}

int close(int fd)
{
    return fails(CALL_CLOSE) ? (int)failed(-1, syscall(SYS_close, fd)) : (int)syscall(SYS_close, fd);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    return OUTCOME(CALL_READ, fd, syscall(SYS_read, fd, bytes, size), syscall(SYS_read, fd, bytes, half(size)));
}

/* Of its uses, files: what wakes a thread (an eventfd) is never full. */
ssize_t write(int fd, const void *bytes, size_t size)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
        return syscall(SYS_write, fd, bytes, size);
    return OUTCOME(CALL_WRITE, fd, syscall(SYS_write, fd, bytes, size), syscall(SYS_write, fd, bytes, half(size)));
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t from)
{
    return OUTCOME(CALL_PREAD, -1, syscall(SYS_pread64, fd, bytes, size, from),
                   syscall(SYS_pread64, fd, bytes, half(size), from));
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t from)
{
    return OUTCOME(CALL_PWRITE, -1, syscall(SYS_pwrite64, fd, bytes, size, from),
                   syscall(SYS_pwrite64, fd, bytes, half(size), from));
}

int fsync(int fd)
{
    return (int)WHOLE(CALL_FSYNC, syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
    return (int)WHOLE(CALL_FDATASYNC, syscall(SYS_fdatasync, fd));
}

int ftruncate64(int fd, off64_t size)
{
    return (int)WHOLE(CALL_FTRUNCATE, syscall(SYS_ftruncate, fd, size));
}

int rename(const char *from, const char *to)
{
    return (int)WHOLE(CALL_RENAME, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    return (int)WHOLE(CALL_LINK, syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int unlinkat(int folder, const char *path, int flags)
{
    return (int)WHOLE(CALL_UNLINK, syscall(SYS_unlinkat, folder, path, flags));
}

int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

void *mmap64(void *at, size_t size, int protection, int flags, int fd, off64_t from)
{
    return (void *)WHOLE(CALL_MMAP, syscall(SYS_mmap, at, size, protection, flags, fd, from));
}

/* Of its many uses, the taking of locks. */
int fcntl64(int fd, int command, ...)
{
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    bool lock = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK || command == F_OFD_SETLKW;
    if (!lock || ((const struct flock *)argument)->l_type == F_UNLCK)
        return (int)syscall(SYS_fcntl, fd, command, argument);
    return (int)WHOLE(CALL_FCNTL_LOCK, syscall(SYS_fcntl, fd, command, argument));
}

/* ---- sockets ---- */

int socket(int family, int type, int protocol)
{
    return (int)WHOLE(CALL_SOCKET, syscall(SYS_socket, family, type, protocol));
}

int socketpair(int family, int type, int protocol, int ends[2])
{
    return (int)WHOLE(CALL_SOCKETPAIR, syscall(SYS_socketpair, family, type, protocol, ends));
}

int connect(int fd, const struct sockaddr *to, socklen_t size)
{
    return (int)WHOLE(CALL_CONNECT, syscall(SYS_connect, fd, to, size));
}

int accept4(int fd, struct sockaddr *from, socklen_t *size, int flags)
{
    return (int)WHOLE(CALL_ACCEPT, syscall(SYS_accept4, fd, from, size, flags));
}

ssize_t recvfrom(int fd, void *bytes, size_t size, int flags, struct sockaddr *from, socklen_t *from_size)
{
    return OUTCOME(CALL_RECV, fd, syscall(SYS_recvfrom, fd, bytes, size, flags, from, from_size),
                   syscall(SYS_recvfrom, fd, bytes, half(size), flags, from, from_size));
}

ssize_t recv(int fd, void *bytes, size_t size, int flags)
{
    return recvfrom(fd, bytes, size, flags, NULL, NULL);
}

ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t to_size)
{
    return OUTCOME(CALL_SEND, fd, syscall(SYS_sendto, fd, bytes, size, flags, to, to_size),
                   syscall(SYS_sendto, fd, bytes, half(size), flags, to, to_size));
}

ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    return sendto(fd, bytes, size, flags, NULL, 0);
}

/* The first half of the first piece. */
static long send_less(int fd, const struct msghdr *message, int flags)
{
    if (message->msg_iovlen == 0)
        return syscall(SYS_sendmsg, fd, message, flags);
    struct iovec piece = message->msg_iov[0];
    struct msghdr less = *message;
    piece.iov_len = half(piece.iov_len);
    less.msg_iov = &piece;
    less.msg_iovlen = 1;
    return syscall(SYS_sendmsg, fd, &less, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    return OUTCOME(CALL_SENDMSG, fd, syscall(SYS_sendmsg, fd, message, flags), send_less(fd, message, flags));
}

int poll(struct pollfd *files, nfds_t count, int timeout_ms)
{
    struct timespec timeout = { .tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1000000L };
    return (int)WHOLE(CALL_POLL, syscall(SYS_ppoll, files, count, timeout_ms < 0 ? NULL : &timeout, NULL, 0));
}

/* ---- what is no system call by itself: these say by their result what went wrong ---- */

/* The function of this name that would have been called without this library. ISO C knows no way from an object's address to
 * a function's but to copy it. */
static void next_function(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    memcpy(function, &found, size);
}

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*start)(void *),
                   void *restrict argument)
{
    int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (fails(CALL_PTHREAD_CREATE))
        return plan->error;
    next_function("pthread_create", &next, sizeof(next));
    return next(thread, attributes, start, argument);
}

int posix_spawn(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *restrict actions,
                const posix_spawnattr_t *restrict attributes, char *const words[restrict],
                char *const environment[restrict])
{
    int (*next)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],
                char *const[]);
    if (fails(CALL_SPAWN))
        return plan->error;
    next_function("posix_spawn", &next, sizeof(next));
    return next(pid, path, actions, attributes, words, environment);
}

int getaddrinfo(const char *restrict name, const char *restrict service, const struct addrinfo *restrict hints,
                struct addrinfo **restrict found)
{
    int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (fails(CALL_GETADDRINFO))
        return EAI_AGAIN;
    next_function("getaddrinfo", &next, sizeof(next));
    return next(name, service, hints, found);
}
