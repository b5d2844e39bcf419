#include "jobs/sender.h"

#include "app/mail_send.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"
#include "mail/mime_write.h"
#include "mail/smtp_send.h"

enum {
    PATIENCE_MS = 4 * 60 * 1000, /* for one mail; less than its lease */
    RECORD_AGAIN_MS = 1000,
};

static struct mail_address address_of(const struct out_address *address)
{
    return (struct mail_address){ .address = address->address, .name = address->name };
}

static struct list addresses_of(TALLOC_CTX *mem, const struct list *from)
{
    const struct out_address *in = from->items;
    struct mail_address *out = MEM_ARRAY(mem, struct mail_address, from->count);
    for (size_t i = 0; i < from->count; i++)
        out[i] = address_of(&in[i]);
    return (struct list){ out, from->count };
}

static struct list files_of(TALLOC_CTX *mem, const struct list *from)
{
    const struct out_attachment *in = from->items;
    struct mime_file *out = MEM_ARRAY(mem, struct mime_file, from->count);
    for (size_t i = 0; i < from->count; i++)
        out[i] = (struct mime_file){ in[i].name, in[i].type, in[i].bytes, in[i].cid };
    return (struct list){ out, from->count };
}

static enum status write_bytes(TALLOC_CTX *mem, const struct outgoing *mail, struct str *bytes, struct err *err)
{
    const struct mime_mail mime = {
        .from = address_of(&mail->from),
        .reply_to = mail->reply_to,
        .to = addresses_of(mem, &mail->to),
        .cc = addresses_of(mem, &mail->cc),
        .subject = mail->subject,
        .message_id = mail->message_id,
        .in_reply_to = mail->in_reply_to,
        .references = mail->references,
        .date = mail->date,
        .automatic = mail->automatic,
        .text = mail->text,
        .html = mail->html,
        .files = files_of(mem, &mail->attachments),
    };
    return mime_write(mem, &mime, bytes, err);
}

/* Our name for EHLO: the domain of the sender. */
static struct str host_of(const struct outgoing *mail)
{
    size_t at = str_find(mail->from.address, STR("@"), 0);
    return at == SIZE_MAX ? STR("localhost") : str_slice(mail->from.address, at + 1, SIZE_MAX);
}

static void send_now(struct workers *workers, TALLOC_CTX *mem, const struct outgoing *mail, struct smtp_result *results)
{
    const struct config *config = workers->app->config;
    const struct out_recipient *to = mail->recipients.items;
    struct str *recipients = MEM_ARRAY(mem, struct str, mail->recipients.count), bytes;
    struct err err = { 0 };
    for (size_t i = 0; i < mail->recipients.count; i++)
        recipients[i] = to[i].address;
    if (write_bytes(mem, mail, &bytes, &err) != STATUS_OK) {
        for (size_t i = 0; i < mail->recipients.count; i++)
            results[i] = (struct smtp_result){ SMTP_REFUSED, str_copy(mem, str_from(err.message)) };
        return;
    }
    const struct smtp_route route = {
        .url = mail->smtp_url,
        .plain = config->smtp_plain,
        .ca_file = config->mail_ca,
        .host = host_of(mail),
        .patience = PATIENCE_MS,
        .stop = workers->stop,
    };
    const struct smtp_mail smtp = {
        .from = mail->envelope_from,
        .recipients = recipients,
        .recipient_count = mail->recipients.count,
        .message_id = mail->message_id,
        .bytes = bytes,
    };
    smtp_send(mem, &route, &smtp, results);
}

static const char *verdict_word(enum smtp_verdict verdict)
{
    static const char *const words[] = { "taken", "later", "refused", "unknown" };
    _Static_assert(sizeof(words) / sizeof(words[0]) == SMTP_VERDICT_COUNT, "a word for each");
    return words[verdict];
}

static enum send_result result_of(enum smtp_verdict verdict)
{
    switch (verdict) {
    case SMTP_TAKEN:
        return SEND_OK;
    case SMTP_REFUSED:
        return SEND_REFUSED;
    case SMTP_UNKNOWN:
        return SEND_UNKNOWN;
    case SMTP_LATER:
    case SMTP_VERDICT_COUNT:
        break;
    }
    return SEND_LATER;
}

struct recording {
    struct app *app;
    const struct outgoing *mail;
    const struct recipient_result *results;
};

static enum status record_once(void *data, struct err *err)
{
    const struct recording *r = data;
    return mail_send_done(r->app, r->mail, r->results, r->mail->recipients.count, err);
}

/* Writes down what was said, patiently: a mail whose leaving is not recorded leaves again when its lease is over. */
static enum status record(struct workers *workers, const struct outgoing *mail, const struct recipient_result *results,
                          struct err *err)
{
    struct recording recording = { workers->app, mail, results };
    enum status status = db_retry(workers->app->db, record_once, &recording, err);
    while (status_retry(status) && !stop_wait(workers->stop, RECORD_AGAIN_MS))
        status = db_retry(workers->app->db, record_once, &recording, err);
    return status;
}

enum status sender_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    struct outgoing mail = { 0 };
    TRY(mail_send_take(workers->app, mem, &mail, &round->more, &round->next_ms, err));
    if (!round->more)
        return STATUS_OK;
    size_t count = mail.recipients.count;
    struct smtp_result *said = MEM_ARRAY(mem, struct smtp_result, count);
    struct recipient_result *results = MEM_ARRAY(mem, struct recipient_result, count);
    send_now(workers, mem, &mail, said);
    for (size_t i = 0; i < count; i++) {
        const struct out_recipient *to = mail.recipients.items;
        results[i] = (struct recipient_result){ to[i].address, result_of(said[i].verdict), said[i].reply };
        log_line(said[i].verdict == SMTP_TAKEN ? LOG_INFO : LOG_WARN, "mail.sent", "outbox",
                 str_format(mem, "%lld", (long long)mail.id.v).ptr, "result", verdict_word(said[i].verdict), "reply",
                 str_to_c(mem, said[i].reply), NULL);
    }
    return record(workers, &mail, results, err);
}
