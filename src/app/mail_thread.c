#include "app/mail_thread.h"

#include "app/reply_address.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

/* ---- the sender ---- */

enum status mail_sender_find(struct tx *tx, TALLOC_CTX *mem, const struct mail *mail, const struct mail_arrival *in,
                             struct mail_sender *out, struct err *err)
{
    bool from_header = mail->from.address.len > 0;
    *out = (struct mail_sender){
        .address = from_header ? mail->from.address : in->envelope_from,
        .name = utf8_clip(mail->from.name, LIMIT_NAME_BYTES),
        .forged = str_equal(mail->auth_results, STR("fail")),
        .sure = from_header && mail->from_is_sure,
    };
    if (out->address.ptr == NULL)
        out->address = STR("");
    if (!out->sure)
        return STATUS_OK;
    return person_bringer(tx, mem, out->address, &out->known, err);
}

enum status mail_sender_put(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct str language,
                            struct mail_sender *sender, struct err *err)
{
    struct bringer *known = &sender->known;
    sender->shown = sender->name.len > 0 ? sender->name : sender->address;
    sender->language = language.len > 0 ? language : facts->language;
    if (known->id.v != 0) {
        if (known->language.len == 0 && language.len > 0)
            TRY(person_language_save(tx, known->id, language, err));
        else if (language.len == 0 && known->language.len > 0)
            sender->language = known->language;
        if (known->name.len > 0)
            sender->shown = known->name;
        else if (sender->name.len > 0 && !sender->forged)
            return person_name_save(tx, known->id, sender->name, err);
        return STATUS_OK;
    }
    return person_insert(tx, mem, sender->forged ? STR("") : sender->name, language, sender->sure ? sender->address : STR(""),
                         &known->id, err);
}

/* ---- the mailbox ---- */

/* The lists of recipients that a mail carries, in the order in which they are asked. */
enum { RECIPIENT_LISTS = 3 };
static void recipient_lists(const struct mail *mail, const struct list *lists[RECIPIENT_LISTS])
{
    lists[0] = &mail->delivered_to;
    lists[1] = &mail->to;
    lists[2] = &mail->cc;
}

static struct str without_tag(TALLOC_CTX *mem, struct str address)
{
    size_t at = str_find(address, STR("@"), 0), plus = str_find(address, STR("+"), 0);
    if (at == SIZE_MAX || plus == 0 || plus > at)
        return address;
    return str_format(mem, STR_FMT STR_FMT, STR_ARG(str_slice(address, 0, plus)),
                      STR_ARG(str_slice(address, at, address.len)));
}

/* Without regard to letters, as for our own mailboxes. */
colleague_id mail_colleague_at(const struct desk_facts *facts, struct str address)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    const struct colleague_facts *found = desk_colleague_by_email(facts, without_tag(mem, address));
    bool works_here = found != NULL && found->colleague.state == COLLEAGUE_ACTIVE;
    return works_here ? found->colleague.id : (colleague_id){ 0 };
}

colleague_id mail_addressed(const struct desk_facts *facts, const struct mail *mail, const struct mail_arrival *in)
{
    struct str tag;
    colleague_id found = { 0 };
    if (in->envelope_to.len > 0 && reply_address_mailbox(facts, in->envelope_to, &tag) == NULL)
        return mail_colleague_at(facts, in->envelope_to);
    const struct list *lists[] = { &mail->to, &mail->cc };
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        const struct mail_address *address = lists[k]->items;
        for (size_t i = 0; i < lists[k]->count; i++) {
            if (reply_address_mailbox(facts, address[i].address, &tag) != NULL)
                return (colleague_id){ 0 };
            if (found.v == 0 && k == 0)
                found = mail_colleague_at(facts, address[i].address);
        }
    }
    return found;
}

static const struct mailbox *mailbox_of_colleague(const struct desk_facts *facts, colleague_id colleague)
{
    for (size_t i = 0; colleague.v != 0 && i < facts->mailbox_count; i++) {
        if (desk_is_member(facts, facts->mailboxes[i].team_id, colleague, NULL))
            return &facts->mailboxes[i];
    }
    return colleague.v != 0 && facts->mailbox_count > 0 ? &facts->mailboxes[0] : NULL;
}

enum status mail_mailbox_find(const struct desk_facts *facts, const struct mail *mail, const struct mail_arrival *in,
                              const struct mailbox **out, struct err *err)
{
    struct str tag;
    const struct mailbox *found = NULL;
    if (in->mailbox.v != 0)
        found = desk_mailbox(facts, in->mailbox);
    else if (in->envelope_to.len > 0)
        found = reply_address_mailbox(facts, in->envelope_to, &tag);
    if (found == NULL && in->envelope_to.len > 0)
        found = mailbox_of_colleague(facts, mail_colleague_at(facts, in->envelope_to));

    const struct list *lists[RECIPIENT_LISTS];
    recipient_lists(mail, lists);
    bool may_guess = in->mailbox.v == 0 && in->envelope_to.len == 0;
    for (size_t k = 0; may_guess && found == NULL && k < RECIPIENT_LISTS; k++) {
        const struct mail_address *address = lists[k]->items;
        for (size_t i = 0; found == NULL && i < lists[k]->count; i++)
            found = reply_address_mailbox(facts, address[i].address, &tag);
    }
    if (found == NULL && may_guess && facts->mailbox_count > 0)
        found = &facts->mailboxes[0]; /* an undisclosed recipient: better the desk's own mailbox than lost */
    if (found == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "mailbox.unknown", "no mailbox of ours has this address");
    *out = found;
    return STATUS_OK;
}

/* ---- the ticket ---- */

static bool token_in(struct app *app, TALLOC_CTX *mem, const struct desk_facts *facts, struct str address,
                     struct reply_token *out)
{
    struct str tag;
    return reply_address_mailbox(facts, address, &tag) != NULL && reply_token_read(mem, app->secret, tag, out);
}

/* Only where recipients stand: a token quoted in a body or a bounce is none (AC-020). */
static bool token_find(struct app *app, TALLOC_CTX *mem, const struct desk_facts *facts, const struct mail *mail,
                       const struct mail_arrival *in, struct reply_token *out)
{
    if (token_in(app, mem, facts, in->envelope_to, out))
        return true;
    const struct list *lists[RECIPIENT_LISTS];
    recipient_lists(mail, lists);
    for (size_t k = 0; k < RECIPIENT_LISTS; k++) {
        const struct mail_address *address = lists[k]->items;
        for (size_t i = 0; i < lists[k]->count; i++) {
            if (token_in(app, mem, facts, address[i].address, out))
                return true;
        }
    }
    return false;
}

/* Whether TICKET is there, and PERSON its customer or in copy: who got a blind copy, or is in copy no more, is a stranger. */
static enum status stands(struct tx *tx, ticket_id ticket, person_id person, bool *there, bool *on_it, struct err *err)
{
    int64_t found;
    TRY(query_int(tx, Q_TICKET_STANDS, PARAMS({ "id", db_id(ticket.v) }, { "person_id", db_id(person.v) }), &found, err));
    *there = found > 0;
    *on_it = found == 2;
    return STATUS_OK;
}

/* The Message-IDs that a mail answers, the nearest first: the newest few, so that a mail with hundreds costs no more. */
enum { IDS_ASKED = 21, OWN_IDS_ASKED = 5 };
static size_t answered_ids(const struct mail *mail, struct str ids[IDS_ASKED])
{
    const struct mail_reference *references = mail->references.items;
    size_t count = 0;
    if (mail->in_reply_to.len > 0)
        ids[count++] = mail->in_reply_to;
    for (size_t i = mail->references.count; i-- > 0 && count < IDS_ASKED;)
        ids[count++] = references[i].message_id;
    return count;
}

static enum status sent_find(struct tx *tx, TALLOC_CTX *mem, const struct mail *mail, const struct mail_sender *sender,
                             enum message_direction direction, struct outbox_sent *out, bool *have, struct err *err)
{
    struct str ids[IDS_ASKED];
    size_t count = answered_ids(mail, ids);
    *have = false;
    for (size_t i = 0; !*have && i < count; i++)
        TRY(outbox_sent_to(tx, mem, ids[i], sender->address, direction, out, have, err));
    return STATUS_OK;
}

/* A mail to all that answers one which did not come from us, as people on a ticket write before we do. That address must be
 * on the ticket, and proven to be theirs (G9). */
static enum status own_find(struct tx *tx, const struct mail *mail, const struct mail_sender *sender, struct mail_place *out,
                            struct err *err)
{
    struct str ids[IDS_ASKED];
    size_t count = answered_ids(mail, ids);
    if (sender->known.id.v == 0 || !str_equal(mail->auth_results, STR("pass")))
        return STATUS_OK;
    for (size_t i = 0; out->ticket.v == 0 && i < count && i < OWN_IDS_ASKED; i++) {
        TRY(query_int(tx, Q_TICKET_OF_MAIL, PARAMS({ "header_id", db_text(ids[i]) }, { "person_id", db_id(sender->known.id.v) }),
                      &out->ticket.v, err));
        out->person = sender->known.id;
    }
    return STATUS_OK;
}

static enum status reference_find(struct tx *tx, TALLOC_CTX *mem, const struct mail *mail,
                                  const struct mail_sender *sender, struct mail_place *out, struct err *err)
{
    struct outbox_sent sent;
    bool have, there, on_it;
    TRY(sent_find(tx, mem, mail, sender, MESSAGE_OUT, &sent, &have, err));
    if (!have)
        return own_find(tx, mail, sender, out, err);
    TRY(stands(tx, sent.ticket_id, sent.person_id, &there, &on_it, err));
    *out = (struct mail_place){ .ticket = sent.ticket_id, .person = sent.person_id, .stranger = !on_it };
    return STATUS_OK;
}

enum status mail_notice_find(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct mail *mail,
                             const struct mail_sender *sender, ticket_id *about, struct err *err)
{
    struct outbox_sent sent;
    bool have;
    about->v = 0;
    if (!sender->sure || desk_colleague_by_email(facts, sender->address) == NULL)
        return STATUS_OK;
    TRY(sent_find(tx, mem, mail, sender, MESSAGE_INTERNAL, &sent, &have, err));
    if (have)
        *about = sent.ticket_id;
    return STATUS_OK;
}

enum status mail_place_find(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                            const struct mail *mail, const struct mail_arrival *in, const struct mail_sender *sender,
                            struct mail_place *out, struct err *err)
{
    struct reply_token token;
    *out = (struct mail_place){ .ticket = { 0 } };
    if (token_find(app, mem, facts, mail, in, &token)) {
        bool there, on_it;
        TRY(stands(tx, token.ticket, token.person, &there, &on_it, err));
        if (there) {
            *out = (struct mail_place){ .ticket = token.ticket, .person = token.person,
                                        .stranger = !on_it || !sender->sure || sender->known.id.v != token.person.v };
            return STATUS_OK;
        }
    }
    return sender->sure ? reference_find(tx, mem, mail, sender, out, err) : STATUS_OK;
}
