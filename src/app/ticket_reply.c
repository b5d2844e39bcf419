#include "app/ticket_reply.h"

#include "app/idempotency.h"
#include "app/mail_copies.h"
#include "app/mail_out.h"
#include "app/may.h"
#include "app/reply_parts.h"
#include "app/proposal.h"
#include "app/ticket_events.h"
#include "app/ticket_turn.h"
#include "app/upload.h"
#include "base/fault.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/message_store.h"
#include "store/outbox_store.h"

static const char *const reply_kind_words[] = { "reply", "note" };
_Static_assert(sizeof reply_kind_words / sizeof reply_kind_words[0] == REPLY_KIND_COUNT, "a word for each kind");

static const struct field promise_input_fields[] = {
    FIELD(struct promise_input, text, TEXT, REQUIRED, LIMIT_LINE_BYTES),
    FIELD(struct promise_input, due_ms, TIME, REQUIRED, 0),
};
static const struct shape promise_input_shape = SHAPE("PromiseInput", struct promise_input, promise_input_fields);

static const struct field id_input_fields[] = { FIELD(struct id_input, id, INT, REQUIRED, 0) };
static const struct shape id_input_shape = SHAPE("IdInput", struct id_input, id_input_fields);

static const struct field reply_fields[] = {
    FIELD_OF_WORDS(struct reply_input, kind, REQUIRED, reply_kind_words, REPLY_KIND_COUNT),
    FIELD(struct reply_input, text, TEXT, REQUIRED, LIMIT_REPLY_BODY_BYTES),
    FIELD(struct reply_input, version, INT, REQUIRED, 0),
    FIELD(struct reply_input, seq, INT, OPTIONAL, 0),
    FIELD_OF_LIST(struct reply_input, promises, OPTIONAL, LIMIT_PROMISES_PER_MESSAGE, &promise_input_shape),
    FIELD_OF_LIST(struct reply_input, kept, OPTIONAL, LIMIT_PROMISES_PER_MESSAGE, &id_input_shape),
    FIELD(struct reply_input, propose, BOOL, OPTIONAL, 0),
    FIELD_OF_WORDS(struct reply_input, proposal_kind, OPTIONAL, proposal_kind_words, PROPOSAL_KIND_COUNT),
    FIELD_OF_LIST(struct reply_input, alternatives, OPTIONAL, LIMIT_ALTERNATIVES, &alternative_input_shape),
    FIELD(struct reply_input, notice_ms, TIME, OPTIONAL, 0),
    FIELD(struct reply_input, wait, BOOL, OPTIONAL, 0),
    FIELD_OF_LIST(struct reply_input, cc, OPTIONAL, LIMIT_COPIES, &address_shape),
    FIELD_OF_LIST(struct reply_input, bcc, OPTIONAL, LIMIT_COPIES, &address_shape),
    FIELD_OF_LIST(struct reply_input, attachments, OPTIONAL, LIMIT_MESSAGE_FILES, &id_input_shape),
    FIELD(struct reply_input, send_at_ms, TIME, OPTIONAL, 0),
    FIELD(struct reply_input, quote_history, BOOL, OPTIONAL, 0),
    FIELD(struct reply_input, without_signature, BOOL, OPTIONAL, 0),
};
const struct shape reply_input_shape = SHAPE("ReplyInput", struct reply_input, reply_fields);

static const struct field outcome_fields[] = {
    FIELD_OF_ID(struct reply_outcome, id, REQUIRED),
    FIELD(struct reply_outcome, version, INT, REQUIRED, 0),
    FIELD(struct reply_outcome, undo_until_ms, TIME, 0, 0),
};
const struct shape reply_outcome_shape = SHAPE("ReplyOutcome", struct reply_outcome, outcome_fields);

static enum status journal_message(struct turn *work, const char *kind, message_id message, struct err *err)
{
    return journal_add(work->tx, work->actor, kind, work->ticket.id,
                       str_format(work->mem, "{\"message\":%lld}", (long long)message.v), err);
}

/* ---- a note ---- */

static enum status note_write(struct turn *work, const struct who *who, const struct reply_input *in,
                              struct reply_outcome *out, struct err *err)
{
    struct reply_parts parts;
    int64_t id;
    TRY(note_parts_take(work, who, in, &parts, err));
    TRY(id_new(work->tx, &id, err));
    struct message note = { .id = { id },
                            .ticket_id = work->ticket.id,
                            .kind = MESSAGE_NOTE,
                            .direction = MESSAGE_INTERNAL,
                            .state = MESSAGE_KEPT,
                            .colleague_id = who->colleague,
                            .text = parts.text,
                            .at_ms = work->tx->now };
    TRY(message_insert(work->tx, &note, err));
    TRY(uploads_carry(work->tx, work->mem, &parts.uploads, note.id, parts.text, err));
    *out = (struct reply_outcome){ .id = note.id, .version = work->ticket.version };
    return journal_message(work, "message.noted", note.id, err);
}

/* ---- an answer ---- */

static enum status promises_take(struct turn *work, const struct who *who, const struct reply_input *in,
                                 message_id message, struct err *err)
{
    const struct id_input *kept = in->kept.items;
    const struct promise_input *made = in->promises.items;
    for (size_t i = 0; i < in->kept.count; i++) {
        struct promise *promise;
        TRY(turn_find(work, (promise_id){ kept[i].id }, &promise, err));
        TRY(turn_keep(work, promise, err));
    }
    for (size_t i = 0; i < in->promises.count; i++)
        TRY(turn_promise(work, made[i].text, made[i].due_ms, who->colleague, message, NULL, err));
    return STATUS_OK;
}

/* What the answer proposes, and the text with all of it. */
struct offer {
    struct list alternatives;
    struct str text;
    size_t to_come;
};

static enum status offer_prepare(struct turn *work, const struct who *who, const struct reply_input *in, struct str text,
                                 struct offer *out, struct err *err)
{
    enum proposal_kind kind = (enum proposal_kind)in->proposal_kind;
    *out = (struct offer){ .text = text };
    if (!in->propose)
        return STATUS_OK;
    TRY(may(work->tx, who, ACTION_PROPOSE, work->ticket.id, err));
    TRY(proposal_alternatives(work, kind, &in->alternatives, who->colleague, &out->alternatives, err));
    return proposal_text(work, text, &out->alternatives, &in->kept, &out->text, &out->to_come, err);
}

static enum status propose(struct turn *work, const struct who *who, const struct reply_input *in,
                           const struct offer *offer, struct str text, message_id message, struct err *err)
{
    const struct proposal_draft draft = {
        .kind = (enum proposal_kind)in->proposal_kind, .text = text, .message = message, .by = who->colleague,
        .notice_ms = in->notice_ms, .alternatives = offer->alternatives,
        .listed_to_come = offer->to_come + in->promises.count, /* what this answer promises stands in its own words */
    };
    return in->propose ? proposal_add(work, &draft, err) : STATUS_OK;
}

static enum status answer_write(struct app *app, struct turn *work, const struct who *who, const struct reply_input *in,
                                struct reply_outcome *out, struct err *err)
{
    enum ticket_state stays;
    message_id message;
    struct offer offer;
    struct reply_parts parts;
    TRY(ticket_next((enum ticket_state)work->ticket.state, TICKET_ANSWERED, &stays, err));
    TRY(reply_parts_take(app, work, who, in, &parts, err));
    TRY(offer_prepare(work, who, in, parts.text, &offer, err));
    struct mail_out mail = {
        .kind = MESSAGE_EMAIL, .ticket = &work->ticket, .author = who->colleague, .text = offer.text,
        .send_ms = parts.send_ms, .scheduled = parts.scheduled, .copies = parts.copies, .quoted = parts.quoted, .sign_off = parts.sign_off,
    };
    TRY(mail_out_add(app, work->tx, work->mem, work->facts, &mail, &message, err));
    if (work->ticket.mail_trouble.len > 0) /* who writes again has seen it */
        TRY(mail_trouble_save(work->tx, message, MAIL_FINE, err));
    TRY(uploads_carry(work->tx, work->mem, &parts.uploads, message, offer.text, err));
    TRY(journal_message(work, "message.queued", message, err));
    TRY(promises_take(work, who, in, message, err));
    TRY(turn_answered(work, message, in->wait || in->propose, err));
    TRY(propose(work, who, in, &offer, parts.text, message, err));
    TRY(turn_settle(work, err));
    *out = (struct reply_outcome){ .id = message, .version = work->ticket.version, .undo_until_ms = parts.send_ms };
    return STATUS_OK;
}

/* By the position of the journal that the writer saw; whoever names none is held to the version. */
static enum status check_seen(const struct turn *work, const struct who *who, const struct reply_input *in,
                              struct err *err)
{
    bool missed = work->ticket.version != in->version;
    if (in->seq != 0)
        TRY(ticket_missed(work->tx, work->mem, who, work->ticket.id, in->seq, &missed, err));
    return missed ? FAIL(err, STATUS_CONFLICT, "ticket.changed", "something came meanwhile; read it, then send")
                  : STATUS_OK;
}

enum status ticket_reply(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                         const struct reply_input *in, struct reply_outcome *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct reply_outcome outcome;
    struct turn work;
    bool again, is_note = in->kind == REPLY_KIND_NOTE;
    if (str_trim(in->text).len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "reply.empty", "text", "write something first");
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(once_begin(&tx, mem, who->once, &reply_outcome_shape, out, &again, err));
    if (again)
        return STATUS_OK;

    TRY(may(&tx, who, is_note ? ACTION_NOTE : ACTION_REPLY, ticket, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(turn_open(&work, &tx, mem, facts, who_actor(who), ticket, err));
    if (is_note) {
        TRY(note_write(&work, who, in, &outcome, err));
    } else {
        TRY(check_seen(&work, who, in, err));
        TRY(answer_write(app, &work, who, in, &outcome, err));
    }
    TRY(once_end(&tx, who->once, &reply_outcome_shape, &outcome, err));
    TRY(tx_commit(&tx, err));
    fault_here("api.after_commit");
    *out = outcome;
    return STATUS_OK;
}
