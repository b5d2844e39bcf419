#include "app/silence.h"

#include "app/notice.h"
#include "app/proposal.h"
#include "app/resolution_internal.h"

static const struct actor the_desk = { ACTOR_SYSTEM, 0 };

static enum status note(struct turn *work, const char *kind, struct err *err)
{
    return journal_add(work->tx, work->actor, kind, work->ticket.id, STR_NONE, err);
}

static enum status tell(struct app *app, struct turn *work, const struct proposal *proposal, const char *name,
                        time_ms rest, bool *sent, struct err *err)
{
    const struct notice notice = { .name = name, .is_news = true };
    struct value *data;
    struct str when;
    TRY(notice_data(work->tx, work->mem, work->facts, &work->ticket, &data, err));
    TRY(notice_when(work->tx, work->mem, work->facts, &work->ticket, rest, &when, err));
    value_set_text(data, "when", when);
    value_set_bool(data, "refusal", proposal->kind == PROPOSAL_REFUSAL);
    return notice_send(app, work->tx, work->mem, work->facts, &work->ticket, &notice, data, sent, err);
}

/* The ticket shows when its proposal is looked at next. */
static enum status wait_on(struct turn *work, struct proposal *proposal, time_ms look, struct err *err)
{
    proposal->look_ms = look;
    TRY(proposal_save(work->tx, proposal, err));
    turn_wait_until(work, look, work->ticket.next_text);
    return turn_settle(work, err);
}

static enum status remind(struct app *app, struct turn *work, struct proposal *proposal, const struct silence *silence,
                          struct err *err)
{
    proposal->reminded_ms = work->tx->now;
    TRY(tell(app, work, proposal, "reminder", proposal->rest_ms, NULL, err));
    TRY(note(work, "proposal.reminded", err));
    return wait_on(work, proposal, silence->notice, err);
}

/* A notice that could not be sent is none: no rest follows from it, and it is tried again the next day (I4). */
static enum status give_notice(struct app *app, struct turn *work, struct proposal *proposal,
                               const struct silence *silence, struct err *err)
{
    bool sent;
    time_ms rest = proposal_in_hours(work, resolution_rest_after_notice(silence, work->tx->now));
    TRY(tell(app, work, proposal, "notice", rest, &sent, err));
    if (!sent)
        return wait_on(work, proposal, work->tx->now + DAY_MS, err);
    proposal->noticed_ms = work->tx->now;
    proposal->rest_ms = rest;
    TRY(note(work, "proposal.noticed", err));
    return wait_on(work, proposal, rest, err);
}

static enum status rest(struct turn *work, struct proposal *proposal, struct err *err)
{
    TRY(proposal_end(work, proposal, PROPOSAL_SILENT, "proposal.silent", err));
    return resolution_put(
        work, (struct resolution){ .kind = RESOLVED_BY_SILENCE, .proposal_id = proposal->id, .via = "clock" }, err);
}

/* Something came that may be the customer's word, and nobody has proven that it is: an open proposal bears no other. Nothing
 * comes to rest over it before the owner has answered. */
static bool waits_for_owner(const struct ticket *ticket, const struct proposal *proposal)
{
    return ticket->customer_wrote_ms > proposal->made_ms && ticket->customer_wrote_ms > ticket->we_wrote_ms;
}

enum status proposal_silence(struct app *app, struct tx *tx, ticket_id ticket, enum silence_step *done, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    struct proposal proposal;
    bool have;
    time_ms next;
    *done = SILENCE_NOTHING;
    TRY(opened_begin(&opened, app, tx, the_desk, ticket, err));
    struct turn *work = &opened.work;
    TRY(proposal_open_load(tx, work->mem, ticket, &proposal, &have, err));
    if (!have || work->ticket.state != TICKET_PROPOSED)
        return STATUS_OK;
    if (waits_for_owner(&work->ticket, &proposal))
        return wait_on(work, &proposal, tx->now + DAY_MS, err);
    struct silence silence = { proposal.remind_ms, resolution_notice_at(proposal.made_ms, proposal.rest_ms),
                               proposal.rest_ms };
    enum silence_step step =
        resolution_silence_next(&silence, proposal.reminded_ms != 0, proposal.noticed_ms != 0, tx->now, &next);
    time_ms open = proposal_in_hours(work, tx->now);
    if ((step == SILENCE_REMIND || step == SILENCE_NOTICE) && open > tx->now)
        return wait_on(work, &proposal, open, err);
    switch (step) {
    case SILENCE_NOTHING:
        TRY(wait_on(work, &proposal, next, err));
        break;
    case SILENCE_REMIND:
        TRY(remind(app, work, &proposal, &silence, err));
        break;
    case SILENCE_NOTICE:
        TRY(give_notice(app, work, &proposal, &silence, err));
        break;
    case SILENCE_REST:
        TRY(rest(work, &proposal, err));
        break;
    }
    *done = step;
    return STATUS_OK;
}
