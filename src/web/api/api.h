#pragma once
/* The functions behind /api/v1, one file for each subject; routes.c says what each needs. All are thin: they hand the
 * checked input to a use case and its result to answer_shape. */
#include "web/route.h"

/* session.c */
enum status api_session_open(struct call *call, struct err *err);
enum status api_session_read(struct call *call, struct err *err);
enum status api_session_close(struct call *call, struct err *err);
enum status api_sessions(struct call *call, struct err *err);
enum status api_session_end(struct call *call, struct err *err);

/* desk.c */
enum status api_desk(struct call *call, struct err *err);
enum status api_colleagues(struct call *call, struct err *err);
enum status api_signature(struct call *call, struct err *err);
enum status api_presence(struct call *call, struct err *err);

/* upload.c */
enum status api_upload(struct call *call, struct err *err);
enum status api_copies_set(struct call *call, struct err *err);

/* ticket.c */
enum status api_tickets(struct call *call, struct err *err);
enum status api_ticket_create(struct call *call, struct err *err);
enum status api_ticket(struct call *call, struct err *err);
enum status api_ticket_seen(struct call *call, struct err *err);
enum status api_word_record(struct call *call, struct err *err);

/* message.c */
enum status api_reply(struct call *call, struct err *err);
enum status api_text_read(struct call *call, struct err *err);
enum status api_message_send(struct call *call, struct err *err);
enum status api_message_undo(struct call *call, struct err *err);
enum status api_message_html(struct call *call, struct err *err);
enum status api_message_image(struct call *call, struct err *err);
enum status api_message_raw(struct call *call, struct err *err);
enum status api_attachment(struct call *call, struct err *err);
enum status api_picture(struct call *call, struct err *err);
extern const struct shape frame_query_shape, image_query_shape;

/* handover.c */
enum status api_handover_draft(struct call *call, struct err *err);
enum status api_handover_offer(struct call *call, struct err *err);
enum status api_overrule(struct call *call, struct err *err);
enum status api_hop_ask(struct call *call, struct err *err);
enum status api_hop_allow(struct call *call, struct err *err);
enum status api_handover_accept(struct call *call, struct err *err);
enum status api_handover_decline(struct call *call, struct err *err);
enum status api_handover_withdraw(struct call *call, struct err *err);
enum status api_handover_give_back(struct call *call, struct err *err);

/* quarantine.c */
enum status api_quarantine(struct call *call, struct err *err);
enum status api_quarantine_mail(struct call *call, struct err *err);
enum status api_quarantine_release(struct call *call, struct err *err);
enum status api_quarantine_leave(struct call *call, struct err *err);
enum status api_quarantine_leave_until(struct call *call, struct err *err);
enum status api_spam_ask(struct call *call, struct err *err);
enum status api_spam_agree(struct call *call, struct err *err);
enum status api_spam_undo(struct call *call, struct err *err);

/* mailbox.c */
enum status api_mailboxes(struct call *call, struct err *err);
enum status api_mailbox_pause(struct call *call, struct err *err);
enum status api_mailbox_resume(struct call *call, struct err *err);

/* promise.c */
enum status api_promise_keep(struct call *call, struct err *err);
enum status api_promise_renew(struct call *call, struct err *err);

/* stream.c */
enum status api_events(struct call *call, struct err *err);
extern const struct shape events_query_shape;

/* ingress.c */
enum status api_ingress(struct call *call, struct err *err);
extern const struct shape ingress_outcome_shape;

/* service.c */
enum status api_health(struct call *call, struct err *err);
enum status api_ready(struct call *call, struct err *err);
enum status service_policy_report(struct call *call, struct err *err);
enum status api_description(struct call *call, struct err *err);
