#include "store/outbox_store.h"

#include "store/person_store.h"

enum { OUTBOX_RECIPIENTS = 1000 }; /* of one mail, as in the statement */

const char *const outbox_state_words[] = { "waiting", "sending", "sent", "bounced", "stuck", "cancelled" };
_Static_assert(sizeof outbox_state_words / sizeof outbox_state_words[0] == OUTBOX_STATE_COUNT, "a word for each");

static const char *const mail_trouble_words[] = { [MAIL_FINE] = NULL, "held", "bounced", "stuck" };
_Static_assert(sizeof mail_trouble_words / sizeof mail_trouble_words[0] == MAIL_TROUBLE_COUNT, "a word for each");

static const struct field outbox_fields[] = {
    FIELD_OF_ID(struct outbox, id, 0),
    FIELD_OF_ID(struct outbox, message_id, 0),
    FIELD_OF_ID(struct outbox, mailbox_id, 0),
    FIELD(struct outbox, envelope_from, TEXT, 0, 0),
    FIELD(struct outbox, header_message_id, TEXT, 0, 0),
    FIELD(struct outbox, headers, TEXT, 0, 0),
    FIELD_OF_WORDS(struct outbox, state, 0, outbox_state_words, OUTBOX_STATE_COUNT),
    FIELD(struct outbox, send_ms, TIME, 0, 0),
    FIELD(struct outbox, attempts, INT, 0, 0),
    FIELD(struct outbox, lease_ms, TIME, 0, 0),
    FIELD(struct outbox, lease_token, INT, 0, 0),
    FIELD(struct outbox, maybe_twice, BOOL, 0, 0),
    FIELD(struct outbox, last_error, TEXT, 0, 0),
    FIELD(struct outbox, made_ms, TIME, 0, 0),
    FIELD(struct outbox, done_ms, TIME, 0, 0),
    FIELD(struct outbox, drop_if_answered, BOOL, 0, 0),
    FIELD(struct outbox, scheduled, BOOL, 0, 0),
    FIELD(struct outbox, held_ms, TIME, 0, 0),
};
static const struct shape outbox_shape = SHAPE("Outbox", struct outbox, outbox_fields);

static const struct field recipient_fields[] = {
    FIELD_OF_ID(struct outbox_recipient, outbox_id, 0),
    FIELD(struct outbox_recipient, address, TEXT, 0, 0),
    FIELD_OF_ID(struct outbox_recipient, person_id, 0),
    FIELD(struct outbox_recipient, kind, TEXT, 0, 0),
    FIELD(struct outbox_recipient, state, TEXT, 0, 0),
    FIELD(struct outbox_recipient, reply, TEXT, 0, 0),
    FIELD(struct outbox_recipient, delivered_ms, TIME, 0, 0),
};
static const struct shape recipient_shape = SHAPE("OutboxRecipient", struct outbox_recipient, recipient_fields);

static const struct field sent_fields[] = {
    FIELD_OF_ID(struct outbox_sent, id, 0),
    FIELD_OF_ID(struct outbox_sent, message_id, 0),
    FIELD_OF_ID(struct outbox_sent, ticket_id, 0),
    FIELD_OF_ID(struct outbox_sent, person_id, 0),
};
static const struct shape sent_shape = SHAPE("OutboxSent", struct outbox_sent, sent_fields);

/* The first row, if there is one. */
static enum status first(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct db_param *params,
                         const struct shape *shape, void *out, bool *have, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, query, params, err));
    TRY(rows_next(&rows, have, err));
    return *have ? row_read(&rows, mem, shape, out, err) : STATUS_OK;
}

enum status outbox_insert(struct tx *tx, const struct outbox *o, struct err *err)
{
    return query_run(tx, Q_OUTBOX_INSERT,
                     PARAMS({ "id", db_id(o->id.v) }, { "message_id", db_id(o->message_id.v) },
                            { "mailbox_id", db_id(o->mailbox_id.v) }, { "envelope_from", db_text(o->envelope_from) },
                            { "header_message_id", db_text(o->header_message_id) }, { "headers", db_text(o->headers) },
                            { "state", db_word(outbox_state_words[o->state]) }, { "send_ms", db_time(o->send_ms) },
                            { "made_ms", db_time(o->made_ms) }, { "done_ms", db_time(o->done_ms) },
                            { "drop_if_answered", db_bool(o->drop_if_answered) }),
                     NULL, err);
}

enum status outbox_recipient_insert(struct tx *tx, const struct outbox_recipient *r, struct err *err)
{
    return query_run(tx, Q_OUTBOX_RECIPIENT_INSERT,
                     PARAMS({ "outbox_id", db_id(r->outbox_id.v) }, { "address", db_text(r->address) },
                            { "person_id", db_id(r->person_id.v) }, { "kind", db_text(r->kind) },
                            { "state", db_text(r->state) }),
                     NULL, err);
}

enum status outbox_copies_save(struct tx *tx, outbox_id id, int64_t copies, struct err *err)
{
    return query_run(tx, Q_OUTBOX_COPIES_SAVE, PARAMS({ "id", db_id(id.v) }, { "copies", db_int(copies) }), NULL, err);
}

enum status outbox_schedule(struct tx *tx, const struct outbox *o, struct err *err)
{
    return query_run(tx, Q_OUTBOX_SCHEDULE,
                     PARAMS({ "id", db_id(o->id.v) }, { "scheduled", db_bool(o->scheduled) },
                            { "held_ms", db_time(o->held_ms) }),
                     NULL, err);
}

enum status outbox_was_overtaken(struct tx *tx, message_id message, bool *overtaken, struct err *err)
{
    int64_t found;
    TRY(query_int(tx, Q_OUTBOX_WAS_OVERTAKEN, PARAMS({ "message_id", db_id(message.v) }), &found, err));
    *overtaken = found != 0;
    return STATUS_OK;
}

enum status mail_trouble_save(struct tx *tx, message_id message, enum mail_trouble trouble, struct err *err)
{
    const char *word = mail_trouble_words[trouble];
    return query_run(tx, Q_MAIL_TROUBLE_SAVE,
                     PARAMS({ "message_id", db_id(message.v) }, { "trouble", db_text(word == NULL ? STR_NONE : str_from(word)) }),
                     NULL, err);
}

enum status outbox_due(struct tx *tx, TALLOC_CTX *mem, struct outbox *out, bool *have, struct err *err)
{
    TRY(first(tx, mem, Q_OUTBOX_DUE, PARAMS({ "now", db_time(tx->now) }), &outbox_shape, out, have, err));
    if (*have)
        return STATUS_OK;
    return first(tx, mem, Q_OUTBOX_LAPSED, PARAMS({ "now", db_time(tx->now) }), &outbox_shape, out, have, err);
}

enum status outbox_next(struct tx *tx, time_ms *out, struct err *err)
{
    return query_int(tx, Q_OUTBOX_NEXT, NO_PARAMS, out, err);
}

enum status outbox_load(struct tx *tx, TALLOC_CTX *mem, outbox_id id, struct outbox *out, struct err *err)
{
    return query_one(tx, mem, Q_OUTBOX_BY_ID, PARAMS({ "id", db_id(id.v) }), &outbox_shape, out, "outbox.unknown", err);
}

enum status outbox_of_message(struct tx *tx, TALLOC_CTX *mem, message_id message, struct outbox *out, bool *have,
                              struct err *err)
{
    return first(tx, mem, Q_OUTBOX_OF_MESSAGE, PARAMS({ "message_id", db_id(message.v) }), &outbox_shape, out, have,
                 err);
}

enum status outbox_lease(struct tx *tx, const struct outbox *seen, time_ms lease_ms, int64_t token, bool *taken,
                         struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_OUTBOX_LEASE,
                  PARAMS({ "id", db_id(seen->id.v) }, { "now", db_time(tx->now) }, { "lease_ms", db_time(lease_ms) },
                         { "lease_token", db_int(token) }),
                  &changed, err));
    *taken = changed == 1;
    return STATUS_OK;
}

enum status outbox_save(struct tx *tx, const struct outbox *o, struct err *err)
{
    return query_run(tx, Q_OUTBOX_SAVE,
                     PARAMS({ "id", db_id(o->id.v) }, { "state", db_word(outbox_state_words[o->state]) },
                            { "send_ms", db_time(o->send_ms) }, { "attempts", db_int(o->attempts) },
                            { "lease_ms", db_time(o->lease_ms) }, { "maybe_twice", db_bool(o->maybe_twice) },
                            { "last_error", db_text(o->last_error.ptr == NULL ? STR("") : o->last_error) },
                            { "done_ms", db_time(o->done_ms) }),
                     NULL, err);
}

enum status outbox_recipients(struct tx *tx, TALLOC_CTX *mem, outbox_id id, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_OUTBOX_RECIPIENTS, PARAMS({ "outbox_id", db_id(id.v) }), &recipient_shape,
                      OUTBOX_RECIPIENTS, out, err);
}

enum status outbox_recipient_save(struct tx *tx, const struct outbox_recipient *r, struct err *err)
{
    return query_run(tx, Q_OUTBOX_RECIPIENT_SAVE,
                     PARAMS({ "outbox_id", db_id(r->outbox_id.v) }, { "address", db_text(r->address) },
                            { "state", db_text(r->state) }, { "reply", db_text(r->reply) }),
                     NULL, err);
}

enum status outbox_recipient_delivered(struct tx *tx, const struct outbox_recipient *r, struct err *err)
{
    return query_run(tx, Q_OUTBOX_RECIPIENT_DELIVERED,
                     PARAMS({ "outbox_id", db_id(r->outbox_id.v) }, { "address", db_text(r->address) },
                            { "delivered_ms", db_time(r->delivered_ms) }),
                     NULL, err);
}

enum status outbox_delivered(struct tx *tx, outbox_id id, struct err *err)
{
    return query_run(tx, Q_OUTBOX_DELIVERED, PARAMS({ "id", db_id(id.v) }, { "now", db_time(tx->now) }), NULL, err);
}

/* Addresses are compared as people are (AC-019): the domain in one form, the local part as it stands. */
enum status outbox_sent_to(struct tx *tx, TALLOC_CTX *mem, struct str header_message_id, struct str address,
                           enum message_direction direction, struct outbox_sent *out, bool *have, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    struct str lookup = address_lookup(mem, address);
    TRY(query_rows(&rows, tx, Q_OUTBOX_SENT_TO,
                   PARAMS({ "header_message_id", db_text(header_message_id) }, { "direction", db_word(message_direction_words[direction]) }),
                   err));
    for (*have = false; !*have;) {
        bool row;
        TRY(rows_next(&rows, &row, err));
        if (!row)
            return STATUS_OK;
        *have = str_equal(address_lookup(mem, row_view(&rows, 4)), lookup);
    }
    *out = (struct outbox_sent){ .id = { row_int(&rows, 0) }, .message_id = { row_int(&rows, 1) },
                                 .ticket_id = { row_int(&rows, 2) }, .person_id = { row_int(&rows, 3) } };
    return STATUS_OK;
}

enum status outbox_sent_under(struct tx *tx, TALLOC_CTX *mem, struct str header_message_id, struct outbox_sent *out,
                              bool *have, struct err *err)
{
    return first(tx, mem, Q_OUTBOX_SENT_UNDER, PARAMS({ "header_message_id", db_text(header_message_id) }), &sent_shape,
                 out, have, err);
}

enum status outbox_was_answered(struct tx *tx, message_id message, bool *answered, struct err *err)
{
    int64_t found;
    TRY(query_int(tx, Q_OUTBOX_WAS_ANSWERED, PARAMS({ "message_id", db_id(message.v) }), &found, err));
    *answered = found != 0;
    return STATUS_OK;
}

enum status automatic_count(struct tx *tx, struct str address, struct str kind, time_ms since, int64_t *out,
                            struct err *err)
{
    return query_int(tx, Q_AUTOMATIC_COUNT,
                     PARAMS({ "address", db_text(address) }, { "kind", db_text(kind) }, { "since_ms", db_time(since) }),
                     out, err);
}

enum status receipt_is_first(struct tx *tx, ticket_id ticket, person_id person, bool *first, struct err *err)
{
    int64_t answer;
    TRY(query_int(tx, Q_RECEIPT_IS_FIRST, PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) }), &answer,
                  err));
    *first = answer != 0;
    return STATUS_OK;
}

enum status newcomer_add(struct tx *tx, ticket_id ticket, struct err *err)
{
    return query_run(tx, Q_NEWCOMER_ADD, PARAMS({ "ticket_id", db_id(ticket.v) }, { "now", db_time(tx->now) }), NULL, err);
}

enum status automatic_add(struct tx *tx, struct str address, struct str kind, ticket_id ticket, struct err *err)
{
    return query_run(tx, Q_AUTOMATIC_ADD,
                     PARAMS({ "address", db_text(address) }, { "kind", db_text(kind) },
                            { "ticket_id", db_id(ticket.v) }, { "at_ms", db_time(tx->now) }),
                     NULL, err);
}

enum status automatic_forget(struct tx *tx, time_ms before, struct err *err)
{
    return query_run(tx, Q_AUTOMATIC_FORGET, PARAMS({ "before_ms", db_time(before) }), NULL, err);
}
