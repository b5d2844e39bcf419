#include "web/http_server.h"

#include <assert.h>
#include <fcntl.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/thread.h"
#include "web/headers.h"
#include "web/http_check.h"
#include "web/http_exchange.h"
#include "web/spool.h"

enum {
    HEAD_BYTES_MOST = 16 * 1024,
    CONNECTION_MEMORY_BYTES = 24 * 1024, /* holds a request's headers, also those that are refused in our words; an open stream keeps it */
    EXCHANGE_BYTES = 2048,               /* what most requests need beside their answer, likewise */
    STREAM_BLOCK_BYTES = 1024,
    WAITING_REQUESTS_MOST = 2048,        /* beyond it an answer would come too late to be of use */
    WAITING_SLOW_MOST = 64,
    FIELDS_MOST = 100,
    DRAIN_BYTES_MOST = 64 * 1024,        /* of a body that nobody wants, read so that the connection can go on */
    LISTEN_BACKLOG = 1024,
    SPOOLS_MOST = 16,                    /* at once: whoever has no session must not fill the disk */
};

/* ---- streams ---- */

static ssize_t stream_read(void *argument, uint64_t position, char *out, size_t size)
{
    struct http_exchange *exchange = argument;
    struct http_source *source = &exchange->request.answer.source;
    (void)position;
    /* Under the lock: a wake between the empty read and the sleep would be lost. */
    pthread_mutex_lock(&exchange->stream.lock);
    long got = source->read(source->data, out, size);
    if (got == 0) {
        exchange->stream.sleeping = true;
        MHD_suspend_connection(exchange->connection);
    }
    pthread_mutex_unlock(&exchange->stream.lock);
    return got < 0 ? MHD_CONTENT_READER_END_OF_STREAM : got;
}

/* ---- one exchange ---- */

static void spool_release(struct http_exchange *exchange)
{
    if (exchange->request.spool_fd < 0)
        return;
    close(exchange->request.spool_fd);
    pthread_mutex_lock(&exchange->server->lock);
    exchange->server->spools--;
    pthread_mutex_unlock(&exchange->server->lock);
}

static void exchange_release(struct http_exchange *exchange)
{
    const struct http_source *source = &exchange->request.answer.source;
    if (--exchange->holders > 0)
        return;
    spool_release(exchange);
    if (source->closed != NULL)
        source->closed(source->data);
    if (exchange->stream.opened)
        pthread_mutex_destroy(&exchange->stream.lock);
    talloc_free(exchange->request.mem);
}

static void response_freed(void *argument)
{
    exchange_release(argument);
}

static void refuse(struct http_exchange *exchange, int status, const char *why, bool close)
{
    exchange->request.answer = (struct http_answer){ .status = 0 };
    exchange->server->options.refuse(exchange->server->options.data, &exchange->request, status, why);
    exchange->request.answer.close = close;
}

static struct MHD_Response *response_of(struct http_exchange *exchange)
{
    struct http_answer *answer = &exchange->request.answer;
    if (answer->source.read == NULL)
        return MHD_create_response_from_buffer_with_free_callback_cls(answer->body.len, (void *)(uintptr_t)answer->body.ptr,
                                                                      response_freed, exchange);
    pthread_mutex_init(&exchange->stream.lock, NULL);
    exchange->stream.connection = exchange->connection;
    exchange->stream.opened = true;
    if (answer->source.opened != NULL)
        answer->source.opened(answer->source.data, &exchange->stream);
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, stream_read, exchange, response_freed);
}

static void add_headers(struct MHD_Response *response, const struct http_answer *answer)
{
    for (const struct fixed_header *header = headers_of(answer->kind); header->name != NULL; header++)
        MHD_add_response_header(response, header->name, header->value);
    MHD_add_response_header(response, "Cache-Control", answer->cache == NULL ? "no-store" : answer->cache);
    if (answer->type != NULL)
        MHD_add_response_header(response, "Content-Type", answer->type);
    for (size_t i = 0; i < answer->header_count; i++)
        MHD_add_response_header(response, answer->headers[i].name, answer->headers[i].value.ptr);
    if (answer->close)
        MHD_add_response_header(response, "Connection", "close");
}

static enum MHD_Result send_answer(struct http_exchange *exchange)
{
    struct http_answer *answer = &exchange->request.answer;
    assert(answer->status != 0);
    exchange->step = STEP_ANSWER;
    http_watch_phase(exchange->server->watch, exchange->watched,
                     answer->source.read == NULL ? PHASE_ANSWER : PHASE_STREAM);
    exchange->holders++;
    struct MHD_Response *response = mem_need(response_of(exchange));
    add_headers(response, answer);
    enum MHD_Result queued = MHD_queue_response(exchange->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

struct fields {
    struct http_field items[FIELDS_MOST];
    size_t count;
};

static enum MHD_Result field_seen(void *argument, enum MHD_ValueKind kind, const char *key, size_t key_size,
                                  const char *value, size_t value_size)
{
    struct fields *fields = argument;
    (void)kind;
    if (fields->count == FIELDS_MOST)
        return MHD_NO;
    fields->items[fields->count++] = (struct http_field){ { key, key_size }, { value == NULL ? "" : value, value_size } };
    return MHD_YES;
}

/* What the headers say, checked; false when the request is refused. */
static bool read_head(struct http_exchange *exchange, const char *method, const char *version, long long *announced)
{
    struct http_request *request = &exchange->request;
    struct fields fields = { .count = 0 };
    int all = MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, field_seen, &fields);
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    const struct http_head head = { method, size == NULL ? 0 : size->header_size, str_from(version) };
    const char *why = "the header fields are too many, or too long";
    bool too_large = (size_t)all > fields.count || head.size > HEAD_BYTES_MOST;
    int status = too_large ? 431 : http_fields_check(&head, fields.items, fields.count, &why);
    if (status == 0 && !str_equal(head.version, STR("HTTP/1.1")) && !str_equal(head.version, STR("HTTP/1.0"))) {
        status = 505;
        why = "this server speaks HTTP/1.1";
    }
    if (status == 0) {
        request->method = method_of(str_from(method));
        request->host = http_header(request, "Host");
        status = http_target_split(exchange->target, &request->path, &request->query);
        why = status == 404 ? "there is nothing here" : "the address is not well formed";
    }
    if (status == 0 && !http_host_is_ours(request->host, exchange->server->options.authority)) {
        status = 421;
        why = "this server does not answer for that host";
    }
    if (status == 0 && request->method == METHOD_OTHER) {
        status = 405;
        why = "this method is not used here";
    }
    *announced = http_length_announced(fields.items, fields.count);
    if (status != 0)
        refuse(exchange, status, why, true);
    return status == 0;
}

/* Whether the body of a refused request is left unread: a peer whose bytes are not taken may lose the answer with the
 * connection, so a short one is read. What is not well formed has no length that could be trusted. */
static bool body_is_left(const struct http_exchange *exchange, long long announced)
{
    bool coming = announced > 0 || http_header(&exchange->request, "Transfer-Encoding").len > 0;
    return coming && (exchange->request.answer.close || announced > DRAIN_BYTES_MOST);
}

/* Makes the file for a body that goes into one. */
static void spool_prepare(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    struct err err;
    pthread_mutex_lock(&server->lock);
    bool room = server->spools < SPOOLS_MOST;
    server->spools += room;
    pthread_mutex_unlock(&server->lock);
    if (!room) {
        refuse(exchange, 503, "too many files are coming in at once, please try again in a moment", true);
        return;
    }
    enum status status = spool_open(server->options.spool_dir, &exchange->request.spool_fd, &err);
    if (status == STATUS_OK)
        return;
    pthread_mutex_lock(&server->lock);
    server->spools--;
    pthread_mutex_unlock(&server->lock);
    refuse(exchange, status_http(status), err.message, true);
}

static enum MHD_Result head_is_there(struct http_exchange *exchange, const char *method, const char *version)
{
    struct http_server *server = exchange->server;
    struct http_request *request = &exchange->request;
    long long announced;
    request->begun_ms = server->options.clock->monotonic(server->options.clock);
    http_watch_phase(server->watch, exchange->watched, PHASE_BODY);
    pthread_mutex_lock(&server->lock);
    server->running++;
    request->number = ++server->count;
    pthread_mutex_unlock(&server->lock);

    exchange->step = STEP_BODY;
    if (read_head(exchange, method, version, &announced)) {
        server->options.begin(server->options.data, request);
        if (request->answer.status == 0 && announced > (long long)request->body_max)
            refuse(exchange, 413, "this is too large", false);
        if (request->answer.status == 0 && request->spool)
            spool_prepare(exchange);
    }
    /* Otherwise the answer waits for the second call: queued in the first it would cost the connection. */
    if (request->answer.status != 0 && body_is_left(exchange, announced)) {
        request->answer.close = true;
        return send_answer(exchange);
    }
    buf_init(&exchange->body, request->mem, request->body_max);
    return MHD_YES;
}

static enum MHD_Result body_piece(struct http_exchange *exchange, const char *data, size_t size)
{
    http_watch_bytes(exchange->server->watch, exchange->watched, size);
    exchange->body_bytes += size;
    if (!exchange->request.spool)
        buf_add(&exchange->body, (struct str){ data, size });
    else if (exchange->body_bytes <= exchange->request.body_max && !exchange->spool_full)
        exchange->spool_full = !spool_add(exchange->request.spool_fd, (struct str){ data, size });
    /* A chunked body has no announced length, and can be refused only at its end; it may not go on for ever. */
    return exchange->body_bytes > exchange->request.body_max + LIMIT_REQUEST_BODY_BYTES ? MHD_NO : MHD_YES;
}

static void work(struct work_item *item)
{
    struct http_exchange *exchange = (struct http_exchange *)item;
    struct http_server *server = exchange->server;
    server->options.answer(server->options.data, &exchange->request);
    MHD_resume_connection(exchange->connection);
}

static enum MHD_Result body_is_there(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    struct http_request *request = &exchange->request;
    if (request->answer.status == 0 && (exchange->body.over || exchange->body_bytes > request->body_max))
        refuse(exchange, 413, "this is too large", false);
    if (request->answer.status == 0 && exchange->spool_full)
        refuse(exchange, 507, "there is no room left for this file", false);
    if (request->answer.status != 0)
        return send_answer(exchange);
    request->body = buf_str(&exchange->body);
    if (request->quick)
        server->options.answer(server->options.data, request);
    if (request->answer.status != 0)
        return send_answer(exchange);
    exchange->step = STEP_WORK;
    http_watch_phase(server->watch, exchange->watched, PHASE_ANSWER);
    MHD_suspend_connection(exchange->connection);
    if (!work_queue_add(request->slow ? server->slow : server->workers, &exchange->item)) {
        refuse(exchange, 503, "too much is going on here, please try again in a moment", false);
        MHD_resume_connection(exchange->connection);
    }
    return MHD_YES;
}

static enum MHD_Result on_request(void *argument, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **context)
{
    struct http_exchange *exchange = *context;
    (void)argument;
    (void)connection;
    (void)url;
    switch (exchange->step) {
    case STEP_HEAD:
        return head_is_there(exchange, method, version);
    case STEP_BODY:
        if (*size > 0) {
            size_t piece = *size;
            *size = 0;
            return body_piece(exchange, data, piece);
        }
        return body_is_there(exchange);
    case STEP_WORK:
        return send_answer(exchange);
    case STEP_ANSWER:
        break;
    }
    return MHD_YES;
}

/* The library calls this with the target as it was sent, before it reads the headers. */
static void *on_target(void *argument, const char *target, struct MHD_Connection *connection)
{
    TALLOC_CTX *mem = mem_need(talloc_pool(NULL, EXCHANGE_BYTES));
    struct http_exchange *exchange = MEM_NEW(mem, struct http_exchange);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    exchange->server = argument;
    exchange->connection = connection;
    exchange->watched = info->socket_context;
    exchange->request.mem = mem;
    exchange->request.exchange = exchange;
    exchange->request.spool_fd = -1;
    exchange->request.path = STR("");
    exchange->request.query = STR("");
    exchange->request.host = STR("");
    exchange->target = str_copy(mem, str_from(target));
    exchange->holders = 1;
    return exchange;
}

static void on_completed(void *argument, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode how)
{
    struct http_server *server = argument;
    struct http_exchange *exchange = *context;
    (void)connection;
    (void)how;
    if (exchange == NULL)
        return;
    *context = NULL;
    if (exchange->step != STEP_HEAD) {
        span_ms took = server->options.clock->monotonic(server->options.clock) - exchange->request.begun_ms;
        server->options.ended(server->options.data, &exchange->request, took);
        pthread_mutex_lock(&server->lock);
        server->running--;
        if (server->running == 0)
            pthread_cond_broadcast(&server->idle);
        pthread_mutex_unlock(&server->lock);
    }
    http_watch_phase(server->watch, exchange->watched, PHASE_NEXT_HEAD);
    exchange_release(exchange);
}

static void on_connection(void *argument, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = argument;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = http_watch_add(server->watch, info->connect_fd);
    } else if (*socket_context != NULL) {
        http_watch_remove(server->watch, *socket_context);
        *socket_context = NULL;
    }
}

/* Called for each argument: nothing is decoded, the target is read from its raw form. */
static size_t leave_as_it_is(void *argument, struct MHD_Connection *connection, char *text)
{
    (void)argument;
    (void)connection;
    return strlen(text);
}

static void on_panic(void *argument, const char *file, unsigned line, const char *reason)
{
    (void)argument;
    (void)line;
    log_line(LOG_ERROR, "web.panic", "file", file, "reason", reason == NULL ? "" : reason, NULL);
    abort();
}

static enum status start_threads(struct http_server *server, struct err *err)
{
    TRY(http_watch_start(server->watch, err));
    TRY(work_queue_start(server, server->options.workers, WAITING_REQUESTS_MOST, work, &server->workers, err));
    return work_queue_start(server, 1, WAITING_SLOW_MOST, work, &server->slow, err);
}

/* Whatever the workers have is finished and resumed before the library stops: it must not with a suspended connection. */
static void end_threads(struct http_server *server)
{
    work_queue_stop(server->workers);
    work_queue_stop(server->slow);
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    http_watch_free(server->watch);
    pthread_cond_destroy(&server->idle);
    pthread_mutex_destroy(&server->lock);
    talloc_free(server);
}

enum status http_server_start(TALLOC_CTX *mem, const struct http_server_options *options, struct http_server **out,
                              struct err *err)
{
    struct http_server *server = MEM_NEW(mem, struct http_server);
    server->options = *options;
    pthread_mutex_init(&server->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&server->idle, &attributes);
    pthread_condattr_destroy(&attributes);
    server->watch = http_watch_new(server, options->clock);
    enum status status = start_threads(server, err);
    if (status != STATUS_OK) {
        end_threads(server);
        return status;
    }
    fcntl(options->listener, F_SETFL, fcntl(options->listener, F_GETFL) | O_NONBLOCK);

    MHD_set_panic_func(on_panic, NULL);
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, server,
        MHD_OPTION_LISTEN_SOCKET, options->listener,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)LISTEN_BACKLOG,
        MHD_OPTION_THREAD_POOL_SIZE, options->event_threads,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)THREAD_STACK_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, options->connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_END);
    if (server->daemon == NULL) {
        end_threads(server);
        return FAIL(err, STATUS_UNAVAILABLE, "http.start", "could not start the web server");
    }
    *out = server;
    return STATUS_OK;
}

void http_server_quiesce(struct http_server *server)
{
    MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    if (listener != MHD_INVALID_SOCKET)
        close(listener);
}

void http_server_stop(struct http_server *server, span_ms grace)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += grace / SECOND_MS;
    until.tv_nsec += grace % SECOND_MS * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&server->lock);
    bool waiting = true;
    while (server->running > 0 && waiting)
        waiting = pthread_cond_timedwait(&server->idle, &server->lock, &until) == 0;
    pthread_mutex_unlock(&server->lock);
    end_threads(server);
}
