#include "store/promise_store.h"

static const struct field promise_fields[] = {
    FIELD_OF_ID(struct promise, id, 0),
    FIELD_OF_ID(struct promise, ticket_id, 0),
    FIELD_OF_WORDS(struct promise, kind, 0, promise_kind_words, PROMISE_KIND_COUNT),
    FIELD(struct promise, text, TEXT, 0, 0),
    FIELD(struct promise, due_ms, TIME, 0, 0),
    FIELD_OF_WORDS(struct promise, state, 0, promise_state_words, PROMISE_STATE_COUNT),
    FIELD_OF_ID(struct promise, made_by_id, 0),
    FIELD_OF_ID(struct promise, message_id, 0),
    FIELD(struct promise, made_ms, TIME, 0, 0),
    FIELD(struct promise, warn_ms, TIME, 0, 0),
    FIELD(struct promise, warned_ms, TIME, 0, 0),
    FIELD(struct promise, closed_ms, TIME, 0, 0),
    FIELD(struct promise, kept_late_ms, TIME, 0, 0),
    FIELD_OF_ID(struct promise, renews_id, 0),
    FIELD(struct promise, renewals, INT, 0, 0),
    FIELD(struct promise, renewed_why, TEXT, 0, 0),
    FIELD_OF_ID(struct promise, chain_id, 0),
};
const struct shape promise_record_shape = SHAPE("PromiseRecord", struct promise, promise_fields);

enum status promise_load(struct tx *tx, TALLOC_CTX *mem, promise_id id, struct promise *out, struct err *err)
{
    return query_one(tx, mem, Q_PROMISE_BY_ID, PARAMS({ "id", db_id(id.v) }), &promise_record_shape, out,
                     "promise.unknown", err);
}

enum status promise_insert(struct tx *tx, const struct promise *p, struct err *err)
{
    return query_run(tx, Q_PROMISE_INSERT,
                     PARAMS({ "id", db_id(p->id.v) }, { "ticket_id", db_id(p->ticket_id.v) },
                            { "kind", db_word(promise_kind_words[p->kind]) }, { "text", db_text(p->text) },
                            { "due_ms", db_time(p->due_ms) }, { "state", db_word(promise_state_words[p->state]) },
                            { "made_by_id", db_id(p->made_by_id.v) }, { "message_id", db_id(p->message_id.v) },
                            { "made_ms", db_time(p->made_ms) }, { "warn_ms", db_time(p->warn_ms) },
                            { "warned_ms", db_time(p->warned_ms) }, { "closed_ms", db_time(p->closed_ms) },
                            { "kept_late_ms", db_time(p->kept_late_ms) }, { "renews_id", db_id(p->renews_id.v) },
                            { "renewals", db_int(p->renewals) },
                            { "renewed_why", db_text(p->renewed_why.ptr == NULL ? STR("") : p->renewed_why) },
                            { "chain_id", db_id(p->chain_id.v) }),
                     NULL, err);
}

enum status promise_save(struct tx *tx, const struct promise *p, struct err *err)
{
    return query_run(tx, Q_PROMISE_SAVE,
                     PARAMS({ "id", db_id(p->id.v) }, { "state", db_word(promise_state_words[p->state]) },
                            { "warn_ms", db_time(p->warn_ms) }, { "warned_ms", db_time(p->warned_ms) },
                            { "closed_ms", db_time(p->closed_ms) }, { "kept_late_ms", db_time(p->kept_late_ms) },
                            { "renewed_why", db_text(p->renewed_why.ptr == NULL ? STR("") : p->renewed_why) }),
                     NULL, err);
}

enum status promises_unsettled(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_PROMISES_UNSETTLED, PARAMS({ "ticket_id", db_id(ticket.v) }), &promise_record_shape,
                      PROMISES_PER_TICKET, out, err);
}

enum status promises_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_PROMISES_OF_TICKET, PARAMS({ "ticket_id", db_id(ticket.v) }), &promise_record_shape,
                      PROMISES_PER_TICKET, out, err);
}

enum status promises_of_message_delete(struct tx *tx, ticket_id ticket, message_id message, struct err *err)
{
    return query_run(tx, Q_PROMISES_OF_MESSAGE_DELETE,
                     PARAMS({ "ticket_id", db_id(ticket.v) }, { "message_id", db_id(message.v) }), NULL, err);
}
