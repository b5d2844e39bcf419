/* The limit for answers over HTTP: libmicrohttpd alone, a prebuilt answer of BYTES bytes, nothing read, nothing checked.
 *
 *     bare_http BYTES
 *
 * Prints "port N" and serves on 127.0.0.1 until its standard input ends. The answer is queued in the second call of the
 * handler: queued in the first, the connection would be closed after every request.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bare {
    struct MHD_Response *response;
    int seen; /* its address marks a connection's first call */
};

static enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    struct bare *bare = data;
    if (*state == NULL) {
        *state = &bare->seen;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, bare->response);
}

int main(int argc, char **argv)
{
    char *end = NULL;
    unsigned long bytes = argc == 2 ? strtoul(argv[1], &end, 10) : 0;
    if (bytes == 0 || *end != '\0' || bytes > 64UL * 1024 * 1024) {
        fprintf(stderr, "usage: bare_http BYTES\n");
        return 2;
    }
    char *body = malloc(bytes);
    if (body == NULL)
        return 1;
    memset(body, 'x', bytes);

    struct bare bare = { .response = MHD_create_response_from_buffer(bytes, body, MHD_RESPMEM_MUST_FREE), .seen = 0 };
    MHD_add_response_header(bare.response, "Content-Type", "application/json");

    struct sockaddr_in place = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = 0 };
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, &bare, MHD_OPTION_SOCK_ADDR, &place,
                         MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_END);
    if (daemon == NULL) {
        fprintf(stderr, "bare_http: cannot start\n");
        return 1;
    }
    printf("port %d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    while (getchar() != EOF) {
    }
    MHD_stop_daemon(daemon);
    MHD_destroy_response(bare.response);
    return 0;
}
