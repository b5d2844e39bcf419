#include "app/mail_send.h"

#include "app/desk_facts.h"
#include "app/dkim.h"
#include "app/mail_out.h"
#include "app/mailbox_send.h"
#include "app/out_headers.h"
#include "base/mem.h"
#include "store/blob_store.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

enum { TAKE_TRIES = 50 }; /* needless ones dropped and races lost in one call */

/* RFC 5322 date in UTC: the customer's own program shows it in their zone. */
static struct str date_header(TALLOC_CTX *mem, time_ms at)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    static const struct zone_step utc_step = { 0, 0 };
    static const struct zone utc = { "UTC", &utc_step, 1 };
    struct local_time t = zone_local(&utc, at);
    return str_format(mem, "%s, %d %s %d %02d:%02d:%02d +0000", days[t.weekday], t.day, months[t.month - 1], t.year,
                      t.hour, t.minute, t.second);
}

static enum status cancel(struct tx *tx, TALLOC_CTX *mem, struct outbox *outbox, struct err *err)
{
    struct message_head message;
    outbox->state = OUTBOX_CANCELLED;
    outbox->done_ms = tx->now;
    outbox->lease_ms = 0;
    TRY(outbox_save(tx, outbox, err));
    TRY(message_state_save(tx, outbox->message_id, MESSAGE_UNDONE, STR("a human was faster"), err));
    TRY(message_head_load(tx, mem, outbox->message_id, &message, err));
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, "message.undone", message.ticket_id,
                       str_format(mem, "{\"message\":%lld}", (long long)message.id.v), err);
}

/* The customer's word came before its time: a colleague says whether it still holds. */
static enum status hold(struct tx *tx, TALLOC_CTX *mem, struct outbox *outbox, struct err *err)
{
    struct message_head message;
    outbox->held_ms = tx->now;
    TRY(outbox_schedule(tx, outbox, err));
    TRY(mail_trouble_save(tx, outbox->message_id, MAIL_HELD, err));
    TRY(message_head_load(tx, mem, outbox->message_id, &message, err));
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, "message.held", message.ticket_id,
                       str_format(mem, "{\"message\":%lld}", (long long)message.id.v), err);
}

/* ---- what is taken ---- */

static const struct out_copy *copy_to(const struct out_headers *headers, struct str address)
{
    const struct out_copy *copies = headers->copies.items;
    for (size_t i = 0; i < headers->copies.count; i++) {
        if (str_equal(copies[i].address, address))
            return &copies[i];
    }
    return NULL;
}

static enum status recipients_fill(struct tx *tx, TALLOC_CTX *mem, const struct out_headers *headers,
                                   const struct outbox *outbox, struct outgoing *out, struct err *err)
{
    struct list all;
    TRY(outbox_recipients(tx, mem, out->id, &all, err));
    const struct outbox_recipient *rows = all.items;
    struct out_recipient *left = MEM_ARRAY(mem, struct out_recipient, all.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct out_copy *copy = copy_to(headers, rows[i].address);
        if (!str_equal(rows[i].state, STR("waiting")))
            continue;
        left[count++] = (struct out_recipient){
            .address = rows[i].address, .person_id = rows[i].person_id,
            .envelope_from = copy == NULL ? outbox->envelope_from : copy->reply_to,
            .reply_to = copy == NULL ? headers->reply_to : copy->reply_to,
            .link = copy == NULL ? headers->link : copy->link,
        };
    }
    out->recipients = (struct list){ left, count };
    return STATUS_OK;
}

/* To and Cc: who sees whom. */
static void shown_fill(TALLOC_CTX *mem, const struct out_headers *headers, struct outgoing *out)
{
    const struct out_copy *copies = headers->copies.items;
    struct out_address *to = MEM_ARRAY(mem, struct out_address, 1);
    struct out_address *cc = MEM_ARRAY(mem, struct out_address, headers->copies.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < headers->copies.count; i++) {
        if (copies[i].kind == COPY_CC)
            cc[count++] = (struct out_address){ copies[i].address, copies[i].name };
    }
    to[0] = (struct out_address){ headers->to_address, headers->to_name };
    out->to = (struct list){ to, 1 };
    out->cc = (struct list){ cc, count };
}

struct body_row { struct str text, folded, language; };
static const struct field body_fields[] = {
    FIELD(struct body_row, text, TEXT, 0, 0),
    FIELD(struct body_row, folded, TEXT, 0, 0),
    FIELD(struct body_row, language, TEXT, 0, 0),
};
static const struct shape body_shape = SHAPE("OutgoingBody", struct body_row, body_fields);

/* What a colleague must not read on the ticket is put in as the mail leaves. */
static struct str with_hidden(TALLOC_CTX *mem, struct str text, struct str hidden)
{
    size_t at = hidden.len == 0 ? SIZE_MAX : str_find(text, STR(MAIL_OUT_HIDDEN), 0);
    if (at == SIZE_MAX)
        return text;
    struct str before = str_slice(text, 0, at), after = str_slice(text, at + strlen(MAIL_OUT_HIDDEN), SIZE_MAX);
    return str_format(mem, STR_FMT STR_FMT STR_FMT, STR_ARG(before), STR_ARG(hidden), STR_ARG(after));
}

static enum status body_fill(struct tx *tx, TALLOC_CTX *mem, const struct outbox *outbox,
                             const struct out_headers *headers, struct outgoing *out, struct err *err)
{
    struct body_row body;
    TRY(query_one(tx, mem, Q_OUTGOING_BODY, PARAMS({ "id", db_id(outbox->message_id.v) }), &body_shape, &body,
                  "message.unknown", err));
    out->body = (struct mail_body_input){
        .text = with_hidden(mem, body.text, headers->hidden), .quoted = body.folded, .language = body.language,
        .sign_off = headers->sign_off.ptr != NULL ? headers->sign_off : headers->from_name,
    };
    return STATUS_OK;
}

static enum status attachments_fill(struct tx *tx, TALLOC_CTX *mem, message_id message, struct outgoing *out,
                                    struct err *err)
{
    struct list rows;
    TRY(attachments_carried(tx, mem, message, &rows, err));
    const struct attachment *all = rows.items;
    struct out_attachment *files = MEM_ARRAY(mem, struct out_attachment, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        files[i] = (struct out_attachment){ .name = all[i].name, .type = all[i].type,
                                            .cid = all[i].is_inline ? all[i].cid : STR("") };
        TRY(blob_read(tx, mem, all[i].blob_id, &files[i].bytes, err));
    }
    out->attachments = (struct list){ files, rows.count };
    return STATUS_OK;
}

/* The mailbox's own server with its password, else the desk's. */
static enum status server_fill(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct mailbox *mailbox,
                               struct outgoing *out, struct err *err)
{
    out->smtp_url = app->config->smtp;
    out->smtp_password = STR("");
    if (mailbox == NULL || mailbox->smtp_url.len == 0)
        return STATUS_OK;
    out->smtp_url = str_copy(mem, mailbox->smtp_url);
    TRY(mailbox_token_load(app, tx, mem, mailbox->id, &out->token, err));
    return mailbox_send_password(app, mem, mailbox, &out->smtp_password, err);
}

/* What may be missing for one mail alone: a secret that another key sealed, a damaged file. */
static enum status means_fill(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                              const struct outbox *outbox, struct outgoing *out, struct err *err)
{
    TRY(server_fill(app, tx, mem, desk_mailbox(facts, outbox->mailbox_id), out, err));
    TRY(attachments_fill(tx, mem, outbox->message_id, out, err));
    return dkim_signers_for(app, tx, mem, out->from.address, &out->signers, err);
}

static enum status outgoing_fill(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                 const struct outbox *outbox, int64_t token, struct outgoing *out, struct err *err)
{
    struct out_headers headers;
    TRY(out_headers_read(mem, outbox, &headers, err));
    *out = (struct outgoing){
        .id = outbox->id, .lease_token = token,
        .from = { headers.from_address, headers.from_name }, .subject = headers.subject,
        .message_id = outbox->header_message_id, .in_reply_to = headers.in_reply_to, .references = headers.references,
        .date = date_header(mem, headers.date_ms), .automatic = headers.automatic, .attempts = outbox->attempts + 1,
        .trouble = STR(""),
    };
    shown_fill(mem, &headers, out);
    TRY(body_fill(tx, mem, outbox, &headers, out, err));
    TRY(recipients_fill(tx, mem, &headers, outbox, out, err));
    enum status status = means_fill(app, tx, mem, facts, outbox, out, err);
    if (status == STATUS_OK || status_retry(status))
        return status;
    out->trouble = str_copy(mem, str_from(err->message)); /* tried again, then shown; the next in the row does not wait */
    return STATUS_OK;
}

enum status mail_send_body(TALLOC_CTX *mem, const struct outgoing *mail, const struct out_recipient *recipient,
                           struct str *text, struct str *html, struct err *err)
{
    struct mail_body_input in = mail->body;
    in.link = recipient->link;
    return mail_body(mem, &in, text, html, err);
}

/* ---- taking it ---- */

/* One try: drops what is due but needless, holds what was overtaken, or takes it. *DONE when there is nothing left to try. */
static enum status take_one(struct app *app, TALLOC_CTX *mem, struct outgoing *out, bool *have, bool *done,
                            time_ms *next, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct outbox outbox;
    bool due, needless = false, overtaken = false, taken = false;
    int64_t token;
    *done = false;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(outbox_due(&tx, mem, &outbox, &due, err));
    if (!due) {
        *done = true;
        return outbox_next(&tx, next, err);
    }
    if (outbox.drop_if_answered)
        TRY(outbox_was_answered(&tx, outbox.message_id, &needless, err));
    if (needless) {
        TRY(cancel(&tx, mem, &outbox, err));
        return tx_commit(&tx, err);
    }
    if (outbox.scheduled && outbox.attempts == 0)
        TRY(outbox_was_overtaken(&tx, outbox.message_id, &overtaken, err));
    if (overtaken) {
        TRY(hold(&tx, mem, &outbox, err));
        return tx_commit(&tx, err);
    }
    TRY(counter_next(&tx, "lease", &token, err));
    TRY(outbox_lease(&tx, &outbox, tx.now + MAIL_LEASE_MINUTES * MINUTE_MS, token, &taken, err));
    if (!taken)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(outgoing_fill(app, &tx, mem, facts, &outbox, token, out, err));
    TRY(message_state_save(&tx, outbox.message_id, MESSAGE_SENDING, STR(""), err));
    TRY(tx_commit(&tx, err));
    *have = *done = true;
    return STATUS_OK;
}

/* Asked often and mostly in vain: a read, so that an idle desk writes nothing. */
static enum status nothing_due(struct app *app, bool *nothing, time_ms *next, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(outbox_next(&tx, next, err));
    *nothing = *next == 0 || *next > tx.now;
    return STATUS_OK;
}

enum status mail_send_take(struct app *app, TALLOC_CTX *mem, struct outgoing *out, bool *have, time_ms *next_ms,
                           struct err *err)
{
    bool done = false;
    *have = false;
    *next_ms = 0;
    TRY(nothing_due(app, &done, next_ms, err));
    for (int i = 0; !done && i < TAKE_TRIES; i++)
        TRY(take_one(app, mem, out, have, &done, next_ms, err));
    return STATUS_OK;
}
