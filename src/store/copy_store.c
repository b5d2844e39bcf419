#include "store/copy_store.h"

enum { COPIES_MOST = 200 }; /* as in the statements */

static const struct field copy_fields[] = {
    FIELD_OF_ID(struct ticket_copy, person_id, 0),
    FIELD(struct ticket_copy, address, TEXT, 0, 0),
    FIELD(struct ticket_copy, name, TEXT, 0, 0),
    FIELD(struct ticket_copy, added_ms, TIME, 0, 0),
};
static const struct shape copy_shape = SHAPE("TicketCopy", struct ticket_copy, copy_fields);

enum status copies_of_ticket(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_COPIES_OF_TICKET, PARAMS({ "ticket_id", db_id(ticket.v) }), &copy_shape, COPIES_MOST,
                      out, err);
}

enum status copies_ever(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_COPIES_EVER, PARAMS({ "ticket_id", db_id(ticket.v) }), &copy_shape, COPIES_MOST, out, err);
}

enum status copy_put(struct tx *tx, ticket_id ticket, person_id person, struct str address, colleague_id by,
                     struct err *err)
{
    return query_run(tx, Q_COPY_PUT,
                     PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) },
                            { "address", db_text(address) }, { "added_ms", db_time(tx->now) },
                            { "added_by_id", db_id(by.v) }),
                     NULL, err);
}

enum status copy_put_named(struct tx *tx, ticket_id ticket, person_id person, struct str address, bool *added,
                           struct err *err)
{
    int64_t changed;
    TRY(query_run(tx, Q_COPY_NAMED,
                  PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) },
                         { "address", db_text(address) }, { "added_ms", db_time(tx->now) }),
                  &changed, err));
    *added = changed > 0;
    return STATUS_OK;
}

enum status copy_remove(struct tx *tx, ticket_id ticket, person_id person, struct err *err)
{
    return query_run(
        tx, Q_COPY_REMOVE,
        PARAMS({ "ticket_id", db_id(ticket.v) }, { "person_id", db_id(person.v) }, { "now", db_time(tx->now) }), NULL,
        err);
}
