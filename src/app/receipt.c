#include "app/receipt.h"

#include "app/mail_out.h"
#include "app/notice.h"
#include "base/mem.h"
#include "base/words.h"
#include "store/clockwork_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"

enum { RECEIPT_EVERY_MINUTES = 60 }; /* to one address (AC-126, AC-127) */

/* Who writes for the first time may be anybody whose address somebody else put into a From: all of them together get only
 * so many an hour (AC-126). They are counted under no address. */
static enum status newcomer_may(struct app *app, struct tx *tx, const struct ticket *ticket, bool *may, struct err *err)
{
    int64_t sent;
    bool first;
    TRY(receipt_is_first(tx, ticket->id, ticket->person_id, &first, err));
    if (!first)
        return STATUS_OK;
    TRY(automatic_count(tx, STR(""), STR("receipt"), tx->now - HOUR_MS, &sent, err));
    *may = sent < app->config->receipts_an_hour;
    return *may ? newcomer_add(tx, ticket->id, err) : STATUS_OK;
}

static enum status may_send(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct ticket *ticket,
                            struct person *person, bool *may, struct err *err)
{
    int64_t sent;
    *may = false;
    TRY(person_load(tx, mem, ticket->person_id, person, err));
    if (person->address.len == 0 || person->undeliverable_ms != 0)
        return STATUS_OK;
    struct str lookup = address_lookup(mem, person->address);
    TRY(automatic_count(tx, lookup, STR("receipt"), tx->now - RECEIPT_EVERY_MINUTES * MINUTE_MS, &sent, err));
    *may = sent == 0;
    if (*may)
        TRY(newcomer_may(app, tx, ticket, may, err));
    return *may ? automatic_add(tx, lookup, STR("receipt"), ticket->id, err) : STATUS_OK;
}

static enum status receipt_add(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                               const struct ticket *ticket, struct err *err)
{
    struct person person;
    struct str when;
    bool may;
    TRY(may_send(app, tx, mem, ticket, &person, &may, err));
    if (!may)
        return STATUS_OK;
    TRY(notice_when(tx, mem, facts, ticket, ticket->next_due_ms, &when, err));

    struct value *data = value_object(mem);
    value_set_text(data, "owner", desk_public_name(facts, ticket->owner_id));
    value_set_text(data, "when", when);
    value_set_text(data, "desk", facts->name);
    struct mail_out out = {
        .kind = MESSAGE_RECEIPT,
        .ticket = ticket,
        .drop_if_answered = true, /* a server that is away for hours makes it late */
        .subject = words_text(mem, ticket->language, "receipt.subject", data),
    };
    message_id message;
    TRY(mail_out_text(mem, ticket->language, "receipt", data, &out.text, err));
    return mail_out_add(app, tx, mem, facts, &out, &message, err);
}

enum status receipt_owe(struct app *app, struct tx *tx, ticket_id ticket, struct err *err)
{
    return receipt_insert(tx, ticket, tx->now + app->config->receipt_after, err);
}

static enum status write_one(struct app *app, TALLOC_CTX *mem, const struct due_ticket *due, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct ticket ticket;
    bool owed;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(receipt_done(&tx, due, &owed, err));
    if (!owed)
        return STATUS_OK; /* another node was faster */
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(ticket_load(&tx, mem, due->ticket_id, &ticket, err));
    if (ticket.state == TICKET_OPEN && ticket.acknowledged_ms == 0)
        TRY(receipt_add(app, &tx, mem, facts, &ticket, err));
    return tx_commit(&tx, err);
}

enum status receipts_write(struct app *app, size_t most, bool *more, time_ms *next_ms, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    enum status result = STATUS_OK;
    struct list due;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(receipts_due(&tx, mem, most, &due, err));
    TRY(receipt_next(&tx, next_ms, err));
    tx_end(&tx);
    *more = due.count == most;
    const struct due_ticket *rows = due.items;
    for (size_t i = 0; i < due.count; i++) {
        struct err failure = { 0 };
        enum status status = write_one(app, mem, &rows[i], &failure);
        if (status != STATUS_OK && result == STATUS_OK) {
            result = status;
            *err = failure;
        }
    }
    return result;
}
