#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "fuzz.h"
#include "mail/imap_fetch.h"

/* What was taken, and the names that are old. */
struct box {
    TALLOC_CTX *mem;
    size_t taken;
    struct fetch_place place;
};

static enum status box_take(void *data, struct str raw, struct err *err)
{
    (void)err;
    struct box *box = data;
    FUZZ_ASSERT(raw.ptr != NULL);
    box->taken++;
    return raw.len % 11 == 10 ? STATUS_UNAVAILABLE : STATUS_OK;
}

static enum status box_done(void *data, struct fetch_place place, struct str name, struct err *err)
{
    (void)err;
    struct box *box = data;
    FUZZ_ASSERT(name.len == 0 || box->taken > 0);
    FUZZ_ASSERT(place.uidvalidity != box->place.uidvalidity || place.uid >= box->place.uid);
    box->place = place;
    return STATUS_OK;
}

static enum status box_old(void *data, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    (void)data, (void)err;
    struct fetch_name *names = MEM_ARRAY(mem, struct fetch_name, 3);
    names[0].name = STR("7/1");
    names[1].name = STR("8/1");
    names[2].name = STR("no name of ours");
    *out = (struct list){ names, 3 };
    return STATUS_OK;
}

static enum status box_gone(void *data, struct str name, struct err *err)
{
    (void)data, (void)err;
    FUZZ_ASSERT(name.len > 0);
    return STATUS_OK;
}

/* Nothing but the old mail is ever removed, whatever the server says. */
static void look_at_commands(TALLOC_CTX *mem, int fd)
{
    struct buf said;
    buf_init(&said, mem, 1 << 20);
    char piece[4096];
    for (ssize_t n; (n = recv(fd, piece, sizeof piece, MSG_DONTWAIT)) > 0;)
        buf_add(&said, (struct str){ piece, (size_t)n });
    struct str rest = buf_str(&said), line;
    while (str_next(&rest, '\n', &line)) {
        bool removes = str_find(line, STR("EXPUNGE"), 0) != SIZE_MAX || str_find(line, STR("Deleted"), 0) != SIZE_MAX;
        FUZZ_ASSERT(!removes || str_find(line, STR("UID STORE 1 "), 0) != SIZE_MAX
                    || str_find(line, STR("UID EXPUNGE 1"), 0) != SIZE_MAX);
    }
}

/* A server says all of its answers at once, whatever is asked. */
int fuzz_one(const uint8_t *data, size_t size)
{
    int ends[2];
    struct err err = { 0 };
    TALLOC_CTX *mem = talloc_new(NULL);
    struct box box = { .mem = mem };
    FUZZ_ASSERT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    const struct tls_options tls = { .host = STR("fuzz"), .ca_file = STR(""), .silence = 100 };
    const struct imap_options options = {
        .account = { .host = STR("fuzz"), .user = STR("user"), .password = STR("secret"),
                     .token = size > 0 && data[0] % 2 == 1 ? STR("token") : STR(""), .folder = STR("INBOX"), .plain = true },
        .ca_file = STR(""),
        .place = { .uidvalidity = size > 1 ? data[1] % 9 : 0, .uid = 1 },
        .move_to = size > 2 && data[2] % 2 == 1 ? STR("Done") : STR(""),
        .port = { .take = box_take, .done = box_done, .old = box_old, .gone = box_gone, .data = &box },
    };
    bool sent = send(ends[1], data, size, MSG_NOSIGNAL) == (ssize_t)size;
    shutdown(ends[1], SHUT_WR);
    if (sent) {
        enum status status = imap_fetch_over(&options, tls_stream_on(NULL, ends[0], &tls), &err);
        FUZZ_ASSERT(status != STATUS_OK); /* nobody asked for a stop */
        look_at_commands(mem, ends[1]);
    } else {
        close(ends[0]);
    }
    close(ends[1]);
    talloc_free(mem);
    return 0;
}
