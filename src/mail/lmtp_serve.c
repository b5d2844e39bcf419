#include "mail/lmtp_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    READ_BYTES = 64 * 1024,
    SILENCE_MS = 5 * 60 * 1000,
    ACCEPT_PAUSE_MS = 100,  /* when the process has no descriptor or thread left (F-18, F-21) */
    LAST_WORDS_MS = 500,    /* to send the 421 while stopping */
};

struct lmtp_server {
    struct lmtp_options options;
    struct lmtp_port port;  /* the caller's, with our borrow and give_back */
    pthread_t acceptor;
    pthread_mutex_t lock;
    pthread_cond_t ended;   /* signalled when a conversation ends */
    unsigned open;          /* conversations; under the lock */
    atomic_size_t borrowed;
};

struct conversation {
    struct lmtp_server *server;
    int fd;
};

/* ---- the memory that all conversations share ---- */

static enum status port_check(void *data, struct str address, struct err *err)
{
    const struct lmtp_port *port = &((struct lmtp_server *)data)->options.port;
    return port->check(port->data, address, err);
}

static enum status port_deliver(void *data, const struct lmtp_mail *mail, struct err *err)
{
    const struct lmtp_port *port = &((struct lmtp_server *)data)->options.port;
    return port->deliver(port->data, mail, err);
}

static bool port_borrow(void *data, size_t bytes)
{
    struct lmtp_server *server = data;
    if (atomic_fetch_add(&server->borrowed, bytes) + bytes <= LIMIT_LMTP_MEMORY_BYTES)
        return true;
    atomic_fetch_sub(&server->borrowed, bytes);
    return false;
}

static void port_give_back(void *data, size_t bytes)
{
    struct lmtp_server *server = data;
    atomic_fetch_sub(&server->borrowed, bytes);
}

/* ---- one conversation ---- */

enum readiness { READY, STOPPING, SILENT, GONE };

static enum readiness wait_for(const struct conversation *c, short events, span_ms timeout, bool heed_stop)
{
    struct pollfd fds[] = {
        { .fd = c->fd, .events = events },
        { .fd = heed_stop ? stop_fd(c->server->options.stop) : -1, .events = POLLIN },
    };
    int ready;
    do
        ready = poll(fds, 2, timeout > INT_MAX ? INT_MAX : (int)timeout);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return GONE;
    if (fds[1].revents != 0)
        return STOPPING;
    return ready == 0 ? SILENT : READY;
}

/* Sends all of TEXT; false when the client is gone or doesn't read. */
static bool send_all(const struct conversation *c, struct str text)
{
    size_t sent = 0;
    while (sent < text.len) {
        ssize_t n = send(c->fd, text.ptr + sent, text.len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0) {
            sent += (size_t)n;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            bool stopping = stop_asked(c->server->options.stop);
            enum readiness ready = wait_for(c, POLLOUT, stopping ? LAST_WORDS_MS : c->server->options.silence, !stopping);
            if (ready == SILENT || ready == GONE)
                return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool send_replies(const struct conversation *c, struct lmtp_session *session)
{
    bool told = send_all(c, lmtp_session_replies(session));
    if (lmtp_session_delivered(session))
        fault_here("lmtp.after_reply");
    lmtp_session_replies_sent(session);
    return told;
}

/* Feeds all of BYTES, sending the replies whenever the session pauses. */
static bool feed(const struct conversation *c, struct lmtp_session *session, struct str bytes)
{
    while (bytes.len > 0 && !lmtp_session_ended(session)) {
        size_t used = lmtp_session_feed(session, bytes);
        bytes = str_slice(bytes, used, SIZE_MAX);
        if (!send_replies(c, session))
            return false;
    }
    return true;
}

static void converse(const struct conversation *c, TALLOC_CTX *mem)
{
    struct lmtp_session *session = lmtp_session_new(mem, &c->server->port, c->server->options.host);
    char *bytes = mem_need(talloc_size(mem, READ_BYTES));
    bool open = send_replies(c, session);
    while (open && !lmtp_session_ended(session)) {
        switch (wait_for(c, POLLIN, c->server->options.silence, true)) {
        case READY: {
            ssize_t n = recv(c->fd, bytes, READ_BYTES, MSG_DONTWAIT);
            if (n > 0)
                open = feed(c, session, (struct str){ bytes, (size_t)n });
            else if (n == 0 || (errno != EAGAIN && errno != EINTR))
                open = false;
            break;
        }
        case STOPPING:
            lmtp_session_give_up(session, "the desk is stopping, come again");
            break;
        case SILENT:
            lmtp_session_give_up(session, "too long a silence");
            break;
        case GONE:
            open = false;
            break;
        }
    }
    if (open)
        send_replies(c, session);
}

static void *conversation_run(void *argument)
{
    struct conversation *c = argument;
    struct lmtp_server *server = c->server;
    pthread_setname_np(pthread_self(), "lmtp");
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    converse(c, mem);
    talloc_free(mem);
    close(c->fd);
    free(c);
    pthread_mutex_lock(&server->lock);
    server->open--;
    pthread_cond_signal(&server->ended);
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* ---- accepting ---- */

static bool conversation_begin(struct lmtp_server *server, int fd)
{
    struct conversation *c = mem_need(malloc(sizeof(*c)));
    *c = (struct conversation){ .server = server, .fd = fd };
    pthread_mutex_lock(&server->lock);
    server->open++;
    pthread_mutex_unlock(&server->lock);
    pthread_t thread;
    struct err err = { 0 };
    if (thread_start(&thread, "lmtp", conversation_run, c, true, &err) == STATUS_OK)
        return true;
    close(fd);
    free(c);
    pthread_mutex_lock(&server->lock);
    server->open--;
    pthread_mutex_unlock(&server->lock);
    return false;
}

/* Waits until there is room for one more conversation. A stop needs no waking: it ends the others first. */
static void wait_for_room(struct lmtp_server *server)
{
    pthread_mutex_lock(&server->lock);
    while (server->open >= LIMIT_LMTP_CONNECTIONS)
        pthread_cond_wait(&server->ended, &server->lock);
    pthread_mutex_unlock(&server->lock);
}

static void *accept_run(void *argument)
{
    struct lmtp_server *server = argument;
    const struct stop *stop = server->options.stop;
    while (!stop_asked(stop)) {
        wait_for_room(server);
        struct pollfd fds[] = {
            { .fd = server->options.listener, .events = POLLIN },
            { .fd = stop_fd(stop), .events = POLLIN },
        };
        if (poll(fds, 2, -1) < 0 || stop_asked(stop))
            continue;
        int fd = accept4(server->options.listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
                stop_wait(stop, ACCEPT_PAUSE_MS);
            continue;
        }
        int yes = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)); /* fails on a Unix socket, which needs it not */
        if (!conversation_begin(server, fd))
            stop_wait(stop, ACCEPT_PAUSE_MS);
    }
    return NULL;
}

enum status lmtp_server_start(TALLOC_CTX *mem, const struct lmtp_options *options, struct lmtp_server **out,
                              struct err *err)
{
    struct lmtp_server *server = MEM_NEW(mem, struct lmtp_server);
    server->options = *options;
    server->options.host = str_copy(server, options->host);
    if (server->options.silence == 0)
        server->options.silence = SILENCE_MS;
    server->port = (struct lmtp_port){ port_check, port_deliver, port_borrow, port_give_back, server };
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->ended, NULL);
    /* A client may vanish between poll and accept. */
    int flags = fcntl(options->listener, F_GETFL);
    if (flags < 0 || fcntl(options->listener, F_SETFL, flags | O_NONBLOCK) < 0)
        return FAIL(err, STATUS_BROKEN, "lmtp.listener", "the LMTP listener is no socket");
    TRY(thread_start(&server->acceptor, "lmtp-accept", accept_run, server, false, err));
    *out = server;
    return STATUS_OK;
}

void lmtp_server_join(struct lmtp_server *server)
{
    pthread_join(server->acceptor, NULL);
    pthread_mutex_lock(&server->lock);
    while (server->open > 0)
        pthread_cond_wait(&server->ended, &server->lock);
    pthread_mutex_unlock(&server->lock);
}
