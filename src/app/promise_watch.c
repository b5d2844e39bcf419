#include "app/promise_watch.h"

#include "app/alarm.h"
#include "app/notice.h"
#include "app/ticket_turn.h"
#include "base/words.h"
#include "store/clockwork_store.h"
#include "store/message_store.h"
#include "store/promise_store.h"

static const struct actor the_desk = { ACTOR_SYSTEM, 0 };

/* ---- colleagues (P5) ---- */

static enum status tell(const struct watch *watch, const struct ticket *ticket, const struct promise *promise,
                        colleague_id to, const char *name, struct err *err)
{
    const struct colleague_facts *reader = desk_colleague(watch->facts, to);
    if (reader == NULL)
        return STATUS_OK;
    struct value *data = alarm_data(watch->app, watch->mem, watch->facts, ticket);
    value_set_text(data, "promise", promise->text);
    value_set_text(data, "when",
                   words_when_written(watch->mem, reader->colleague.language, &reader->zone, promise->due_ms));
    return alarm_send(watch->app, watch->tx, watch->mem, watch->facts, ticket, to, name, data, err);
}

static enum status note(const struct watch *watch, const char *kind, const struct promise *promise, colleague_id to,
                        struct err *err)
{
    return journal_add(watch->tx, the_desk, kind, promise->ticket_id,
                       str_format(watch->mem, "{\"promise\":%lld,\"to\":%lld}", (long long)promise->id.v,
                                  (long long)to.v),
                       err);
}

static enum status plan_leaders(const struct watch *watch, const struct ticket *ticket, const struct promise *promise,
                                struct err *err)
{
    const struct team_facts *team = desk_team(watch->facts, ticket->team_id);
    time_ms at = promise_alarm_at(&team->calendar, watch->tx->now, promise->due_ms);
    return at == 0 ? STATUS_OK : promise_alarm_put(watch->tx, promise->id, ticket->id, at, err);
}

enum status watch_warn_owner(const struct watch *watch, promise_id id, bool *done, struct err *err)
{
    struct promise promise;
    struct ticket ticket;
    *done = false;
    TRY(promise_load(watch->tx, watch->mem, id, &promise, err));
    TRY(ticket_load(watch->tx, watch->mem, promise.ticket_id, &ticket, err));
    const struct calendar *duty = desk_duty(watch->facts, ticket.team_id, ticket.owner_id);
    time_ms now = watch->tx->now, at = promise_tell_at(duty, now, promise.due_ms);
    if (at > now)
        return promise_warn_later(watch->tx, id, at, err);
    TRY(promise_warned(watch->tx, id, done, err));
    if (!*done)
        return STATUS_OK;
    TRY(note(watch, "promise.warned", &promise, ticket.owner_id, err));
    if (at == now)
        TRY(tell(watch, &ticket, &promise, ticket.owner_id, "alarm_due", err));
    return plan_leaders(watch, &ticket, &promise, err);
}

/* Those on duty are told; *NEXT is when the first of the others comes, 0 when none does in time. */
static enum status tell_those_on_duty(const struct watch *watch, const struct ticket *ticket,
                                      const struct promise *promise, bool *told, time_ms *next, struct err *err)
{
    struct list leaders = desk_leaders(watch->facts, ticket->team_id, watch->mem);
    const colleague_id *ids = leaders.items;
    *told = false;
    *next = 0;
    for (size_t i = 0; i < leaders.count; i++) {
        time_ms at = promise_tell_at(desk_duty(watch->facts, ticket->team_id, ids[i]), watch->tx->now, promise->due_ms);
        if (ids[i].v == ticket->owner_id.v || at == 0)
            continue;
        if (at > watch->tx->now) {
            *next = *next == 0 || at < *next ? at : *next;
            continue;
        }
        TRY(tell(watch, ticket, promise, ids[i], "alarm_due_leader", err));
        TRY(note(watch, "promise.alarmed", promise, ids[i], err));
        *told = true;
    }
    return STATUS_OK;
}

enum status watch_tell_leaders(const struct watch *watch, promise_id id, bool *done, struct err *err)
{
    struct promise promise;
    struct ticket ticket;
    time_ms next;
    bool there;
    *done = false;
    TRY(promise_alarm_done(watch->tx, id, &there, err));
    if (!there)
        return STATUS_OK;
    TRY(promise_load(watch->tx, watch->mem, id, &promise, err));
    if (promise.state != PROMISE_OPEN)
        return STATUS_OK;
    TRY(ticket_load(watch->tx, watch->mem, promise.ticket_id, &ticket, err));
    TRY(tell_those_on_duty(watch, &ticket, &promise, done, &next, err));
    return *done || next == 0 ? STATUS_OK : promise_alarm_put(watch->tx, id, promise.ticket_id, next, err);
}

/* ---- the customer (P6, A4) ---- */

/* Whoever has never had a human answer may be somebody whose mail was forged: nothing goes there by itself (A1). */
static enum status may_hear_from_us(const struct watch *watch, const struct ticket *ticket, bool *may, struct err *err)
{
    int64_t failing = 0;
    if (ticket->acknowledged_ms == 0)
        TRY(messages_unproven(watch->tx, ticket->id, &failing, err));
    *may = failing == 0;
    return STATUS_OK;
}

static const struct promise *apology_of(const struct turn *work, const struct promise *broken)
{
    for (size_t i = 0; i < work->promise_count; i++) {
        const struct promise *promise = &work->promises[i];
        if (promise->state == PROMISE_OPEN && promise->kind == PROMISE_APOLOGY && promise->chain_id.v == broken->chain_id.v)
            return promise;
    }
    return NULL;
}

static enum status say_sorry(const struct watch *watch, const struct turn *work, const struct promise *broken,
                             struct err *err)
{
    const struct notice notice = { .name = "broken", .is_news = true };
    const struct ticket *ticket = &work->ticket;
    const struct promise *apology = apology_of(work, broken);
    struct value *data;
    struct str before, when;
    bool may;
    if (apology == NULL)
        return STATUS_OK;
    TRY(may_hear_from_us(watch, ticket, &may, err));
    if (!may)
        return STATUS_OK;
    TRY(notice_data(watch->tx, watch->mem, watch->facts, ticket, &data, err));
    TRY(notice_when(watch->tx, watch->mem, watch->facts, ticket, broken->due_ms, &before, err));
    TRY(notice_when(watch->tx, watch->mem, watch->facts, ticket, apology->due_ms, &when, err));
    value_set_text(data, "promise", broken->text);
    value_set_text(data, "before", before);
    value_set_text(data, "when", when);
    return notice_send(watch->app, watch->tx, watch->mem, watch->facts, ticket, &notice, data, NULL, err);
}

enum status watch_break(const struct watch *watch, ticket_id ticket, int64_t *broken, struct err *err)
{
    struct turn work;
    struct promise first = { .kind = PROMISE_STATED };
    *broken = 0;
    TRY(turn_open(&work, watch->tx, watch->mem, watch->facts, the_desk, ticket, err));
    /* Breaking adds the apology to the list, which is not due yet. */
    for (size_t i = 0, count = work.promise_count; i < count; i++) {
        struct promise *promise = &work.promises[i];
        if (promise->state != PROMISE_OPEN || !promise_has_passed(promise->due_ms, watch->tx->now))
            continue;
        if ((*broken)++ == 0)
            first = *promise;
        TRY(turn_break(&work, promise, err));
    }
    if (*broken == 0)
        return STATUS_OK;
    TRY(turn_settle(&work, err));
    return say_sorry(watch, &work, &first, err);
}
