#include "app/handover.h"

#include "app/hop.h"
#include "app/idempotency.h"
#include "app/may.h"
#include "app/owner_change.h"
#include "app/ownership.h"
#include "app/ticket_turn.h"
#include "base/limits.h"
#include "store/handover_store.h"
#include "store/person_store.h"

static const struct field handover_input_fields[] = {
    FIELD_OF_ID(struct handover_input, to_id, REQUIRED),
    FIELD(struct handover_input, reason, TEXT, REQUIRED, LIMIT_NAME_BYTES),
    FIELD(struct handover_input, reason_text, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
    FIELD(struct handover_input, summary, TEXT, REQUIRED, LIMIT_PARAGRAPH_BYTES),
    FIELD(struct handover_input, customer_text, TEXT, REQUIRED, LIMIT_PARAGRAPH_BYTES),
    FIELD(struct handover_input, loan_until_ms, TIME, OPTIONAL, 0),
    FIELD(struct handover_input, loan_step, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
    FIELD(struct handover_input, version, INT, OPTIONAL, 0),
};
const struct shape handover_input_shape = SHAPE("HandoverInput", struct handover_input, handover_input_fields);

static const struct field answer_input_fields[] = {
    FIELD(struct answer_input, text, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
};
const struct shape answer_input_shape = SHAPE("AnswerInput", struct answer_input, answer_input_fields);

/* What every step here works with; all of it lives in the caller's memory. */
struct step {
    struct app *app;
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct who *who;
    const struct desk_facts *facts;
};

static enum status view_of(const struct step *step, const struct handover *h, const struct turn *work,
                           struct handover_view *out, struct err *err)
{
    struct person person;
    TRY(person_load(step->tx, step->mem, work->ticket.person_id, &person, err));
    *out = (struct handover_view){
        .id = h->id.v,
        .ticket_id = h->ticket_id,
        .number = work->ticket.number,
        .subject = work->ticket.subject,
        .person_name = person.name,
        .from_name = desk_name(step->facts, h->from_id),
        .to_name = desk_name(step->facts, h->to_id),
        .state = str_from(handover_state_words[h->state]),
        .reason = h->reason,
        .reason_text = h->reason_text,
        .summary = h->summary,
        .customer_text = h->customer_text,
        .answer_text = h->answer_text.ptr == NULL ? STR("") : h->answer_text,
        .from_id = h->from_id,
        .to_id = h->to_id,
        .offered_ms = h->offered_ms,
        .expires_ms = h->expires_ms,
        .answered_ms = h->answered_ms,
        .loan_until_ms = h->loan_until_ms,
        .loan_step = h->loan_step,
        .next_due_ms = work->ticket.next_due_ms,
        .next_text = work->ticket.next_text,
    };
    for (size_t i = 0; i < work->promise_count; i++)
        out->promise_count += work->promises[i].state == PROMISE_OPEN;
    return STATUS_OK;
}

static enum status note(const struct step *step, const char *kind, const struct handover *h, struct err *err)
{
    struct str data = str_format(step->mem, "{\"handover\":%lld,\"from\":%lld,\"to\":%lld}", (long long)h->id.v,
                                 (long long)h->from_id.v, (long long)h->to_id.v);
    return journal_add(step->tx, who_actor(step->who), kind, h->ticket_id, data, err);
}

/* ---- offering ---- */

/* CONSENT: the leader who said yes to this hop, where one is needed; 0 nobody. */
static enum status offer_facts(const struct step *step, const struct ticket *ticket, const struct handover_input *in,
                               struct handover_facts *out, colleague_id *consent, struct err *err)
{
    colleague_id to = in->to_id;
    struct handover other;
    bool open;
    TRY(hop_consent_of(step->tx, step->mem, step->facts, step->who, ticket, in->loan_until_ms != 0, consent, err));
    TRY(handover_open_load(step->tx, step->mem, ticket->id, &other, &open, err));
    const struct colleague_facts *receiver = desk_colleague(step->facts, to);
    *out = (struct handover_facts){
        .state = (enum ticket_state)ticket->state,
        .owner = ticket->owner_id,
        .offer_is_open = open,
        .receiver_can_own = receiver != NULL && receiver->colleague.state == COLLEAGUE_ACTIVE,
        .hops = ticket->hops,
        .customer_heard_us = ticket->acknowledged_ms != 0,
        .is_loan = in->loan_until_ms != 0,
        .leader_agrees = consent->v != 0,
    };
    return STATUS_OK;
}

static enum status check_offer(const struct step *step, const struct ticket *ticket, const struct handover_input *in,
                               struct handover_facts *facts, colleague_id *consent, struct err *err)
{
    const struct handover_words words = { in->reason, in->reason_text, in->summary, in->customer_text };
    if (in->version != 0 && in->version != ticket->version)
        return FAIL(err, STATUS_CONFLICT, "ticket.changed",
                    "somebody changed this meanwhile; look again, then offer it");
    TRY(handover_check_loan(step->tx->now, in->loan_until_ms, err));
    TRY(offer_facts(step, ticket, in, facts, consent, err));
    return handover_check(facts, in->to_id, &words, step->mem, err);
}

static enum status offer_put(const struct step *step, const struct turn *work, const struct handover_input *in,
                             colleague_id consent, struct handover *out, struct err *err)
{
    int64_t id;
    const struct team_facts *team = desk_team(step->facts, work->ticket.team_id);
    struct str told;
    /* Whoever offers it without our screen leaves the place of the new owner's name open, as the draft has it. */
    TRY(owner_change_text(step->mem, step->facts, in->customer_text, in->to_id, &told, err));
    TRY(id_new(step->tx, &id, err));
    *out = (struct handover){
        .id = { id },
        .ticket_id = work->ticket.id,
        .from_id = work->ticket.owner_id,
        .to_id = in->to_id,
        .state = HANDOVER_OFFERED,
        .reason = in->reason,
        .reason_text = str_trim(in->reason_text),
        .summary = str_trim(in->summary),
        .customer_text = told,
        .loan_until_ms = in->loan_until_ms,
        .loan_step = in->loan_until_ms != 0 ? str_trim(in->loan_step) : STR(""),
        .offered_ms = step->tx->now,
        .expires_ms = handover_expires_at(&team->calendar, step->tx->now, in->loan_until_ms),
        .leader_id = consent,
    };
    TRY(handover_insert(step->tx, out, err));
    return note(step, "handover.offered", out, err);
}

enum status handover_offer(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                           const struct handover_input *in, struct handover_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *desk = NULL;
    struct turn work;
    struct handover offer;
    struct handover_facts facts;
    struct handover_view view;
    colleague_id consent;
    bool again;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_HANDOVER_OFFER, ticket, err));
    TRY(once_begin(&tx, mem, who->once, &handover_view_shape, out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &desk, err));
    const struct step step = { app, &tx, mem, who, desk };
    TRY(turn_open(&work, &tx, mem, desk, who_actor(who), ticket, err));
    TRY(check_offer(&step, &work.ticket, in, &facts, &consent, err));
    TRY(offer_put(&step, &work, in, consent, &offer, err));
    TRY(turn_settle(&work, err));
    TRY(view_of(&step, &offer, &work, &view, err));
    TRY(once_end(&tx, who->once, &handover_view_shape, &view, err));
    TRY(tx_commit(&tx, err));
    *out = view;
    return STATUS_OK;
}

/* ---- answering ---- */

struct answer {
    enum handover_event event;
    enum action right;
    const char *journal;
    struct str text;
};

/* The offer was one by the owner of then; who owns it now must still be that one (O5). */
static enum status owner_moves(const struct step *step, const struct handover *h, struct turn *work, struct err *err)
{
    if (ticket_is_ended((enum ticket_state)work->ticket.state))
        return FAIL(err, STATUS_CONFLICT, "ticket.cannot", "this is %s and needs no new owner",
                    ticket_state_words[work->ticket.state]);
    if (work->ticket.owner_id.v != h->from_id.v)
        return FAIL(err, STATUS_CONFLICT, "handover.moved", "somebody else owns it meanwhile");
    const struct owner_move move = {
        .way = OWNER_HANDOVER, .to = h->to_id, .handover = h->id,
        .reason = h->reason_text.len > 0 ? h->reason_text : h->reason,
        .hop = handover_is_hop(OWNER_HANDOVER, h->loan_until_ms != 0, work->ticket.acknowledged_ms != 0),
    };
    TRY(owner_move(step->app, step->tx, step->mem, step->facts, who_actor(step->who), &work->ticket, &move, err));
    return owner_change_tell(step->app, work, "handover", h->from_id, h->customer_text, err);
}

static enum status answer_in(const struct step *step, struct handover *h, struct turn *work,
                             const struct answer *answer, struct err *err)
{
    enum handover_state to;
    TRY(may(step->tx, step->who, ACTION_READ, h->ticket_id, err));
    TRY(handover_next((enum handover_state)h->state, answer->event, h->expires_ms, step->tx->now, &to, err));
    TRY(may(step->tx, step->who, answer->right, h->ticket_id, err));
    h->state = (int)to;
    h->answered_ms = step->tx->now;
    h->answer_text = str_trim(answer->text);
    TRY(handover_answer_save(step->tx, h, err));
    TRY(turn_open(work, step->tx, step->mem, step->facts, who_actor(step->who), h->ticket_id, err));
    TRY(note(step, answer->journal, h, err));
    if (answer->event == HANDOVER_ACCEPT)
        TRY(owner_moves(step, h, work, err));
    return turn_settle(work, err);
}

/* What is done to the handover ID in a unit of work, and what it is then. */
typedef enum status (*handover_deed)(const struct step *step, handover_id id, const void *argument,
                                     struct handover_view *out, struct err *err);

static enum status in_one_unit(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id,
                               handover_deed deed, const void *argument, struct handover_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct handover_view view;
    bool again;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(once_begin(&tx, mem, who->once, &handover_view_shape, out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct step step = { app, &tx, mem, who, facts };
    TRY(deed(&step, id, argument, &view, err));
    TRY(once_end(&tx, who->once, &handover_view_shape, &view, err));
    TRY(tx_commit(&tx, err));
    *out = view;
    return STATUS_OK;
}

static enum status answer_it(const struct step *step, handover_id id, const void *answer, struct handover_view *out,
                             struct err *err)
{
    struct handover handover;
    struct turn work;
    TRY(handover_load(step->tx, step->mem, id, &handover, err));
    TRY(answer_in(step, &handover, &work, answer, err));
    return view_of(step, &handover, &work, out, err);
}

enum status handover_accept(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id,
                            struct handover_view *out, struct err *err)
{
    const struct answer answer = { HANDOVER_ACCEPT, ACTION_HANDOVER_ANSWER, "handover.accepted", STR("") };
    return in_one_unit(app, mem, who, id, answer_it, &answer, out, err);
}

enum status handover_decline(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id, struct str why,
                             struct handover_view *out, struct err *err)
{
    const struct answer answer = { HANDOVER_DECLINE, ACTION_HANDOVER_ANSWER, "handover.declined", why };
    return in_one_unit(app, mem, who, id, answer_it, &answer, out, err);
}

enum status handover_withdraw(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id,
                              struct handover_view *out, struct err *err)
{
    const struct answer answer = { HANDOVER_WITHDRAW, ACTION_HANDOVER_WITHDRAW, "handover.withdrawn", STR("") };
    return in_one_unit(app, mem, who, id, answer_it, &answer, out, err);
}

/* ---- by the clock ---- */

enum status handover_expire(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                            handover_id id, struct err *err)
{
    const struct who clockwork = { .kind = ACTOR_SYSTEM };
    const struct step step = { app, tx, mem, &clockwork, facts };
    const struct answer answer = { HANDOVER_EXPIRE, ACTION_HANDOVER_WITHDRAW, "handover.expired", STR("") };
    struct handover handover;
    struct turn work;
    TRY(handover_load(tx, mem, id, &handover, err));
    return answer_in(&step, &handover, &work, &answer, err);
}

static enum status loan_return(const struct step *step, struct handover *loan, struct turn *work, struct err *err)
{
    const struct actor actor = who_actor(step->who);
    TRY(turn_open(work, step->tx, step->mem, step->facts, actor, loan->ticket_id, err));
    const struct owner_move move = {
        .way = OWNER_LOAN_RETURN, .to = loan->from_id, .reason = loan->loan_step.len > 0 ? loan->loan_step : STR("loan"),
    };
    TRY(owner_move(step->app, step->tx, step->mem, step->facts, actor, &work->ticket, &move, err));
    return turn_settle(work, err);
}

enum status handover_loan_return(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, handover_id id,
                                 struct err *err)
{
    const struct who clockwork = { .kind = ACTOR_SYSTEM };
    const struct step step = { app, tx, mem, &clockwork, facts };
    struct handover loan;
    struct turn work;
    TRY(handover_load(tx, mem, id, &loan, err));
    return loan_return(&step, &loan, &work, err);
}

/* ---- by the borrower ---- */

static enum status give_back(const struct step *step, handover_id id, const void *nothing, struct handover_view *out,
                             struct err *err)
{
    (void)nothing;
    struct handover loan;
    struct turn work;
    bool is_out;
    TRY(handover_load(step->tx, step->mem, id, &loan, err));
    TRY(may(step->tx, step->who, ACTION_HANDOVER_OFFER, loan.ticket_id, err));
    TRY(loan_is_out(step->tx, id, &is_out, err));
    if (!is_out)
        return FAIL(err, STATUS_CONFLICT, "handover.loan_over", "this is lent to nobody any more");
    TRY(loan_return(step, &loan, &work, err));
    return view_of(step, &loan, &work, out, err);
}

enum status handover_give_back(struct app *app, TALLOC_CTX *mem, const struct who *who, handover_id id,
                               struct handover_view *out, struct err *err)
{
    return in_one_unit(app, mem, who, id, give_back, NULL, out, err);
}
