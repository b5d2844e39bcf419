#include "jobs/sender.h"

#include "app/mail_send.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/mem.h"
#include "mail/dkim_sign.h"
#include "mail/mime_write.h"
#include "mail/smtp_keep.h"
#include "mail/smtp_send.h"

enum {
    PATIENCE_MS = 4 * 60 * 1000, /* for one mail and connection; a second one may follow, and both end before the lease */
    RECORD_AGAIN_MS = 1000,
    ROUND_MAILS = SMTP_KEEP_MAILS, /* then a new connection, too */
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

/* The copy of MAIL that RECIPIENT gets, signed where the domain has keys. */
static enum status write_bytes(TALLOC_CTX *mem, const struct outgoing *mail, const struct out_recipient *recipient,
                               struct str *bytes, struct err *err)
{
    struct mime_mail mime = {
        .from = address_of(&mail->from),
        .reply_to = recipient->reply_to,
        .to = addresses_of(mem, &mail->to),
        .cc = addresses_of(mem, &mail->cc),
        .subject = mail->subject,
        .message_id = mail->message_id,
        .in_reply_to = mail->in_reply_to,
        .references = mail->references,
        .date = mail->date,
        .automatic = mail->automatic,
        .files = files_of(mem, &mail->attachments),
    };
    TRY(mail_send_body(mem, mail, recipient, &mime.text, &mime.html, err));
    TRY(mime_write(mem, &mime, bytes, err));
    return mail->signers.count > 0 ? dkim_sign(mem, *bytes, &mail->signers, bytes, err) : STATUS_OK;
}

/* Our name for EHLO: the domain of the sender. */
static struct str host_of(const struct outgoing *mail)
{
    size_t at = str_find(mail->from.address, STR("@"), 0);
    return at == SIZE_MAX ? STR("localhost") : str_slice(mail->from.address, at + 1, SIZE_MAX);
}

static struct smtp_result send_to(struct workers *workers, TALLOC_CTX *mem, struct smtp_keep *keep,
                                  const struct outgoing *mail, const struct out_recipient *recipient)
{
    const struct config *config = workers->app->config;
    struct smtp_result result;
    struct str bytes;
    struct err err = { 0 };
    if (mail->trouble.len > 0)
        return (struct smtp_result){ SMTP_LATER, mail->trouble };
    struct str token = STR("");
    if (mail->token.client.token_url.len > 0
        && mailbox_token_get(workers->app, mem, &mail->token, mail->attempts > 1, workers->stop, &token, &err) != STATUS_OK)
        return (struct smtp_result){ SMTP_LATER, str_copy(mem, str_from(err.message)) };
    if (write_bytes(mem, mail, recipient, &bytes, &err) != STATUS_OK)
        return (struct smtp_result){ SMTP_REFUSED, str_copy(mem, str_from(err.message)) };
    const struct smtp_route route = {
        .url = mail->smtp_url,
        .password = mail->smtp_password,
        .token = token,
        .plain = config->smtp_plain,
        .ca_file = config->mail_ca,
        .host = host_of(mail),
        .patience = PATIENCE_MS,
        .stop = workers->stop,
    };
    const struct smtp_mail smtp = {
        .from = recipient->envelope_from,
        .recipients = &recipient->address,
        .recipient_count = 1,
        .message_id = mail->message_id,
        .bytes = bytes,
        .confirm = !mail->automatic,
    };
    smtp_send(mem, keep, &route, &smtp, &result);
    return result;
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
    size_t count; /* of results; all of the recipients' when the mail is done */
};

static enum status record_once(void *data, struct err *err)
{
    const struct recording *r = data;
    if (r->count < r->mail->recipients.count)
        return mail_send_one_done(r->app, r->mail, &r->results[r->count - 1], err);
    return mail_send_done(r->app, r->mail, r->results, r->count, err);
}

/* Writes down what was said, patiently: a mail whose leaving is not recorded leaves again when its lease is over. */
static enum status record(struct workers *workers, const struct outgoing *mail, const struct recipient_result *results,
                          size_t count, struct err *err)
{
    struct recording recording = { workers->app, mail, results, count };
    enum status status = db_retry(workers->app->db, record_once, &recording, err);
    while (status_retry(status) && !stop_wait(workers->stop, RECORD_AGAIN_MS))
        status = db_retry(workers->app->db, record_once, &recording, err);
    return status;
}

/* Sends what is due first, to one recipient after the other. */
static enum status send_next(struct workers *workers, TALLOC_CTX *mem, struct smtp_keep *keep, struct round *round,
                             struct err *err)
{
    struct outgoing mail = { 0 };
    TRY(mail_send_take(workers->app, mem, &mail, &round->more, &round->next_ms, err));
    if (!round->more)
        return STATUS_OK;
    const struct out_recipient *to = mail.recipients.items;
    struct recipient_result *results = MEM_ARRAY(mem, struct recipient_result, mail.recipients.count + 1);
    for (size_t i = 0; i < mail.recipients.count; i++) {
        CLEANUP(mem_done) TALLOC_CTX *copy = mem_need(talloc_new(mem));
        struct smtp_result said = send_to(workers, copy, keep, &mail, &to[i]);
        results[i] = (struct recipient_result){ to[i].address, result_of(said.verdict), str_copy(mem, said.reply) };
        log_line(said.verdict == SMTP_TAKEN ? LOG_INFO : LOG_WARN, "mail.sent", "outbox",
                 str_format(mem, "%lld", (long long)mail.id.v).ptr, "result", verdict_word(said.verdict), "reply",
                 str_to_c(mem, said.reply), NULL);
        TRY(record(workers, &mail, results, i + 1, err));
    }
    return mail.recipients.count == 0 ? record(workers, &mail, results, 0, err) : STATUS_OK;
}

/* A round lasts as long as something is due: its connection serves all of it, and none waits idle for the next. */
enum status sender_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    struct smtp_keep *keep = smtp_keep_new(mem);
    round->more = true;
    for (int i = 0; i < ROUND_MAILS && round->more && !stop_asked(workers->stop); i++) {
        CLEANUP(mem_done) TALLOC_CTX *one = mem_need(talloc_new(mem));
        TRY(send_next(workers, one, keep, round, err));
    }
    return STATUS_OK;
}
