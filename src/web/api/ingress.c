#include <errno.h>
#include <sys/stat.h>

#include "app/mail_receive.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/form_part.h"

struct ingress_outcome { struct str fate; };
static const struct field outcome_fields[] = { FIELD(struct ingress_outcome, fate, TEXT, REQUIRED, 0) };
const struct shape ingress_outcome_shape = SHAPE("IngressOutcome", struct ingress_outcome, outcome_fields);

/* In which field of a form providers put the mail as it came. */
static const char *const mail_fields[] = { "email", "body-mime", "message" };

static enum status read_body(const struct http_request *request, struct str *out, struct err *err)
{
    struct stat file;
    struct buf body;
    if (request->spool_fd < 0 || fstat(request->spool_fd, &file) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "ingress.read", "could not read the mail: %s", strerror(errno));
    buf_init(&body, request->mem, LIMIT_MAIL_BYTES);
    char *room = buf_reserve(&body, (size_t)file.st_size);
    size_t got = 0;
    while (room != NULL && got < (size_t)file.st_size) {
        ssize_t n = pread(request->spool_fd, room + got, (size_t)file.st_size - got, (off_t)got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return FAIL(err, STATUS_UNAVAILABLE, "ingress.read", "could not read the mail: %s", strerror(errno));
        got += (size_t)n;
    }
    buf_used(&body, got);
    return buf_end(&body, "ingress.too_large", out, err);
}

/* The mail in BODY: all of it, or one field of a form. */
static enum status find_mail(const struct http_request *request, struct str body, struct str *out, struct err *err)
{
    struct str type = http_header(request, "Content-Type");
    bool form = str_starts_nocase(type, STR("multipart/form-data"));
    bool found = !form;
    *out = body;
    for (size_t i = 0; form && !found && i < sizeof mail_fields / sizeof mail_fields[0]; i++)
        found = form_part(request->mem, type, body, str_from(mail_fields[i]), out);
    if (!found || out->len == 0)
        return FAIL(err, STATUS_INVALID, "ingress.empty", "there is no mail in it: send it raw, as message/rfc822");
    return STATUS_OK;
}

enum status api_ingress(struct call *call, struct err *err)
{
    struct mail_outcome outcome;
    struct mail_arrival arrival = {
        .source = MAIL_FROM_HTTP, .envelope_from = STR(""), .envelope_to = STR(""), .mailbox = call->mailbox,
    };
    struct str body;
    TRY(read_body(call->request, &body, err));
    TRY(find_mail(call->request, body, &arrival.raw, err));
    TRY(mail_receive(call->web->app, call->mem, &arrival, &outcome, err));
    log_line(LOG_INFO, "mail.taken", "source", mail_source_words[arrival.source], "fate", mail_fate_words[outcome.fate], NULL);
    const struct ingress_outcome answer = { str_from(mail_fate_words[outcome.fate]) };
    return answer_shape(call, &answer, err);
}
