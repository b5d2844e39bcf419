#include "store/db_wake.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "base/mem.h"

#define WAKE_PREFIX "wake."

struct wake {
    int dir_fd;
    int send_fd;
    pthread_mutex_t lock;
    struct timespec read_at; /* the directory's time when the list was read */
    struct sockaddr_un *peers;
    size_t peer_count;
    atomic_int next_name;
};

static int wake_free(struct wake *wake)
{
    close(wake->send_fd);
    close(wake->dir_fd);
    pthread_mutex_destroy(&wake->lock);
    return 0;
}

enum status wake_new(TALLOC_CTX *mem, struct str run_dir, struct wake **out, struct err *err)
{
    char *path = str_to_c(mem, run_dir);
    int dir_fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir_fd < 0)
        return FAIL(err, STATUS_UNAVAILABLE, "db.run_dir", "cannot open the run directory %s", path);
    talloc_free(path);
    struct wake *wake = MEM_NEW(mem, struct wake);
    wake->dir_fd = dir_fd;
    wake->send_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    pthread_mutex_init(&wake->lock, NULL);
    talloc_set_destructor(wake, wake_free);
    if (wake->send_fd < 0) {
        int reason = errno;
        talloc_free(wake);
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.wake", "could not make a socket");
        err_detail(err, "socket: %s", strerror(reason));
        return status;
    }
    *out = wake;
    return STATUS_OK;
}

/* The address of NAME in the run directory. Through the open directory, because a socket's path may have only 107
 * bytes and the directory's may be longer. */
static struct sockaddr_un address_of(const struct wake *wake, const char *name)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int length = snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/%s", wake->dir_fd, name);
    if (length < 0 || (size_t)length >= sizeof(address.sun_path))
        address.sun_path[0] = '\0'; /* not one of ours: ours are short */
    return address;
}

enum status wake_listen(struct wake *wake, TALLOC_CTX *mem, int *fd, char **name, struct err *err)
{
    int made = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    char *own = mem_need(talloc_asprintf(mem, WAKE_PREFIX "%d.%d", (int)getpid(), atomic_fetch_add(&wake->next_name, 1)));
    struct sockaddr_un address = address_of(wake, own);
    unlinkat(wake->dir_fd, own, 0); /* left by a dead process with our number */
    if (made < 0 || bind(made, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        int reason = errno;
        if (made >= 0)
            close(made);
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.wake", "could not listen in the run directory");
        err_detail(err, "bind %s: %s", own, strerror(reason));
        return status;
    }
    *fd = made;
    *name = own;
    return STATUS_OK;
}

void wake_close(struct wake *wake, int fd, const char *name)
{
    unlinkat(wake->dir_fd, name, 0);
    close(fd);
}

/* Reads the list of sockets if the directory has changed. The lock is held. */
static void refresh_peers(struct wake *wake)
{
    struct stat now;
    if (fstat(wake->dir_fd, &now) != 0)
        return;
    if (now.st_mtim.tv_sec == wake->read_at.tv_sec && now.st_mtim.tv_nsec == wake->read_at.tv_nsec)
        return;
    int fd = openat(wake->dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    wake->read_at = now.st_mtim;
    TALLOC_FREE(wake->peers);
    wake->peer_count = 0;
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (!str_starts(str_from(entry->d_name), STR(WAKE_PREFIX)))
            continue;
        wake->peers = mem_need(talloc_realloc(wake, wake->peers, struct sockaddr_un, (unsigned)wake->peer_count + 1));
        wake->peers[wake->peer_count++] = address_of(wake, entry->d_name);
    }
    closedir(dir);
}

void wake_all(struct wake *wake)
{
    pthread_mutex_lock(&wake->lock);
    refresh_peers(wake);
    for (size_t i = 0; i < wake->peer_count; i++) {
        const struct sockaddr_un *peer = &wake->peers[i];
        ssize_t sent = sendto(wake->send_fd, "!", 1, MSG_NOSIGNAL, (const struct sockaddr *)peer, sizeof(*peer));
        if (sent < 0 && errno == ECONNREFUSED)
            unlink(peer->sun_path);
    }
    pthread_mutex_unlock(&wake->lock);
}

bool wake_drain(int fd)
{
    char byte;
    bool any = false;
    while (recv(fd, &byte, 1, 0) >= 0)
        any = true;
    return any;
}
