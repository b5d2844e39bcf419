/* An answer that waits leaves now: one that was to leave later, one that is held, one that is tried again, one that is stuck. */
#include "app/may.h"
#include "app/out_headers.h"
#include "app/ticket_reply.h"
#include "app/ticket_turn.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

/* Whoever sends it as it is, though the customer has written since, answers that word, too: what it made us owe is kept (P2). */
static enum status answer_again(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct who *who,
                                const struct message_head *message, struct err *err)
{
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    TRY(desk_facts_get(app, tx, &facts, err));
    TRY(turn_open(&work, tx, mem, facts, who_actor(who), message->ticket_id, err));
    if (work.ticket.state != TICKET_OPEN)
        return STATUS_OK;
    TRY(turn_answered(&work, message->id, false, err));
    return turn_settle(&work, err);
}

static enum status release(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct who *who,
                           const struct message_head *message, struct outbox *outbox, struct err *err)
{
    bool overtaken;
    TRY(outbox_was_overtaken(tx, message->id, &overtaken, err));
    outbox->scheduled = false;
    outbox->held_ms = 0;
    TRY(outbox_schedule(tx, outbox, err));
    return overtaken ? answer_again(app, tx, mem, who, message, err) : STATUS_OK;
}

enum status message_send_now(struct app *app, const struct who *who, message_id message, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct message_head head;
    struct outbox outbox;
    struct out_headers headers;
    bool have;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(message_head_load(&tx, mem, message, &head, err));
    TRY(may(&tx, who, ACTION_REPLY, head.ticket_id, err));
    TRY(outbox_of_message(&tx, mem, message, &outbox, &have, err));
    if (!have || (outbox.state != OUTBOX_WAITING && outbox.state != OUTBOX_STUCK))
        return FAIL(err, STATUS_CONFLICT, "message.left", "this does not wait any more");
    if (outbox.scheduled)
        TRY(release(app, &tx, mem, who, &head, &outbox, err));
    if (outbox.attempts == 0) { /* nobody has seen its date */
        TRY(out_headers_read(mem, &outbox, &headers, err));
        headers.date_ms = tx.now;
        TRY(out_headers_save(&tx, mem, outbox.id, &headers, err));
    }
    outbox.state = OUTBOX_WAITING;
    outbox.send_ms = tx.now;
    outbox.done_ms = 0;
    TRY(outbox_save(&tx, &outbox, err));
    TRY(message_state_save(&tx, message, MESSAGE_WAITING, STR(""), err));
    TRY(mail_trouble_save(&tx, message, MAIL_FINE, err));
    TRY(journal_add(&tx, who_actor(who), "message.sent_now", head.ticket_id,
                    str_format(mem, "{\"message\":%lld}", (long long)message.v), err));
    return tx_commit(&tx, err);
}
