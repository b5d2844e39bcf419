#include "app/mail_receive_internal.h"
#include "app/receipt.h"
#include "app/reply_address.h"
#include "app/ticket_new.h"
#include "base/limits.h"
#include "base/words.h"
#include "store/person_store.h"

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
    TRY(mail_sender_put(r->tx, r->mem, r->facts, r->mail->language, &r->sender, err));
    struct turn work;
    struct actor actor = { .kind = ACTOR_CUSTOMER, .id = r->sender.known.id.v };
    bool forwarded = r->forwarded_by.v != 0;
    struct str said = forwarded && r->mail->forwarded_subject.len > 0 ? r->mail->forwarded_subject : r->mail->subject;
    struct str subject = utf8_clip(str_trim(said), LIMIT_SUBJECT_BYTES);
    struct ticket_new in = {
        .subject = subject.len > 0 ? subject : words_text(r->mem, r->facts->language, "mail.no_subject", NULL),
        .language = r->sender.language, .channel = CHANNEL_EMAIL, .urgency = URGENCY_NORMAL, .person = r->sender.known.id,
        .person_name = r->sender.shown,
        .team = r->mailbox->team_id, .mailbox = r->mailbox->id, .since = r->came_ms, .previous = previous,
        .addressed = forwarded ? r->forwarded_by : mail_addressed(r->facts, r->mail, r->arrival),
    };
    TRY(ticket_new(&work, r->tx, r->mem, r->facts, actor, &in, err));
    TRY(receiving_keep(r, work.ticket.id, false, &out->message, err));
    TRY(receiving_copies(r, &work.ticket, err));
    /* Who passes a mail on names somebody else's address: only where that is sure is anything sent there (AC-126). */
    bool believed = forwarded ? str_equal(r->mail->auth_results, STR("pass")) : !str_equal(r->mail->auth_results, STR("fail"));
    if (with_receipt && believed)
        TRY(receipt_owe(r->app, r->tx, work.ticket.id, err));
    receiving_outcome(r, FATE_TICKET, &work.ticket, out);
    out->created = true;
    return STATUS_OK;
}

/* An address proves nothing (G9): a mail that failed our server's check is nobody's but the customer's whom it names. What
 * comes of it otherwise is a ticket that shows who passed it on, and no word to the one named before a human looked. */
enum status receiving_forward(struct receiving *r, struct err *err)
{
    struct str tag, address = r->mail->forwarded.address;
    colleague_id by = r->sender.sure ? mail_colleague_at(r->facts, r->sender.address) : (colleague_id){ 0 };
    bool is_one = by.v != 0 && address.len > 0 && !str_equal(r->mail->auth_results, STR("fail"))
               && reply_address_mailbox(r->facts, address, &tag) == NULL && mail_colleague_at(r->facts, address).v == 0;
    if (!is_one)
        return STATUS_OK;
    r->forwarded_by = by;
    r->sender = (struct mail_sender){ .address = address, .sure = true,
                                      .name = utf8_clip(r->mail->forwarded.name, LIMIT_NAME_BYTES) };
    return person_bringer(r->tx, r->mem, address, &r->sender.known, err);
}
