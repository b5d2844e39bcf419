#include "app/mail_receive_internal.h"
#include "app/reply_address.h"
#include "base/limits.h"
#include "store/message_store.h"
#include "store/outbox_store.h"
#include "store/person_store.h"

/* What reports say of one mail of ours. */
struct reported {
    struct outbox outbox;
    ticket_id ticket;
    struct list recipients; /* struct outbox_recipient */
    person_id answers_to;   /* whose copy the report is about, by the address that it came to; 0 unknown */
    bool failed;            /* at least one recipient */
    bool all_delivered;     /* with this report: to everybody */
    bool only_good;         /* it tells nothing but deliveries */
};

/* A recipient is known by the address that the report names, or, where a mailbox was passed on to another one, by the
 * address that the report was sent to: each copy has its own (RFC 3461, 6.3 asks for nothing more). */
static bool is_about(const struct reported *about, const struct mail_bounced *bounced, size_t bounces,
                     const struct outbox_recipient *recipient)
{
    if (str_equal_nocase(recipient->address, bounced->address))
        return true;
    return bounces == 1 && about->answers_to.v != 0 && recipient->person_id.v == about->answers_to.v;
}

static struct str reason_of(TALLOC_CTX *mem, const struct mail_bounced *bounced)
{
    return str_format(mem, STR_FMT " " STR_FMT, STR_ARG(bounced->status), STR_ARG(bounced->kind));
}

/* Arrived: in the mailbox, or at a server beyond which nobody reports, which is all that most of the world will tell. */
static bool says_arrived(const struct mail_bounced *bounced)
{
    return str_equal_nocase(bounced->action, STR("delivered")) || str_equal_nocase(bounced->action, STR("relayed"));
}

/* Only what a report says of an address that we truly wrote to counts: anybody can send one (AC-131). */
static enum status recipient_note(struct receiving *r, struct reported *about, const struct mail_bounced *bounced,
                                  struct outbox_recipient *recipient, struct err *err)
{
    bool failed = str_equal_nocase(bounced->action, STR("failed"));
    bool delayed = str_equal_nocase(bounced->action, STR("delayed"));
    if (says_arrived(bounced) && recipient->delivered_ms == 0) {
        recipient->delivered_ms = r->tx->now;
        return outbox_recipient_delivered(r->tx, recipient, err);
    }
    if (!failed && !delayed)
        return STATUS_OK;
    recipient->reply = reason_of(r->mem, bounced);
    if (failed) {
        recipient->state = STR("failed");
        about->failed = true;
        if (str_starts(bounced->kind, STR("hard")) && recipient->person_id.v != 0)
            TRY(person_undeliverable_save(r->tx, recipient->person_id, r->tx->now, err));
    }
    return outbox_recipient_save(r->tx, recipient, err);
}

static enum status recipients_note(struct receiving *r, struct reported *about, struct err *err)
{
    const struct mail_bounced *bounced = r->mail->bounced.items;
    struct outbox_recipient *recipient = about->recipients.items;
    about->only_good = r->mail->bounced.count > 0;
    for (size_t i = 0; i < r->mail->bounced.count; i++) {
        about->only_good &= says_arrived(&bounced[i]);
        for (size_t k = 0; k < about->recipients.count; k++) {
            if (is_about(about, &bounced[i], r->mail->bounced.count, &recipient[k]))
                TRY(recipient_note(r, about, &bounced[i], &recipient[k], err));
        }
    }
    about->all_delivered = about->recipients.count > 0;
    for (size_t k = 0; k < about->recipients.count; k++)
        about->all_delivered &= recipient[k].delivered_ms != 0;
    return STATUS_OK;
}

static enum status journal_message(struct receiving *r, const struct reported *about, const char *kind, struct err *err)
{
    return journal_add(r->tx, (struct actor){ ACTOR_SYSTEM, 0 }, kind, about->ticket,
                       str_format(r->mem, "{\"message\":%lld}", (long long)about->outbox.message_id.v), err);
}

static enum status message_bounced(struct receiving *r, struct reported *about, struct err *err)
{
    const struct mail_bounced *bounced = r->mail->bounced.items;
    struct str why = r->mail->bounced.count == 0
                         ? STR("it came back")
                         : str_format(r->mem, STR_FMT ": " STR_FMT, STR_ARG(bounced[0].address),
                                      STR_ARG(reason_of(r->mem, &bounced[0])));
    about->outbox.state = OUTBOX_BOUNCED;
    about->outbox.last_error = utf8_clip(why, LIMIT_LINE_BYTES);
    about->outbox.done_ms = r->tx->now;
    TRY(outbox_save(r->tx, &about->outbox, err));
    TRY(message_state_save(r->tx, about->outbox.message_id, MESSAGE_BOUNCED, about->outbox.last_error, err));
    TRY(mail_trouble_save(r->tx, about->outbox.message_id, MAIL_BOUNCED, err));
    return journal_message(r, about, "message.bounced", err);
}

/* Good news is shown on the mail that it is about; as a mail of its own it would only stand in the way. */
static enum status keep_aside(struct receiving *r, const struct reported *about, message_id *out, struct err *err)
{
    int64_t id;
    TRY(id_new(r->tx, &id, err));
    const struct message report = {
        .id = { id }, .ticket_id = about->ticket, .kind = MESSAGE_AUTOMATIC, .direction = MESSAGE_INTERNAL,
        .state = MESSAGE_KEPT, .subject = utf8_clip(r->mail->subject, LIMIT_SUBJECT_BYTES), .automatic = STR("report"),
        .from_address = r->sender.address, .raw_id = r->raw.id, .at_ms = r->tx->now,
    };
    TRY(message_insert(r->tx, &report, err));
    *out = report.id;
    return STATUS_OK;
}

static person_id answers_to(struct receiving *r)
{
    struct reply_token token;
    struct str tag;
    bool ours = reply_address_mailbox(r->facts, r->arrival->envelope_to, &tag) != NULL;
    return ours && reply_token_read(r->mem, r->app->secret, tag, &token) ? token.person : (person_id){ 0 };
}

enum status receiving_bounce(struct receiving *r, struct mail_outcome *out, bool *noted, struct err *err)
{
    struct outbox_sent sent;
    *noted = false;
    if (r->mail->bounced_message_id.len == 0)
        return STATUS_OK;
    TRY(outbox_sent_under(r->tx, r->mem, r->mail->bounced_message_id, &sent, noted, err));
    if (!*noted)
        return STATUS_OK;

    struct reported about = { .ticket = sent.ticket_id, .answers_to = answers_to(r) };
    TRY(outbox_load(r->tx, r->mem, sent.id, &about.outbox, err));
    TRY(outbox_recipients(r->tx, r->mem, sent.id, &about.recipients, err));
    TRY(recipients_note(r, &about, err));
    if (about.failed && about.outbox.state != OUTBOX_BOUNCED)
        TRY(message_bounced(r, &about, err));
    if (about.all_delivered && about.only_good) {
        TRY(outbox_delivered(r->tx, sent.id, err));
        TRY(journal_message(r, &about, "message.delivered", err));
    }
    *out = (struct mail_outcome){ .fate = FATE_BOUNCE_NOTED, .ticket = sent.ticket_id };
    return about.only_good ? keep_aside(r, &about, &out->message, err)
                           : receiving_keep(r, sent.ticket_id, false, &out->message, err);
}
