#include "mail/smtp_link.h"

#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "mail/curl_use.h"

enum {
    CONNECT_MS = 30 * 1000,
    ANSWER_SECONDS = 4 * 60, /* to one command; RFC 5321 4.5.3.2 asks for 2 to 10 minutes */
    LOOK_MS = 500,           /* at `stop`, while waiting */
    REPLY_LINE_BYTES = 2048, /* RFC 5321 says 512 */
    REPLY_LINES = 100,       /* of one reply */
};

struct smtp_link {
    CURL *curl;
    struct smtp_dialogue *dialogue;
    const struct stop *stop;
    int64_t until_ms;        /* monotonic: the end of patience */
    unsigned offers;
    struct buf heard;        /* bytes of which no line is made yet */
    char trouble[CURL_ERROR_SIZE];
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- opening ---- */

static void offer_note(struct smtp_link *link, struct str line)
{
    static const struct { struct str word; enum smtp_offer offer; } words[] = {
        { { "SIZE", 4 }, SMTP_OFFERS_SIZE }, { { "SMTPUTF8", 8 }, SMTP_OFFERS_UTF8 }, { { "DSN", 3 }, SMTP_OFFERS_DSN },
    };
    struct str rest = str_trim(str_slice(line, 4, SIZE_MAX)), word;
    if (!str_starts(line, STR("250")) || !str_next(&rest, ' ', &word))
        return;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (str_equal_nocase(word, words[i].word))
            link->offers |= words[i].offer;
    }
}

/* What libcurl says and hears until the link is ours. Nothing of it is logged: it may hold the password. Each EHLO, the
 * one behind STARTTLS too, begins anew what is offered. */
static int listen_in(CURL *curl, curl_infotype type, char *bytes, size_t len, void *data)
{
    (void)curl;
    struct smtp_link *link = data;
    struct str rest = { bytes, len }, line;
    if (type == CURLINFO_HEADER_OUT) {
        smtp_dialogue_said(link->dialogue, rest);
        if (str_starts_nocase(rest, STR("EHLO")))
            link->offers = 0;
    }
    while (type == CURLINFO_HEADER_IN && str_next(&rest, '\n', &line)) {
        smtp_dialogue_heard(link->dialogue, line);
        offer_note(link, line);
    }
    return 0;
}

/* The route's URL with our name as its path, which libcurl says in EHLO. False when it is no URL of a mail server. */
static bool prepare_url(TALLOC_CTX *mem, const struct smtp_route *route, CURLU *url, bool *implicit_tls)
{
    struct str whole = str_copy(mem, route->url), path = str_format(mem, "/" STR_FMT, STR_ARG(route->host));
    *implicit_tls = str_starts(whole, STR("smtps://"));
    if (!*implicit_tls && !str_starts(whole, STR("smtp://")))
        return false;
    return curl_url_set(url, CURLUPART_URL, whole.ptr, 0) == CURLUE_OK &&
           curl_url_set(url, CURLUPART_PATH, path.ptr, 0) == CURLUE_OK;
}

/* The password beside the URL, or a token instead of one. */
static void set_secret(TALLOC_CTX *mem, CURL *curl, const struct smtp_route *route)
{
    if (route->token.len > 0)
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, str_to_c(mem, route->token));
    else if (route->password.len > 0)
        curl_easy_setopt(curl, CURLOPT_PASSWORD, str_to_c(mem, route->password));
}

static void set_options(TALLOC_CTX *mem, struct smtp_link *link, CURLU *url, bool implicit_tls, const struct smtp_route *route)
{
    const struct curl_care care = { .ca_file = route->ca_file, .stop = route->stop, .connect = CONNECT_MS };
    CURL *curl = link->curl;
    curl_take_care(curl, &care);
    curl_easy_setopt(curl, CURLOPT_CURLU, url);
    set_secret(mem, curl, route);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, link->trouble);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(route->plain && !implicit_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)route->patience);
    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, link);
}

/* We say QUIT, for libcurl leaves that to us as well, and wait for no answer: a server that has fallen silent would have us
 * wait for minutes. */
static int link_done(struct smtp_link *link)
{
    static const char quit[] = "QUIT\r\n";
    curl_socket_t fd = CURL_SOCKET_BAD;
    size_t sent;
    if (link->curl != NULL && curl_easy_getinfo(link->curl, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD) {
        CURLcode ignored = curl_easy_send(link->curl, quit, sizeof quit - 1, &sent);
        (void)ignored;
        shutdown(fd, SHUT_RD);
    }
    if (link->curl != NULL)
        curl_easy_setopt(link->curl, CURLOPT_VERBOSE, 0L); /* the dialogue may be gone */
    curl_done(&link->curl);
    return 0;
}

static enum status failed(struct smtp_link *link, const char *why, struct err *err)
{
    return FAIL(err, STATUS_UNAVAILABLE, "smtp.link", "%s", why != NULL ? why : link->trouble);
}

enum status smtp_link_open(TALLOC_CTX *mem, const struct smtp_route *route, struct smtp_dialogue *dialogue,
                           struct smtp_link **out, struct err *err)
{
    struct smtp_link *link = MEM_NEW(mem, struct smtp_link);
    CLEANUP(curl_parts_done) CURLU *url = curl_url();
    bool implicit_tls;
    talloc_set_destructor(link, link_done);
    link->curl = curl_easy_init();
    link->dialogue = dialogue;
    link->stop = route->stop;
    link->until_ms = monotonic_ms() + route->patience;
    buf_init(&link->heard, link, REPLY_LINE_BYTES);
    if (url == NULL || link->curl == NULL || !prepare_url(link, route, url, &implicit_tls))
        return failed(link, "the address of the mail server cannot be used", err);
    set_options(link, link, url, implicit_tls, route);
    CURLcode code = curl_easy_perform(link->curl);
    if (code != CURLE_OK)
        return failed(link, link->trouble[0] != '\0' ? link->trouble : curl_easy_strerror(code), err);
    *out = link;
    return STATUS_OK;
}

void smtp_link_begin(struct smtp_link *link, struct smtp_dialogue *dialogue, span_ms patience)
{
    link->dialogue = dialogue;
    link->until_ms = monotonic_ms() + patience;
    buf_clear(&link->heard); /* nobody asked for more than was answered */
}

unsigned smtp_link_offers(const struct smtp_link *link)
{
    return link->offers;
}

/* ---- talking ---- */

/* Until the connection can be read or written again. */
static enum status wait_for(struct smtp_link *link, short events, struct err *err)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(link->curl, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK || fd == CURL_SOCKET_BAD)
        return failed(link, "the mail server hung up", err);
    for (;;) {
        int64_t left = link->until_ms - monotonic_ms();
        if (link->stop != NULL && stop_asked(link->stop))
            return failed(link, "the desk is being stopped", err);
        if (left <= 0)
            return failed(link, "the mail server gave no answer in time", err);
        struct pollfd ready = { .fd = fd, .events = events };
        if (poll(&ready, 1, (int)(left < LOOK_MS ? left : LOOK_MS)) > 0)
            return STATUS_OK;
    }
}

enum status smtp_link_give(struct smtp_link *link, struct str bytes, struct err *err)
{
    while (bytes.len > 0) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(link->curl, bytes.ptr, bytes.len, &sent);
        if (code == CURLE_AGAIN)
            TRY(wait_for(link, POLLOUT, err));
        else if (code != CURLE_OK)
            return failed(link, "the mail server hung up", err);
        bytes = str_slice(bytes, sent, SIZE_MAX);
    }
    return STATUS_OK;
}

/* Puts more bytes behind what is there. */
static enum status hear_more(struct smtp_link *link, struct err *err)
{
    char *room = buf_reserve(&link->heard, REPLY_LINE_BYTES - link->heard.len);
    size_t got = 0;
    if (room == NULL || link->heard.len == REPLY_LINE_BYTES)
        return failed(link, "the mail server answers without an end", err);
    for (;;) {
        CURLcode code = curl_easy_recv(link->curl, room, REPLY_LINE_BYTES - link->heard.len, &got);
        if (code == CURLE_OK && got > 0)
            break;
        if (code != CURLE_AGAIN)
            return failed(link, "the mail server hung up", err);
        TRY(wait_for(link, POLLIN, err));
    }
    buf_used(&link->heard, got);
    return STATUS_OK;
}

enum status smtp_link_hear(struct smtp_link *link, int *code, struct err *err)
{
    for (int lines = 0; lines < REPLY_LINES; lines++) {
        size_t end;
        while ((end = str_find(buf_str(&link->heard), STR("\n"), 0)) == SIZE_MAX)
            TRY(hear_more(link, err));
        struct str line = str_copy(link, str_slice(buf_str(&link->heard), 0, end));
        struct str rest = str_copy(link, str_slice(buf_str(&link->heard), end + 1, SIZE_MAX));
        buf_clear(&link->heard);
        buf_add(&link->heard, rest);
        smtp_dialogue_heard(link->dialogue, line);
        int64_t number;
        if (!parse_i64(str_slice(line, 0, 3), 200, 599, &number))
            return failed(link, "what answers is no mail server", err);
        *code = (int)number;
        if (line.len < 4 || line.ptr[3] != '-')
            return STATUS_OK;
    }
    return failed(link, "the mail server answers without an end", err);
}

enum status smtp_link_ask(struct smtp_link *link, struct str command, int *code, struct err *err)
{
    smtp_dialogue_said(link->dialogue, command);
    TRY(smtp_link_give(link, str_format(link, STR_FMT "\r\n", STR_ARG(command)), err));
    return smtp_link_hear(link, code, err);
}
