#include "mail/pop3_fetch.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/curl_use.h"

enum {
    CONNECT_MS = 30 * 1000,
    SILENCE_SECONDS = 60,
    NAME_BYTES_MOST = 70, /* of a unique id (RFC 1939, 7) */
};

struct look {
    const struct pop3_options *options;
    TALLOC_CTX *mem;
    CURL *curl;
    char *url;
    bool connected;          /* the first command has been answered */
    bool agreed;             /* all went well: QUIT may make deletions real */
    struct str *names;       /* by number; [0] is unused; STR_NONE where the server gave none */
    int64_t *sizes;          /* bytes, as the server counts */
    size_t count;
    char trouble[CURL_ERROR_SIZE];
};

/* Without QUIT nothing is deleted (RFC 1939, 6), and libcurl says it unless the line is shut. */
static void look_end(struct look *l)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (l->curl != NULL && !l->agreed && curl_easy_getinfo(l->curl, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK
        && fd != CURL_SOCKET_BAD)
        shutdown(fd, SHUT_RDWR);
    curl_done(&l->curl);
    talloc_free(l->mem);
}

/* ---- one command ---- */

static enum status failed(struct look *l, CURLcode code, const char *step, struct err *err)
{
    bool login = code == CURLE_LOGIN_DENIED || code == CURLE_AUTH_ERROR;
    enum status status = login ? STATUS_UNSIGNED : STATUS_UNAVAILABLE;
    FAIL(err, status, login ? "pop3.login" : "pop3.failed",
         login ? "the mail server does not take user and password" : "could not fetch mail: %s failed", step);
    err_detail(err, "%s at " STR_FMT ": %s", step, STR_ARG(l->options->account.host),
               l->trouble[0] != '\0' ? l->trouble : curl_easy_strerror(code));
    return status;
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *data)
{
    struct buf *answer = data;
    buf_add(answer, (struct str){ bytes, size * count });
    return answer->over ? 0 : size * count;
}

/* Says COMMAND ("UIDL", "TOP 3 0"), or fetches a mail by PATH ("3"). ANSWER: the lines behind the status line; NULL where
 * there are none. */
static enum status say(struct look *l, const char *command, const char *path, struct buf *answer, struct err *err)
{
    long opened = 0;
    struct str url = str_format(l->mem, "%s%s", l->url, path);
    l->trouble[0] = '\0';
    curl_easy_setopt(l->curl, CURLOPT_URL, url.ptr);
    curl_easy_setopt(l->curl, CURLOPT_CUSTOMREQUEST, command);
    curl_easy_setopt(l->curl, CURLOPT_NOBODY, (long)(answer == NULL));
    curl_easy_setopt(l->curl, CURLOPT_WRITEDATA, answer);
    CURLcode code = curl_easy_perform(l->curl);
    curl_easy_getinfo(l->curl, CURLINFO_NUM_CONNECTS, &opened);
    const char *step = command != NULL ? command : "RETR";
    if (code != CURLE_OK)
        return failed(l, code, step, err);
    if (l->connected && opened > 0)
        return FAIL(err, STATUS_UNAVAILABLE, "pop3.failed", "could not fetch mail: the mail server hung up");
    l->connected = true;
    return STATUS_OK;
}

static void begin(struct look *l)
{
    const struct fetch_account *account = &l->options->account;
    const struct curl_care care = { l->options->ca_file, l->options->stop, CONNECT_MS };
    bool v6 = str_find(account->host, STR(":"), 0) != SIZE_MAX;
    l->url = str_to_c(l->mem, str_format(l->mem, "%s://%s" STR_FMT "%s:%d/", account->implicit_tls ? "pop3s" : "pop3",
                                         v6 ? "[" : "", STR_ARG(account->host), v6 ? "]" : "", account->port));
    curl_take_care(l->curl, &care);
    curl_easy_setopt(l->curl, CURLOPT_PROTOCOLS_STR, "pop3,pop3s");
    curl_easy_setopt(l->curl, CURLOPT_USE_SSL, (long)(account->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(l->curl, CURLOPT_USERNAME, account->user.ptr);
    if (account->token.len > 0) {
        curl_easy_setopt(l->curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
        curl_easy_setopt(l->curl, CURLOPT_XOAUTH2_BEARER, account->token.ptr);
    } else {
        curl_easy_setopt(l->curl, CURLOPT_PASSWORD, account->password.ptr);
    }
    curl_easy_setopt(l->curl, CURLOPT_ERRORBUFFER, l->trouble);
    curl_easy_setopt(l->curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(l->curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(l->curl, CURLOPT_LOW_SPEED_TIME, (long)SILENCE_SECONDS);
    curl_easy_setopt(l->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)SILENCE_SECONDS);
}

/* ---- what is there ---- */

/* "3 word" as LIST and UIDL say it. False at the end. */
static bool next_row(struct str *rest, int64_t *number, struct str *word)
{
    struct str line;
    while (str_next(rest, '\n', &line)) {
        line = str_trim(line);
        size_t space = str_find(line, STR(" "), 0);
        if (space == SIZE_MAX || !parse_i64(str_slice(line, 0, space), 1, LIMIT_MAILBOX_MAILS, number))
            continue;
        *word = str_trim(str_slice(line, space, SIZE_MAX));
        return true;
    }
    return false;
}

static enum status read_lists(struct look *l, struct err *err)
{
    struct buf uidl, list;
    struct str ids, sizes, word;
    int64_t number;
    buf_init(&uidl, l->mem, LIMIT_MAIL_ANSWER_BYTES);
    buf_init(&list, l->mem, LIMIT_MAIL_ANSWER_BYTES);
    TRY(say(l, "UIDL", "", &uidl, err));
    TRY(say(l, "LIST", "", &list, err));
    TRY(buf_end(&uidl, "pop3.list", &ids, err));
    TRY(buf_end(&list, "pop3.list", &sizes, err));
    for (struct str rest = ids; next_row(&rest, &number, &word);)
        l->count = (size_t)number > l->count ? (size_t)number : l->count;
    l->names = MEM_ARRAY(l->mem, struct str, l->count + 1);
    l->sizes = MEM_ARRAY(l->mem, int64_t, l->count + 1);
    while (next_row(&ids, &number, &word))
        if (word.len > 0 && word.len <= NAME_BYTES_MOST)
            l->names[number] = word;
    while (next_row(&sizes, &number, &word))
        if ((size_t)number <= l->count && !parse_i64(word, 0, INT64_MAX, &l->sizes[number]))
            l->sizes[number] = 0;
    return STATUS_OK;
}

static int compare_names(const void *a, const void *b)
{
    return str_compare(((const struct fetch_name *)a)->name, ((const struct fetch_name *)b)->name);
}

static void sort_names(struct list *names)
{
    if (names->count > 0)
        qsort(names->items, names->count, sizeof(struct fetch_name), compare_names);
}

static bool is_among(struct str name, const struct list *sorted)
{
    const struct fetch_name key = { name };
    return sorted->count > 0 && bsearch(&key, sorted->items, sorted->count, sizeof key, compare_names) != NULL;
}

/* ---- taking and removing ---- */

static enum status take_mail(struct look *l, TALLOC_CTX *mem, size_t number, struct err *err)
{
    const struct fetch_port *port = &l->options->port;
    struct buf mail;
    struct str raw;
    bool large = l->sizes[number] > LIMIT_MAIL_BYTES;
    buf_init(&mail, mem, LIMIT_MAIL_ANSWER_BYTES);
    if (large)
        TRY(say(l, str_format(mem, "TOP %zu 0", number).ptr, "", &mail, err));
    else
        TRY(say(l, NULL, str_format(mem, "%zu", number).ptr, &mail, err));
    TRY(buf_end(&mail, "pop3.mail", &raw, err));
    fault_here("pop3.after_fetch");
    bool lied = !large && raw.len > LIMIT_MAIL_BYTES; /* about its size: what is not whole here must not count as taken */
    TRY(large || lied ? fetch_too_large(port, mem, raw, err) : port->take(port->data, raw, err));
    fault_here("pop3.after_commit");
    return port->done(port->data, (struct fetch_place){ 0, 0 }, lied ? STR("") : l->names[number], err);
}

static bool must_stop(const struct look *l)
{
    return l->options->stop != NULL && stop_asked(l->options->stop);
}

static enum status take_new(struct look *l, struct err *err)
{
    const struct fetch_port *port = &l->options->port;
    struct list known;
    TRY(port->known(port->data, l->mem, &known, err));
    sort_names(&known);
    for (size_t number = 1; number <= l->count && !must_stop(l); number++) {
        CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(l->mem));
        if (l->names[number].ptr != NULL && !is_among(l->names[number], &known))
            TRY(take_mail(l, mem, number, err));
    }
    return port->done(port->data, (struct fetch_place){ 0, 0 }, STR(""), err);
}

/* What is too large is never whole in the desk and stays. Names are told as gone once QUIT has made it true. */
static enum status delete_old(struct look *l, const struct list *old, struct err *err)
{
    for (size_t number = 1; number <= l->count && !must_stop(l); number++)
        if (l->names[number].ptr != NULL && l->sizes[number] <= LIMIT_MAIL_BYTES && is_among(l->names[number], old))
            TRY(say(l, "DELE", str_format(l->mem, "%zu", number).ptr, NULL, err));
    return STATUS_OK;
}

/* Names that are noted and no longer listed were removed, by us or by somebody else. */
static enum status forget_removed(struct look *l, const struct list *old, struct err *err)
{
    const struct fetch_port *port = &l->options->port;
    const struct fetch_name *names = old->items;
    struct fetch_name *listed = MEM_ARRAY(l->mem, struct fetch_name, l->count + 1);
    size_t count = 0;
    for (size_t number = 1; number <= l->count; number++)
        if (l->names[number].ptr != NULL)
            listed[count++].name = l->names[number];
    struct list there = { listed, count };
    sort_names(&there);
    for (size_t i = 0; i < old->count; i++)
        if (!is_among(names[i].name, &there))
            TRY(port->gone(port->data, names[i].name, err));
    return STATUS_OK;
}

enum status pop3_fetch(const struct pop3_options *options, struct err *err)
{
    CLEANUP(look_end) struct look look = {
        .options = options, .mem = mem_need(talloc_new(NULL)), .curl = mem_need(curl_easy_init()),
    };
    struct list old;
    begin(&look);
    TRY(read_lists(&look, err));
    TRY(take_new(&look, err));
    TRY(options->port.old(options->port.data, look.mem, &old, err));
    sort_names(&old);
    TRY(forget_removed(&look, &old, err));
    TRY(delete_old(&look, &old, err));
    look.agreed = true;
    return STATUS_OK;
}
