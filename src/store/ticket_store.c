#include "store/ticket_store.h"

enum {
    TICKETS_OF_PERSON = 20, /* as in the statement */
    WORKLOAD_ROWS = 10000,  /* colleagues of the largest desk */
};

static const struct field ticket_fields[] = {
    FIELD_OF_ID(struct ticket, id, 0),
    FIELD(struct ticket, number, INT, 0, 0),
    FIELD(struct ticket, subject, TEXT, 0, 0),
    FIELD_OF_WORDS(struct ticket, state, 0, ticket_state_words, TICKET_STATE_COUNT),
    FIELD_OF_WORDS(struct ticket, turn, 0, ticket_turn_words, TURN_COUNT),
    FIELD_OF_WORDS(struct ticket, channel, 0, channel_words, CHANNEL_COUNT),
    FIELD_OF_ID(struct ticket, person_id, 0),
    FIELD(struct ticket, person_name, TEXT, 0, 0),
    FIELD_OF_ID(struct ticket, team_id, 0),
    FIELD_OF_ID(struct ticket, mailbox_id, 0),
    FIELD_OF_ID(struct ticket, owner_id, 0),
    FIELD_OF_ID(struct ticket, ownership_id, 0),
    FIELD_OF_ID(struct ticket, next_promise_id, 0),
    FIELD(struct ticket, next_due_ms, TIME, 0, 0),
    FIELD(struct ticket, next_kind, TEXT, 0, 0),
    FIELD(struct ticket, next_text, TEXT, 0, 0),
    FIELD(struct ticket, follow_up_ms, TIME, 0, 0),
    FIELD_OF_ID(struct ticket, resolution_id, 0),
    FIELD(struct ticket, language, TEXT, 0, 0),
    FIELD_OF_WORDS(struct ticket, urgency, 0, urgency_words, URGENCY_COUNT),
    FIELD(struct ticket, created_ms, TIME, 0, 0),
    FIELD(struct ticket, updated_ms, TIME, 0, 0),
    FIELD(struct ticket, version, INT, 0, 0),
    FIELD(struct ticket, acknowledged_ms, TIME, 0, 0),
    FIELD(struct ticket, customer_wrote_ms, TIME, 0, 0),
    FIELD(struct ticket, we_wrote_ms, TIME, 0, 0),
    FIELD(struct ticket, seen_ms, TIME, 0, 0),
    FIELD(struct ticket, hops, INT, 0, 0),
    FIELD(struct ticket, reopened, INT, 0, 0),
    FIELD(struct ticket, resolved_ms, TIME, 0, 0),
    FIELD_OF_ID(struct ticket, merged_into_id, 0),
    FIELD_OF_ID(struct ticket, previous_id, 0),
    FIELD(struct ticket, mail_trouble, TEXT, 0, 0),
};
static const struct shape ticket_shape = SHAPE("TicketRecord", struct ticket, ticket_fields);

static const struct field of_person_fields[] = {
    FIELD_OF_ID(struct ticket_of_person, id, 0),
    FIELD_OF_ID(struct ticket_of_person, owner_id, 0),
    FIELD_OF_WORDS(struct ticket_of_person, state, 0, ticket_state_words, TICKET_STATE_COUNT),
};
static const struct shape of_person_shape = SHAPE("TicketOfPerson", struct ticket_of_person, of_person_fields);

static const struct field workload_fields[] = {
    FIELD_OF_ID(struct workload, colleague_id, 0),
    FIELD(struct workload, owed, INT, 0, 0),
    FIELD(struct workload, open, INT, 0, 0),
};
static const struct shape workload_shape = SHAPE("Workload", struct workload, workload_fields);

/* ---- workload ---- */

static bool looked_after(int state)
{
    return state == TICKET_OPEN || state == TICKET_PROPOSED;
}

static bool owed_now(int state, int turn)
{
    return state == TICKET_OPEN && turn != TURN_CUSTOMER;
}

static enum status workload_add(struct tx *tx, colleague_id colleague, int owed, int open, struct err *err)
{
    if (owed == 0 && open == 0)
        return STATUS_OK;
    return query_run(tx, Q_WORKLOAD_ADD,
                     PARAMS({ "colleague_id", db_id(colleague.v) }, { "owed", db_int(owed) }, { "open", db_int(open) }),
                     NULL, err);
}

static enum status workload_move(struct tx *tx, const struct ticket *ticket, struct err *err)
{
    bool owed = owed_now(ticket->state, ticket->turn), was_owed = owed_now(ticket->was.state, ticket->was.turn);
    bool open = looked_after(ticket->state), was_open = looked_after(ticket->was.state);
    if (ticket->owner_id.v == ticket->was.owner.v)
        return workload_add(tx, ticket->owner_id, owed - was_owed, open - was_open, err);
    /* Always the lower id first, so that two moves at once cannot wait for each other. */
    bool new_first = ticket->owner_id.v < ticket->was.owner.v;
    for (int pass = 0; pass < 2; pass++) {
        if (new_first == (pass == 0))
            TRY(workload_add(tx, ticket->owner_id, owed, open, err));
        else
            TRY(workload_add(tx, ticket->was.owner, -was_owed, -was_open, err));
    }
    return STATUS_OK;
}

static void remember(struct ticket *ticket)
{
    ticket->was.owner = ticket->owner_id;
    ticket->was.state = ticket->state;
    ticket->was.turn = ticket->turn;
}

/* ---- tickets ---- */

enum status ticket_load(struct tx *tx, TALLOC_CTX *mem, ticket_id id, struct ticket *out, struct err *err)
{
    TRY(query_one(tx, mem, Q_TICKET_BY_ID, PARAMS({ "id", db_id(id.v) }), &ticket_shape, out, "ticket.unknown", err));
    remember(out);
    return STATUS_OK;
}

/* The columns that change after the ticket was made. */
#define CHANGING(ticket)                                                              \
    { "id", db_id((ticket)->id.v) },                                                  \
    { "subject", db_text((ticket)->subject) },                                        \
    { "state", db_word(ticket_state_words[(ticket)->state]) },                        \
    { "turn", db_word(ticket_turn_words[(ticket)->turn]) },                           \
    { "person_id", db_id((ticket)->person_id.v) },                                    \
    { "person_name", db_text((ticket)->person_name) },                                \
    { "team_id", db_id((ticket)->team_id.v) },                                        \
    { "mailbox_id", db_id((ticket)->mailbox_id.v) },                                  \
    { "owner_id", db_id((ticket)->owner_id.v) },                                      \
    { "ownership_id", db_id((ticket)->ownership_id.v) },                              \
    { "next_promise_id", db_id((ticket)->next_promise_id.v) },                        \
    { "next_promise_state", (ticket)->next_promise_id.v != 0 ? db_word("open") : db_text(STR_NONE) }, \
    { "next_due_ms", db_time((ticket)->next_due_ms) },                                \
    { "next_kind", db_text((ticket)->next_kind) },                                    \
    { "next_text", db_text((ticket)->next_text) },                                    \
    { "follow_up_ms", db_time((ticket)->follow_up_ms) },                              \
    { "resolution_id", db_id((ticket)->resolution_id.v) },                            \
    { "urgency", db_word(urgency_words[(ticket)->urgency]) },                         \
    { "updated_ms", db_time((ticket)->updated_ms) },                                  \
    { "acknowledged_ms", db_time((ticket)->acknowledged_ms) },                        \
    { "customer_wrote_ms", db_time((ticket)->customer_wrote_ms) },                    \
    { "we_wrote_ms", db_time((ticket)->we_wrote_ms) },                                \
    { "seen_ms", db_time((ticket)->seen_ms) },                                        \
    { "hops", db_int((ticket)->hops) },                                               \
    { "reopened", db_int((ticket)->reopened) },                                       \
    { "resolved_ms", db_time((ticket)->resolved_ms) },                                \
    { "merged_into_id", db_id((ticket)->merged_into_id.v) }

static void texts_complete(struct ticket *ticket)
{
    struct str *texts[] = { &ticket->person_name, &ticket->next_kind, &ticket->next_text };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i]->ptr == NULL)
            *texts[i] = STR("");
    }
}

enum status ticket_insert(struct tx *tx, struct ticket *ticket, struct err *err)
{
    ticket->version = 1;
    texts_complete(ticket);
    TRY(query_run(tx, Q_TICKET_INSERT,
                  PARAMS(CHANGING(ticket), { "number", db_int(ticket->number) },
                         { "channel", db_word(channel_words[ticket->channel]) },
                         { "language", db_text(ticket->language) }, { "created_ms", db_time(ticket->created_ms) },
                         { "previous_id", db_id(ticket->previous_id.v) }),
                  NULL, err));
    TRY(workload_add(tx, ticket->owner_id, owed_now(ticket->state, ticket->turn), looked_after(ticket->state), err));
    remember(ticket);
    return STATUS_OK;
}

enum status ticket_save(struct tx *tx, struct ticket *ticket, struct err *err)
{
    int64_t changed;
    ticket->updated_ms = tx->now;
    texts_complete(ticket);
    TRY(query_run(tx, Q_TICKET_SAVE, PARAMS(CHANGING(ticket), { "version", db_int(ticket->version) }), &changed, err));
    if (changed != 1)
        return FAIL(err, STATUS_CONFLICT, "ticket.changed", "this was changed meanwhile; look again, then send");
    ticket->version++;
    TRY(workload_move(tx, ticket, err));
    remember(ticket);
    return STATUS_OK;
}

enum status ownership_insert(struct tx *tx, const struct ownership *o, struct err *err)
{
    return query_run(tx, Q_OWNERSHIP_INSERT,
                     PARAMS({ "id", db_id(o->id.v) }, { "ticket_id", db_id(o->ticket_id.v) },
                            { "from_id", db_id(o->from_id.v) }, { "to_id", db_id(o->to_id.v) },
                            { "way", db_text(o->way) }, { "reason", db_text(o->reason) },
                            { "handover_id", db_id(o->handover_id.v) }, { "hop", db_bool(o->hop) },
                            { "at_ms", db_time(o->at_ms) }),
                     NULL, err);
}

enum status tickets_of_person(struct tx *tx, TALLOC_CTX *mem, person_id person, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_TICKETS_OF_PERSON, PARAMS({ "person_id", db_id(person.v) }), &of_person_shape,
                      TICKETS_OF_PERSON, out, err);
}

enum status workload_all(struct tx *tx, TALLOC_CTX *mem, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_WORKLOAD_ALL, NO_PARAMS, &workload_shape, WORKLOAD_ROWS, out, err);
}

enum status workload_owed(struct tx *tx, colleague_id colleague, int64_t *out, struct err *err)
{
    return query_int(tx, Q_WORKLOAD_OWED, PARAMS({ "colleague_id", db_id(colleague.v) }), out, err);
}

enum status owed_before(struct tx *tx, colleague_id colleague, ticket_id ticket, const char *kind, time_ms due,
                        int64_t *out, struct err *err)
{
    return query_int(tx, Q_OWED_BEFORE,
                     PARAMS({ "owner_id", db_id(colleague.v) }, { "ticket_id", db_id(ticket.v) },
                            { "kind", db_word(kind) }, { "due", db_time(due) }),
                     out, err);
}
