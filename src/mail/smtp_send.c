#include "mail/smtp_send.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include "base/fault.h"
#include "base/mem.h"
#include "mail/mail_folder.h"
#include "mail/send_address.h"

enum {
    CONNECT_MS = 30 * 1000,
    ANSWER_SECONDS = 4 * 60, /* to one command; RFC 5321 4.5.3.2 asks for 2 to 10 minutes */
};

enum status smtp_start(struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return FAIL(err, STATUS_BROKEN, "smtp.start", "the mail library could not be started");
    return STATUS_OK;
}

struct sending {
    const struct smtp_route *route;
    struct str left; /* of the mail's bytes */
    struct smtp_dialogue *dialogue;
};

static size_t give_bytes(char *out, size_t size, size_t count, void *data)
{
    struct sending *s = data;
    struct str piece = str_slice(s->left, 0, size * count);
    if (piece.len > 0)
        memcpy(out, piece.ptr, piece.len);
    s->left = str_slice(s->left, piece.len, SIZE_MAX);
    if (s->left.len == 0) /* libcurl knows the size and may not ask again */
        smtp_dialogue_handed_over(s->dialogue);
    return piece.len;
}

/* What libcurl writes and reads, line by line. Nothing of it is logged: it may hold the password. */
static int listen_in(CURL *curl, curl_infotype type, char *bytes, size_t len, void *data)
{
    (void)curl;
    struct sending *s = data;
    struct str rest = { bytes, len }, line;
    if (type == CURLINFO_HEADER_OUT)
        smtp_dialogue_said(s->dialogue, rest);
    while (type == CURLINFO_HEADER_IN && str_next(&rest, '\n', &line))
        smtp_dialogue_heard(s->dialogue, line);
    return 0;
}

static int look_at_stop(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    const struct sending *s = data;
    return s->route->stop != NULL && stop_asked(s->route->stop);
}

/* libcurl says QUIT here and would wait minutes for a server that has fallen silent. With the reading side shut it says
 * QUIT all the same and waits for nothing. */
static void close_curl(CURL **curl)
{
    if (*curl == NULL)
        return;
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(*curl, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK && fd != CURL_SOCKET_BAD)
        shutdown(fd, SHUT_RD);
    curl_easy_cleanup(*curl);
}

static void close_url(CURLU **url)
{
    if (*url != NULL)
        curl_url_cleanup(*url);
}

static void close_list(struct curl_slist **list)
{
    curl_slist_free_all(*list);
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

/* NULL when a recipient is no address. */
static struct curl_slist *recipient_list(TALLOC_CTX *mem, const struct smtp_mail *mail, struct err *err)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < mail->recipient_count; i++) {
        struct str address;
        struct curl_slist *longer = NULL;
        if (send_address(mem, mail->recipients[i], &address, err) == STATUS_OK)
            longer = curl_slist_append(list, address.ptr);
        if (longer == NULL) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

static void set_options(CURL *curl, CURLU *url, bool implicit_tls, struct sending *s, const struct smtp_mail *mail,
                        const char *from, struct curl_slist *recipients, char *trouble)
{
    const struct smtp_route *route = s->route;
    curl_easy_setopt(curl, CURLOPT_CURLU, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, trouble);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(route->plain && !implicit_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (route->ca_file.len > 0) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, route->ca_file.ptr);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL); /* instead of the system's, not beside them */
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)route->patience);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L); /* the name has three L in libcurl 7.88 */
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->bytes.len);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, s);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, s);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, s);
}

static void all_results(const struct smtp_mail *mail, enum smtp_verdict verdict, struct str reply,
                        struct smtp_result *results)
{
    for (size_t i = 0; i < mail->recipient_count; i++)
        results[i] = (struct smtp_result){ verdict, reply };
}

static void send_by_smtp(TALLOC_CTX *mem, const struct smtp_route *route, const struct smtp_mail *mail,
                         struct smtp_result *results)
{
    CLEANUP(close_url) CURLU *url = curl_url();
    CLEANUP(close_curl) CURL *curl = curl_easy_init();
    struct err err = { 0 };
    bool implicit_tls;
    if (url == NULL || curl == NULL || !prepare_url(mem, route, url, &implicit_tls)) {
        all_results(mail, SMTP_LATER, STR("the address of the mail server cannot be used"), results);
        return;
    }
    struct str from = STR("");
    bool sane = mail->from.len == 0 || send_address(mem, mail->from, &from, &err) == STATUS_OK;
    CLEANUP(close_list) struct curl_slist *recipients = sane ? recipient_list(mem, mail, &err) : NULL;
    if (recipients == NULL) {
        all_results(mail, SMTP_REFUSED, str_copy(mem, str_from(err.message)), results);
        return;
    }
    struct sending s = { route, mail->bytes, smtp_dialogue_new(mem, mail->recipient_count) };
    char trouble[CURL_ERROR_SIZE] = "";
    set_options(curl, url, implicit_tls, &s, mail, from.ptr, recipients, trouble);
    fault_here("out.before_data");
    CURLcode code = curl_easy_perform(curl);
    if (smtp_dialogue_answered(s.dialogue))
        fault_here("out.after_250");
    const char *why = code == CURLE_OK ? "" : trouble[0] != '\0' ? trouble : curl_easy_strerror(code);
    smtp_dialogue_results(s.dialogue, mem, str_from(why), results);
}

static void write_to_folder(TALLOC_CTX *mem, struct str folder, const struct smtp_mail *mail, struct smtp_result *results)
{
    struct err err = { 0 };
    struct str name;
    fault_here("out.before_data");
    if (mail_folder_add(mem, folder, mail->message_id, mail->bytes, &name, &err) == STATUS_OK) {
        fault_here("out.after_250");
        all_results(mail, SMTP_TAKEN, str_format(mem, "written to " STR_FMT, STR_ARG(name)), results);
    } else {
        all_results(mail, SMTP_LATER, str_format(mem, "%s: %s", err.message, err.detail), results);
    }
}

void smtp_send(TALLOC_CTX *mem, const struct smtp_route *route, const struct smtp_mail *mail, struct smtp_result *results)
{
    if (str_starts(route->url, STR("file:")))
        write_to_folder(mem, str_slice(route->url, 5, SIZE_MAX), mail, results);
    else
        send_by_smtp(mem, route, mail, results);
}
