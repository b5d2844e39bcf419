#include "mail/lmtp_serve.h"

#include <arpa/inet.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "base/mem.h"
#include "check.h"

/* A server on a port of the kernel's choice, whose deliveries wait for the test. */
struct stage {
    struct lmtp_server *server;
    struct stop *stop;
    int listener, port;
    sem_t arrived; /* posted by each delivery as it begins */
    sem_t go;      /* waited for by each delivery before it ends */
    atomic_uint stored;
};

static enum status stage_check(void *data, struct str address, struct err *err)
{
    (void)data, (void)address, (void)err;
    return STATUS_OK;
}

static enum status stage_deliver(void *data, const struct lmtp_mail *mail, struct err *err)
{
    (void)mail, (void)err;
    struct stage *stage = data;
    sem_post(&stage->arrived);
    sem_wait(&stage->go);
    atomic_fetch_add(&stage->stored, 1);
    return STATUS_OK;
}

static struct stage *stage_new(TALLOC_CTX *mem, span_ms silence)
{
    struct stage *stage = MEM_NEW(mem, struct stage);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t len = sizeof(address);
    sem_init(&stage->arrived, 0, 0);
    sem_init(&stage->go, 0, 0);
    stage->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(stage->listener, (const struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(stage->listener, 64), 0);
    assert_int_equal(getsockname(stage->listener, (struct sockaddr *)&address, &len), 0);
    stage->port = ntohs(address.sin_port);
    assert_ok(stop_new(stage, &stage->stop, NULL));
    const struct lmtp_options options = {
        .listener = stage->listener, .host = STR("test"), .port = { .check = stage_check, .deliver = stage_deliver, .data = stage },
        .stop = stage->stop, .silence = silence,
    };
    assert_ok(lmtp_server_start(stage, &options, &stage->server, NULL));
    return stage;
}

static void stage_end(struct stage *stage)
{
    stop_now(stage->stop);
    lmtp_server_join(stage->server);
    close(stage->listener);
}

static int dial(const struct stage *stage)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)stage->port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

static void say(int fd, const char *text)
{
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

/* Reads until the server has said PART; its end is a failure. */
static void hear(TALLOC_CTX *mem, int fd, const char *part)
{
    char *heard = mem_need(talloc_zero_size(mem, 10000));
    for (size_t len = 0; strstr(heard, part) == NULL;) {
        ssize_t n = recv(fd, heard + len, 9999 - len, 0);
        if (n <= 0)
            fail_msg("wanted %s, heard %s", part, heard);
        len += (size_t)n;
    }
}

static const char hello[] = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n";

static void a_stop_lets_a_mail_that_has_come_be_stored_and_answered(void **state)
{
    struct stage *stage = stage_new(*state, 0);
    int fd = dial(stage);
    say(fd, hello);
    hear(*state, fd, "354");
    say(fd, "hi\r\n.\r\n");
    sem_wait(&stage->arrived);
    stop_now(stage->stop);
    sem_post(&stage->go);
    hear(*state, fd, "250 2.0.0 taken\r\n421");
    stage_end(stage);
    assert_int_equal(stage->stored, 1);
    close(fd);
}

static void a_stop_sends_an_unfinished_mail_back(void **state)
{
    struct stage *stage = stage_new(*state, 0);
    int fd = dial(stage);
    say(fd, hello);
    hear(*state, fd, "354");
    say(fd, "half");
    stop_now(stage->stop);
    hear(*state, fd, "421");
    stage_end(stage);
    assert_int_equal(stage->stored, 0);
    close(fd);
}

static void a_silent_client_is_hung_up_on(void **state)
{
    struct stage *stage = stage_new(*state, 20);
    int fd = dial(stage);
    hear(*state, fd, "421 4.4.2");
    char byte;
    assert_int_equal(recv(fd, &byte, 1, 0), 0);
    stage_end(stage);
    close(fd);
}

static void beyond_the_cap_a_client_waits_for_its_turn(void **state)
{
    struct stage *stage = stage_new(*state, 0);
    int fds[LIMIT_LMTP_CONNECTIONS + 1];
    for (size_t i = 0; i < LIMIT_LMTP_CONNECTIONS; i++) {
        fds[i] = dial(stage);
        hear(*state, fds[i], "220");
    }
    fds[LIMIT_LMTP_CONNECTIONS] = dial(stage);
    close(fds[0]); /* only now is there room */
    hear(*state, fds[LIMIT_LMTP_CONNECTIONS], "220");
    stage_end(stage);
    for (size_t i = 1; i <= LIMIT_LMTP_CONNECTIONS; i++)
        close(fds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stop_lets_a_mail_that_has_come_be_stored_and_answered),
        TEST(a_stop_sends_an_unfinished_mail_back),
        TEST(a_silent_client_is_hung_up_on),
        TEST(beyond_the_cap_a_client_waits_for_its_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
