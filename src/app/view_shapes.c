/* The shapes of everything that is read: one table a struct, in the order of app/views.h. */
#include "app/mail_copies.h"
#include "app/views.h"
#include "base/limits.h"

static const struct field desk_row_fields[] = {
    FIELD_OF_ID(struct desk_row, id, REQUIRED),
    FIELD(struct desk_row, number, INT, REQUIRED, 0),
    FIELD(struct desk_row, subject, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, person_name, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, channel, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, state, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, turn, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, bucket, TEXT, REQUIRED, 0),
    FIELD(struct desk_row, next_kind, TEXT, 0, 0),
    FIELD(struct desk_row, next_text, TEXT, 0, 0),
    FIELD(struct desk_row, next_due_ms, TIME, 0, 0),
    FIELD(struct desk_row, created_ms, TIME, REQUIRED, 0),
    FIELD(struct desk_row, customer_wrote_ms, TIME, 0, 0),
    FIELD(struct desk_row, hops, INT, REQUIRED, 0),
    FIELD(struct desk_row, unread, BOOL, REQUIRED, 0),
    FIELD(struct desk_row, mail_trouble, TEXT, 0, 0),
    FIELD(struct desk_row, offered_to, TEXT, 0, 0),
};
const struct shape desk_row_shape = SHAPE("DeskRow", struct desk_row, desk_row_fields);

static const struct field handover_fields[] = {
    FIELD(struct handover_view, id, INT, REQUIRED, 0),
    FIELD_OF_ID(struct handover_view, ticket_id, REQUIRED),
    FIELD(struct handover_view, number, INT, REQUIRED, 0),
    FIELD(struct handover_view, subject, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, person_name, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, from_name, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, to_name, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, state, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, reason, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, reason_text, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, summary, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, customer_text, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, answer_text, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct handover_view, from_id, REQUIRED),
    FIELD_OF_ID(struct handover_view, to_id, REQUIRED),
    FIELD(struct handover_view, offered_ms, TIME, REQUIRED, 0),
    FIELD(struct handover_view, expires_ms, TIME, REQUIRED, 0),
    FIELD(struct handover_view, answered_ms, TIME, 0, 0),
    FIELD(struct handover_view, loan_until_ms, TIME, 0, 0),
    FIELD(struct handover_view, loan_step, TEXT, REQUIRED, 0),
    FIELD(struct handover_view, promise_count, INT, REQUIRED, 0),
    FIELD(struct handover_view, next_due_ms, TIME, 0, 0),
    FIELD(struct handover_view, next_text, TEXT, 0, 0),
};
const struct shape handover_view_shape = SHAPE("Handover", struct handover_view, handover_fields);

static const struct field desk_fields[] = {
    FIELD(struct desk_view, rely, INT, REQUIRED, 0),
    FIELD(struct desk_view, due_today, INT, REQUIRED, 0),
    FIELD(struct desk_view, kept_month, INT, REQUIRED, 0),
    FIELD(struct desk_view, promised_month, INT, REQUIRED, 0),
    FIELD(struct desk_view, acknowledge_ms, TIME, REQUIRED, 0),
    FIELD(struct desk_view, presence, TEXT, REQUIRED, 0),
    FIELD(struct desk_view, presence_until_ms, TIME, 0, 0),
    FIELD_OF_LIST(struct desk_view, rows, 0, LIMIT_DESK_ROWS, &desk_row_shape),
    FIELD_OF_LIST(struct desk_view, offers, 0, LIMIT_DESK_ROWS, &handover_view_shape),
    FIELD(struct desk_view, seq, INT, REQUIRED, 0),
    FIELD(struct desk_view, now_ms, TIME, REQUIRED, 0), /* last: see views.h */
};
const struct shape desk_view_shape = SHAPE("Desk", struct desk_view, desk_fields);

static const struct field attachment_fields[] = {
    FIELD(struct attachment_view, id, INT, REQUIRED, 0),
    FIELD(struct attachment_view, name, TEXT, REQUIRED, 0),
    FIELD(struct attachment_view, type, TEXT, REQUIRED, 0),
    FIELD(struct attachment_view, size, INT, REQUIRED, 0),
    { .name = "inline", .type = FIELD_BOOL, .offset = offsetof(struct attachment_view, inline_) },
    FIELD(struct attachment_view, cid, TEXT, 0, 0),
};
const struct shape attachment_view_shape = SHAPE("Attachment", struct attachment_view, attachment_fields);

static const struct field recipient_fields[] = {
    FIELD(struct recipient_view, address, TEXT, REQUIRED, 0),
    FIELD(struct recipient_view, name, TEXT, REQUIRED, 0),
    FIELD(struct recipient_view, kind, TEXT, REQUIRED, 0),
    FIELD(struct recipient_view, state, TEXT, REQUIRED, 0),
    FIELD(struct recipient_view, reply, TEXT, REQUIRED, 0),
    FIELD(struct recipient_view, delivered_ms, TIME, 0, 0),
};
const struct shape recipient_view_shape = SHAPE("Recipient", struct recipient_view, recipient_fields);

static const struct field message_fields[] = {
    FIELD(struct message_view, id, INT, REQUIRED, 0),
    FIELD(struct message_view, kind, TEXT, REQUIRED, 0),
    FIELD(struct message_view, direction, TEXT, REQUIRED, 0),
    FIELD(struct message_view, author_name, TEXT, REQUIRED, 0),
    FIELD(struct message_view, text, TEXT, REQUIRED, 0),
    FIELD(struct message_view, folded, TEXT, REQUIRED, 0),
    FIELD(struct message_view, from_address, TEXT, REQUIRED, 0),
    FIELD(struct message_view, to_addresses, TEXT, REQUIRED, 0),
    FIELD(struct message_view, verified, TEXT, REQUIRED, 0),
    FIELD(struct message_view, automatic, TEXT, REQUIRED, 0),
    FIELD(struct message_view, state, TEXT, REQUIRED, 0),
    FIELD(struct message_view, state_text, TEXT, REQUIRED, 0),
    FIELD(struct message_view, subject, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct message_view, author_id, 0),
    FIELD(struct message_view, has_html, BOOL, REQUIRED, 0),
    FIELD(struct message_view, has_raw, BOOL, REQUIRED, 0),
    FIELD(struct message_view, stranger, BOOL, REQUIRED, 0),
    FIELD(struct message_view, thanks, BOOL, REQUIRED, 0),
    FIELD(struct message_view, maybe_twice, BOOL, REQUIRED, 0),
    FIELD(struct message_view, may_undo, BOOL, REQUIRED, 0),
    FIELD(struct message_view, at_ms, TIME, REQUIRED, 0),
    FIELD(struct message_view, undo_until_ms, TIME, 0, 0),
    FIELD(struct message_view, problems, TEXT, REQUIRED, 0),
    FIELD(struct message_view, auth_text, TEXT, REQUIRED, 0),
    FIELD_OF_LIST(struct message_view, attachments, 0, LIMIT_MAIL_PARTS, &attachment_view_shape),
    FIELD(struct message_view, send_ms, TIME, 0, 0),
    FIELD(struct message_view, overtaken, BOOL, REQUIRED, 0),
    FIELD(struct message_view, delivered_ms, TIME, 0, 0),
    FIELD(struct message_view, copies, INT, REQUIRED, 0),
    FIELD_OF_LIST(struct message_view, recipients, 0, LIMIT_COPIES + 1, &recipient_view_shape),
};
const struct shape message_view_shape = SHAPE("Message", struct message_view, message_fields);

static const struct field promise_fields[] = {
    FIELD(struct promise_view, id, INT, REQUIRED, 0),
    FIELD(struct promise_view, kind, TEXT, REQUIRED, 0),
    FIELD(struct promise_view, text, TEXT, REQUIRED, 0),
    FIELD(struct promise_view, state, TEXT, REQUIRED, 0),
    FIELD(struct promise_view, made_by_name, TEXT, 0, 0),
    FIELD(struct promise_view, renewed_why, TEXT, REQUIRED, 0),
    FIELD(struct promise_view, due_ms, TIME, REQUIRED, 0),
    FIELD(struct promise_view, made_ms, TIME, REQUIRED, 0),
    FIELD(struct promise_view, closed_ms, TIME, 0, 0),
    FIELD(struct promise_view, kept_late_ms, TIME, 0, 0),
    FIELD(struct promise_view, renewals, INT, REQUIRED, 0),
    { .name = "message_id", .type = FIELD_ID, .offset = offsetof(struct promise_view, message_id) },
};
const struct shape promise_view_shape = SHAPE("Promise", struct promise_view, promise_fields);

static const struct field event_fields[] = {
    FIELD(struct event_view, seq, INT, REQUIRED, 0),
    FIELD(struct event_view, at_ms, TIME, REQUIRED, 0),
    FIELD(struct event_view, kind, TEXT, REQUIRED, 0),
    FIELD(struct event_view, actor_name, TEXT, 0, 0),
    FIELD(struct event_view, other_name, TEXT, 0, 0),
    FIELD(struct event_view, text, TEXT, REQUIRED, 0),
};
const struct shape event_view_shape = SHAPE("Event", struct event_view, event_fields);

static const struct field alternative_fields[] = {
    FIELD(struct alternative_view, id, INT, REQUIRED, 0),
    FIELD(struct alternative_view, text, TEXT, REQUIRED, 0),
    FIELD(struct alternative_view, detail, TEXT, REQUIRED, 0),
    FIELD(struct alternative_view, by_text, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct alternative_view, leader_id, 0),
    FIELD(struct alternative_view, chosen, BOOL, REQUIRED, 0),
};
const struct shape alternative_view_shape = SHAPE("Alternative", struct alternative_view, alternative_fields);

static const struct field proposal_fields[] = {
    FIELD(struct proposal_view, id, INT, REQUIRED, 0),
    FIELD(struct proposal_view, kind, TEXT, REQUIRED, 0),
    FIELD(struct proposal_view, text, TEXT, REQUIRED, 0),
    FIELD(struct proposal_view, state, TEXT, REQUIRED, 0),
    FIELD(struct proposal_view, made_ms, TIME, REQUIRED, 0),
    FIELD(struct proposal_view, remind_ms, TIME, 0, 0),
    FIELD(struct proposal_view, rest_ms, TIME, 0, 0),
    FIELD(struct proposal_view, answered_ms, TIME, 0, 0),
    FIELD(struct proposal_view, made_by_name, TEXT, REQUIRED, 0),
    FIELD_OF_LIST(struct proposal_view, alternatives, 0, LIMIT_ALTERNATIVES + 1, &alternative_view_shape),
};
const struct shape proposal_view_shape = SHAPE("Proposal", struct proposal_view, proposal_fields);

static const struct field people_fields[] = {
    FIELD(struct people_view, id, INT, REQUIRED, 0),
    FIELD(struct people_view, name, TEXT, REQUIRED, 0),
    FIELD(struct people_view, relation, TEXT, REQUIRED, 0),
    FIELD(struct people_view, colleague, BOOL, REQUIRED, 0),
};
const struct shape people_view_shape = SHAPE("TicketPerson", struct people_view, people_fields);

enum { TICKET_PARTS = 10000 }; /* of one kind in one ticket */
static const struct field ticket_fields[] = {
    FIELD_OF_ID(struct ticket_view, id, REQUIRED),
    FIELD(struct ticket_view, number, INT, REQUIRED, 0),
    FIELD(struct ticket_view, version, INT, REQUIRED, 0),
    FIELD(struct ticket_view, seq, INT, REQUIRED, 0),
    FIELD(struct ticket_view, subject, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, state, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, turn, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, channel, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, urgency, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, language, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct ticket_view, person_id, REQUIRED),
    FIELD(struct ticket_view, person_name, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, person_address, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, organization, TEXT, 0, 0),
    FIELD_OF_ID(struct ticket_view, owner_id, REQUIRED),
    FIELD(struct ticket_view, owner_name, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct ticket_view, team_id, REQUIRED),
    FIELD(struct ticket_view, team_name, TEXT, REQUIRED, 0),
    FIELD_OF_ID(struct ticket_view, mailbox_id, 0),
    FIELD(struct ticket_view, created_ms, TIME, REQUIRED, 0),
    FIELD(struct ticket_view, acknowledged_ms, TIME, 0, 0),
    FIELD(struct ticket_view, customer_wrote_ms, TIME, 0, 0),
    FIELD(struct ticket_view, resolved_ms, TIME, 0, 0),
    FIELD(struct ticket_view, hops, INT, REQUIRED, 0),
    FIELD(struct ticket_view, reopened, INT, REQUIRED, 0),
    FIELD(struct ticket_view, resolved_by, TEXT, 0, 0),
    FIELD(struct ticket_view, next_kind, TEXT, 0, 0),
    FIELD(struct ticket_view, next_text, TEXT, 0, 0),
    FIELD(struct ticket_view, next_due_ms, TIME, 0, 0),
    FIELD(struct ticket_view, may_reply, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_hand_over, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_propose, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_change, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_mark_spam, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_judge_spam, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_overrule, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, copies, INT, REQUIRED, 0),
    FIELD_OF_LIST(struct ticket_view, cc, 0, LIMIT_COPIES, &address_shape),
    FIELD_OF_LIST(struct ticket_view, named, 0, LIMIT_COPIES, &address_shape),
    FIELD(struct ticket_view, sign_off, TEXT, REQUIRED, 0),
    FIELD(struct ticket_view, may_record_word, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, may_allow_hop, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, hop_needs_leader, BOOL, REQUIRED, 0),
    FIELD(struct ticket_view, second_look_name, TEXT, 0, 0),
    FIELD_OF_LIST(struct ticket_view, messages, 0, TICKET_PARTS, &message_view_shape),
    FIELD_OF_LIST(struct ticket_view, promises, 0, TICKET_PARTS, &promise_view_shape),
    FIELD_OF_LIST(struct ticket_view, events, 0, TICKET_PARTS, &event_view_shape),
    FIELD_OF_LIST(struct ticket_view, proposals, 0, TICKET_PARTS, &proposal_view_shape),
    FIELD_OF_LIST(struct ticket_view, people, 0, TICKET_PARTS, &people_view_shape),
    FIELD_OF_LIST(struct ticket_view, handovers, 0, TICKET_PARTS, &handover_view_shape),
    FIELD(struct ticket_view, now_ms, TIME, REQUIRED, 0), /* last: see views.h */
};
const struct shape ticket_view_shape = SHAPE("Ticket", struct ticket_view, ticket_fields);

static const struct field ticket_row_fields[] = {
    FIELD_OF_ID(struct ticket_row, id, REQUIRED),
    FIELD(struct ticket_row, number, INT, REQUIRED, 0),
    FIELD(struct ticket_row, subject, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, person_name, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, owner_name, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, state, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, turn, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, channel, TEXT, REQUIRED, 0),
    FIELD(struct ticket_row, next_text, TEXT, 0, 0),
    FIELD(struct ticket_row, snippet, TEXT, 0, 0),
    FIELD(struct ticket_row, created_ms, TIME, REQUIRED, 0),
    FIELD(struct ticket_row, updated_ms, TIME, REQUIRED, 0),
    FIELD(struct ticket_row, next_due_ms, TIME, 0, 0),
};
const struct shape ticket_row_shape = SHAPE("TicketRow", struct ticket_row, ticket_row_fields);

static const struct field ticket_page_fields[] = {
    FIELD_OF_LIST(struct ticket_page, tickets, 0, LIMIT_PAGE_ROWS, &ticket_row_shape),
    FIELD(struct ticket_page, next, TEXT, 0, 0),
    FIELD(struct ticket_page, more, BOOL, REQUIRED, 0),
    FIELD(struct ticket_page, count, INT, REQUIRED, 0),
};
const struct shape ticket_page_shape = SHAPE("TicketPage", struct ticket_page, ticket_page_fields);

static const struct field filter_fields[] = {
    FIELD(struct ticket_filter, owner, INT, 0, 0),
    FIELD(struct ticket_filter, state, TEXT, 0, LIMIT_NAME_BYTES),
    FIELD(struct ticket_filter, q, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct ticket_filter, after, TEXT, 0, LIMIT_NAME_BYTES),
    FIELD(struct ticket_filter, limit, INT, 0, LIMIT_PAGE_ROWS),
};
const struct shape ticket_filter_shape = SHAPE("TicketFilter", struct ticket_filter, filter_fields);

static const struct field colleague_fields[] = {
    FIELD_OF_ID(struct colleague_view, id, REQUIRED),
    FIELD(struct colleague_view, name, TEXT, REQUIRED, 0),
    FIELD(struct colleague_view, public_name, TEXT, REQUIRED, 0),
    FIELD(struct colleague_view, role, TEXT, REQUIRED, 0),
    FIELD(struct colleague_view, presence, TEXT, REQUIRED, 0),
    FIELD(struct colleague_view, about, TEXT, REQUIRED, 0),
    FIELD(struct colleague_view, open, INT, REQUIRED, 0),
    FIELD(struct colleague_view, due_today, INT, REQUIRED, 0),
    FIELD(struct colleague_view, capacity, INT, REQUIRED, 0),
    FIELD(struct colleague_view, active, BOOL, REQUIRED, 0),
};
const struct shape colleague_view_shape = SHAPE("Colleague", struct colleague_view, colleague_fields);

static const struct field colleague_list_fields[] = {
    FIELD_OF_LIST(struct colleague_list, colleagues, 0, TICKET_PARTS, &colleague_view_shape),
};
const struct shape colleague_list_shape = SHAPE("ColleagueList", struct colleague_list, colleague_list_fields);

static const struct field me_fields[] = {
    FIELD_OF_ID(struct me_view, id, REQUIRED),
    FIELD(struct me_view, name, TEXT, REQUIRED, 0),
    FIELD(struct me_view, public_name, TEXT, REQUIRED, 0),
    FIELD(struct me_view, email, TEXT, REQUIRED, 0),
    FIELD(struct me_view, role, TEXT, REQUIRED, 0),
    FIELD(struct me_view, presence, TEXT, REQUIRED, 0),
    FIELD(struct me_view, language, TEXT, REQUIRED, 0),
    FIELD(struct me_view, time_zone, TEXT, REQUIRED, 0),
    FIELD(struct me_view, desk_name, TEXT, REQUIRED, 0),
    FIELD(struct me_view, csrf, TEXT, REQUIRED, 0),
    FIELD(struct me_view, presence_until_ms, TIME, 0, 0),
    FIELD(struct me_view, now_ms, TIME, REQUIRED, 0),
    FIELD(struct me_view, signature, TEXT, REQUIRED, 0),
    FIELD(struct me_view, may_quarantine, BOOL, REQUIRED, 0),
};
const struct shape me_view_shape = SHAPE("Me", struct me_view, me_fields);

static const struct field presence_fields[] = {
    FIELD_OF_WORDS(struct presence_input, presence, REQUIRED, presence_words, PRESENCE_COUNT),
    FIELD(struct presence_input, until_ms, TIME, OPTIONAL, 0),
};
const struct shape presence_input_shape = SHAPE("PresenceInput", struct presence_input, presence_fields);
