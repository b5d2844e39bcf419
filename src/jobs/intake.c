#include "jobs/intake.h"

#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"

static void log_arrival(TALLOC_CTX *mem, const struct mail_arrival *arrival, const struct mail_outcome *outcome,
                        span_ms took)
{
    log_line(LOG_INFO, "mail.taken", "source", mail_source_words[arrival->source], "fate",
             mail_fate_words[outcome->fate], "message", str_format(mem, "%lld", (long long)outcome->message.v).ptr,
             "ticket", str_format(mem, "%lld", (long long)outcome->ticket.v).ptr, "bytes",
             str_format(mem, "%zu", arrival->raw.len).ptr, "ms", str_format(mem, "%lld", (long long)took).ptr, NULL);
}

static void free_mem(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

enum status intake_take(struct app *app, const struct mail_arrival *arrival, struct err *err)
{
    CLEANUP(free_mem) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    span_ms start = app->clock->monotonic(app->clock);
    struct mail_outcome outcome = { 0 };
    enum status status = mail_receive(app, mem, arrival, &outcome, err);
    if (status == STATUS_OK)
        log_arrival(mem, arrival, &outcome, app->clock->monotonic(app->clock) - start);
    else
        log_err(LOG_ERROR, "mail.not_taken", status, err);
    return status;
}

/* ---- LMTP ---- */

static enum status lmtp_check(void *data, struct str address, struct err *err)
{
    return mail_recipient_check(data, address, err);
}

static enum status lmtp_deliver(void *data, const struct lmtp_mail *mail, struct err *err)
{
    const struct mail_arrival arrival = {
        .source = MAIL_FROM_LMTP,
        .raw = mail->raw,
        .envelope_from = mail->envelope_from,
        .envelope_to = mail->recipient,
    };
    if (fault_here("lmtp.before_parse"))
        return FAIL(err, STATUS_UNAVAILABLE, "fault", "failed on purpose");
    TRY(intake_take(data, &arrival, err));
    if (fault_here("lmtp.after_commit"))
        return FAIL(err, STATUS_UNAVAILABLE, "fault", "failed on purpose");
    return STATUS_OK;
}

struct lmtp_port intake_port(struct app *app)
{
    return (struct lmtp_port){ .check = lmtp_check, .deliver = lmtp_deliver, .data = app };
}
