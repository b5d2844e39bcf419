#include "app/mail_receive_internal.h"
#include "base/limits.h"
#include "store/message_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"

/* Only what truly failed, at an address that we truly wrote to, counts: anybody can send a report (AC-131). */
static enum status recipient_note(struct receiving *r, const struct outbox *outbox, const struct mail_bounced *bounced,
                                  bool *failed, struct err *err)
{
    struct list recipients;
    if (!str_equal_nocase(bounced->action, STR("failed")))
        return STATUS_OK;
    TRY(outbox_recipients(r->tx, r->mem, outbox->id, &recipients, err));
    struct outbox_recipient *recipient = recipients.items;
    for (size_t i = 0; i < recipients.count; i++) {
        if (!str_equal_nocase(recipient[i].address, bounced->address))
            continue;
        recipient[i].state = STR("failed");
        recipient[i].reply = str_format(r->mem, STR_FMT " " STR_FMT, STR_ARG(bounced->status), STR_ARG(bounced->kind));
        TRY(outbox_recipient_save(r->tx, &recipient[i], err));
        if (str_starts(bounced->kind, STR("hard")) && recipient[i].person_id.v != 0)
            TRY(person_undeliverable_save(r->tx, recipient[i].person_id, r->tx->now, err));
        *failed = true;
    }
    return STATUS_OK;
}

static enum status message_bounced(struct receiving *r, struct outbox *outbox, ticket_id ticket, struct err *err)
{
    struct str why = STR("it came back");
    const struct mail_bounced *bounced = r->mail->bounced.items;
    if (r->mail->bounced.count > 0)
        why = str_format(r->mem, STR_FMT ": " STR_FMT " " STR_FMT, STR_ARG(bounced[0].address),
                         STR_ARG(bounced[0].status), STR_ARG(bounced[0].kind));
    outbox->state = OUTBOX_BOUNCED;
    outbox->last_error = utf8_clip(why, LIMIT_LINE_BYTES);
    outbox->done_ms = r->tx->now;
    TRY(outbox_save(r->tx, outbox, err));
    TRY(message_state_save(r->tx, outbox->message_id, MESSAGE_BOUNCED, outbox->last_error, err));
    return journal_add(r->tx, (struct actor){ ACTOR_SYSTEM, 0 }, "message.bounced", ticket,
                       str_format(r->mem, "{\"message\":%lld}", (long long)outbox->message_id.v), err);
}

enum status receiving_bounce(struct receiving *r, struct mail_outcome *out, bool *noted, struct err *err)
{
    const struct mail_bounced *bounced = r->mail->bounced.items;
    struct outbox_sent sent;
    bool failed = false;
    *noted = false;
    if (r->mail->bounced_message_id.len == 0)
        return STATUS_OK;
    TRY(outbox_sent_under(r->tx, r->mem, r->mail->bounced_message_id, &sent, noted, err));
    if (!*noted)
        return STATUS_OK;

    struct outbox outbox;
    TRY(outbox_load(r->tx, r->mem, sent.id, &outbox, err));
    for (size_t i = 0; i < r->mail->bounced.count; i++)
        TRY(recipient_note(r, &outbox, &bounced[i], &failed, err));
    if (failed && outbox.state != OUTBOX_BOUNCED)
        TRY(message_bounced(r, &outbox, sent.ticket_id, err));
    *out = (struct mail_outcome){ .fate = FATE_BOUNCE_NOTED, .ticket = sent.ticket_id };
    return receiving_keep(r, sent.ticket_id, false, &out->message, err);
}
