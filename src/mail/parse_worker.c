#include "mail/parse_worker.h"

#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unicode/udata.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_clean.h"
#include "mail/mail_pack.h"
#include "mail/mime_attach.h"
#include "mail/mime_read.h"
#include "mail/parse_frame.h"
#include "mail/parse_poison.h"
#include "mail/parse_sandbox.h"

enum {
    LARGE_BYTES = 1024 * 1024, /* messages larger than this leave memory behind that is worth giving back */
    POOL_BYTES = 256 * 1024,   /* one piece of memory for all that a common mail needs */
};

struct worker {
    int fd;
    struct mime_reader *reader;
    char *inbox; /* the message: shared memory, so that its size does not count as the parser's own (RLIMIT_DATA) */
    bool poison;
};

static void answer_piece(int fd, struct str piece)
{
    uint64_t len = piece.len;
    if (!parse_frame_send(fd, (struct str){ (const char *)&len, sizeof(len) }) || !parse_frame_send(fd, piece))
        _exit(1); /* the caller is gone */
}

static void answer_status(int fd, enum status status)
{
    struct parse_answer answer = { .status = status };
    if (!parse_frame_send(fd, (struct str){ (const char *)&answer, sizeof(answer) }))
        _exit(1);
}

static void answer_end(int fd)
{
    uint64_t none = 0;
    if (!parse_frame_send(fd, (struct str){ (const char *)&none, sizeof(none) }))
        _exit(1);
}

static void answer(int fd, enum status status, struct str bytes)
{
    answer_status(fd, status);
    if (status == STATUS_OK && bytes.len > 0)
        answer_piece(fd, bytes);
    answer_end(fd);
}

static void do_mail(struct worker *worker, TALLOC_CTX *mem, struct str raw)
{
    if (worker->poison)
        parse_poison_act(raw);
    struct mail mail;
    mime_read(worker->reader, mem, raw, &mail);
    struct buf packed;
    buf_init(&packed, mem, LIMIT_ANSWER_BYTES);
    mail_pack(&packed, &mail);
    answer(worker->fd, packed.over ? STATUS_TOO_LARGE : STATUS_OK, buf_str(&packed));
}

struct stream {
    int fd;
    bool begun; /* the status was told */
};

static void send_piece(void *data, struct str piece)
{
    struct stream *stream = data;
    if (!stream->begun)
        answer_status(stream->fd, STATUS_OK);
    stream->begun = true;
    if (piece.len > 0)
        answer_piece(stream->fd, piece);
}

static void do_part(struct worker *worker, TALLOC_CTX *mem, struct str raw, int64_t number)
{
    struct mime_tree tree;
    struct stream stream = { .fd = worker->fd };
    mime_tree_read(mem, raw, &tree);
    if (!mime_attach_stream(mem, &tree, number, send_piece, &stream))
        answer_status(worker->fd, STATUS_NOT_FOUND);
    answer_end(worker->fd);
}

static void do_html(struct worker *worker, TALLOC_CTX *mem, struct str html)
{
    struct str clean = STR("");
    struct err err = { 0 };
    enum status status = html_clean(mem, html, &clean, &err);
    answer(worker->fd, status, clean);
}

static bool serve_one(struct worker *worker)
{
    struct parse_request request;
    if (!parse_frame_receive(worker->fd, &request, sizeof(request)) || request.len > LIMIT_MAIL_BYTES
        || !parse_frame_receive(worker->fd, worker->inbox, request.len))
        return false;
    struct str bytes = { worker->inbox, request.len };
    TALLOC_CTX *mem = mem_need(talloc_pool(NULL, POOL_BYTES));
    parse_sandbox_clock(LIMIT_PARSE_CPU_MS);
    switch ((enum parse_task)request.task) {
    case PARSE_TASK_MAIL:
        do_mail(worker, mem, bytes);
        break;
    case PARSE_TASK_PART:
        do_part(worker, mem, bytes, request.part);
        break;
    case PARSE_TASK_HTML:
        do_html(worker, mem, bytes);
        break;
    }
    parse_sandbox_clock(0);
    talloc_free(mem);
    if (bytes.len > LARGE_BYTES) {
        (void)madvise(worker->inbox, LIMIT_MAIL_BYTES, MADV_REMOVE);
        malloc_trim(0);
    }
    return true;
}

/* A first small mail makes every library load and allocate what it does once, while it still can. */
static void warm_up(struct mime_reader *reader)
{
    static const char mail_text[] = "From: =?iso-2022-jp?B?GyRCJEYbKEI=?= <a@xn--bcher-kva.example>\r\n"
                                    "Date: Mon, 2 Nov 2026 10:00:00 +0100\r\n"
                                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                                    "Content-Type: text/html; charset=gb18030\r\n\r\n<p>\xc4\xe3\xba\xc3</p>\r\n--b\r\n"
                                    "Content-Type: image/png; name=a.png\r\n"
                                    "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n";
    TALLOC_CTX *mem = talloc_new(NULL);
    struct mail mail;
    mime_read(reader, mem, str_from(mail_text), &mail);
    talloc_free(mem);
}

_Noreturn void parse_worker_run(int fd, struct str authserv_id)
{
    struct err err = { 0 };
    struct worker worker = { .fd = fd, .poison = parse_poison_is_on() };
    UErrorCode code = U_ZERO_ERROR;
    prctl(PR_SET_NAME, "parse");
    signal(SIGINT, SIG_IGN); /* a terminal sends it to all: the caller decides when this ends */
    udata_setFileAccess(UDATA_NO_FILES, &code); /* ICU's own library holds its tables */
    worker.inbox =
        mmap(NULL, LIMIT_MAIL_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (worker.inbox == MAP_FAILED || digest_start(&err) != STATUS_OK
        || mime_reader_new(NULL, authserv_id, &worker.reader, &err) != STATUS_OK)
        _exit(status_exit(STATUS_UNAVAILABLE));
    warm_up(worker.reader);
    if (parse_sandbox_enter(&err) != STATUS_OK)
        _exit(status_exit(STATUS_BROKEN));
    while (serve_one(&worker))
        ;
    _exit(0);
}
