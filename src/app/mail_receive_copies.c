#include "app/mail_copies.h"
#include "app/mail_receive_internal.h"
#include "base/limits.h"
#include "mail/send_address.h"
#include "store/copy_store.h"
#include "store/person_store.h"

/* An address alone proves nothing (G9): the mail must be its customer's own, and pass their domain's checks (AC-001). */
static bool may_name(const struct receiving *r, const struct ticket *ticket)
{
    return r->mail->cc.count > 0 && r->mail->automatic == MAIL_HUMAN && r->forwarded_by.v == 0 && r->sender.sure
        && r->sender.known.id.v == ticket->person_id.v && str_equal(r->mail->auth_results, STR("pass"));
}

/* Those in the Cc who may read what is sent and do not belong to the desk, each as it is written down; COUNT may pass the
 * limit by one. */
static void others_of(const struct receiving *r, struct mail_address others[LIMIT_NAMED_COPIES + 1], size_t *count)
{
    const struct mail_address *named = r->mail->cc.items;
    *count = 0;
    for (size_t i = 0; i < r->mail->cc.count && *count <= LIMIT_NAMED_COPIES; i++) {
        struct mail_address other = { .name = named[i].name };
        struct err ignored = { 0 };
        if (send_address(r->mem, named[i].address, &other.address, &ignored) == STATUS_OK && copy_is_of_another(r->facts, other.address))
            others[(*count)++] = other;
    }
}

static enum status put_one(struct receiving *r, const struct ticket *ticket, const struct mail_address *other, struct err *err)
{
    person_id person;
    bool added;
    TRY(person_by_address(r->tx, r->mem, other->address, &person, err));
    if (person.v == ticket->person_id.v)
        return STATUS_OK;
    if (person.v == 0)
        TRY(person_insert(r->tx, r->mem, utf8_clip(other->name, LIMIT_NAME_BYTES), STR(""), other->address, &person, err));
    TRY(copy_put_named(r->tx, ticket->id, person, other->address, &added, err));
    if (!added)
        return STATUS_OK;
    return journal_add(r->tx, (struct actor){ ACTOR_CUSTOMER, r->sender.known.id.v }, "copy.added", ticket->id,
                       str_format(r->mem, "{\"person\":%lld}", (long long)person.v), err);
}

enum status receiving_copies(struct receiving *r, const struct ticket *ticket, struct err *err)
{
    struct mail_address others[LIMIT_NAMED_COPIES + 1];
    struct list before;
    size_t count;
    if (!may_name(r, ticket))
        return STATUS_OK;
    others_of(r, others, &count);
    if (count == 0 || count > LIMIT_NAMED_COPIES)
        return STATUS_OK;
    TRY(copies_of_ticket(r->tx, r->mem, ticket->id, &before, err));
    if (before.count + count > LIMIT_COPIES)
        return STATUS_OK;
    for (size_t i = 0; i < count; i++)
        TRY(put_one(r, ticket, &others[i], err));
    return STATUS_OK;
}
