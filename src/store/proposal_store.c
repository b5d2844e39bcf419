#include "store/proposal_store.h"

enum { ALTERNATIVE_ROWS = 100 }; /* as in the statement */

static const struct field proposal_fields[] = {
    FIELD_OF_ID(struct proposal, id, 0),
    FIELD_OF_ID(struct proposal, ticket_id, 0),
    FIELD_OF_WORDS(struct proposal, kind, 0, proposal_kind_words, PROPOSAL_KIND_COUNT),
    FIELD(struct proposal, text, TEXT, 0, 0),
    FIELD_OF_ID(struct proposal, message_id, 0),
    FIELD_OF_ID(struct proposal, made_by_id, 0),
    FIELD_OF_WORDS(struct proposal, state, 0, proposal_state_words, PROPOSAL_STATE_COUNT),
    FIELD(struct proposal, made_ms, TIME, 0, 0),
    FIELD(struct proposal, remind_ms, TIME, 0, 0),
    FIELD(struct proposal, reminded_ms, TIME, 0, 0),
    FIELD(struct proposal, rest_ms, TIME, 0, 0),
    FIELD(struct proposal, noticed_ms, TIME, 0, 0),
    FIELD(struct proposal, look_ms, TIME, 0, 0),
    FIELD(struct proposal, answered_ms, TIME, 0, 0),
};
static const struct shape proposal_shape = SHAPE("ProposalRecord", struct proposal, proposal_fields);

static const struct field due_fields[] = {
    FIELD_OF_ID(struct proposal_due, id, 0),
    FIELD_OF_ID(struct proposal_due, ticket_id, 0),
};
static const struct shape due_shape = SHAPE("ProposalDue", struct proposal_due, due_fields);

static const struct field alternative_fields[] = {
    FIELD_OF_ID(struct alternative, id, 0),
    FIELD_OF_ID(struct alternative, proposal_id, 0),
    FIELD(struct alternative, text, TEXT, 0, 0),
    FIELD(struct alternative, detail, TEXT, 0, 0),
    FIELD(struct alternative, by_text, TEXT, 0, 0),
    FIELD_OF_ID(struct alternative, leader_id, 0),
    FIELD(struct alternative, chosen, BOOL, 0, 0),
};
static const struct shape alternative_shape = SHAPE("AlternativeRecord", struct alternative, alternative_fields);

static struct db_value text_or_empty(struct str text)
{
    return db_text(text.ptr == NULL ? STR("") : text);
}

enum status proposal_open_load(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct proposal *out, bool *have,
                               struct err *err)
{
    struct list found;
    TRY(query_list(tx, mem, Q_PROPOSAL_OPEN_OF_TICKET, PARAMS({ "ticket_id", db_id(ticket.v) }), &proposal_shape, 1,
                   &found, err));
    *have = found.count > 0;
    if (*have)
        *out = *(const struct proposal *)found.items;
    return STATUS_OK;
}

static enum status alternative_insert(struct tx *tx, int64_t id, proposal_id proposal, size_t place,
                                      const struct alternative *row, struct err *err)
{
    return query_run(tx, Q_ALTERNATIVE_INSERT,
                     PARAMS({ "id", db_id(id) }, { "proposal_id", db_id(proposal.v) },
                            { "place", db_int((int64_t)place) }, { "text", db_text(row->text) },
                            { "detail", text_or_empty(row->detail) }, { "by_text", text_or_empty(row->by_text) },
                            { "leader_id", db_id(row->leader_id.v) }),
                     NULL, err);
}

enum status proposal_insert(struct tx *tx, const struct proposal *p, const struct alternative *alternatives,
                            size_t count, struct err *err)
{
    int64_t first = 0;
    if (count > 0)
        TRY(id_new(tx, &first, err));
    TRY(query_run(tx, Q_PROPOSAL_INSERT,
                  PARAMS({ "id", db_id(p->id.v) }, { "ticket_id", db_id(p->ticket_id.v) },
                         { "kind", db_word(proposal_kind_words[p->kind]) }, { "text", db_text(p->text) },
                         { "message_id", db_id(p->message_id.v) }, { "made_by_id", db_id(p->made_by_id.v) },
                         { "made_ms", db_time(p->made_ms) }, { "remind_ms", db_time(p->remind_ms) },
                         { "rest_ms", db_time(p->rest_ms) }, { "look_ms", db_time(p->look_ms) },
                         { "first_alternative_id", db_id(first) }),
                  NULL, err));
    for (size_t i = 0; i < count; i++) {
        int64_t id = first;
        if (i > 0)
            TRY(id_new(tx, &id, err));
        TRY(alternative_insert(tx, id, p->id, i, &alternatives[i], err));
    }
    return STATUS_OK;
}

enum status alternatives_of(struct tx *tx, TALLOC_CTX *mem, proposal_id proposal, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_ALTERNATIVES_OF_PROPOSAL, PARAMS({ "proposal_id", db_id(proposal.v) }),
                      &alternative_shape, ALTERNATIVE_ROWS, out, err);
}

enum status alternative_load(struct tx *tx, TALLOC_CTX *mem, alternative_id id, struct alternative_place *out,
                             struct err *err)
{
    TRY(query_one(tx, mem, Q_ALTERNATIVE_BY_ID, PARAMS({ "id", db_id(id.v) }), &alternative_shape, &out->alternative,
                  "alternative.unknown", err));
    TRY(query_int(tx, Q_ALTERNATIVE_TICKET, PARAMS({ "id", db_id(id.v) }), &out->ticket_id.v, err));
    return STATUS_OK;
}

enum status alternative_choose(struct tx *tx, alternative_id id, struct err *err)
{
    return query_run(tx, Q_ALTERNATIVE_CHOOSE, PARAMS({ "id", db_id(id.v) }), NULL, err);
}

enum status proposal_save(struct tx *tx, const struct proposal *p, struct err *err)
{
    return query_run(tx, Q_PROPOSAL_SAVE,
                     PARAMS({ "id", db_id(p->id.v) }, { "state", db_word(proposal_state_words[p->state]) },
                            { "reminded_ms", db_time(p->reminded_ms) }, { "noticed_ms", db_time(p->noticed_ms) },
                            { "rest_ms", db_time(p->rest_ms) }, { "look_ms", db_time(p->look_ms) },
                            { "answered_ms", db_time(p->answered_ms) }),
                     NULL, err);
}

enum status proposals_due(struct tx *tx, TALLOC_CTX *mem, size_t most, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_PROPOSALS_DUE, PARAMS({ "now", db_time(tx->now) }, { "most", db_int((int64_t)most) }),
                      &due_shape, most, out, err);
}

enum status proposal_next_due(struct tx *tx, time_ms *out, struct err *err)
{
    return query_int(tx, Q_PROPOSAL_FIRST_LOOK, NO_PARAMS, out, err);
}

enum status resolution_insert(struct tx *tx, const struct resolution *r, struct err *err)
{
    return query_run(tx, Q_RESOLUTION_INSERT,
                     PARAMS({ "id", db_id(r->id.v) }, { "ticket_id", db_id(r->ticket_id.v) },
                            { "kind", db_word(resolution_kind_words[r->kind]) }, { "person_id", db_id(r->person_id.v) },
                            { "proposal_id", db_id(r->proposal_id.v) }, { "message_id", db_id(r->message_id.v) },
                            { "via", db_word(r->via) }, { "at_ms", db_time(r->at_ms) }),
                     NULL, err);
}

enum status resolution_kind_load(struct tx *tx, TALLOC_CTX *mem, resolution_id id, struct str *kind, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool row;
    TRY(query_rows(&rows, tx, Q_RESOLUTION_KIND, PARAMS({ "id", db_id(id.v) }), err));
    TRY(rows_next(&rows, &row, err));
    *kind = row ? row_text(&rows, mem, 0) : STR("");
    return STATUS_OK;
}
