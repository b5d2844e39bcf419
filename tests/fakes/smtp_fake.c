#include "smtp_fake.h"

#include <arpa/inet.h>
#include <assert.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/mem.h"

enum { LINE_BYTES = 4096, SAID_BYTES = 64 * 1024, MAIL_BYTES = 8 * 1024 * 1024, A_DAY = 24 * 3600 };

struct smtp_fake {
    struct smtp_fake_script script;
    int listener, port, stop;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    bool busy;       /* a connection is open; what follows is under the lock */
    struct buf said;
    struct smtp_fake_mail mails[SMTP_FAKE_MAILS];
    size_t mail_count;
    gnutls_certificate_credentials_t credentials;
    char *ca_file;
};

struct connection {
    struct smtp_fake *fake;
    int fd;
    gnutls_session_t tls; /* NULL in the clear */
    size_t rcpts;
    int mails;
};

/* ---- the certificate ---- */

static void must(int code)
{
    assert(code >= 0);
    (void)code;
}

static void make_certificate(struct smtp_fake *fake)
{
    gnutls_x509_privkey_t key;
    gnutls_x509_crt_t crt;
    const unsigned char serial = 1;
    struct in_addr local = { htonl(INADDR_LOOPBACK) };
    must(gnutls_x509_privkey_init(&key));
    must(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    must(gnutls_x509_crt_init(&crt));
    must(gnutls_x509_crt_set_version(crt, 3));
    must(gnutls_x509_crt_set_serial(crt, &serial, 1));
    must(gnutls_x509_crt_set_dn(crt, "CN=smtp fake", NULL));
    time_t now = time(NULL);
    must(gnutls_x509_crt_set_activation_time(crt, now - A_DAY));
    must(gnutls_x509_crt_set_expiration_time(crt, now + A_DAY));
    must(gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_IPADDRESS, &local, sizeof(local), 0));
    must(gnutls_x509_crt_set_basic_constraints(crt, 1, -1));
    must(gnutls_x509_crt_set_key(crt, key));
    must(gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0));
    must(gnutls_certificate_allocate_credentials(&fake->credentials));
    must(gnutls_certificate_set_x509_key(fake->credentials, &crt, 1, key));
    gnutls_datum_t pem;
    must(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem));
    fake->ca_file = talloc_strdup(fake, "/tmp/smtp-fake-XXXXXX");
    int fd = mkstemp(fake->ca_file);
    ssize_t written = write(fd, pem.data, pem.size);
    assert(written == (ssize_t)pem.size);
    (void)written;
    close(fd);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(crt);
    gnutls_x509_privkey_deinit(key);
}

/* ---- bytes ---- */

static bool stopped(const struct connection *c)
{
    struct pollfd fd = { .fd = c->fake->stop, .events = POLLIN };
    return poll(&fd, 1, 0) > 0;
}

static ssize_t receive(const struct connection *c, void *out, size_t len)
{
    struct pollfd fds[] = { { .fd = c->fd, .events = POLLIN }, { .fd = c->fake->stop, .events = POLLIN } };
    if (c->tls == NULL || gnutls_record_check_pending(c->tls) == 0)
        poll(fds, 2, -1);
    if (stopped(c))
        return 0;
    return c->tls == NULL ? recv(c->fd, out, len, 0) : gnutls_record_recv(c->tls, out, len);
}

static void transmit(const struct connection *c, const char *text)
{
    if (c->tls == NULL)
        send(c->fd, text, strlen(text), MSG_NOSIGNAL);
    else
        gnutls_record_send(c->tls, text, strlen(text));
}

/* One line without its end; false when the client is gone. */
static bool read_line(const struct connection *c, char *line)
{
    size_t len = 0;
    while (len < LINE_BYTES - 1 && receive(c, line + len, 1) == 1) {
        if (line[len] == '\n') {
            line[len > 0 && line[len - 1] == '\r' ? len - 1 : len] = '\0';
            return true;
        }
        len++;
    }
    return false;
}

/* Says TEXT, or does what it stands for; false when that ends the connection. */
static bool answer(const struct connection *c, const char *text)
{
    if (strcmp(text, SMTP_FAKE_HANG_UP) == 0) {
        struct linger reset = { 1, 0 };
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
        return false;
    }
    if (strcmp(text, SMTP_FAKE_SILENCE) == 0) {
        char byte;
        while (receive(c, &byte, 1) > 0)
            ;
        return false;
    }
    transmit(c, text);
    transmit(c, "\r\n");
    return strncmp(text, "421", 3) != 0;
}

static bool begin_tls(struct connection *c)
{
    must(gnutls_init(&c->tls, GNUTLS_SERVER));
    must(gnutls_set_default_priority(c->tls));
    must(gnutls_credentials_set(c->tls, GNUTLS_CRD_CERTIFICATE, c->fake->credentials));
    gnutls_transport_set_int(c->tls, c->fd);
    int code;
    do
        code = gnutls_handshake(c->tls);
    while (code < 0 && gnutls_error_is_fatal(code) == 0);
    return code >= 0;
}

/* ---- the conversation ---- */

static const char *or_else(const char *said, const char *friendly)
{
    return said != NULL ? said : friendly;
}

static bool take_mail(struct connection *c)
{
    struct smtp_fake *fake = c->fake;
    struct buf bytes;
    buf_init(&bytes, fake, MAIL_BYTES);
    while (!str_ends(buf_str(&bytes), STR("\r\n.\r\n"))) {
        char byte;
        if (receive(c, &byte, 1) != 1)
            return false;
        buf_add_char(&bytes, byte);
    }
    buf_cut(&bytes, bytes.len - 3);
    struct buf mail;
    buf_init(&mail, fake, MAIL_BYTES);
    for (size_t i = 0; i < bytes.len; i++) {
        bool stuffed = bytes.ptr[i] == '.' && (i == 0 || (i >= 2 && memcmp(bytes.ptr + i - 2, "\r\n", 2) == 0));
        if (!stuffed)
            buf_add_char(&mail, bytes.ptr[i]);
    }
    pthread_mutex_lock(&fake->lock);
    if (fake->mail_count < SMTP_FAKE_MAILS)
        fake->mails[fake->mail_count++] = (struct smtp_fake_mail){ mail.ptr, mail.len, c->tls != NULL };
    pthread_mutex_unlock(&fake->lock);
    c->mails++;
    return true;
}

static bool say_hello(struct connection *c)
{
    const struct smtp_fake_script *script = &c->fake->script;
    if (script->ehlo != NULL)
        return answer(c, script->ehlo);
    transmit(c, "250-fake\r\n");
    if (script->starttls && c->tls == NULL)
        transmit(c, "250-STARTTLS\r\n");
    if (script->sign_in)
        transmit(c, "250-AUTH PLAIN\r\n");
    return answer(c, "250 SIZE 10000000");
}

static bool obey(struct connection *c, const char *line)
{
    const struct smtp_fake_script *script = &c->fake->script;
    struct str s = str_from(line);
    if (script->mails_most > 0 && c->mails >= script->mails_most)
        return answer(c, SMTP_FAKE_HANG_UP);
    if (str_starts_nocase(s, STR("EHLO")))
        return say_hello(c);
    if (str_starts_nocase(s, STR("RSET")))
        return answer(c, or_else(script->rset, "250 flushed"));
    if (str_starts_nocase(s, STR("STARTTLS")))
        return answer(c, "220 go on") && begin_tls(c);
    if (str_starts_nocase(s, STR("AUTH"))) {
        char secret[LINE_BYTES];
        return answer(c, "334 ") && read_line(c, secret) && answer(c, or_else(script->auth, "235 welcome"));
    }
    if (str_starts_nocase(s, STR("MAIL")))
        return answer(c, or_else(c->mails >= script->mails_before_mail ? script->mail : NULL, "250 sender fine"));
    if (str_starts_nocase(s, STR("RCPT"))) {
        const char *reply = c->rcpts < SMTP_FAKE_RECIPIENTS ? script->rcpt[c->rcpts] : NULL;
        c->rcpts++;
        return answer(c, or_else(reply, "250 recipient fine"));
    }
    if (str_starts_nocase(s, STR("DATA"))) {
        const char *reply = or_else(script->data, "354 go on");
        if (!answer(c, reply))
            return false;
        return reply[0] != '3' || (take_mail(c) && answer(c, or_else(script->dot, "250 2.0.0 queued as 1")));
    }
    if (str_starts_nocase(s, STR("QUIT"))) {
        answer(c, "221 goodbye");
        return false;
    }
    return answer(c, "500 unknown");
}

static void converse(struct connection *c)
{
    if (c->fake->script.implicit_tls && !begin_tls(c))
        return;
    char line[LINE_BYTES];
    bool open = answer(c, or_else(c->fake->script.greeting, "220 fake"));
    while (open && read_line(c, line)) {
        pthread_mutex_lock(&c->fake->lock);
        buf_add_c(&c->fake->said, line);
        buf_add_char(&c->fake->said, '\n');
        pthread_mutex_unlock(&c->fake->lock);
        open = obey(c, line);
    }
}

static void set_busy(struct smtp_fake *fake, bool busy)
{
    pthread_mutex_lock(&fake->lock);
    fake->busy = busy;
    pthread_cond_broadcast(&fake->idle);
    pthread_mutex_unlock(&fake->lock);
}

static void *fake_run(void *argument)
{
    struct smtp_fake *fake = argument;
    for (;;) {
        struct pollfd fds[] = { { .fd = fake->listener, .events = POLLIN }, { .fd = fake->stop, .events = POLLIN } };
        poll(fds, 2, -1);
        if (fds[1].revents != 0)
            return NULL;
        set_busy(fake, true);
        struct connection c = { .fake = fake, .fd = accept(fake->listener, NULL, NULL) };
        converse(&c);
        if (c.tls != NULL)
            gnutls_deinit(c.tls);
        close(c.fd);
        set_busy(fake, false);
    }
}

static int fake_end(struct smtp_fake *fake)
{
    uint64_t one = 1;
    ssize_t written = write(fake->stop, &one, sizeof(one));
    (void)written;
    pthread_join(fake->thread, NULL);
    close(fake->listener);
    close(fake->stop);
    unlink(fake->ca_file);
    gnutls_certificate_free_credentials(fake->credentials);
    return 0;
}

struct smtp_fake *smtp_fake_new(TALLOC_CTX *mem, const struct smtp_fake_script *script)
{
    struct smtp_fake *fake = MEM_NEW(mem, struct smtp_fake);
    fake->script = *script;
    make_certificate(fake);
    buf_init(&fake->said, fake, SAID_BYTES);
    pthread_mutex_init(&fake->lock, NULL);
    pthread_cond_init(&fake->idle, NULL);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t len = sizeof(address);
    fake->stop = eventfd(0, EFD_CLOEXEC);
    fake->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(fake->listener, (const struct sockaddr *)&address, len));
    must(listen(fake->listener, 8));
    must(getsockname(fake->listener, (struct sockaddr *)&address, &len));
    fake->port = ntohs(address.sin_port);
    must(-pthread_create(&fake->thread, NULL, fake_run, fake));
    talloc_set_destructor(fake, fake_end);
    return fake;
}

int smtp_fake_port(const struct smtp_fake *fake)
{
    return fake->port;
}

const char *smtp_fake_ca_file(const struct smtp_fake *fake)
{
    return fake->ca_file;
}

static void wait_until_idle(struct smtp_fake *fake)
{
    while (fake->busy)
        pthread_cond_wait(&fake->idle, &fake->lock);
}

const char *smtp_fake_said(struct smtp_fake *fake)
{
    pthread_mutex_lock(&fake->lock);
    wait_until_idle(fake);
    const char *said = fake->said.ptr;
    pthread_mutex_unlock(&fake->lock);
    return said;
}

size_t smtp_fake_mails(struct smtp_fake *fake, struct smtp_fake_mail *out)
{
    pthread_mutex_lock(&fake->lock);
    wait_until_idle(fake);
    memcpy(out, fake->mails, sizeof(fake->mails));
    size_t count = fake->mail_count;
    pthread_mutex_unlock(&fake->lock);
    return count;
}
