/* An answer that waits leaves now: one that was to leave later, one that is tried again, one that is stuck. */
#include "app/may.h"
#include "app/out_headers.h"
#include "app/ticket_reply.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

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
    TRY(journal_add(&tx, who_actor(who), "message.sent_now", head.ticket_id,
                    str_format(mem, "{\"message\":%lld}", (long long)message.v), err));
    return tx_commit(&tx, err);
}
