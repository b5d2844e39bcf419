/* Mail by LMTP at full speed: each connection sends one mail after the other, waiting for the answer to each.
 *
 *     lmtp_load PORT RECIPIENT CONNECTIONS SECONDS
 *
 * Every mail is new: its own sender, Message-ID and words; text and HTML, a quote and a signature, about 3 KB, as customers
 * write. Prints "mails N", "mails_per_s N", "refused N" and "p99_ms N.N".
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAIL_BYTES = 8192, MAX_CONNECTIONS = 64, MAX_SAMPLES = 2000000 };

struct load {
    int port;
    const char *recipient;
    int64_t until_us;
    int number;
    int64_t sent, refused;
    bool broken;
    float *samples_ms;
    size_t sample_count;
};

static int64_t now_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Reads COUNT final reply lines ("250 …", not "250-…"); true when all begin with 2 or 3. */
static bool replies(FILE *in, int count)
{
    char line[2048];
    bool good = true;
    while (count > 0) {
        if (fgets(line, sizeof line, in) == NULL)
            return false;
        if (strlen(line) > 3 && line[3] == '-')
            continue;
        good = good && (line[0] == '2' || line[0] == '3');
        count--;
    }
    return good;
}

static int write_mail(char *out, size_t room, const struct load *load, int64_t n)
{
    static const char *const subjects[] = { "Brake pads came without their pins", "Which cassette fits the Ridgeway 32?",
        "Charged twice for the same pannier set", "Parcel says delivered, nothing at the door", "Return label will not print" };
    const char *subject = subjects[(size_t)n % (sizeof subjects / sizeof subjects[0])];
    return snprintf(out, room,
        "From: \"Customer %d-%lld\" <customer.%d.%lld@load.example>\r\nTo: <%s>\r\nSubject: %s\r\n"
        "Date: Mon, 16 Nov 2026 10:42:00 +0100\r\nMessage-ID: <%d.%lld.%lld@load.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=\"b%lld\"\r\n\r\n"
        "--b%lld\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "Hello,\r\n\r\nI bought it at your shop three weeks ago, order %lld. On this morning\xe2\x80\x99s ride it gave up.\r\n"
        "Could you tell me what I can do? I would like to ride on Friday.\r\n\r\nKind regards\r\nCustomer %lld\r\n-- \r\nSent from my phone\r\n\r\n"
        "On Mon, 2 Nov 2026 at 09:12, Cedar & Spoke <%s> wrote:\r\n> Thank you for your order. It leaves us today.\r\n> Have a good ride.\r\n"
        "--b%lld\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<html><body><p>Hello,</p><p>I bought it at your shop <b>three weeks ago</b>, order %lld. On this morning&rsquo;s ride it gave up."
        "<br>Could you tell me what I can do? I would like to ride on Friday.</p><p>Kind regards<br>Customer %lld</p>"
        "<div class=\"gmail_quote\">On Mon, 2 Nov 2026 at 09:12, Cedar &amp; Spoke wrote:<blockquote>Thank you for your order. It leaves us today."
        "<br>Have a good ride.</blockquote></div><img src=\"https://load.example/pixel.gif\" width=\"1\" height=\"1\"></body></html>\r\n--b%lld--\r\n.\r\n",
        load->number, (long long)n, load->number, (long long)n, load->recipient, subject, load->number, (long long)n, (long long)load->until_us,
        (long long)n, (long long)n, (long long)n, (long long)n, load->recipient, (long long)n, (long long)n, (long long)n, (long long)n);
}

static void *run(void *data)
{
    struct load *load = data;
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)load->port) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int one = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&place, sizeof place) != 0) {
        load->broken = true;
        return NULL;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    FILE *in = fdopen(dup(fd), "r"), *out = fdopen(fd, "w");
    char mail[MAIL_BYTES];
    load->broken = !replies(in, 1) || fputs("LHLO load.example\r\n", out) < 0 || fflush(out) != 0 || !replies(in, 1);
    for (int64_t n = 0; !load->broken && now_us() < load->until_us; n++) {
        int64_t start = now_us();
        int len = write_mail(mail, sizeof mail, load, n);
        fprintf(out, "MAIL FROM:<customer.%d.%lld@load.example>\r\nRCPT TO:<%s>\r\nDATA\r\n", load->number, (long long)n, load->recipient);
        fflush(out);
        if (!replies(in, 3) || len >= (int)sizeof mail) {
            load->broken = true;
            break;
        }
        fwrite(mail, 1, (size_t)len, out);
        fflush(out);
        if (replies(in, 1))
            load->sent++;
        else
            load->refused++;
        if (load->sample_count < MAX_SAMPLES)
            load->samples_ms[load->sample_count++] = (float)(now_us() - start) / 1000;
        if (feof(in))
            load->broken = true;
    }
    fputs("QUIT\r\n", out);
    fclose(out);
    fclose(in);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    int connections = argc == 5 ? (int)strtol(argv[3], NULL, 10) : 0;
    long seconds = argc == 5 ? strtol(argv[4], NULL, 10) : 0;
    if (connections < 1 || connections > MAX_CONNECTIONS || seconds < 1) {
        fprintf(stderr, "usage: lmtp_load PORT RECIPIENT CONNECTIONS SECONDS\n");
        return 2;
    }
    struct load loads[MAX_CONNECTIONS];
    pthread_t threads[MAX_CONNECTIONS];
    int64_t start = now_us();
    for (int i = 0; i < connections; i++) {
        loads[i] = (struct load){ .port = (int)strtol(argv[1], NULL, 10), .recipient = argv[2], .until_us = start + seconds * 1000000,
                                  .number = i, .samples_ms = calloc(MAX_SAMPLES, sizeof(float)) };
        if (loads[i].samples_ms == NULL || pthread_create(&threads[i], NULL, run, &loads[i]) != 0)
            return 1;
    }
    int64_t sent = 0, refused = 0;
    bool broken = false;
    float *all = NULL;
    size_t count = 0;
    for (int i = 0; i < connections; i++) {
        pthread_join(threads[i], NULL);
        sent += loads[i].sent;
        refused += loads[i].refused;
        broken = broken || loads[i].broken;
        float *more = realloc(all, (count + loads[i].sample_count + 1) * sizeof(float));
        if (more == NULL)
            return 1;
        all = more;
        memcpy(all + count, loads[i].samples_ms, loads[i].sample_count * sizeof(float));
        count += loads[i].sample_count;
        free(loads[i].samples_ms);
    }
    double took_s = (double)(now_us() - start) / 1e6;
    if (count > 0)
        qsort(all, count, sizeof(float), by_size);
    printf("mails %lld\nmails_per_s %.0f\nrefused %lld\np99_ms %.1f\n", (long long)sent, (double)sent / took_s, (long long)refused,
           count == 0 ? 0.0 : (double)all[count * 99 / 100]);
    free(all);
    return broken || sent == 0 ? 1 : 0;
}
