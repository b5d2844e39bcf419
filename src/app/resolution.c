#include "app/resolution.h"

#include "app/customer_page.h"
#include "app/notice.h"
#include "app/ownership.h"
#include "base/mem.h"
#include "base/words.h"
#include "store/handover_store.h"
#include "store/page_store.h"

static const char *const via_words[WORD_VIA_COUNT] = { "page", "email", "phone" };

static struct actor the_customer(person_id person)
{
    return (struct actor){ ACTOR_CUSTOMER, person.v };
}

static const struct actor the_desk = { ACTOR_SYSTEM, 0 };

static enum status note(struct turn *work, const char *kind, struct str data, struct err *err)
{
    return journal_add(work->tx, work->actor, kind, work->ticket.id, data, err);
}

static enum status proposal_end(struct turn *work, struct proposal *proposal, enum proposal_state state,
                                const char *kind, struct err *err)
{
    proposal->state = (int)state;
    proposal->answered_ms = work->tx->now;
    proposal->look_ms = 0;
    TRY(proposal_save(work->tx, proposal, err));
    return note(work, kind, str_format(work->mem, "{\"proposal\":%lld}", (long long)proposal->id.v), err);
}

/* An offer has nothing to hand over any more when its ticket ends. */
static enum status offer_withdraw(struct turn *work, struct err *err)
{
    struct handover offer;
    bool have;
    TRY(handover_open_load(work->tx, work->mem, work->ticket.id, &offer, &have, err));
    if (!have)
        return STATUS_OK;
    offer.state = HANDOVER_WITHDRAWN;
    offer.answered_ms = work->tx->now;
    TRY(handover_answer_save(work->tx, &offer, err));
    return note(work, "handover.withdrawn", str_format(work->mem, "{\"handover\":%lld}", (long long)offer.id.v), err);
}

static enum status resolve(struct turn *work, struct resolution resolution, struct err *err)
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
static enum status owner_who_is_here(struct turn *work, struct err *err)
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
    return owner_move(work->tx, work->mem, work->actor, &work->ticket, &move, err);
}

static enum status reopen(struct turn *work, struct err *err)
{
    work->ticket.reopened++;
    work->ticket.resolution_id.v = 0;
    work->ticket.resolved_ms = 0;
    TRY(owner_who_is_here(work, err));
    TRY(pages_end(work->tx, work->ticket.id, 0, err));
    return note(work, "ticket.reopened", STR_NONE, err);
}

/* A word that is more than a thanks: EVENT is that it is not solved, or just a word. */
static enum status word_on_ticket(struct turn *work, enum ticket_event event, struct err *err)
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
        TRY(reopen(work, err));
    turn_customer_wrote(work, work->tx->now);
    return turn_settle(work, err);
}

struct opened {
    TALLOC_CTX *mem;
    struct desk_facts *facts;
    struct turn work;
};

static void opened_done(struct opened *opened)
{
    desk_facts_release(&opened->facts);
    talloc_free(opened->mem);
    opened->mem = NULL;
}

static enum status open_ticket(struct opened *opened, struct app *app, struct tx *tx, struct actor actor,
                               ticket_id ticket, struct err *err)
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
    TRY(open_ticket(&opened, app, tx, the_customer(person), ticket, err));
    return word_on_ticket(&opened.work, TICKET_CUSTOMER_WROTE, err);
}

enum status customer_says_not_yet(struct app *app, struct tx *tx, ticket_id ticket, person_id person,
                                  message_id message, struct err *err)
{
    (void)message;
    CLEANUP(opened_done) struct opened opened = { 0 };
    TRY(open_ticket(&opened, app, tx, the_customer(person), ticket, err));
    return word_on_ticket(&opened.work, TICKET_CUSTOMER_NOT_YET, err);
}

enum status customer_says_solved(struct app *app, struct tx *tx, ticket_id ticket, person_id person, enum word_via via,
                                 message_id message, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    struct proposal proposal;
    bool have;
    TRY(open_ticket(&opened, app, tx, the_customer(person), ticket, err));
    struct turn *work = &opened.work;
    if (work->ticket.state == TICKET_RESOLVED)
        return STATUS_OK;
    if (work->ticket.person_id.v != person.v)
        return word_on_ticket(work, TICKET_CUSTOMER_WROTE, err);
    TRY(proposal_open_load(tx, work->mem, ticket, &proposal, &have, err));
    if (have)
        TRY(proposal_end(work, &proposal, PROPOSAL_ACCEPTED, "proposal.accepted", err));
    return resolve(work,
                   (struct resolution){ .kind = RESOLVED_BY_CUSTOMER,
                                        .person_id = person,
                                        .message_id = message,
                                        .proposal_id = { have ? proposal.id.v : 0 },
                                        .via = via_words[via] },
                   err);
}

/* ---- proposals ---- */

static size_t open_stated(const struct turn *work)
{
    size_t count = 0;
    for (size_t i = 0; i < work->promise_count; i++)
        count += work->promises[i].kind == PROMISE_STATED && work->promises[i].state == PROMISE_OPEN;
    return count;
}

enum status proposal_add(struct turn *work, const struct proposal_draft *draft, struct err *err)
{
    struct proposal before;
    bool have;
    const struct proposal_words words = { .kind = draft->kind,
                                          .text = draft->text,
                                          .alternatives = draft->alternative_count,
                                          .open_stated = open_stated(work),
                                          .listed_to_come = draft->listed_to_come };
    TRY(resolution_check_proposal((enum ticket_state)work->ticket.state, &words, err));
    TRY(proposal_open_load(work->tx, work->mem, work->ticket.id, &before, &have, err));
    if (have)
        TRY(proposal_end(work, &before, PROPOSAL_WITHDRAWN, "proposal.withdrawn", err));

    const struct team *team = &desk_team(work->facts, work->ticket.team_id)->team;
    struct silence silence = resolution_silence(work->tx->now, team->reminder_ms, team->notice_ms, draft->notice_ms);
    int64_t id;
    TRY(id_new(work->tx, &id, err));
    struct proposal proposal = {
        .id = { id },
        .ticket_id = work->ticket.id,
        .kind = (int)draft->kind,
        .text = draft->text,
        .message_id = draft->message,
        .made_by_id = draft->by,
        .made_ms = work->tx->now,
        .remind_ms = silence.remind,
        .rest_ms = silence.rest,
        .look_ms = silence.remind,
    };
    TRY(proposal_insert(work->tx, &proposal, draft->alternatives, draft->alternative_count, err));
    work->ticket.state = TICKET_PROPOSED;
    turn_wait_until(work, silence.remind, words_text(work->mem, work->ticket.language, "next.proposal", NULL));
    return note(
        work, "proposal.made",
        str_format(work->mem, "{\"proposal\":%lld,\"kind\":\"%s\"}", (long long)id, proposal_kind_words[draft->kind]),
        err);
}

enum status proposal_make(struct app *app, struct tx *tx, ticket_id ticket, colleague_id by, message_id message,
                          struct str text, time_ms notice_ms, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    TRY(open_ticket(&opened, app, tx, (struct actor){ ACTOR_COLLEAGUE, by.v }, ticket, err));
    const struct proposal_draft draft = { .kind = PROPOSAL_SOLUTION,
                                          .text = text,
                                          .message = message,
                                          .by = by,
                                          .notice_ms = notice_ms,
                                          .listed_to_come = open_stated(&opened.work) };
    TRY(proposal_add(&opened.work, &draft, err));
    return turn_settle(&opened.work, err);
}

/* ---- silence ---- */

static enum status tell(struct app *app, struct turn *work, const char *name, time_ms rest, bool *sent, struct err *err)
{
    const struct notice notice = { .name = name, .is_news = true };
    struct value *data;
    struct str when;
    TRY(notice_data(work->tx, work->mem, work->facts, &work->ticket, &data, err));
    TRY(notice_when(work->tx, work->mem, work->facts, &work->ticket, rest, &when, err));
    value_set_text(data, "when", when);
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
    TRY(tell(app, work, "reminder", proposal->rest_ms, NULL, err));
    TRY(note(work, "proposal.reminded", STR_NONE, err));
    return wait_on(work, proposal, silence->notice, err);
}

/* A notice that could not be sent is none: no rest follows from it, and it is tried again the next day (I4). */
static enum status give_notice(struct app *app, struct turn *work, struct proposal *proposal,
                               const struct silence *silence, struct err *err)
{
    bool sent;
    time_ms rest = resolution_rest_after_notice(silence, work->tx->now);
    TRY(tell(app, work, "notice", rest, &sent, err));
    if (!sent)
        return wait_on(work, proposal, work->tx->now + DAY_MS, err);
    proposal->noticed_ms = work->tx->now;
    proposal->rest_ms = rest;
    TRY(note(work, "proposal.noticed", STR_NONE, err));
    return wait_on(work, proposal, rest, err);
}

static enum status rest(struct turn *work, struct proposal *proposal, struct err *err)
{
    TRY(proposal_end(work, proposal, PROPOSAL_SILENT, "proposal.silent", err));
    return resolve(
        work, (struct resolution){ .kind = RESOLVED_BY_SILENCE, .proposal_id = proposal->id, .via = "clock" }, err);
}

enum status proposal_silence(struct app *app, struct tx *tx, ticket_id ticket, enum silence_step *done, struct err *err)
{
    CLEANUP(opened_done) struct opened opened = { 0 };
    struct proposal proposal;
    bool have;
    time_ms next;
    *done = SILENCE_NOTHING;
    TRY(open_ticket(&opened, app, tx, the_desk, ticket, err));
    struct turn *work = &opened.work;
    TRY(proposal_open_load(tx, work->mem, ticket, &proposal, &have, err));
    if (!have || work->ticket.state != TICKET_PROPOSED)
        return STATUS_OK;
    struct silence silence = { proposal.remind_ms, resolution_notice_at(proposal.made_ms, proposal.rest_ms),
                               proposal.rest_ms };
    enum silence_step step =
        resolution_silence_next(&silence, proposal.reminded_ms != 0, proposal.noticed_ms != 0, tx->now, &next);
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
