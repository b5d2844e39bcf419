#include "cli/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>

#include "base/mem.h"

enum { LISTENER_BACKLOG = 1024, INHERITED_FIRST_FD = 3, INHERITED_MOST = 16 };

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void free_addresses(struct addrinfo **list)
{
    if (*list != NULL)
        freeaddrinfo(*list);
}

/* The address that the kernel gave, as text. */
static enum status bound_address(TALLOC_CTX *mem, int fd, struct str *out, struct err *err)
{
    struct sockaddr_storage storage;
    struct sockaddr *address = (struct sockaddr *)&storage;
    socklen_t size = sizeof(storage);
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(fd, address, &size) != 0)
        return FAIL(err, STATUS_INVALID, "listener.inherited", "what was inherited is not a socket");
    if (address->sa_family != AF_INET && address->sa_family != AF_INET6)
        return FAIL(err, STATUS_INVALID, "listener.inherited", "only sockets of IPv4 and IPv6 can be inherited");
    int problem = getnameinfo(address, size, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
    if (problem != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "listener.address", "could not read a socket's address: %s",
                    gai_strerror(problem));
    bool v6 = address->sa_family == AF_INET6;
    *out = str_format(mem, "%s%s%s:%s", v6 ? "[" : "", host, v6 ? "]" : "", port);
    return STATUS_OK;
}

static int open_socket(const struct addrinfo *info)
{
    CLEANUP(close_fd) int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
        bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, LISTENER_BACKLOG) != 0)
        return -1;
    int opened = fd;
    fd = -1;
    return opened;
}

enum status listener_open(TALLOC_CTX *mem, struct str address, struct listener *out, struct err *err)
{
    size_t colon = address.len;
    while (colon > 0 && address.ptr[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return FAIL(err, STATUS_INVALID, "listener.address", STR_FMT " has no port", STR_ARG(address));
    struct str host = str_slice(address, 0, colon - 1);
    if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
        host = str_slice(host, 1, host.len - 2);
    const char *port = str_to_c(mem, str_slice(address, colon, address.len));

    const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
    CLEANUP(free_addresses) struct addrinfo *list = NULL;
    int problem = getaddrinfo(host.len == 0 ? NULL : str_to_c(mem, host), port, &hints, &list);
    if (problem != 0)
        return FAIL(err, STATUS_INVALID, "listener.address", "there is no address " STR_FMT ": %s", STR_ARG(address),
                    gai_strerror(problem));
    int fd = open_socket(list);
    if (fd < 0)
        return FAIL(err, STATUS_UNAVAILABLE, "listener.open", "could not listen on " STR_FMT ": %s", STR_ARG(address),
                    strerror(errno));
    out->fd = fd;
    return bound_address(mem, fd, &out->address, err);
}

enum status listener_inherited(TALLOC_CTX *mem, int index, struct listener *out, struct err *err)
{
    int64_t pid, count;
    *out = (struct listener){ .fd = -1 };
    if (!parse_i64(str_from(getenv("LISTEN_PID")), 1, INT32_MAX, &pid) || pid != getpid())
        return STATUS_OK;
    if (!parse_i64(str_from(getenv("LISTEN_FDS")), 0, INHERITED_MOST, &count) || index >= count)
        return STATUS_OK;
    int fd = INHERITED_FIRST_FD + index;
    TRY(bound_address(mem, fd, &out->address, err));
    int flags = fcntl(fd, F_GETFD);
    if (flags < 0 || fcntl(fd, F_SETFD, flags | FD_CLOEXEC) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "listener.inherited", "could not use an inherited socket: %s",
                    strerror(errno));
    out->fd = fd;
    return STATUS_OK;
}
