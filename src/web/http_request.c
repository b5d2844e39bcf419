/* What handlers ask of a request, and add to its answer. */
#include <assert.h>
#include <sys/socket.h>

#include "base/network.h"
#include "web/http_exchange.h"

struct str http_header(const struct http_request *request, const char *name)
{
    return str_from(MHD_lookup_connection_value(request->exchange->connection, MHD_HEADER_KIND, name));
}

struct str http_cookie(const struct http_request *request, struct str name)
{
    struct str rest = http_header(request, "Cookie");
    struct str pair;
    while (str_next(&rest, ';', &pair)) {
        pair = str_trim(pair);
        if (pair.len > name.len && str_starts(pair, name) && pair.ptr[name.len] == '=')
            return str_slice(pair, name.len + 1, SIZE_MAX);
    }
    return STR("");
}

/* A proxy adds a line of its own, or itself to the end of the one that is there. */
static enum MHD_Result last_forwarded(void *argument, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct str *last = argument;
    (void)kind;
    if (str_equal_nocase(str_from(key), STR("X-Forwarded-For")))
        *last = str_from(value);
    return MHD_YES;
}

struct str http_network(const struct http_request *request)
{
    struct MHD_Connection *connection = request->exchange->connection;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct str proxies = request->exchange->server->options.proxies, forwarded = STR("");
    if (proxies.len > 0)
        MHD_get_connection_values(connection, MHD_HEADER_KIND, last_forwarded, &forwarded);
    return network_of(request->mem, info == NULL ? NULL : info->client_addr, forwarded, proxies);
}

void http_answer_header(struct http_request *request, const char *name, struct str value)
{
    struct http_answer *answer = &request->answer;
    assert(answer->header_count < HTTP_ANSWER_HEADERS_MOST);
    answer->headers[answer->header_count++] = (struct http_header){ name, str_copy(request->mem, value) };
}

void http_stream_wake(struct http_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    bool sleeping = stream->sleeping;
    stream->sleeping = false;
    if (sleeping)
        MHD_resume_connection(stream->connection);
    pthread_mutex_unlock(&stream->lock);
}

bool http_stream_left(const struct http_stream *stream)
{
    char next;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(stream->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return recv(info->connect_fd, &next, sizeof next, MSG_PEEK | MSG_DONTWAIT) == 0;
}
