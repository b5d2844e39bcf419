/* What becomes of a mail once its server has spoken. */
#include <inttypes.h>

#include "app/mail_send.h"
#include "app/out_headers.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

enum { GIVE_UP_DAYS = 5 }; /* RFC 5321, 4.5.4.1 */

/* Minutes, then hours: 1, 5, 15, 60 minutes, then every four hours. */
static span_ms retry_after(int64_t attempts)
{
    static const int minutes[] = { 1, 5, 15, 60 };
    const int64_t known = (int64_t)(sizeof minutes / sizeof minutes[0]);
    return attempts >= 1 && attempts <= known ? minutes[attempts - 1] * MINUTE_MS : 4 * HOUR_MS;
}

static enum status recipient_save(struct tx *tx, const struct outgoing *mail, const struct recipient_result *result,
                                  struct err *err)
{
    bool sent = result->result == SEND_OK, refused = result->result == SEND_REFUSED;
    const struct outbox_recipient row = {
        .outbox_id = mail->id,
        .address = result->address,
        .state = sent ? STR("sent") : refused ? STR("failed") : STR("waiting"),
        .reply = result->reply.ptr == NULL ? STR("") : utf8_clip(result->reply, LIMIT_LINE_BYTES),
    };
    return outbox_recipient_save(tx, &row, err);
}

/* All recipients of a mail, those of earlier tries too. REPLY: of the first who has it not. */
struct tally { size_t refused, waiting; struct str reply; };

static enum status count_all(struct tx *tx, TALLOC_CTX *mem, outbox_id id, struct tally *out, struct err *err)
{
    struct list all;
    struct tally tally = { .reply = STR("") };
    TRY(outbox_recipients(tx, mem, id, &all, err));
    const struct outbox_recipient *rows = all.items;
    for (size_t i = 0; i < all.count; i++) {
        bool refused = str_equal(rows[i].state, STR("failed")), waiting = str_equal(rows[i].state, STR("waiting"));
        tally.refused += refused;
        tally.waiting += waiting;
        if ((refused || waiting) && tally.reply.len == 0)
            tally.reply = rows[i].reply;
    }
    *out = tally;
    return STATUS_OK;
}

/* The links, and a code, are keys to the customer's page: once the mail has left, nobody here needs them any more. */
static enum status forget_keys(struct tx *tx, TALLOC_CTX *mem, const struct outbox *outbox, struct out_headers *headers,
                                struct err *err)
{
    struct out_copy *copies = headers->copies.items;
    headers->link = STR("");
    headers->hidden = STR("");
    for (size_t i = 0; i < headers->copies.count; i++)
        copies[i].link = STR("");
    return out_headers_save(tx, mem, outbox->id, headers, err);
}

static enum status try_again(struct tx *tx, struct outbox *outbox, const struct tally *tally, struct err *err)
{
    outbox->state = OUTBOX_WAITING;
    outbox->send_ms = tx->now + retry_after(outbox->attempts);
    TRY(outbox_save(tx, outbox, err));
    return message_state_save(tx, outbox->message_id, MESSAGE_WAITING, tally->reply, err);
}

static enum status settle(struct tx *tx, TALLOC_CTX *mem, struct outbox *outbox, struct err *err)
{
    enum { SENT, BOUNCED, STUCK };
    static const struct { enum outbox_state outbox; enum message_state message; enum mail_trouble trouble; const char *kind; } ends[] = {
        [SENT] = { OUTBOX_SENT, MESSAGE_SENT, MAIL_FINE, "message.sent" },
        [BOUNCED] = { OUTBOX_BOUNCED, MESSAGE_BOUNCED, MAIL_BOUNCED, "message.bounced" },
        [STUCK] = { OUTBOX_STUCK, MESSAGE_STUCK, MAIL_STUCK, "message.stuck" },
    };
    struct tally tally;
    struct out_headers headers;
    struct message_head message;
    TRY(count_all(tx, mem, outbox->id, &tally, err));
    TRY(out_headers_read(mem, outbox, &headers, err));
    outbox->lease_ms = 0;
    outbox->last_error = tally.reply;
    if (tally.waiting > 0 && headers.date_ms + GIVE_UP_DAYS * DAY_MS > tx->now)
        return try_again(tx, outbox, &tally, err);
    size_t end = tally.waiting > 0 ? STUCK : tally.refused > 0 ? BOUNCED : SENT;
    outbox->state = (int)ends[end].outbox;
    outbox->done_ms = tx->now;
    TRY(outbox_save(tx, outbox, err));
    if (end != STUCK) /* somebody may send that once more */
        TRY(forget_keys(tx, mem, outbox, &headers, err));
    TRY(message_state_save(tx, outbox->message_id, ends[end].message, tally.reply, err));
    if (end != SENT)
        TRY(mail_trouble_save(tx, outbox->message_id, ends[end].trouble, err));
    TRY(message_head_load(tx, mem, outbox->message_id, &message, err));
    return journal_add(tx, (struct actor){ ACTOR_SYSTEM, 0 }, ends[end].kind, message.ticket_id,
                       str_format(mem, "{\"message\":%" PRId64 "}", message.id.v), err);
}

/* *MINE false when somebody else has the mail by now: what this worker knows is old (F-42). */
static enum status begin(struct tx *tx, struct app *app, TALLOC_CTX *mem, const struct outgoing *mail,
                         struct outbox *outbox, bool *mine, struct err *err)
{
    TRY(tx_begin_write(tx, app->db, err));
    TRY(outbox_load(tx, mem, mail->id, outbox, err));
    *mine = outbox->lease_token == mail->lease_token && outbox->state == OUTBOX_SENDING;
    return STATUS_OK;
}

enum status mail_send_one_done(struct app *app, const struct outgoing *mail, const struct recipient_result *result,
                               struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct outbox outbox;
    bool mine;
    TRY(begin(&tx, app, mem, mail, &outbox, &mine, err));
    if (!mine)
        return STATUS_OK;
    outbox.maybe_twice |= result->result == SEND_UNKNOWN;
    outbox.lease_ms = tx.now + MAIL_LEASE_MINUTES * MINUTE_MS;
    TRY(recipient_save(&tx, mail, result, err));
    TRY(outbox_save(&tx, &outbox, err));
    return tx_commit(&tx, err);
}

enum status mail_send_done(struct app *app, const struct outgoing *mail, const struct recipient_result *results,
                           size_t count, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct outbox outbox;
    bool mine;
    TRY(begin(&tx, app, mem, mail, &outbox, &mine, err));
    if (!mine)
        return STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        outbox.maybe_twice |= results[i].result == SEND_UNKNOWN;
        TRY(recipient_save(&tx, mail, &results[i], err));
    }
    TRY(settle(&tx, mem, &outbox, err));
    return tx_commit(&tx, err);
}
