#include "mail/tls_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/mem.h"

enum {
    CONNECT_MS = 30 * 1000,
    KEEPALIVE_SECONDS = 120, /* a line that was cut during IDLE is noticed within minutes, not after half an hour (F-28) */
};

struct tls_stream {
    int fd;
    char *host;
    struct str ca_file;
    span_ms silence;
    const struct stop *stop;
    gnutls_session_t tls; /* NULL in the clear */
    gnutls_certificate_credentials_t credentials;
};

static int stream_end(struct tls_stream *s)
{
    if (s->tls != NULL)
        gnutls_deinit(s->tls);
    if (s->credentials != NULL)
        gnutls_certificate_free_credentials(s->credentials);
    if (s->fd >= 0)
        close(s->fd);
    return 0;
}

/* ---- connecting ---- */

/* Whether the socket is ready for EVENTS; false after TIMEOUT and when the process stops. */
static bool is_ready(int fd, short events, span_ms timeout, const struct stop *stop)
{
    struct pollfd fds[] = { { .fd = fd, .events = events }, { .fd = stop == NULL ? -1 : stop_fd(stop), .events = POLLIN } };
    int ready;
    do
        ready = poll(fds, 2, timeout > INT_MAX ? INT_MAX : (int)timeout);
    while (ready < 0 && errno == EINTR);
    return ready > 0 && fds[1].revents == 0;
}

static bool connect_one(struct tls_stream *s, const struct addrinfo *address)
{
    s->fd = socket(address->ai_family, address->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol);
    if (s->fd < 0)
        return false;
    int code = connect(s->fd, address->ai_addr, address->ai_addrlen);
    if (code != 0 && errno == EINPROGRESS) {
        socklen_t len = sizeof(code);
        if (!is_ready(s->fd, POLLOUT, CONNECT_MS, s->stop))
            errno = ETIMEDOUT;
        else if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &code, &len) == 0)
            errno = code;
    }
    if (code == 0)
        return true;
    int reason = errno;
    close(s->fd);
    s->fd = -1;
    errno = reason;
    return false;
}

static void free_addresses(struct addrinfo **list)
{
    if (*list != NULL)
        freeaddrinfo(*list);
}

static enum status connect_any(struct tls_stream *s, int port, struct err *err)
{
    CLEANUP(free_addresses) struct addrinfo *list = NULL;
    const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };
    struct str service = str_format(s, "%d", port);
    int code = getaddrinfo(s->host, service.ptr, &hints, &list);
    if (code != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "mail.connect", "could not find %s: %s", s->host, gai_strerror(code));
    for (const struct addrinfo *address = list; address != NULL; address = address->ai_next) {
        if (connect_one(s, address))
            return STATUS_OK;
    }
    return FAIL(err, STATUS_UNAVAILABLE, "mail.connect", "could not connect to %s: %s", s->host, strerror(errno));
}

static void keep_alive(int fd)
{
    int yes = 1, idle = KEEPALIVE_SECONDS;
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof(yes));
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
}

struct tls_stream *tls_stream_on(TALLOC_CTX *mem, int fd, const struct tls_options *options)
{
    struct tls_stream *s = MEM_NEW(mem, struct tls_stream);
    *s = (struct tls_stream){
        .fd = fd,
        .host = str_to_c(s, options->host),
        .ca_file = str_copy(s, options->ca_file),
        .silence = options->silence,
        .stop = options->stop,
    };
    talloc_set_destructor(s, stream_end);
    return s;
}

enum status tls_stream_new(TALLOC_CTX *mem, const struct tls_options *options, struct tls_stream **out, struct err *err)
{
    struct tls_stream *s = tls_stream_on(mem, -1, options);
    enum status status = connect_any(s, options->port, err);
    if (status != STATUS_OK) {
        talloc_free(s);
        return status;
    }
    keep_alive(s->fd);
    *out = s;
    return STATUS_OK;
}

/* ---- TLS ---- */

static enum status tls_failed(const struct tls_stream *s, const char *why, struct err *err)
{
    return FAIL(err, STATUS_UNAVAILABLE, "mail.tls", "no safe connection to %s: %s", s->host, why);
}

static enum status handshake_failed(const struct tls_stream *s, int code, struct err *err)
{
    gnutls_datum_t words = { 0 };
    unsigned int verified = gnutls_session_get_verify_cert_status(s->tls);
    bool certificate = code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR &&
                       gnutls_certificate_verification_status_print(verified, GNUTLS_CRT_X509, &words, 0) >= 0;
    enum status status = tls_failed(s, certificate ? (const char *)words.data : gnutls_strerror(code), err);
    gnutls_free(words.data);
    return status;
}

/* After an operation that came to RESULT, which waits for EVENTS where there is no TLS to say so: false when there is nothing
 * to wait for, or the wait was in vain. */
static bool may_retry(const struct tls_stream *s, ssize_t result, short events)
{
    if (s->tls == NULL)
        return result < 0 && (errno == EAGAIN || errno == EINTR) && is_ready(s->fd, events, s->silence, s->stop);
    if (result != GNUTLS_E_AGAIN && result != GNUTLS_E_INTERRUPTED)
        return false;
    return is_ready(s->fd, gnutls_record_get_direction(s->tls) == 1 ? POLLOUT : POLLIN, s->silence, s->stop);
}

enum status tls_stream_secure(struct tls_stream *s, struct err *err)
{
    int trusted;
    if (gnutls_certificate_allocate_credentials(&s->credentials) < 0 ||
        gnutls_init(&s->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0)
        return tls_failed(s, "no memory", err);
    trusted = s->ca_file.len > 0
                  ? gnutls_certificate_set_x509_trust_file(s->credentials, s->ca_file.ptr, GNUTLS_X509_FMT_PEM)
                  : gnutls_certificate_set_x509_system_trust(s->credentials);
    if (trusted <= 0)
        return tls_failed(s, "there are no certificates to trust", err);
    if (gnutls_set_default_priority(s->tls) < 0 ||
        gnutls_credentials_set(s->tls, GNUTLS_CRD_CERTIFICATE, s->credentials) < 0 ||
        gnutls_server_name_set(s->tls, GNUTLS_NAME_DNS, s->host, strlen(s->host)) < 0)
        return tls_failed(s, "TLS could not be set up", err);
    gnutls_session_set_verify_cert(s->tls, s->host, 0);
    gnutls_transport_set_int(s->tls, s->fd);
    int code;
    do
        code = gnutls_handshake(s->tls);
    while (may_retry(s, code, POLLIN));
    return code < 0 ? handshake_failed(s, code, err) : STATUS_OK;
}

/* ---- bytes ---- */

ssize_t tls_stream_read(struct tls_stream *s, void *out, size_t len)
{
    ssize_t n;
    do {
        n = s->tls != NULL ? gnutls_record_recv(s->tls, out, len) : recv(s->fd, out, len, 0);
    } while (may_retry(s, n, POLLIN));
    return n;
}

ssize_t tls_stream_write(struct tls_stream *s, const void *bytes, size_t len)
{
    ssize_t n;
    do {
        n = s->tls != NULL ? gnutls_record_send(s->tls, bytes, len) : send(s->fd, bytes, len, MSG_NOSIGNAL);
    } while (may_retry(s, n, POLLOUT));
    return n;
}

enum tls_wait tls_stream_wait(const struct tls_stream *s, span_ms timeout)
{
    if (s->tls != NULL && gnutls_record_check_pending(s->tls) > 0)
        return TLS_WAIT_DATA;
    if (is_ready(s->fd, POLLIN, timeout, s->stop))
        return TLS_WAIT_DATA;
    return s->stop != NULL && stop_asked(s->stop) ? TLS_WAIT_STOP : TLS_WAIT_TIMEOUT;
}
