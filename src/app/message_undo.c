#include "app/may.h"
#include "app/ticket_reply.h"
#include "app/ticket_turn.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"
#include "store/upload_store.h"

/* Left, or about to: a worker has it, or its time has come. What is held never leaves by itself. */
static enum status outbox_take_back(struct tx *tx, TALLOC_CTX *mem, message_id message, struct err *err)
{
    struct outbox outbox = { .held_ms = 0 };
    bool have;
    TRY(outbox_of_message(tx, mem, message, &outbox, &have, err));
    bool leaves = outbox.held_ms == 0 && outbox.send_ms <= tx->now;
    if (!have || outbox.state != OUTBOX_WAITING || leaves || outbox.attempts > 0)
        return FAIL(err, STATUS_CONFLICT, "message.left", "this has left already");
    if (outbox.held_ms != 0)
        TRY(mail_trouble_save(tx, message, MAIL_FINE, err));
    outbox.state = OUTBOX_CANCELLED;
    outbox.done_ms = tx->now;
    TRY(outbox_save(tx, &outbox, err));
    return message_state_save(tx, message, MESSAGE_UNDONE, STR(""), err);
}

static enum status proposal_take_back(struct turn *work, message_id message, struct err *err)
{
    int64_t withdrawn;
    TRY(query_run(work->tx, Q_PROPOSAL_OF_MESSAGE_WITHDRAW,
                  PARAMS({ "message_id", db_id(message.v) }, { "ticket_id", db_id(work->ticket.id.v) },
                         { "now", db_time(work->tx->now) }),
                  &withdrawn, err));
    if (withdrawn > 0 && work->ticket.state == TICKET_PROPOSED)
        work->ticket.state = TICKET_OPEN;
    return STATUS_OK;
}

enum status message_undo(struct app *app, const struct who *who, message_id message, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct message_head head;
    struct turn work;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(message_head_load(&tx, mem, message, &head, err));
    bool mine = who->kind == ACTOR_COLLEAGUE && head.colleague_id.v == who->colleague.v;
    TRY(may(&tx, who, ACTION_READ, head.ticket_id, err)); /* an author who may not read it any more (AC-090) */
    TRY(may_with(&tx, who, ACTION_UNDO, head.ticket_id, mine ? RELATION_AUTHOR : 0, err));
    TRY(outbox_take_back(&tx, mem, message, err));
    TRY(uploads_give_back(&tx, message, head.colleague_id, err));

    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(turn_open(&work, &tx, mem, facts, who_actor(who), head.ticket_id, err));
    TRY(proposal_take_back(&work, message, err));
    TRY(turn_unanswered(&work, message, head.at_ms, err));
    TRY(journal_add(&tx, work.actor, "message.undone", head.ticket_id,
                    str_format(mem, "{\"message\":%lld}", (long long)message.v), err));
    TRY(turn_settle(&work, err));
    return tx_commit(&tx, err);
}
