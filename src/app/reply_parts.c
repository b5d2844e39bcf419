#include "app/reply_parts.h"

#include "app/mail_copies.h"
#include "app/mail_quote.h"
#include "app/sign_off.h"
#include "app/upload.h"
#include "base/words.h"
#include "store/person_store.h"

enum { SEND_LATER_DAYS = 90 }; /* beyond it nobody remembers what waits */

static enum status files_take(struct turn *work, const struct who *who, const struct reply_input *in,
                              struct reply_parts *out, struct err *err)
{
    TRY(uploads_find(work->tx, work->mem, who, &in->attachments, &out->uploads, err));
    struct str unnamed = words_text(work->mem, work->ticket.language, "mail.picture", NULL);
    return uploads_in_text(work->mem, &out->uploads, str_trim(in->text), unnamed, &out->text, err);
}

/* The promises that this answer keeps when it is written must not break before it leaves. */
static time_ms promised_until(const struct turn *work, const struct reply_input *in)
{
    const struct id_input *kept = in->kept.items;
    time_ms until = INT64_MAX;
    for (size_t i = 0; i < work->promise_count; i++) {
        const struct promise *promise = &work->promises[i];
        bool counts = promise->state == PROMISE_OPEN && promise->kind != PROMISE_STATED;
        for (size_t k = 0; k < in->kept.count && !counts; k++)
            counts = promise->state == PROMISE_OPEN && kept[k].id == promise->id.v;
        if (counts && promise->due_ms < until)
            until = promise->due_ms;
    }
    return until;
}

static enum status time_take(const struct app *app, const struct turn *work, const struct reply_input *in,
                             struct reply_parts *out, struct err *err)
{
    time_ms now = work->tx->now, soonest = now + app->config->undo;
    if (in->send_at_ms > now + SEND_LATER_DAYS * DAY_MS)
        return FAIL_FIELD(err, STATUS_INVALID, "reply.far", "send_at_ms", "an answer can wait for at most %d days",
                          SEND_LATER_DAYS);
    if (in->send_at_ms > soonest && in->send_at_ms > promised_until(work, in))
        return FAIL_FIELD(err, STATUS_INVALID, "reply.too_late", "send_at_ms",
                          "this was promised for an earlier time; send it before then");
    out->scheduled = in->send_at_ms > soonest;
    out->send_ms = out->scheduled ? in->send_at_ms : soonest;
    return STATUS_OK;
}

static enum status quote_take(struct turn *work, struct str *out, struct err *err)
{
    struct person person;
    struct zone zone = desk_team(work->facts, work->ticket.team_id)->zone;
    TRY(person_load(work->tx, work->mem, work->ticket.person_id, &person, err));
    if (person.time_zone.len > 0)
        TRY(zone_load(work->mem, person.time_zone, &zone, err));
    return mail_quote(work->tx, work->mem, &work->ticket, &zone, out, err);
}

enum status reply_parts_take(struct app *app, struct turn *work, const struct who *who, const struct reply_input *in,
                             struct reply_parts *out, struct err *err)
{
    const struct copies_input copies = {
        .ticket = &work->ticket, .actor = work->actor, .by = who->colleague, .cc = in->cc, .bcc = in->bcc,
    };
    const struct mailbox *mailbox = desk_mailbox_for(work->facts, work->ticket.mailbox_id, work->ticket.team_id);
    struct reply_parts parts = { .quoted = STR(""), .sign_off = STR("") };
    TRY(time_take(app, work, in, &parts, err));
    TRY(files_take(work, who, in, &parts, err));
    TRY(mail_copies_take(work->tx, work->mem, work->facts, &copies, &parts.copies, err));
    if (in->quote_history)
        TRY(quote_take(work, &parts.quoted, err));
    if (!in->without_signature)
        parts.sign_off = sign_off_of(work->mem, work->facts, mailbox, who->colleague);
    *out = parts;
    return STATUS_OK;
}

enum status note_parts_take(struct turn *work, const struct who *who, const struct reply_input *in,
                            struct reply_parts *out, struct err *err)
{
    struct reply_parts parts = { .quoted = STR(""), .sign_off = STR("") };
    const char *field = in->cc.count > 0 ? "cc" : in->bcc.count > 0 ? "bcc" : in->send_at_ms != 0 ? "send_at_ms" : NULL;
    if (field != NULL)
        return FAIL_FIELD(err, STATUS_INVALID, "note.sent", field, "a note stays here: it is sent to nobody");
    TRY(files_take(work, who, in, &parts, err));
    *out = parts;
    return STATUS_OK;
}
