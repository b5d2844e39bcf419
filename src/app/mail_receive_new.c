#include "app/mail_receive_internal.h"
#include "app/receipt.h"
#include "app/ticket_new.h"
#include "base/limits.h"
#include "base/words.h"

void receiving_outcome(struct receiving *r, enum mail_fate fate, const struct ticket *ticket, struct mail_outcome *out)
{
    out->fate = fate;
    out->ticket = ticket->id;
    out->number = ticket->number;
    out->owner = ticket->owner_id;
    out->owner_name = str_copy(r->mem, desk_name(r->facts, ticket->owner_id));
    out->person = ticket->person_id;
}

enum status receiving_new(struct receiving *r, ticket_id previous, bool with_receipt, struct mail_outcome *out,
                          struct err *err)
{
    TRY(mail_sender_put(r->tx, r->mem, r->facts, &r->sender, err));
    struct turn work;
    struct actor actor = { .kind = ACTOR_CUSTOMER, .id = r->sender.person.v };
    struct str subject = utf8_clip(str_trim(r->mail->subject), LIMIT_SUBJECT_BYTES);
    struct ticket_new in = {
        .subject = subject.len > 0 ? subject : words_text(r->mem, r->facts->language, "mail.no_subject", NULL),
        .language = r->facts->language, .channel = CHANNEL_EMAIL, .urgency = URGENCY_NORMAL, .person = r->sender.person,
        .person_name = r->sender.shown,
        .team = r->mailbox->team_id, .mailbox = r->mailbox->id, .since = r->came_ms, .previous = previous,
    };
    TRY(ticket_new(&work, r->tx, r->mem, r->facts, actor, &in, err));
    TRY(receiving_keep(r, work.ticket.id, false, &out->message, err));
    if (with_receipt && !str_equal(r->mail->auth_results, STR("fail")))
        TRY(receipt_owe(r->app, r->tx, work.ticket.id, err));
    receiving_outcome(r, FATE_TICKET, &work.ticket, out);
    out->created = true;
    return STATUS_OK;
}
