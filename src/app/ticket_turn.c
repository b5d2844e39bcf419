#include "app/ticket_turn.h"

#include "app/standing.h"
#include "base/mem.h"
#include "base/words.h"
#include "store/message_store.h"

static const struct calendar *owners_calendar(const struct turn *work)
{
    return desk_duty(work->facts, work->ticket.team_id, work->ticket.owner_id);
}

/* GAP: how much later than normal it falls due, because the owner cannot manage sooner (P2). */
static enum status note_gap(struct turn *work, const char *kind, const struct promise *promise, span_ms gap,
                            struct err *err)
{
    struct str later = gap > 0 ? str_format(work->mem, ",\"gap\":%lld", (long long)gap) : STR("");
    struct str data = str_format(work->mem, "{\"promise\":%lld,\"kind\":\"%s\",\"due\":%lld" STR_FMT "}",
                                 (long long)promise->id.v, promise_kind_words[promise->kind], (long long)promise->due_ms,
                                 STR_ARG(later));
    return journal_add(work->tx, work->actor, kind, work->ticket.id, data, err);
}

static enum status note(struct turn *work, const char *kind, const struct promise *promise, struct err *err)
{
    return note_gap(work, kind, promise, 0, err);
}

/* ---- opening ---- */

enum status turn_open(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                      struct actor actor, ticket_id ticket, struct err *err)
{
    struct list promises;
    *work = (struct turn){ .tx = tx, .mem = mem, .facts = facts, .actor = actor, .owed = OWED_UNKNOWN };
    TRY(ticket_load(tx, mem, ticket, &work->ticket, err));
    TRY(promises_unsettled(tx, mem, ticket, &promises, err));
    work->promises = promises.items;
    work->promise_count = promises.count;
    return STATUS_OK;
}

void turn_new(struct turn *work, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct actor actor,
              const struct ticket *ticket)
{
    *work = (struct turn){ .tx = tx, .mem = mem, .facts = facts, .actor = actor, .ticket = *ticket, .is_new = true,
                           .owed = OWED_UNKNOWN };
}

/* ---- promises ---- */

static enum status promise_add(struct turn *work, struct promise promise, span_ms gap, promise_id *out, struct err *err)
{
    int64_t id;
    TRY(id_new(work->tx, &id, err));
    promise.id = (promise_id){ id };
    promise.ticket_id = work->ticket.id;
    promise.state = PROMISE_OPEN;
    promise.made_ms = work->tx->now;
    promise.warn_ms = promise_warn_at(owners_calendar(work), work->tx->now, promise.due_ms);
    if (promise.chain_id.v == 0)
        promise.chain_id = promise.id;
    TRY(promise_insert(work->tx, &promise, err));
    TRY(note_gap(work, "promise.made", &promise, gap, err));

    struct promise *grown = MEM_ARRAY(work->mem, struct promise, work->promise_count + 1);
    for (size_t i = 0; i < work->promise_count; i++)
        grown[i] = work->promises[i];
    grown[work->promise_count] = promise;
    work->promises = grown;
    work->promise_count++;
    if (out != NULL)
        *out = promise.id;
    return STATUS_OK;
}

/* SPAN: whose time is given; an apology that was broken too has as long as a next word, not the minutes of a first
 * answer, or a ticket that is left alone would break one an hour. */
static enum status standing_open(struct turn *work, enum promise_kind kind, enum promise_kind span, promise_id chain,
                                 struct err *err)
{
    static const char *const texts[PROMISE_KIND_COUNT] = {
        [PROMISE_STATED] = NULL,
        [PROMISE_ACKNOWLEDGEMENT] = "promise.acknowledgement",
        [PROMISE_NEXT_WORD] = "promise.next_word",
        [PROMISE_APOLOGY] = "promise.apology",
    };
    const struct standing_question question = {
        .team = desk_team(work->facts, work->ticket.team_id), .calendar = owners_calendar(work), .kind = span,
        .urgency = (enum urgency)work->ticket.urgency, .owner = work->ticket.owner_id, .ticket = work->ticket.id,
        .owed = work->owed, .since = work->owed_since != 0 ? work->owed_since : work->tx->now,
    };
    struct standing_due due;
    TRY(standing_due(work->tx, &question, &due, err));
    struct promise promise = {
        .kind = (int)kind,
        .text = words_text(work->mem, work->ticket.language, texts[kind], NULL),
        .due_ms = due.due,
        .message_id = work->message,
        .chain_id = chain,
    };
    return promise_add(work, promise, due.gap, NULL, err);
}

/* What the owner sees of the own record (T1): KEPT and CLOSED are added to this month's counts. */
static enum status count_closed(struct turn *work, int kept, int closed, struct err *err)
{
    struct local_time today = zone_local(&work->facts->zone, work->tx->now);
    return query_run(work->tx, Q_PROMISE_COUNT_ADD,
                     PARAMS({ "colleague_id", db_id(work->ticket.owner_id.v) }, { "month", db_int(desk_month(&today)) },
                            { "kept", db_int(kept) }, { "closed", db_int(closed) }),
                     NULL, err);
}

static enum status promise_close(struct turn *work, struct promise *promise, enum promise_event event, struct err *err)
{
    static const char *const kinds[PROMISE_STATE_COUNT] = {
        [PROMISE_OPEN] = NULL, [PROMISE_KEPT] = "promise.kept", [PROMISE_BROKEN] = "promise.broken",
        [PROMISE_KEPT_LATE] = "promise.kept_late", [PROMISE_RENEWED] = "promise.renewed",
        [PROMISE_RELEASED] = "promise.released",
    };
    enum promise_state to;
    TRY(promise_next((enum promise_state)promise->state, event, &to, err));
    promise->state = (int)to;
    promise->warn_ms = 0;
    if (to == PROMISE_KEPT_LATE)
        promise->kept_late_ms = work->tx->now;
    else
        promise->closed_ms = work->tx->now;
    TRY(promise_save(work->tx, promise, err));
    if (to == PROMISE_KEPT)
        TRY(count_closed(work, 1, 1, err));
    else if (to == PROMISE_BROKEN && promise->id.v == promise->chain_id.v)
        TRY(count_closed(work, 0, 1, err));
    return note(work, kinds[to], promise, err);
}

enum status turn_promise(struct turn *work, struct str text, time_ms due, colleague_id by, message_id message,
                         promise_id *out, struct err *err)
{
    TRY(promise_check_stated(text, due, work->tx->now, err));
    struct promise promise = {
        .kind = PROMISE_STATED, .text = str_trim(text), .due_ms = due, .made_by_id = by, .message_id = message,
    };
    return promise_add(work, promise, 0, out, err);
}

enum status turn_find(struct turn *work, promise_id id, struct promise **out, struct err *err)
{
    for (size_t i = 0; i < work->promise_count; i++) {
        if (work->promises[i].id.v == id.v) {
            *out = &work->promises[i];
            return STATUS_OK;
        }
    }
    struct promise settled;
    TRY(promise_load(work->tx, work->mem, id, &settled, err));
    if (settled.ticket_id.v != work->ticket.id.v)
        return FAIL(err, STATUS_NOT_FOUND, "promise.unknown", "there is no such promise");
    return FAIL(err, STATUS_CONFLICT, "promise.closed", "this promise is %s already",
                promise_state_words[settled.state]);
}

enum status turn_keep(struct turn *work, struct promise *promise, struct err *err)
{
    if (promise->state == PROMISE_OPEN && promise_has_passed(promise->due_ms, work->tx->now))
        TRY(promise_close(work, promise, PROMISE_PASS, err));
    return promise_close(work, promise, PROMISE_DO, err);
}

enum status turn_break(struct turn *work, struct promise *promise, struct err *err)
{
    TRY(promise_close(work, promise, PROMISE_PASS, err));
    if (ticket_is_ended((enum ticket_state)work->ticket.state))
        return STATUS_OK;
    enum promise_kind span = promise->kind == PROMISE_APOLOGY ? PROMISE_NEXT_WORD : PROMISE_APOLOGY;
    return standing_open(work, PROMISE_APOLOGY, span, promise->chain_id, err);
}

enum status turn_renew(struct turn *work, struct promise *promise, time_ms due, struct str why, colleague_id by,
                       message_id message, promise_id *out, struct err *err)
{
    TRY(promise_check_renew((enum promise_state)promise->state, promise->due_ms, work->tx->now, due, why, err));
    struct promise next = {
        .kind = promise->kind, .text = promise->text, .due_ms = due, .made_by_id = by, .message_id = message,
        .renews_id = promise->id, .renewals = promise->renewals + 1, .chain_id = promise->chain_id,
    };
    promise->renewed_why = str_trim(why);
    TRY(promise_close(work, promise, PROMISE_RENEW, err));
    return promise_add(work, next, 0, out, err);
}

enum status turn_release(struct turn *work, struct promise *promise, struct err *err)
{
    return promise_close(work, promise, PROMISE_RELEASE, err);
}

/* ---- what happened ---- */

void turn_customer_wrote(struct turn *work, time_ms at)
{
    if (at > work->ticket.customer_wrote_ms)
        work->ticket.customer_wrote_ms = at;
    work->ticket.turn = TURN_US;
    work->customer_spoke = true;
    work->answered = false;
}

enum status turn_answered(struct turn *work, message_id message, bool asks, struct err *err)
{
    work->message = message;
    for (size_t i = 0; i < work->promise_count; i++) {
        struct promise *promise = &work->promises[i];
        bool settled = promise->state != PROMISE_OPEN && promise->state != PROMISE_BROKEN;
        if (!settled && promise_kept_by_answer((enum promise_kind)promise->kind))
            TRY(turn_keep(work, promise, err));
    }
    if (work->ticket.acknowledged_ms == 0) {
        work->ticket.acknowledged_ms = work->tx->now;
        TRY(journal_add(work->tx, work->actor, "ticket.acknowledged", work->ticket.id, STR_NONE, err));
    }
    work->ticket.we_wrote_ms = work->tx->now;
    if (work->actor.kind == ACTOR_COLLEAGUE && work->actor.id == work->ticket.owner_id.v)
        work->ticket.seen_ms = work->tx->now;
    work->ticket.turn = asks ? TURN_CUSTOMER : TURN_US;
    work->answered = true;
    work->customer_spoke = false;
    return STATUS_OK;
}

/* One unit of work has one moment, so that what the answer closed bears the time at which it was written. */
static bool unkeep(struct promise *promise, time_ms at)
{
    if (promise->state == PROMISE_KEPT && promise->closed_ms == at) {
        promise->state = PROMISE_OPEN;
        promise->closed_ms = 0;
    } else if (promise->state == PROMISE_KEPT_LATE && promise->kept_late_ms == at) {
        promise->state = PROMISE_BROKEN;
        promise->kept_late_ms = 0;
    } else {
        return false;
    }
    return true;
}

enum status turn_unanswered(struct turn *work, message_id message, time_ms at, struct err *err)
{
    struct list all;
    TRY(promises_of_message_delete(work->tx, work->ticket.id, message, err));
    TRY(promises_of_ticket(work->tx, work->mem, work->ticket.id, &all, err));
    work->promises = all.items;
    work->promise_count = all.count;
    for (size_t i = 0; i < all.count; i++) {
        struct promise *promise = &work->promises[i];
        bool was_kept = promise->state == PROMISE_KEPT;
        if (!unkeep(promise, at))
            continue;
        if (promise->state == PROMISE_OPEN)
            promise->warn_ms = promise_warn_at(owners_calendar(work), promise->made_ms, promise->due_ms);
        TRY(promise_save(work->tx, promise, err));
        if (was_kept)
            TRY(count_closed(work, -1, -1, err));
    }
    if (work->ticket.acknowledged_ms == at)
        work->ticket.acknowledged_ms = 0;
    TRY(messages_last_answer(work->tx, work->ticket.id, &work->ticket.we_wrote_ms, err));
    work->ticket.turn = TURN_US;
    return STATUS_OK;
}

enum status turn_unrelease(struct turn *work, time_ms at, struct err *err)
{
    struct list all;
    TRY(promises_of_ticket(work->tx, work->mem, work->ticket.id, &all, err));
    work->promises = all.items;
    work->promise_count = all.count;
    for (size_t i = 0; i < all.count; i++) {
        struct promise *promise = &work->promises[i];
        if (promise->state != PROMISE_RELEASED || promise->closed_ms != at)
            continue;
        promise->state = PROMISE_OPEN;
        promise->closed_ms = 0;
        promise->warn_ms = promise_warn_at(owners_calendar(work), promise->made_ms, promise->due_ms);
        TRY(promise_save(work->tx, promise, err));
        TRY(note(work, "promise.made", promise, err));
    }
    return STATUS_OK;
}

void turn_wait_until(struct turn *work, time_ms until, struct str text)
{
    work->wait_until = until;
    work->wait_text = text;
}

/* ---- settling ---- */

/* Whether the customer has the last word. A turn that waits for the customer says that we had it, also where both wrote
 * in the same millisecond. */
static bool customer_spoke_last(const struct turn *work)
{
    const struct ticket *ticket = &work->ticket;
    if (work->customer_spoke)
        return true;
    if (work->answered || ticket->turn == TURN_CUSTOMER)
        return false;
    return ticket->we_wrote_ms == 0 || ticket->customer_wrote_ms >= ticket->we_wrote_ms;
}

static const struct promise *soonest_open(const struct turn *work)
{
    const struct promise *found = NULL;
    for (size_t i = 0; i < work->promise_count; i++) {
        const struct promise *promise = &work->promises[i];
        if (promise->state == PROMISE_OPEN && (found == NULL || promise->due_ms < found->due_ms))
            found = promise;
    }
    return found;
}

static bool stated_is_open(const struct turn *work)
{
    for (size_t i = 0; i < work->promise_count; i++) {
        if (work->promises[i].state == PROMISE_OPEN && work->promises[i].kind == PROMISE_STATED)
            return true;
    }
    return false;
}

static void derive_turn(struct turn *work)
{
    struct ticket *ticket = &work->ticket;
    if (ticket->state == TICKET_PROPOSED)
        ticket->turn = TURN_CUSTOMER;
    if (ticket->state != TICKET_OPEN)
        return;
    struct turn_facts facts = {
        .customer_spoke_last = customer_spoke_last(work),
        .stated_promise_is_open = stated_is_open(work),
        .answer_asked_customer = ticket->turn == TURN_CUSTOMER,
    };
    ticket->turn = (int)ticket_turn_of(&facts);
}

/* What is still standing when a problem has ended is owed no more; what was stated ends by its own rules (R2). */
static enum status release_standing(struct turn *work, struct err *err)
{
    for (size_t i = 0; i < work->promise_count; i++) {
        struct promise *promise = &work->promises[i];
        if (promise->state == PROMISE_OPEN && promise_is_standing((enum promise_kind)promise->kind))
            TRY(turn_release(work, promise, err));
    }
    return STATUS_OK;
}

static enum status open_what_is_needed(struct turn *work, struct err *err)
{
    const struct promise *soonest = soonest_open(work);
    struct promise_facts facts = {
        .state = (enum ticket_state)work->ticket.state,
        .turn = (enum ticket_turn)work->ticket.turn,
        .acknowledged = work->ticket.acknowledged_ms != 0,
        .soonest_due = soonest == NULL ? 0 : soonest->due_ms,
    };
    const struct team_facts *team = desk_team(work->facts, work->ticket.team_id);
    enum promise_kind kind;
    if (!promise_is_needed(&facts, owners_calendar(work), &team->standing, work->tx->now, &kind))
        return STATUS_OK;
    return standing_open(work, kind, kind, (promise_id){ 0 }, err);
}

static void name_what_is_next(struct turn *work)
{
    struct ticket *ticket = &work->ticket;
    const struct promise *next = soonest_open(work);
    const struct team_facts *team = desk_team(work->facts, ticket->team_id);
    bool waits_anew = ticket->was.turn != TURN_CUSTOMER || ticket->was.state != ticket->state || work->answered;
    ticket->next_promise_id = next == NULL ? (promise_id){ 0 } : next->id;
    if (next != NULL) {
        ticket->next_due_ms = next->due_ms;
        ticket->next_kind = str_from(promise_kind_words[next->kind]);
        ticket->next_text = next->text;
        ticket->follow_up_ms = 0;
    } else if (ticket_is_ended((enum ticket_state)ticket->state)) {
        ticket->next_due_ms = 0;
        ticket->next_kind = STR("");
        ticket->next_text = STR("");
        ticket->follow_up_ms = 0;
    } else if (work->wait_until != 0) {
        ticket->next_due_ms = work->wait_until;
        ticket->next_kind = STR("proposal");
        ticket->next_text = work->wait_text;
        ticket->follow_up_ms = 0;
    } else if (waits_anew) {
        ticket->next_due_ms = promise_follow_up_at(owners_calendar(work), &team->standing, work->tx->now);
        ticket->next_kind = STR("follow_up");
        ticket->next_text = words_text(work->mem, ticket->language, "next.follow_up", NULL);
        ticket->follow_up_ms = ticket->next_due_ms;
    }
}

enum status turn_settle(struct turn *work, struct err *err)
{
    struct ticket *ticket = &work->ticket;
    derive_turn(work);
    if (ticket_is_ended((enum ticket_state)ticket->state))
        TRY(release_standing(work, err));
    TRY(open_what_is_needed(work, err));
    name_what_is_next(work);
    return work->is_new ? ticket_insert(work->tx, ticket, err) : ticket_save(work->tx, ticket, err);
}
