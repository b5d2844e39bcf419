#include "app/desk_facts.h"
#include "app/mail_copies.h"
#include "app/hop.h"
#include "app/may.h"
#include "app/sign_off.h"
#include "app/ticket_events.h"
#include "app/proposal.h"
#include "app/views.h"
#include "base/mem.h"
#include "store/copy_store.h"

enum { VIEW_ROWS = 10000 }; /* as in the statements */

static enum status list_of(struct tx *tx, TALLOC_CTX *mem, enum query query, ticket_id ticket,
                           const struct shape *shape, struct list *out, struct err *err)
{
    return query_list(tx, mem, query, PARAMS({ "ticket_id", db_id(ticket.v) }), shape, VIEW_ROWS, out, err);
}

/* ---- messages ---- */

struct attachment_row { int64_t message_id; struct attachment_view view; };
static const struct field attachment_row_fields[] = {
    FIELD(struct attachment_row, message_id, INT, 0, 0),
    { .name = "id", .type = FIELD_INT, .offset = offsetof(struct attachment_row, view.id) },
    { .name = "name", .type = FIELD_TEXT, .offset = offsetof(struct attachment_row, view.name) },
    { .name = "type", .type = FIELD_TEXT, .offset = offsetof(struct attachment_row, view.type) },
    { .name = "size", .type = FIELD_INT, .offset = offsetof(struct attachment_row, view.size) },
    { .name = "inline", .type = FIELD_BOOL, .offset = offsetof(struct attachment_row, view.inline_) },
    { .name = "cid", .type = FIELD_TEXT, .offset = offsetof(struct attachment_row, view.cid) },
};
static const struct shape attachment_row_shape = SHAPE("AttachmentRow", struct attachment_row, attachment_row_fields);

/* Both lists are in the order of the messages: one pass hands each message its run of attachments. */
static void attachments_deal(TALLOC_CTX *mem, struct list *messages, const struct list *attachments)
{
    const struct attachment_row *from = attachments->items;
    struct attachment_view *views = MEM_ARRAY(mem, struct attachment_view, attachments->count + 1);
    struct message_view *message = messages->items;
    size_t next = 0;
    for (size_t i = 0; i < messages->count; i++) {
        size_t first = next;
        while (next < attachments->count && from[next].message_id == message[i].id) {
            views[next] = from[next].view;
            next++;
        }
        message[i].attachments = (struct list){ &views[first], next - first };
    }
}

/* *UNTIL becomes the moment at which the first of them can no longer be taken back, if any is before it. */
static enum status messages_read(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct who *who,
                                 ticket_id ticket, struct list *out, time_ms *until, struct err *err)
{
    struct list attachments;
    TRY(list_of(tx, mem, Q_MESSAGE_VIEWS, ticket, &message_view_shape, out, err));
    TRY(list_of(tx, mem, Q_ATTACHMENT_VIEWS, ticket, &attachment_row_shape, &attachments, err));
    attachments_deal(mem, out, &attachments);
    struct message_view *message = out->items;
    for (size_t i = 0; i < out->count; i++) {
        if (message[i].author_id.v != 0)
            message[i].author_name = str_copy(mem, desk_name(facts, message[i].author_id));
        message[i].may_undo = message[i].undo_until_ms > tx->now && message[i].author_id.v == who->colleague.v;
        if (!message[i].may_undo)
            message[i].undo_until_ms = 0;
        else if (message[i].undo_until_ms < *until)
            *until = message[i].undo_until_ms;
    }
    return STATUS_OK;
}

/* The statement says which answers wait for a chosen moment; the ticket, which of them the customer has overtaken (as
 * outbox_was_overtaken does). Such a one can be taken back until somebody sends it. */
static void overtaken_fill(const struct who *who, struct ticket_view *ticket)
{
    struct message_view *message = ticket->messages.items;
    bool gone = str_equal(ticket->state, STR("merged")) || str_equal(ticket->state, STR("spam"));
    for (size_t i = 0; i < ticket->messages.count; i++) {
        time_ms at = message[i].at_ms;
        message[i].overtaken &= gone || ticket->customer_wrote_ms > at || ticket->resolved_ms > at;
        message[i].may_undo |= message[i].overtaken && message[i].author_id.v == who->colleague.v;
    }
}

/* ---- proposals ---- */

struct alternative_row { int64_t proposal_id; struct alternative_view view; };
static const struct field alternative_row_fields[] = {
    FIELD(struct alternative_row, proposal_id, INT, 0, 0),
    { .name = "id", .type = FIELD_INT, .offset = offsetof(struct alternative_row, view.id) },
    { .name = "text", .type = FIELD_TEXT, .offset = offsetof(struct alternative_row, view.text) },
    { .name = "detail", .type = FIELD_TEXT, .offset = offsetof(struct alternative_row, view.detail) },
    { .name = "by_text", .type = FIELD_TEXT, .offset = offsetof(struct alternative_row, view.by_text) },
    { .name = "leader_id", .type = FIELD_ID, .offset = offsetof(struct alternative_row, view.leader_id) },
    { .name = "chosen", .type = FIELD_BOOL, .offset = offsetof(struct alternative_row, view.chosen) },
};
static const struct shape alternative_row_shape = SHAPE("AlternativeRow", struct alternative_row, alternative_row_fields);

static bool has_refusal(const struct list *proposals)
{
    const struct proposal_view *proposal = proposals->items;
    for (size_t i = 0; i < proposals->count; i++) {
        if (str_equal(proposal[i].kind, str_from(proposal_kind_words[PROPOSAL_REFUSAL])))
            return true;
    }
    return false;
}

/* Both lists are in the order of the proposals, as messages and attachments are. */
static enum status proposals_read(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *out, struct err *err)
{
    struct list rows;
    TRY(list_of(tx, mem, Q_PROPOSAL_VIEWS, ticket, &proposal_view_shape, out, err));
    if (!has_refusal(out))
        return STATUS_OK;
    TRY(list_of(tx, mem, Q_ALTERNATIVE_VIEWS, ticket, &alternative_row_shape, &rows, err));
    const struct alternative_row *from = rows.items;
    struct alternative_view *views = MEM_ARRAY(mem, struct alternative_view, rows.count + 1);
    struct proposal_view *proposal = out->items;
    size_t next = 0;
    for (size_t i = 0; i < out->count; i++) {
        size_t first = next;
        while (next < rows.count && from[next].proposal_id == proposal[i].id) {
            views[next] = from[next].view;
            next++;
        }
        proposal[i].alternatives = (struct list){ &views[first], next - first };
    }
    return STATUS_OK;
}

/* ---- recipients ---- */

struct recipient_row { int64_t message_id; struct recipient_view view; };
static const struct field recipient_row_fields[] = {
    FIELD(struct recipient_row, message_id, INT, 0, 0),
    { .name = "address", .type = FIELD_TEXT, .offset = offsetof(struct recipient_row, view.address) },
    { .name = "name", .type = FIELD_TEXT, .offset = offsetof(struct recipient_row, view.name) },
    { .name = "kind", .type = FIELD_TEXT, .offset = offsetof(struct recipient_row, view.kind) },
    { .name = "state", .type = FIELD_TEXT, .offset = offsetof(struct recipient_row, view.state) },
    { .name = "reply", .type = FIELD_TEXT, .offset = offsetof(struct recipient_row, view.reply) },
    { .name = "delivered_ms", .type = FIELD_TIME, .offset = offsetof(struct recipient_row, view.delivered_ms) },
};
static const struct shape recipient_row_shape = SHAPE("RecipientRow", struct recipient_row, recipient_row_fields);

/* Asked only where an answer had copies: most tickets have none. */
static enum status recipients_read(struct tx *tx, TALLOC_CTX *mem, ticket_id ticket, struct list *messages, struct err *err)
{
    struct message_view *message = messages->items;
    struct list rows;
    bool any = false;
    for (size_t i = 0; i < messages->count && !any; i++)
        any = message[i].copies > 0;
    if (!any)
        return STATUS_OK;
    TRY(list_of(tx, mem, Q_RECIPIENT_VIEWS, ticket, &recipient_row_shape, &rows, err));
    const struct recipient_row *from = rows.items;
    struct recipient_view *views = MEM_ARRAY(mem, struct recipient_view, rows.count + 1);
    size_t next = 0;
    for (size_t i = 0; i < messages->count; i++) {
        size_t first = next;
        for (; next < rows.count && from[next].message_id == message[i].id; next++)
            views[next] = from[next].view;
        message[i].recipients = (struct list){ &views[first], next - first };
    }
    return STATUS_OK;
}

/* The last mail that the customer wrote: whom it names may be meant to take part. */
static struct str addressees_of(const struct ticket_view *ticket)
{
    const struct message_view *message = ticket->messages.items;
    for (size_t i = ticket->messages.count; i-- > 0;) {
        if (str_equal(message[i].direction, STR("in")) && str_equal(message[i].kind, STR("email")) && !message[i].stranger)
            return message[i].to_addresses;
    }
    return STR("");
}

static enum status copies_read(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, struct ticket_view *ticket,
                               struct err *err)
{
    struct list copies;
    ticket->named = copies_named(mem, facts, ticket->person_address, addressees_of(ticket));
    if (ticket->copies == 0)
        return STATUS_OK;
    TRY(copies_of_ticket(tx, mem, ticket->id, &copies, err));
    const struct ticket_copy *from = copies.items;
    struct address *cc = MEM_ARRAY(mem, struct address, copies.count + 1);
    for (size_t i = 0; i < copies.count; i++)
        cc[i] = (struct address){ from[i].address, from[i].name };
    ticket->cc = (struct list){ cc, copies.count };
    copies_without(&ticket->named, &ticket->cc);
    return STATUS_OK;
}

/* ---- people and handovers ---- */

static enum status handovers_read(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                  struct ticket_view *ticket, struct err *err)
{
    TRY(list_of(tx, mem, Q_HANDOVER_VIEWS, ticket->id, &handover_view_shape, &ticket->handovers, err));
    struct handover_view *view = ticket->handovers.items;
    int64_t open = 0;
    const struct promise_view *promise = ticket->promises.items;
    for (size_t i = 0; i < ticket->promises.count; i++)
        open += str_equal(promise[i].state, STR("open"));
    for (size_t i = 0; i < ticket->handovers.count; i++) {
        view[i].from_name = str_copy(mem, desk_name(facts, view[i].from_id));
        view[i].to_name = str_copy(mem, desk_name(facts, view[i].to_id));
        view[i].number = ticket->number;
        view[i].subject = ticket->subject;
        view[i].person_name = ticket->person_name;
        view[i].next_due_ms = ticket->next_due_ms;
        view[i].next_text = ticket->next_text;
        view[i].promise_count = open;
    }
    return STATUS_OK;
}

static void people_fill(TALLOC_CTX *mem, struct ticket_view *ticket)
{
    struct people_view *people = MEM_ARRAY(mem, struct people_view, 3);
    size_t count = 0;
    people[count++] = (struct people_view){ ticket->owner_id.v, ticket->owner_name, STR("owner"), true };
    const struct handover_view *offer = ticket->handovers.items;
    if (ticket->handovers.count > 0 && str_equal(offer[0].state, STR("offered")))
        people[count++] = (struct people_view){ offer[0].to_id.v, offer[0].to_name, STR("offered"), true };
    people[count++] = (struct people_view){ ticket->person_id.v, ticket->person_name, STR("customer"), false };
    ticket->people = (struct list){ people, count };
}

static void rights_fill(struct ticket_view *ticket, const struct rights_actor *actor)
{
    bool lives = str_equal(ticket->state, STR("open")) || str_equal(ticket->state, STR("proposed"));
    ticket->may_reply = rights_allow(actor, ACTION_REPLY) && (lives || str_equal(ticket->state, STR("resolved")));
    ticket->may_hand_over = lives && rights_allow(actor, ACTION_HANDOVER_OFFER);
    ticket->may_propose = lives && rights_allow(actor, ACTION_PROPOSE);
    ticket->may_change = rights_allow(actor, ACTION_CHANGE) && (lives || str_equal(ticket->state, STR("resolved")));
    ticket->may_mark_spam = lives && rights_allow(actor, ACTION_MARK_SPAM);
    ticket->may_judge_spam = rights_allow(actor, ACTION_JUDGE_SPAM);
    ticket->may_overrule = lives && rights_allow(actor, ACTION_OVERRULE);
    ticket->may_record_word = rights_allow(actor, ACTION_RECORD_WORD) && (lives || str_equal(ticket->state, STR("resolved")));
}

/* Asked only where a third hop is near (O6). */
static enum status hop_fill(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                            const struct rights_actor *actor, struct ticket_view *ticket, struct err *err)
{
    const struct ticket about = { .id = ticket->id, .team_id = ticket->team_id, .hops = ticket->hops,
                                  .acknowledged_ms = ticket->acknowledged_ms };
    struct hop_view hop;
    if (!ticket->may_hand_over && !rights_allow(actor, ACTION_THIRD_HOP))
        return STATUS_OK;
    TRY(hop_view_of(tx, mem, facts, &about, &hop, err));
    ticket->hop_needs_leader = hop.needs_leader && hop.allowed_by.ptr == NULL;
    ticket->may_allow_hop = ticket->hop_needs_leader && rights_allow(actor, ACTION_THIRD_HOP);
    return STATUS_OK;
}

enum status ticket_read(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id id, struct ticket_view *out,
                        struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct rights_actor actor;
    struct ticket_view ticket = { .id = id };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(may_find(&tx, who, ACTION_READ, id, &actor, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(query_one(&tx, mem, Q_TICKET_VIEW_ROW, PARAMS({ "id", db_id(id.v) }), &ticket_view_shape, &ticket,
                  "ticket.unknown", err));
    const struct team_facts *team = desk_team(facts, ticket.team_id);
    ticket.now_ms = tx.now;
    ticket.until_ms = INT64_MAX;
    ticket.owner_name = str_copy(mem, desk_name(facts, ticket.owner_id));
    ticket.team_name = team == NULL ? STR("") : str_copy(mem, team->team.name);
    TRY(journal_last(&tx, &ticket.seq, err));
    TRY(messages_read(&tx, mem, facts, who, id, &ticket.messages, &ticket.until_ms, err));
    overtaken_fill(who, &ticket);
    TRY(recipients_read(&tx, mem, id, &ticket.messages, err));
    TRY(copies_read(&tx, mem, facts, &ticket, err));
    ticket.sign_off = sign_off_of(mem, facts, desk_mailbox_for(facts, ticket.mailbox_id, ticket.team_id), who->colleague);
    TRY(list_of(&tx, mem, Q_PROMISE_VIEWS, id, &promise_view_shape, &ticket.promises, err));
    TRY(proposals_read(&tx, mem, id, &ticket.proposals, err));
    TRY(ticket_events_read(&tx, mem, facts, &ticket, err));
    TRY(handovers_read(&tx, mem, facts, &ticket, err));
    people_fill(mem, &ticket);
    rights_fill(&ticket, &actor);
    TRY(hop_fill(&tx, mem, facts, &actor, &ticket, err));
    colleague_id second = proposal_second_look(facts, mem, ticket.team_id, ticket.owner_id, who->colleague);
    if (second.v != 0)
        ticket.second_look_name = str_copy(mem, desk_name(facts, second));
    *out = ticket;
    return STATUS_OK;
}

enum status ticket_seen(struct app *app, const struct who *who, ticket_id ticket, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_READ, ticket, err));
    TRY(query_run(&tx, Q_SEEN_PUT,
                  PARAMS({ "colleague_id", db_id(who->colleague.v) }, { "ticket_id", db_id(ticket.v) },
                         { "at_ms", db_time(tx.now) }),
                  NULL, err));
    TRY(query_run(
        &tx, Q_TICKET_SEEN_SAVE,
        PARAMS({ "id", db_id(ticket.v) }, { "colleague_id", db_id(who->colleague.v) }, { "seen_ms", db_time(tx.now) }),
        NULL, err));
    return tx_commit(&tx, err);
}
