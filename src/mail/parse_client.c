#include "mail/parse_client.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mail_pack.h"
#include "mail/parse_frame.h"
#include "mail/parse_process.h"

enum {
    REQUESTS_MAX = 10000, /* of one worker: what a library may leak or remember ends with it */
    TRIES = 2,            /* where the worker was killed from outside (F-17): no mail is to blame for that */
};

struct parse_worker {
    bool running;
    struct parse_process process;
    int requests;
    bool busy;
    bool rested; /* nothing was asked of it since parse_pool_rest was called */
};

struct parse_pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    const char *program;
    struct str authserv_id;
    struct parse_worker *workers;
    size_t count;
};

enum status parse_pool_new(TALLOC_CTX *mem, int workers, const char *program, struct str authserv_id,
                           struct parse_pool **out, struct err *err)
{
    assert(workers > 0);
    struct parse_pool *pool = MEM_NEW(mem, struct parse_pool);
    pool->program = program == NULL ? NULL : mem_need(talloc_strdup(pool, program));
    pool->authserv_id = str_copy(pool, authserv_id);
    pool->count = (size_t)workers;
    pool->workers = MEM_ARRAY(pool, struct parse_worker, pool->count);
    if (pthread_mutex_init(&pool->lock, NULL) != 0 || pthread_cond_init(&pool->freed, NULL) != 0) {
        talloc_free(pool);
        return FAIL(err, STATUS_UNAVAILABLE, "parse.pool", "could not make the pool of parse processes");
    }
    *out = pool;
    return STATUS_OK;
}

/* Whether it had been killed, as by parse_process_stop. */
static bool worker_stop(struct parse_worker *worker)
{
    if (!worker->running)
        return false;
    worker->running = false;
    worker->requests = 0;
    return parse_process_stop(&worker->process);
}

void parse_pool_free(struct parse_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->count; i++)
        worker_stop(&pool->workers[i]);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->lock);
    talloc_free(pool);
}

static enum status worker_start(const struct parse_pool *pool, struct parse_worker *worker, struct err *err)
{
    TRY(parse_process_start(pool->program, pool->authserv_id, &worker->process, err));
    worker->running = true;
    return STATUS_OK;
}

/* A free worker, running ones first; waits for one. */
static struct parse_worker *worker_take(struct parse_pool *pool)
{
    struct parse_worker *found = NULL;
    pthread_mutex_lock(&pool->lock);
    while (found == NULL) {
        for (size_t i = 0; i < pool->count; i++) {
            struct parse_worker *worker = &pool->workers[i];
            if (!worker->busy && (found == NULL || (!found->running && worker->running)))
                found = worker;
        }
        if (found == NULL)
            pthread_cond_wait(&pool->freed, &pool->lock);
    }
    found->busy = true;
    pthread_mutex_unlock(&pool->lock);
    return found;
}

/* Whether it died while it had nothing to do (F-17): no mail is to blame for that. */
static bool worker_has_ended(const struct parse_worker *worker)
{
    char byte;
    return recv(worker->process.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void worker_give(struct parse_pool *pool, struct parse_worker *worker)
{
    pthread_mutex_lock(&pool->lock);
    worker->busy = false;
    worker->rested = false;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

void parse_pool_rest(struct parse_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    for (size_t i = 0; i < pool->count; i++) {
        struct parse_worker *worker = &pool->workers[i];
        if (!worker->busy && worker->rested)
            worker_stop(worker);
        worker->rested = true;
    }
    pthread_mutex_unlock(&pool->lock);
}

/* A closed socket must be an error here, not a signal. */
static bool send_request(int fd, const struct parse_request *request, struct str bytes)
{
    struct iovec pieces[] = { { (void *)(uintptr_t)request, sizeof(*request) },
                              { (void *)(uintptr_t)bytes.ptr, bytes.len } };
    struct msghdr message = { .msg_iov = pieces, .msg_iovlen = 2 };
    size_t left = sizeof(*request) + bytes.len;
    while (left > 0) {
        ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        left -= (size_t)sent;
        for (size_t i = 0, gone = (size_t)sent; i < 2; i++) {
            size_t step = gone < pieces[i].iov_len ? gone : pieces[i].iov_len;
            pieces[i].iov_base = (char *)pieces[i].iov_base + step;
            pieces[i].iov_len -= step;
            gone -= step;
        }
    }
    return true;
}

/* The answer of the worker in OUT; false when it broke off, timed out or said more than MAX bytes. */
static bool receive_answer(int fd, TALLOC_CTX *mem, size_t max, enum status *status, struct str *out)
{
    struct parse_answer answer;
    if (!parse_frame_receive(fd, &answer, sizeof(answer)) || answer.status >= STATUS_COUNT)
        return false;
    char *text = NULL;
    size_t len = 0;
    for (;;) {
        uint64_t more;
        if (!parse_frame_receive(fd, &more, sizeof(more)) || more > max - len)
            return false;
        if (more == 0)
            break;
        text = mem_need(talloc_realloc_size(mem, text, len + more + 1));
        if (!parse_frame_receive(fd, text + len, more))
            return false;
        len += more;
        text[len] = '\0';
    }
    *status = (enum status)answer.status;
    *out = len > 0 ? (struct str){ text, len } : STR("");
    return true;
}

static enum status answer_failed(enum status status, struct err *err)
{
    if (status == STATUS_NOT_FOUND)
        return FAIL(err, status, "mail.no_part", "the mail has no such part");
    if (status == STATUS_TOO_LARGE)
        return FAIL(err, status, "parse.too_large", "the result is too large");
    return FAIL(err, STATUS_BROKEN, "parse.rubbish", "the parse process gave no sense");
}

/* Makes sure that WORKER runs, and is not too old. */
static enum status worker_ready(const struct parse_pool *pool, struct parse_worker *worker, struct err *err)
{
    if (worker->running && (worker->requests >= REQUESTS_MAX || worker_has_ended(worker)))
        worker_stop(worker);
    return worker->running ? STATUS_OK : worker_start(pool, worker, err);
}

static enum status ask(struct parse_pool *pool, TALLOC_CTX *mem, const struct parse_request *request, struct str bytes,
                       size_t max, struct str *out, struct err *err)
{
    if (bytes.len > LIMIT_MAIL_BYTES)
        return FAIL(err, STATUS_TOO_LARGE, "parse.too_large", "the message is too large");
    struct parse_worker *worker = worker_take(pool);
    enum status status = STATUS_BROKEN;
    bool answered = false, timed_out = false, killed = true;
    for (int tries = 0; killed && tries < TRIES; tries++) {
        enum status started = worker_ready(pool, worker, err);
        if (started != STATUS_OK) {
            worker_give(pool, worker);
            return started;
        }
        worker->requests++;
        errno = 0;
        answered = send_request(worker->process.fd, request, bytes) && receive_answer(worker->process.fd, mem, max, &status, out);
        timed_out = !answered && errno == EAGAIN;
        killed = !answered && worker_stop(worker) && !timed_out;
    }
    worker_give(pool, worker);
    if (timed_out)
        return FAIL(err, STATUS_BROKEN, "parse.timeout", "reading this message took too long");
    if (!answered)
        return FAIL(err, STATUS_BROKEN, "parse.crashed", "reading this message failed");
    return status == STATUS_OK ? STATUS_OK : answer_failed(status, err);
}

enum status parse_mail(struct parse_pool *pool, TALLOC_CTX *mem, struct str raw, struct mail *out, struct err *err)
{
    const struct parse_request request = { .task = PARSE_TASK_MAIL, .len = raw.len };
    struct str packed;
    TRY(ask(pool, mem, &request, raw, LIMIT_ANSWER_BYTES, &packed, err));
    struct err ignored = { 0 };
    if (mail_unpack(mem, packed, out, &ignored) != STATUS_OK)
        return answer_failed(STATUS_BROKEN, err);
    return STATUS_OK;
}

enum status parse_part(struct parse_pool *pool, TALLOC_CTX *mem, struct str raw, int64_t part, struct str *bytes,
                       struct err *err)
{
    const struct parse_request request = { .task = PARSE_TASK_PART, .part = part, .len = raw.len };
    return ask(pool, mem, &request, raw, LIMIT_MAIL_BYTES, bytes, err);
}

enum status parse_html(struct parse_pool *pool, TALLOC_CTX *mem, struct str html, struct str *clean, struct err *err)
{
    const struct parse_request request = { .task = PARSE_TASK_HTML, .len = html.len };
    return ask(pool, mem, &request, html, LIMIT_MAIL_HTML_BYTES, clean, err);
}
