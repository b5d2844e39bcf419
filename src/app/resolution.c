#include "app/resolution.h"

#include "app/alarm.h"
#include "app/customer_page.h"
#include "app/owner_change.h"
#include "app/ownership.h"
#include "app/resolution_internal.h"
#include "store/page_store.h"

static const char *const via_words[WORD_VIA_COUNT] = { "page", "email", "phone" };

static struct actor the_customer(person_id person)
{
    return (struct actor){ ACTOR_CUSTOMER, person.v };
}

static enum status note(struct turn *work, const char *kind, struct str data, struct err *err)
{
    return journal_add(work->tx, work->actor, kind, work->ticket.id, data, err);
}

enum status proposal_end(struct turn *work, struct proposal *proposal, enum proposal_state state, const char *kind,
                         struct err *err)
{
    proposal->state = (int)state;
    proposal->answered_ms = work->tx->now;
    proposal->look_ms = 0;
    TRY(proposal_save(work->tx, proposal, err));
    return note(work, kind, str_format(work->mem, "{\"proposal\":%lld}", (long long)proposal->id.v), err);
}

enum status resolution_put(struct turn *work, struct resolution resolution, struct err *err)
{
    int64_t id;
    enum ticket_state to;
    enum ticket_event event = resolution.kind == RESOLVED_BY_SILENCE ? TICKET_RESTED : TICKET_CUSTOMER_SOLVED;
    TRY(ticket_next((enum ticket_state)work->ticket.state, event, &to, err));
    TRY(id_new(work->tx, &id, err));
    resolution.id.v = id;
    resolution.ticket_id = work->ticket.id;
    resolution.at_ms = work->tx->now;
    TRY(resolution_insert(work->tx, &resolution, err));
    TRY(offer_withdraw(work, err));
    TRY(pages_end(work->tx, work->ticket.id, work->tx->now + PAGE_DAYS_AFTER_REST * DAY_MS, err));
    work->ticket.state = (int)to;
    work->ticket.resolution_id = resolution.id;
    work->ticket.resolved_ms = work->tx->now;
    TRY(note(work, "ticket.resolved",
             str_format(work->mem, "{\"resolution\":%lld,\"kind\":\"%s\"}", (long long)id,
                        resolution_kind_words[resolution.kind]),
             err));
    return turn_settle(work, err);
}

/* Someone who has left owns nothing that was ended; opened again it needs a colleague who is here (O1). */
static enum status owner_who_is_here(struct app *app, struct turn *work, struct err *err)
{
    const struct colleague_facts *owner = desk_colleague(work->facts, work->ticket.owner_id);
    if (owner != NULL && owner->colleague.state != COLLEAGUE_LEFT)
        return STATUS_OK;
    struct owner_question question = { .team = work->ticket.team_id, .person = work->ticket.person_id,
                                       .language = work->ticket.language };
    struct routing_choice choice;
    TRY(owner_choose(work->tx, work->mem, work->facts, &question, &choice, err));
    struct owner_move move = { .way = OWNER_DEALT,
                               .to = choice.owner,
                               .reason = str_from(routing_why_words[choice.why]),
                               .hop = handover_is_hop(OWNER_DEALT, false, work->ticket.acknowledged_ms != 0) };
    return owner_move(app, work->tx, work->mem, work->facts, work->actor, &work->ticket, &move, err);
}

static enum status reopen(struct app *app, struct turn *work, struct err *err)
{
    work->ticket.reopened++;
    work->ticket.resolution_id.v = 0;
    work->ticket.resolved_ms = 0;
    TRY(owner_who_is_here(app, work, err));
    TRY(pages_end(work->tx, work->ticket.id, 0, err));
    return note(work, "ticket.reopened", STR_NONE, err);
}

/* A word that is more than a thanks: EVENT is that it is not solved, or just a word. */
static enum status word_on_ticket(struct app *app, struct turn *work, enum ticket_event event, struct err *err)
{
    struct proposal proposal;
    bool have;
    enum ticket_state before = (enum ticket_state)work->ticket.state, to;
    TRY(ticket_next(before, event, &to, err));
    work->ticket.state = (int)to;
    TRY(proposal_open_load(work->tx, work->mem, work->ticket.id, &proposal, &have, err));
    if (have)
        TRY(proposal_end(work, &proposal, PROPOSAL_REFUSED, "proposal.refused", err));
    if (before == TICKET_RESOLVED)
        TRY(reopen(app, work, err));
    turn_customer_wrote(work, work->tx->now);
    return turn_settle(work, err);
}

void opened_done(struct opened *opened)
{
    desk_facts_release(&opened->facts);
    talloc_free(opened->mem);
    opened->mem = NULL;
}

enum status opened_begin(struct opened *opened, struct app *app, struct tx *tx, struct actor actor, ticket_id ticket,
                         struct err *err)
{
    opened->mem = talloc_new(NULL);
    TRY(desk_facts_get(app, tx, &opened->facts, err));
    return turn_open(&opened->work, tx, opened->mem, opened->facts, actor, ticket, err);
}

enum status customer_wrote(struct app *app, struct tx *tx, ticket_id ticket, person_id person, message_id message,
                           struct err *err)
{
    (void)message;
    CLEANUP(opened_done) struct opened opened = { 0 };
    TRY(opened_begin(&opened, app, tx, the_customer(person), ticket, err));
    return word_on_ticket(app, &opened.work, TICKET_CUSTOMER_WROTE, err);
}

enum status customer_says_not_yet(struct app *app, struct tx *tx, ticket_id ticket, person_id person,
                                  message_id message, struct err *err)
{
    (void)message;
    CLEANUP(opened_done) struct opened opened = { 0 };
    TRY(opened_begin(&opened, app, tx, the_customer(person), ticket, err));
    return word_on_ticket(app, &opened.work, TICKET_CUSTOMER_NOT_YET, err);
}

enum status customer_says_solved(struct app *app, struct tx *tx, ticket_id ticket, person_id person, enum word_via via,
                                 message_id message, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    struct proposal proposal;
    bool have;
    TRY(opened_begin(&opened, app, tx, the_customer(person), ticket, err));
    struct turn *work = &opened.work;
    if (work->ticket.state == TICKET_RESOLVED)
        return STATUS_OK;
    if (work->ticket.person_id.v != person.v)
        return word_on_ticket(app, work, TICKET_CUSTOMER_WROTE, err);
    TRY(proposal_open_load(tx, work->mem, ticket, &proposal, &have, err));
    if (have)
        TRY(proposal_end(work, &proposal, PROPOSAL_ACCEPTED, "proposal.accepted", err));
    return resolution_put(work,
                          (struct resolution){ .kind = RESOLVED_BY_CUSTOMER,
                                               .person_id = person,
                                               .message_id = message,
                                               .proposal_id = { have ? proposal.id.v : 0 },
                                               .via = via_words[via] },
                          err);
}

/* ---- choosing (R1) ---- */

/* Whose second look was chosen hears of it at once; the owner stays the owner and owes the next word. */
static enum status call_for_second_look(struct app *app, struct turn *work, const struct alternative *chosen,
                                        struct err *err)
{
    if (chosen->leader_id.v == 0)
        return STATUS_OK;
    struct value *data = alarm_data(app, work->mem, work->facts, &work->ticket);
    return alarm_send(app, work->tx, work->mem, work->facts, &work->ticket, chosen->leader_id, "alarm_second_look", data,
                      err);
}

static enum status choose(struct app *app, struct turn *work, struct proposal *proposal,
                          const struct alternative *chosen, struct err *err)
{
    enum ticket_state to;
    TRY(ticket_next((enum ticket_state)work->ticket.state, TICKET_CUSTOMER_CHOSE, &to, err));
    TRY(alternative_choose(work->tx, chosen->id, err));
    TRY(proposal_end(work, proposal, PROPOSAL_ACCEPTED, "proposal.accepted", err));
    TRY(note(work, "proposal.chosen", str_format(work->mem, "{\"alternative\":%lld}", (long long)chosen->id.v), err));
    work->ticket.state = (int)to;
    turn_customer_wrote(work, work->tx->now);
    TRY(call_for_second_look(app, work, chosen, err));
    return turn_settle(work, err);
}

enum status customer_chooses(struct app *app, struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, person_id person,
                             alternative_id alternative, struct alternative *out, bool *again, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    struct alternative_place place;
    struct proposal proposal;
    bool open;
    TRY(alternative_load(tx, mem, alternative, &place, err));
    if (place.ticket_id.v != ticket.v)
        return FAIL(err, STATUS_NOT_FOUND, "alternative.unknown", "there is nothing like this to choose");
    *out = place.alternative;
    *again = place.alternative.chosen;
    if (*again)
        return STATUS_OK;
    TRY(opened_begin(&opened, app, tx, the_customer(person), ticket, err));
    TRY(proposal_open_load(tx, opened.mem, ticket, &proposal, &open, err));
    if (!open || proposal.id.v != place.alternative.proposal_id.v)
        return FAIL(err, STATUS_CONFLICT, "proposal.closed", "this was answered meanwhile; please write to me");
    return choose(app, &opened.work, &proposal, &place.alternative, err);
}
