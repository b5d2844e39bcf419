#include "store/clockwork_store.h"

static const struct field due_ticket_fields[] = {
    FIELD_OF_ID(struct due_ticket, ticket_id, 0),
    FIELD(struct due_ticket, due_ms, TIME, 0, 0),
};
static const struct shape due_ticket_shape = SHAPE("DueTicket", struct due_ticket, due_ticket_fields);

static const struct field due_promise_fields[] = {
    FIELD_OF_ID(struct due_promise, id, 0),
    FIELD_OF_ID(struct due_promise, ticket_id, 0),
};
static const struct shape due_promise_shape = SHAPE("DuePromise", struct due_promise, due_promise_fields);

static enum status due_now(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct shape *shape, size_t most,
                           struct list *out, struct err *err)
{
    return query_list(tx, mem, query, PARAMS({ "now", db_time(tx->now) }, { "most", db_int((int64_t)most) }), shape,
                      most, out, err);
}

enum status promises_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return due_now(tx, mem, Q_PROMISES_DUE, &due_ticket_shape, most, out, err);
}

enum status promises_to_warn(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return due_now(tx, mem, Q_PROMISES_TO_WARN, &due_promise_shape, most, out, err);
}

enum status follow_ups_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return due_now(tx, mem, Q_FOLLOW_UPS_DUE, &due_ticket_shape, most, out, err);
}

enum status stewards_pile(struct tx *tx, TALLOC_CTX *mem, team_id team, colleague_id steward, size_t most,
                          struct list *out, struct err *err)
{
    return query_list(
        tx, mem, Q_STEWARDS_PILE,
        PARAMS({ "team_id", db_id(team.v) }, { "steward_id", db_id(steward.v) }, { "most", db_int((int64_t)most) }),
        &due_ticket_shape, most, out, err);
}

static enum status changed_one(struct tx *tx, enum query query, const struct db_param *params, bool *changed,
                               struct err *err)
{
    int64_t count;
    TRY(query_run(tx, query, params, &count, err));
    *changed = count > 0;
    return STATUS_OK;
}

enum status promise_warned(struct tx *tx, promise_id id, bool *changed, struct err *err)
{
    return changed_one(tx, Q_PROMISE_WARNED, PARAMS({ "id", db_id(id.v) }, { "now", db_time(tx->now) }), changed, err);
}

enum status promise_warn_later(struct tx *tx, promise_id id, time_ms at, struct err *err)
{
    return query_run(tx, Q_PROMISE_WARN_LATER, PARAMS({ "id", db_id(id.v) }, { "warn_ms", db_time(at) }), NULL, err);
}

enum status promise_alarm_put(struct tx *tx, promise_id id, ticket_id ticket, time_ms at, struct err *err)
{
    return query_run(tx, Q_PROMISE_ALARM_PUT,
                     PARAMS({ "promise_id", db_id(id.v) }, { "ticket_id", db_id(ticket.v) }, { "at_ms", db_time(at) }),
                     NULL, err);
}

enum status promise_alarms_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return due_now(tx, mem, Q_PROMISE_ALARMS_DUE, &due_promise_shape, most, out, err);
}

enum status promise_alarm_done(struct tx *tx, promise_id id, bool *changed, struct err *err)
{
    return changed_one(tx, Q_PROMISE_ALARM_DONE, PARAMS({ "promise_id", db_id(id.v) }), changed, err);
}

enum status follow_up_told(struct tx *tx, ticket_id ticket, bool *changed, struct err *err)
{
    return changed_one(tx, Q_FOLLOW_UP_TOLD, PARAMS({ "id", db_id(ticket.v) }), changed, err);
}

enum status receipt_insert(struct tx *tx, ticket_id ticket, time_ms due_ms, struct err *err)
{
    return query_run(tx, Q_RECEIPT_OWE, PARAMS({ "ticket_id", db_id(ticket.v) }, { "due_ms", db_time(due_ms) }), NULL, err);
}

enum status receipts_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return due_now(tx, mem, Q_RECEIPTS_DUE, &due_ticket_shape, most, out, err);
}

enum status receipt_next(struct tx *tx, time_ms *out, struct err *err)
{
    return query_int(tx, Q_RECEIPT_NEXT, NO_PARAMS, out, err);
}

enum status receipt_done(struct tx *tx, const struct due_ticket *due, bool *changed, struct err *err)
{
    return changed_one(tx, Q_RECEIPT_DONE,
                       PARAMS({ "due_ms", db_time(due->due_ms) }, { "ticket_id", db_id(due->ticket_id.v) }), changed, err);
}

static void keep_sooner(time_ms *soonest, time_ms at)
{
    if (at != 0 && (*soonest == 0 || at < *soonest))
        *soonest = at;
}

enum status clockwork_next(struct tx *tx, time_ms *out, struct err *err)
{
    time_ms due, warning, alarm, follow_up, soonest = 0;
    TRY(query_int(tx, Q_PROMISE_FIRST_DUE, NO_PARAMS, &due, err));
    TRY(query_int(tx, Q_PROMISE_FIRST_WARNING, NO_PARAMS, &warning, err));
    TRY(query_int(tx, Q_PROMISE_FIRST_ALARM, NO_PARAMS, &alarm, err));
    TRY(query_int(tx, Q_FOLLOW_UP_FIRST, NO_PARAMS, &follow_up, err));
    keep_sooner(&soonest, due == 0 ? 0 : due + 1); /* the due moment itself is still in time */
    keep_sooner(&soonest, warning);
    keep_sooner(&soonest, alarm);
    keep_sooner(&soonest, follow_up);
    *out = soonest;
    return STATUS_OK;
}

enum status lease_take(struct tx *tx, const char *name, struct str holder, span_ms span, int64_t *token,
                       struct err *err)
{
    int64_t next, changed;
    TRY(counter_next(tx, "lease", &next, err));
    TRY(query_run(tx, Q_LEASE_TAKE,
                  PARAMS({ "name", db_word(name) }, { "holder", db_text(holder) }, { "token", db_int(next) },
                         { "until_ms", db_time(tx->now + span) }, { "now", db_time(tx->now) }),
                  &changed, err));
    *token = changed > 0 ? next : 0;
    return STATUS_OK;
}

enum status lease_end(struct tx *tx, const char *name, int64_t token, struct err *err)
{
    return query_run(tx, Q_LEASE_END, PARAMS({ "name", db_word(name) }, { "token", db_int(token) }), NULL, err);
}
