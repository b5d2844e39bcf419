#include "app/mail_send.h"

#include <inttypes.h>

#include "app/desk_facts.h"
#include "app/mail_body.h"
#include "app/mail_out.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

enum {
    LEASE_MINUTES = 10,     /* longer than any conversation with a server; then somebody else tries (F-42) */
    GIVE_UP_DAYS = 5,       /* RFC 5321, 4.5.4.1 */
    TAKE_TRIES = 50,        /* needless ones dropped and races lost in one call */
};

/* ---- taking ---- */

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

static enum status recipients_fill(struct tx *tx, TALLOC_CTX *mem, const struct out_headers *headers,
                                   struct outgoing *out, struct err *err)
{
    struct list all;
    TRY(outbox_recipients(tx, mem, out->id, &all, err));
    const struct outbox_recipient *rows = all.items;
    struct out_recipient *left = MEM_ARRAY(mem, struct out_recipient, all.count + 1);
    struct out_address *to = MEM_ARRAY(mem, struct out_address, 1);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (str_equal(rows[i].state, STR("waiting")))
            left[count++] = (struct out_recipient){ rows[i].address, rows[i].person_id };
    }
    to[0] = (struct out_address){ headers->to_address, headers->to_name };
    out->recipients = (struct list){ left, count };
    out->to = (struct list){ to, 1 };
    return STATUS_OK;
}

struct body_row { struct str text, language; };
static const struct field body_fields[] = {
    FIELD(struct body_row, text, TEXT, 0, 0),
    FIELD(struct body_row, language, TEXT, 0, 0),
};
static const struct shape body_shape = SHAPE("OutgoingBody", struct body_row, body_fields);

static enum status outgoing_fill(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                 const struct outbox *outbox, int64_t token, struct outgoing *out, struct err *err)
{
    struct out_headers headers;
    struct body_row body;
    TRY(json_read(mem, outbox->headers, &out_headers_shape, &headers, err));
    TRY(query_one(tx, mem, Q_OUTGOING_BODY, PARAMS({ "id", db_id(outbox->message_id.v) }), &body_shape, &body,
                  "message.unknown", err));
    const struct mailbox *mailbox = desk_mailbox(facts, outbox->mailbox_id);
    struct str smtp =
        mailbox != NULL && mailbox->smtp_url.len > 0 ? str_copy(mem, mailbox->smtp_url) : app->config->smtp;
    *out = (struct outgoing){
        .id = outbox->id, .lease_token = token, .envelope_from = outbox->envelope_from, .smtp_url = smtp,
        .from = { headers.from_address, headers.from_name }, .reply_to = headers.reply_to, .subject = headers.subject,
        .message_id = outbox->header_message_id, .in_reply_to = headers.in_reply_to, .references = headers.references,
        .date = date_header(mem, outbox->made_ms), .automatic = headers.automatic, .attempts = outbox->attempts + 1,
    };
    struct mail_body_input in = {
        .text = body.text, .language = body.language, .link = headers.link,
        .owner = headers.automatic ? STR("") : headers.from_name,
        .desk = headers.automatic ? headers.from_name : STR(""),
    };
    TRY(mail_body(mem, &in, &out->text, &out->html, err));
    return recipients_fill(tx, mem, &headers, out, err);
}

/* One try: drops what is due but needless, or takes it. *DONE when there is nothing left to try. */
static enum status take_one(struct app *app, TALLOC_CTX *mem, struct outgoing *out, bool *have, bool *done,
                            time_ms *next, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct outbox outbox;
    bool due, needless = false, taken = false;
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
    TRY(counter_next(&tx, "lease", &token, err));
    TRY(outbox_lease(&tx, &outbox, tx.now + LEASE_MINUTES * MINUTE_MS, token, &taken, err));
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

/* ---- results ---- */

/* Minutes, then hours: 1, 5, 15, 60 minutes, then every four hours. */
static span_ms retry_after(int64_t attempts)
{
    static const int minutes[] = { 1, 5, 15, 60 };
    const int64_t known = (int64_t)(sizeof minutes / sizeof minutes[0]);
    return attempts >= 1 && attempts <= known ? minutes[attempts - 1] * MINUTE_MS : 4 * HOUR_MS;
}

struct tally { size_t sent, later, refused; struct str reply; };

static enum status recipients_save(struct tx *tx, const struct outgoing *mail, const struct recipient_result *results,
                                   size_t count, struct tally *tally, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        struct outbox_recipient row = { .outbox_id = mail->id,
                                        .address = results[i].address,
                                        .reply = utf8_clip(results[i].reply, LIMIT_LINE_BYTES) };
        if (row.reply.ptr == NULL)
            row.reply = STR("");
        bool sent = results[i].result == SEND_OK, refused = results[i].result == SEND_REFUSED;
        row.state = sent ? STR("sent") : refused ? STR("failed") : STR("waiting");
        tally->sent += sent;
        tally->refused += refused;
        tally->later += !sent && !refused;
        if (!sent)
            tally->reply = row.reply;
        TRY(outbox_recipient_save(tx, &row, err));
    }
    return STATUS_OK;
}

/* The link is a key to the customer's page: once the mail has left, nobody here needs it any more. */
static enum status forget_link(struct tx *tx, TALLOC_CTX *mem, struct outbox *outbox, struct err *err)
{
    struct out_headers headers;
    struct buf json;
    struct str text;
    TRY(json_read(mem, outbox->headers, &out_headers_shape, &headers, err));
    headers.link = STR("");
    buf_init(&json, mem, LIMIT_ANSWER_BYTES);
    struct json_writer writer = json_writer_on(&json);
    json_shape(&writer, &out_headers_shape, &headers);
    TRY(buf_end(&json, "mail.headers", &text, err));
    return query_run(tx, Q_OUTBOX_HEADERS_SAVE, PARAMS({ "id", db_id(outbox->id.v) }, { "headers", db_text(text) }),
                     NULL, err);
}

static enum status settle(struct tx *tx, TALLOC_CTX *mem, struct outbox *outbox, const struct tally *tally,
                          struct err *err)
{
    static const struct { enum outbox_state outbox; enum message_state message; const char *kind; } ends[] = {
        { OUTBOX_SENT, MESSAGE_SENT, "message.sent" },
        { OUTBOX_BOUNCED, MESSAGE_BOUNCED, "message.bounced" },
        { OUTBOX_STUCK, MESSAGE_STUCK, "message.stuck" },
    };
    bool waits = tally->later > 0, too_old = outbox->made_ms + GIVE_UP_DAYS * DAY_MS <= tx->now;
    outbox->lease_ms = 0;
    outbox->last_error = tally->reply;
    if (waits && !too_old) {
        outbox->state = OUTBOX_WAITING;
        outbox->send_ms = tx->now + retry_after(outbox->attempts);
        TRY(outbox_save(tx, outbox, err));
        return message_state_save(tx, outbox->message_id, MESSAGE_WAITING, tally->reply, err);
    }
    size_t end = waits ? 2 : tally->refused > 0 ? 1 : 0;
    struct message_head message;
    outbox->state = (int)ends[end].outbox;
    outbox->done_ms = tx->now;
    TRY(outbox_save(tx, outbox, err));
    TRY(forget_link(tx, mem, outbox, err));
    TRY(message_state_save(tx, outbox->message_id, ends[end].message, tally->reply, err));
    TRY(message_head_load(tx, mem, outbox->message_id, &message, err));
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, ends[end].kind, message.ticket_id,
                       str_format(mem, "{\"message\":%" PRId64 "}", message.id.v), err);
}

enum status mail_send_done(struct app *app, const struct outgoing *mail, const struct recipient_result *results,
                           size_t count, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct outbox outbox;
    struct tally tally = { .reply = STR("") };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(outbox_load(&tx, mem, mail->id, &outbox, err));
    if (outbox.lease_token != mail->lease_token || outbox.state != OUTBOX_SENDING)
        return STATUS_OK; /* somebody else has it by now; what this worker knows is old (F-42) */
    for (size_t i = 0; i < count; i++)
        outbox.maybe_twice |= results[i].result == SEND_UNKNOWN;
    TRY(recipients_save(&tx, mail, results, count, &tally, err));
    TRY(settle(&tx, mem, &outbox, &tally, err));
    return tx_commit(&tx, err);
}
