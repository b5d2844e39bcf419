#pragma once
/* A connection to a mail server: a socket, with TLS that verifies the server's certificate. Reads and writes end when the
 * process stops, and after a time of silence.
 */
#include <sys/types.h>

#include "base/str.h"
#include "base/thread.h"

struct tls_stream;

struct tls_options {
    struct str host;
    int port;
    struct str ca_file; /* certificates to trust (PEM), "" the system's */
    span_ms silence;    /* of the server, until a read fails */
    const struct stop *stop;
};

/* Connects. Freeing the stream hangs up. UNAVAILABLE says why not. */
MUST_CHECK enum status tls_stream_new(TALLOC_CTX *mem, const struct tls_options *options, struct tls_stream **out,
                                      struct err *err);

/* The same on a socket that is connected already and belongs to the stream from here on; host and port are not used to
 * connect. For tests that play the server. */
struct tls_stream *tls_stream_on(TALLOC_CTX *mem, int fd, const struct tls_options *options);

/* Begins TLS: at once, or after STARTTLS. UNAVAILABLE when the certificate is not for this host or nobody vouches for it. */
MUST_CHECK enum status tls_stream_secure(struct tls_stream *stream, struct err *err);

/* As read and write: how many bytes, 0 or less when the line is cut, silent for too long, or the process stops. */
ssize_t tls_stream_read(struct tls_stream *stream, void *out, size_t len);
ssize_t tls_stream_write(struct tls_stream *stream, const void *bytes, size_t len);

enum tls_wait { TLS_WAIT_DATA, TLS_WAIT_TIMEOUT, TLS_WAIT_STOP };

/* Waits for the server to say something. */
enum tls_wait tls_stream_wait(const struct tls_stream *stream, span_ms timeout);
