#include "store/handover_store.h"

enum { COLLEAGUES_MOST = 10000 };

static const struct field handover_fields[] = {
    FIELD_OF_ID(struct handover, id, 0),
    FIELD_OF_ID(struct handover, ticket_id, 0),
    FIELD_OF_ID(struct handover, from_id, 0),
    FIELD_OF_ID(struct handover, to_id, 0),
    FIELD_OF_WORDS(struct handover, state, 0, handover_state_words, HANDOVER_STATE_COUNT),
    FIELD(struct handover, reason, TEXT, 0, 0),
    FIELD(struct handover, reason_text, TEXT, 0, 0),
    FIELD(struct handover, summary, TEXT, 0, 0),
    FIELD(struct handover, customer_text, TEXT, 0, 0),
    FIELD(struct handover, loan_until_ms, TIME, 0, 0),
    FIELD(struct handover, loan_step, TEXT, 0, 0),
    FIELD(struct handover, offered_ms, TIME, 0, 0),
    FIELD(struct handover, expires_ms, TIME, 0, 0),
    FIELD(struct handover, answered_ms, TIME, 0, 0),
    FIELD(struct handover, answer_text, TEXT, 0, 0),
    FIELD_OF_ID(struct handover, leader_id, 0),
};
static const struct shape handover_shape = SHAPE("HandoverRecord", struct handover, handover_fields);

static const struct field due_fields[] = {
    FIELD_OF_ID(struct handover_due, id, 0),
    FIELD_OF_ID(struct handover_due, ticket_id, 0),
};
static const struct shape due_shape = SHAPE("HandoverDue", struct handover_due, due_fields);

static const struct field count_fields[] = {
    FIELD_OF_ID(struct due_count, owner_id, 0),
    FIELD(struct due_count, count, INT, 0, 0),
};
static const struct shape count_shape = SHAPE("DueCount", struct due_count, count_fields);

static struct db_value text_or_empty(struct str text)
{
    return db_text(text.ptr == NULL ? STR("") : text);
}

enum status handover_load(struct tx *tx, TALLOC_CTX *mem, handover_id id, struct handover *out, struct err *err)
{
    return query_one(tx, mem, Q_HANDOVER_BY_ID, PARAMS({ "id", db_id(id.v) }), &handover_shape, out, "handover.unknown",
                     err);
}

enum status handover_open_load(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct handover *out, bool *have,
                               struct err *err)
{
    struct list found;
    TRY(query_list(tx, mem, Q_HANDOVER_OPEN_OF_TICKET, PARAMS({ "ticket_id", db_id(ticket.v) }), &handover_shape, 1,
                   &found, err));
    *have = found.count > 0;
    if (*have)
        *out = *(const struct handover *)found.items;
    return STATUS_OK;
}

enum status handover_insert(struct tx *tx, const struct handover *h, struct err *err)
{
    return query_run(tx, Q_HANDOVER_INSERT,
                     PARAMS({ "id", db_id(h->id.v) }, { "ticket_id", db_id(h->ticket_id.v) },
                            { "from_id", db_id(h->from_id.v) }, { "to_id", db_id(h->to_id.v) },
                            { "reason", text_or_empty(h->reason) }, { "reason_text", text_or_empty(h->reason_text) },
                            { "summary", text_or_empty(h->summary) },
                            { "customer_text", text_or_empty(h->customer_text) },
                            { "loan_until_ms", db_time(h->loan_until_ms) }, { "loan_step", text_or_empty(h->loan_step) },
                            { "offered_ms", db_time(h->offered_ms) },
                            { "expires_ms", db_time(h->expires_ms) }, { "leader_id", db_id(h->leader_id.v) }),
                     NULL, err);
}

enum status handover_answer_save(struct tx *tx, const struct handover *h, struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_HANDOVER_ANSWER,
                  PARAMS({ "id", db_id(h->id.v) }, { "state", db_word(handover_state_words[h->state]) },
                         { "answered_ms", db_time(h->answered_ms) }, { "answer_text", text_or_empty(h->answer_text) }),
                  &changed, err));
    if (changed == 0)
        return FAIL(err, STATUS_CONFLICT, "handover.answered", "this offer was answered already");
    return STATUS_OK;
}

enum status handovers_expired(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_HANDOVERS_EXPIRED,
                      PARAMS({ "now", db_time(tx->now) }, { "most", db_int((int64_t)most) }), &due_shape, most, out,
                      err);
}

enum status loans_over(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_LOANS_OVER, PARAMS({ "now", db_time(tx->now) }, { "most", db_int((int64_t)most) }),
                      &due_shape, most, out, err);
}

enum status loan_is_out(struct tx *tx, handover_id id, bool *out, struct err *err)
{
    int64_t count;
    TRY(query_int(tx, Q_LOAN_IS_OUT, PARAMS({ "id", db_id(id.v) }), &count, err));
    *out = count > 0;
    return STATUS_OK;
}

enum status handover_next_due(struct tx *tx, time_ms *out, struct err *err)
{
    time_ms expiry, loan;
    TRY(query_int(tx, Q_HANDOVER_FIRST_EXPIRY, NO_PARAMS, &expiry, err));
    TRY(query_int(tx, Q_LOAN_FIRST_END, NO_PARAMS, &loan, err));
    if (expiry != 0)
        expiry++; /* its last moment still counts as in time */
    *out = expiry == 0 || (loan != 0 && loan < expiry) ? loan : expiry;
    return STATUS_OK;
}

enum status due_counts(struct tx *tx, TALLOC_CTX *mem, team_id team, time_ms until, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_DUE_COUNTS, PARAMS({ "team_id", db_id(team.v) }, { "until", db_time(until) }),
                      &count_shape, COLLEAGUES_MOST, out, err);
}

enum status last_words_of_customer(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct str *out, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool row;
    TRY(query_rows(&rows, tx, Q_LAST_WORDS_OF_CUSTOMER, PARAMS({ "ticket_id", db_id(ticket.v) }), err));
    TRY(rows_next(&rows, &row, err));
    *out = row ? row_text(&rows, mem, 0) : STR("");
    return STATUS_OK;
}
