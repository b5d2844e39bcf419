#include "mail/parse_nursery.h"

#include <errno.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "mail/parse_worker.h"

enum { PATIENCE_SECONDS = 20 };

/* ---- one descriptor at a time over a socket; -1 says that there is none ---- */

static bool send_fd(int socket, int fd)
{
    char byte = fd >= 0 ? '+' : '-';
    struct iovec piece = { &byte, 1 };
    union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };
    if (fd >= 0) {
        message.msg_control = control.room;
        message.msg_controllen = sizeof(control.room);
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        *head = (struct cmsghdr){ .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int)) };
        memcpy(CMSG_DATA(head), &fd, sizeof(fd));
    }
    ssize_t sent;
    do
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == 1;
}

static bool receive_fd(int socket, int *fd)
{
    char byte;
    struct iovec piece = { &byte, 1 };
    union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = { 0 };
    struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof(control.room) };
    ssize_t received;
    do
        received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && errno == EINTR);
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *fd = -1;
    if (received == 1 && head != NULL && head->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(head), sizeof(*fd));
    return received == 1;
}

/* ---- in the nursery, and in its children ---- */

static void be_ordinary(void)
{
    static const int ordinary[] = { SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD, SIGPIPE, SIGPROF };
    sigset_t none;
    sigemptyset(&none);
    for (size_t i = 0; i < sizeof(ordinary) / sizeof(ordinary[0]); i++)
        signal(ordinary[i], ordinary[i] == SIGINT ? SIG_IGN : SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Of all that was open, FD stays, as standard input, and standard error. */
static void keep_only(int fd)
{
    if (fd != STDIN_FILENO && dup2(fd, STDIN_FILENO) < 0)
        _exit(1);
    close(STDOUT_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
}

static _Noreturn void child_run(int served, struct str authserv_id)
{
    be_ordinary();
    prctl(PR_SET_NAME, "parse");
    keep_only(served);
    parse_worker_run(STDIN_FILENO, authserv_id);
}

static _Noreturn void nursery_run(int fd, struct str authserv_id)
{
    be_ordinary();
    prctl(PR_SET_NAME, "parse-nursery");
    signal(SIGCHLD, SIG_IGN); /* nobody waits for the children: they leave no trace */
    keep_only(fd);
    for (int served; receive_fd(STDIN_FILENO, &served);) {
        pid_t pid = fork();
        if (pid == 0)
            child_run(served, authserv_id);
        int pidfd = pid < 0 ? -1 : pidfd_open(pid, 0);
        bool told = send_fd(STDIN_FILENO, pidfd);
        close(pidfd);
        close(served);
        if (!told)
            break;
    }
    _exit(0);
}

/* ---- outside ---- */

static enum status start(struct parse_nursery *nursery, struct err *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "parse.start", "could not start a parse process");
    const struct timeval patience = { .tv_sec = PATIENCE_SECONDS };
    (void)setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    pid_t pid = fork();
    if (pid == 0)
        nursery_run(ends[1], nursery->authserv_id);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return FAIL(err, STATUS_UNAVAILABLE, "parse.start", "could not start a parse process");
    }
    nursery->fd = ends[0];
    return STATUS_OK;
}

enum status parse_nursery_start(struct parse_nursery *nursery, struct str authserv_id, struct err *err)
{
    *nursery = (struct parse_nursery){ .authserv_id = authserv_id, .fd = -1 };
    pthread_mutex_init(&nursery->lock, NULL);
    return start(nursery, err);
}

static void leave(struct parse_nursery *nursery)
{
    if (nursery->fd >= 0)
        close(nursery->fd);
    nursery->fd = -1;
}

static bool ask(struct parse_nursery *nursery, int served, int *pidfd)
{
    return nursery->fd >= 0 && send_fd(nursery->fd, served) && receive_fd(nursery->fd, pidfd);
}

enum status parse_nursery_fork(struct parse_nursery *nursery, int served, int *pidfd, struct err *err)
{
    *pidfd = -1;
    pthread_mutex_lock(&nursery->lock);
    enum status status = STATUS_OK;
    if (!ask(nursery, served, pidfd)) {
        leave(nursery);
        status = start(nursery, err);
        if (status == STATUS_OK && !ask(nursery, served, pidfd))
            leave(nursery);
    }
    pthread_mutex_unlock(&nursery->lock);
    if (status == STATUS_OK && *pidfd < 0)
        return FAIL(err, STATUS_UNAVAILABLE, "parse.start", "could not start a parse process");
    return status;
}

void parse_nursery_end(struct parse_nursery *nursery)
{
    leave(nursery);
    pthread_mutex_destroy(&nursery->lock);
}
