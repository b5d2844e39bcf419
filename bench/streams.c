/* How soon a change is on N screens: opens N event streams, makes a change, waits until each stream has told of it.
 *
 *     streams PORT COOKIE CSRF N ROUNDS
 *
 * The change is a problem created through the API. Prints "streams N", "last_ms N.N" (median over the rounds, from sending the
 * request to the last stream) and "worst_ms N.N".
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MAX_STREAMS = 20000, MAX_ROUNDS = 100, CHUNK = 16384, REQUEST_BYTES = 4096, WAIT_MS = 10000 };

static int64_t now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int dial(int port)
{
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&place, sizeof place) == 0)
        return fd;
    perror("streams: connect");
    exit(1);
}

static void say(int fd, const char *request)
{
    size_t len = strlen(request);
    if (write(fd, request, len) != (ssize_t)len) {
        perror("streams: write");
        exit(1);
    }
}

/* Waits until COUNT streams have received TEXT since the call; the time of the last one, or -1. */
static int64_t wait_for(int epoll, bool *told, int count, const char *text)
{
    static char chunk[CHUNK];
    memset(told, 0, (size_t)count * sizeof *told);
    int left = count;
    int64_t until = now_us() + WAIT_MS * 1000LL;
    while (left > 0 && now_us() < until) {
        struct epoll_event events[256];
        int ready = epoll_wait(epoll, events, 256, 100);
        for (int i = 0; i < ready; i++) {
            int number = (int)(events[i].data.u64 >> 32), fd = (int)(events[i].data.u64 & 0xffffffff);
            ssize_t got = read(fd, chunk, sizeof chunk - 1);
            if (got <= 0) {
                fprintf(stderr, "streams: stream %d ended\n", number);
                return -1;
            }
            chunk[got] = '\0';
            if (!told[number] && strstr(chunk, text) != NULL) {
                told[number] = true;
                left--;
            }
        }
    }
    return left == 0 ? now_us() : -1;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int port = argc == 6 ? (int)strtol(argv[1], NULL, 10) : 0;
    int count = argc == 6 ? (int)strtol(argv[4], NULL, 10) : 0;
    int rounds = argc == 6 ? (int)strtol(argv[5], NULL, 10) : 0;
    if (count < 1 || count > MAX_STREAMS || rounds < 1 || rounds > MAX_ROUNDS) {
        fprintf(stderr, "usage: streams PORT COOKIE CSRF N ROUNDS\n");
        return 2;
    }
    struct rlimit files = { .rlim_cur = MAX_STREAMS + 100, .rlim_max = MAX_STREAMS + 100 };
    setrlimit(RLIMIT_NOFILE, &files);

    char request[REQUEST_BYTES];
    snprintf(request, sizeof request, "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n", port, argv[2]);
    int epoll = epoll_create1(0);
    bool *told = calloc((size_t)count, sizeof *told);
    for (int i = 0; i < count; i++) {
        int fd = dial(port);
        say(fd, request);
        struct epoll_event event = { .events = EPOLLIN, .data.u64 = (uint64_t)i << 32 | (uint32_t)fd };
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
    if (wait_for(epoll, told, count, "HTTP/1.1 200") < 0) {
        fprintf(stderr, "streams: not every stream opened\n");
        return 1;
    }

    int64_t took[MAX_ROUNDS];
    for (int round = 0; round < rounds; round++) {
        static const char body[] = "{\"subject\":\"Bench\",\"text\":\"A change for every screen\",\"customer_address\":\"screen@load.example\",\"customer_name\":\"Screen\",\"channel\":\"phone\"}";
        snprintf(request, sizeof request,
            "POST /api/v1/tickets HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nX-CSRF: %s\r\nIdempotency-Key: bench-%lld-%d\r\n"
            "Content-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
            port, argv[2], argv[3], (long long)now_us(), round, strlen(body), body);
        int fd = dial(port);
        int64_t start = now_us();
        say(fd, request);
        int64_t last = wait_for(epoll, told, count, "event: change");
        char answer[CHUNK];
        ssize_t got = read(fd, answer, sizeof answer - 1);
        close(fd);
        if (last < 0 || got < 12 || strncmp(answer + 9, "201", 3) != 0) {
            fprintf(stderr, "streams: round %d failed: %.*s\n", round, got < 0 ? 0 : (int)got, answer);
            return 1;
        }
        took[round] = last - start;
    }
    qsort(took, (size_t)rounds, sizeof took[0], by_size);
    printf("streams %d\nlast_ms %.1f\nworst_ms %.1f\n", count, (double)took[rounds / 2] / 1000, (double)took[rounds - 1] / 1000);
    return 0;
}
