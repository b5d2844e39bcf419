/* A connection with an IMAP server that a thread plays: what is said, and when. */
#include "mail/imap_fetch.h"

#include <sys/socket.h>

#include "check.h"

struct server {
    pthread_t thread;
    int fd;
    int idles, dones; /* heard so far */
    int idles_wanted;        /* then the client is stopped */
    struct stop *stop;
};

static void say(const struct server *s, const char *text)
{
    if (send(s->fd, text, strlen(text), MSG_NOSIGNAL) < 0)
        return; /* the client has hung up */
}

/* Answers one command: LINE is "4 UID SEARCH …". */
static void answer(struct server *s, char *line)
{
    char *space = strchr(line, ' '), out[300];
    if (space == NULL)
        return;
    *space = '\0';
    const char *verb = space + 1;
    if (strcmp(verb, "IDLE") == 0) {
        if (++s->idles == s->idles_wanted)
            stop_now(s->stop);
        say(s, "+ idling\r\n");
        return;
    }
    if (strcmp(verb, "CAPABILITY") == 0)
        say(s, "* CAPABILITY IMAP4rev1 IDLE\r\n");
    if (strncmp(verb, "SELECT", 6) == 0)
        say(s, "* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n");
    snprintf(out, sizeof out, "%.60s OK done\r\n", line);
    say(s, out);
}

static void *serve(void *argument)
{
    struct server *s = argument;
    char bytes[4096], idle_tag[16] = "";
    size_t len = 0;
    say(s, "* OK ready\r\n");
    for (ssize_t n; (n = recv(s->fd, bytes + len, sizeof bytes - 1 - len, 0)) > 0;) {
        len += (size_t)n;
        bytes[len] = '\0';
        for (char *end; (end = strstr(bytes, "\r\n")) != NULL;) {
            char out[32];
            *end = '\0';
            if (strcmp(bytes, "DONE") == 0) {
                s->dones++;
                snprintf(out, sizeof out, "%s OK done\r\n", idle_tag);
                say(s, out);
            } else {
                if (strstr(bytes, " IDLE") != NULL)
                    snprintf(idle_tag, sizeof idle_tag, "%.*s", (int)strcspn(bytes, " "), bytes);
                answer(s, bytes);
            }
            len -= (size_t)(end + 2 - bytes);
            memmove(bytes, end + 2, len + 1);
        }
    }
    close(s->fd);
    return NULL;
}

static enum status take(void *data, struct str raw, struct err *err)
{
    (void)data, (void)raw;
    return FAIL(err, STATUS_BROKEN, "test", "there is no mail");
}

static enum status done(void *data, struct fetch_place place, struct str name, struct err *err)
{
    (void)data, (void)place, (void)name, (void)err;
    return STATUS_OK;
}

static enum status old(void *data, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    (void)data, (void)mem, (void)err;
    *out = (struct list){ NULL, 0 };
    return STATUS_OK;
}

static void idle_is_renewed_before_a_server_hangs_up_RFC2177(void **state)
{
    int ends[2];
    struct err err = { .key = "" };
    struct server server = { .idles_wanted = 4 };
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    assert_ok(stop_new(*state, &server.stop, &err));
    server.fd = ends[1];
    assert_ok(thread_start(&server.thread, "server", serve, &server, false, &err));
    const struct tls_options tls = { .host = STR("test"), .ca_file = STR(""), .silence = 10 * SECOND_MS, .stop = server.stop };
    const struct imap_options options = {
        .account = { .host = STR("test"), .user = STR("u"), .password = STR("p"), .token = STR(""), .folder = STR("INBOX"), .plain = true },
        .ca_file = STR(""), .move_to = STR(""), .idle = 5, .stop = server.stop,
        .port = { .take = take, .done = done, .old = old },
    };
    assert_int_equal(imap_fetch_over(&options, tls_stream_on(NULL, ends[0], &tls), &err), STATUS_OK);
    pthread_join(server.thread, NULL);
    assert_int_equal(server.idles, 4);
    assert_int_equal(server.dones, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(idle_is_renewed_before_a_server_hangs_up_RFC2177),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
