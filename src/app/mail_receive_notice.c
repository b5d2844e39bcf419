#include "app/alarm.h"
#include "app/mail_receive_internal.h"
#include "store/outbox_store.h"
#include "store/person_store.h"
#include "store/ticket_store.h"

enum { TOLD_EVERY_MINUTES = 60 }; /* to one colleague: a machine may answer that too (G13) */

/* They are told nothing of the problem: the right to read it may have ended since (AC-006). */
static enum status tell(struct receiving *r, ticket_id about, colleague_id colleague, struct err *err)
{
    struct ticket ticket;
    int64_t told;
    struct str lookup = address_lookup(r->mem, r->sender.address);
    TRY(automatic_count(r->tx, lookup, STR("not_taken"), r->tx->now - TOLD_EVERY_MINUTES * MINUTE_MS, &told, err));
    if (told > 0)
        return STATUS_OK;
    TRY(ticket_load(r->tx, r->mem, about, &ticket, err));
    TRY(automatic_add(r->tx, lookup, STR("not_taken"), about, err));
    return alarm_send(r->app, r->tx, r->mem, r->facts, &ticket, colleague, "alarm_not_taken",
                      alarm_data(r->app, r->mem, r->facts, &ticket), err);
}

enum status receiving_notice(struct receiving *r, bool *is_one, struct err *err)
{
    ticket_id about;
    TRY(mail_notice_find(r->tx, r->mem, r->facts, r->mail, &r->sender, &about, err));
    *is_one = about.v != 0;
    if (!*is_one || str_equal(r->mail->auth_results, STR("fail")))
        return STATUS_OK;
    return tell(r, about, desk_colleague_by_email(r->facts, r->sender.address)->colleague.id, err);
}
