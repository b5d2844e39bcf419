#include "app/standing.h"

#include "store/ticket_store.h"

static struct standing_due due_with(const struct standing_question *q, const struct standing_load *load)
{
    return promise_standing_due(q->calendar, &q->team->standing, q->kind, q->urgency, load, q->since);
}

enum status standing_due(struct tx *tx, const struct standing_question *q, struct standing_due *out, struct err *err)
{
    struct standing_load load = { .each = STANDING_PIECE_MINUTES * MINUTE_MS };
    int64_t owed = q->owed;
    if (owed == OWED_UNKNOWN)
        TRY(workload_owed(tx, q->owner, &owed, err));
    enum standing_pile pile = promise_pile(&q->team->standing, q->kind, q->urgency, owed);
    *out = due_with(q, NULL);
    if (pile == PILE_SMALL)
        return STATUS_OK;
    load.ahead = owed;
    if (pile == PILE_COUNTS)
        TRY(owed_before(tx, q->owner, q->ticket, promise_kind_words[q->kind], out->due, &load.ahead, err));
    *out = due_with(q, &load);
    return STATUS_OK;
}
