#include "app/handover.h"
#include "app/hop.h"
#include "app/mail_copies.h"
#include "app/mailbox_state.h"
#include "app/overrule.h"
#include "app/promise.h"
#include "app/quarantine.h"
#include "app/session.h"
#include "app/session_list.h"
#include "app/sign_off.h"
#include "app/spam.h"
#include "app/ticket_create.h"
#include "app/ticket_reply.h"
#include "app/upload.h"
#include "app/views.h"
#include "app/word_record.h"
#include "base/limits.h"
#include "web/api/api.h"
#include "web/events.h"
#include "web/pages/pages.h"

#define API "/api/v1"
#define JSON_BYTES LIMIT_REQUEST_BODY_BYTES
enum { FEW_BYTES = 16 * 1024 };

const struct route routes[] = {
    /* ---- sessions ---- */
    { METHOD_POST, API "/session", api_session_open, WHO_ANYBODY, ACTION_NONE, FEW_BYTES,
      &sign_in_input_shape, &me_view_shape, 200, ROUTE_SLOW, "Signs in; sets the session's cookie." },
    { METHOD_GET, API "/session", api_session_read, WHO_COLLEAGUE, ACTION_SEE_COLLEAGUES, 0,
      NULL, &me_view_shape, 200, ROUTE_NEAR, "Who is signed in." },
    { METHOD_DELETE, API "/session", api_session_close, WHO_COLLEAGUE, ACTION_SEE_COLLEAGUES, 0,
      NULL, NULL, 204, 0, "Signs out." },

    { METHOD_GET, API "/sessions", api_sessions, WHO_COLLEAGUE, ACTION_SEE_COLLEAGUES, 0,
      NULL, &session_list_shape, 200, 0, "Where I am signed in." },
    { METHOD_DELETE, API "/sessions/{id}", api_session_end, WHO_COLLEAGUE, ACTION_SEE_COLLEAGUES, 0,
      NULL, NULL, 204, 0, "Ends one of my sessions." },

    /* ---- the desk ---- */
    { METHOD_GET, API "/desk", api_desk, WHO_COLLEAGUE, ACTION_LIST, 0,
      NULL, &desk_view_shape, 200, ROUTE_NEAR | ROUTE_KEPT, "My desk: what I own, in the order in which it is owed, and what is offered to me." },
    { METHOD_GET, API "/colleagues", api_colleagues, WHO_COLLEAGUE, ACTION_SEE_COLLEAGUES, 0,
      NULL, &colleague_list_shape, 200, ROUTE_NEAR, "Everybody who works here." },
    { METHOD_POST, API "/me/presence", api_presence, WHO_COLLEAGUE, ACTION_SET_PRESENCE, FEW_BYTES,
      &presence_input_shape, NULL, 204, 0, "Checks in: available, at capacity or away (T3)." },
    { METHOD_POST, API "/me/signature", api_signature, WHO_COLLEAGUE, ACTION_SET_PRESENCE, FEW_BYTES,
      &signature_input_shape, NULL, 204, 0, "What stands below my answers, above the mailbox's own lines." },
    { METHOD_GET, API "/events", api_events, WHO_COLLEAGUE, ACTION_LIST, 0,
      &events_query_shape, &change_shape, 200, ROUTE_QUERY | ROUTE_STREAM,
      "The stream of changes, as server-sent events. Last-Event-ID continues; the event \"reload\" says that too much was missed." },

    /* ---- tickets ---- */
    { METHOD_GET, API "/tickets", api_tickets, WHO_COLLEAGUE, ACTION_LIST, 0,
      &ticket_filter_shape, &ticket_page_shape, 200, ROUTE_QUERY | ROUTE_SEARCH, "Tickets, newest first; q searches their words." },
    { METHOD_POST, API "/tickets", api_ticket_create, WHO_COLLEAGUE, ACTION_CREATE, JSON_BYTES,
      &ticket_input_shape, &ticket_created_shape, 201, ROUTE_ONCE, "Captures a problem; who captures it owns it (O2)." },
    { METHOD_GET, API "/tickets/{id}", api_ticket, WHO_COLLEAGUE, ACTION_READ, 0,
      NULL, &ticket_view_shape, 200, ROUTE_NEAR | ROUTE_KEPT, "One ticket with all that belongs to it." },
    { METHOD_POST, API "/tickets/{id}/messages", api_reply, WHO_COLLEAGUE, ACTION_NOTE, JSON_BYTES,
      &reply_input_shape, &reply_outcome_shape, 201, ROUTE_ONCE, "Writes an answer or a note, with its promises (P1, P2)." },
    { METHOD_POST, API "/tickets/{id}/read", api_text_read, WHO_COLLEAGUE, ACTION_READ, JSON_BYTES,
      &text_input_shape, &text_read_shape, 200, 0, "What a draft promises, and what could be worded better; stores nothing (P4, W1)." },
    { METHOD_POST, API "/tickets/{id}/copies", api_copies_set, WHO_COLLEAGUE, ACTION_CHANGE, FEW_BYTES,
      &copies_set_shape, NULL, 204, 0, "Says who gets a copy of the answers from now on." },
    { METHOD_POST, API "/tickets/{id}/seen", api_ticket_seen, WHO_COLLEAGUE, ACTION_READ, FEW_BYTES,
      NULL, NULL, 204, 0, "Marks the ticket as read by me." },

    { METHOD_POST, API "/tickets/{id}/word", api_word_record, WHO_COLLEAGUE, ACTION_RECORD_WORD, JSON_BYTES,
      &word_input_shape, &word_outcome_shape, 201, ROUTE_ONCE, "Records what the customer said on the phone; it is confirmed to them in writing (R1, R2)." },

    /* ---- messages and files ---- */
    { METHOD_POST, API "/uploads", api_upload, WHO_COLLEAGUE, ACTION_CREATE, LIMIT_UPLOAD_BYTES,
      &upload_query_shape, &attachment_view_shape, 201, ROUTE_QUERY | ROUTE_UPLOAD,
      "Puts in a file, which is the body, for an answer or note of mine; forgotten after a day." },
    { METHOD_POST, API "/messages/{id}/send", api_message_send, WHO_COLLEAGUE, ACTION_REPLY, FEW_BYTES,
      NULL, NULL, 204, 0, "Sends now what waits or is stuck." },
    { METHOD_POST, API "/messages/{id}/undo", api_message_undo, WHO_COLLEAGUE, ACTION_UNDO, FEW_BYTES,
      NULL, NULL, 204, 0, "Takes back an own answer that has not left yet." },
    { METHOD_GET, API "/messages/{id}/html", api_message_html, WHO_COLLEAGUE, ACTION_READ, 0,
      &frame_query_shape, NULL, 200, ROUTE_QUERY | ROUTE_PAGE, "The mail as it was sent, for a sandboxed frame; images=1 loads pictures of others." },
    { METHOD_GET, API "/messages/{id}/image", api_message_image, WHO_ANYBODY, ACTION_NONE, 0,
      &image_query_shape, NULL, 200, ROUTE_QUERY, "A picture inside a mail, by an address that the mail's page signed." },
    { METHOD_GET, API "/messages/{id}/raw", api_message_raw, WHO_COLLEAGUE, ACTION_READ, 0,
      NULL, NULL, 200, 0, "The mail, byte for byte as it came (G5)." },
    { METHOD_GET, API "/attachments/{id}", api_attachment, WHO_COLLEAGUE, ACTION_READ, 0,
      NULL, NULL, 200, 0, "A file, as a download." },
    { METHOD_GET, API "/pictures/{id}", api_picture, WHO_COLLEAGUE, ACTION_READ, 0,
      NULL, NULL, 200, 0, "A picture, to be shown: of a message, or an upload of mine." },

    /* ---- handover ---- */
    { METHOD_GET, API "/tickets/{id}/handover", api_handover_draft, WHO_COLLEAGUE, ACTION_HANDOVER_OFFER, 0,
      NULL, &handover_draft_shape, 200, 0, "A prefilled handover: reasons, colleagues, summary." },
    { METHOD_POST, API "/tickets/{id}/handover", api_handover_offer, WHO_COLLEAGUE, ACTION_HANDOVER_OFFER, JSON_BYTES,
      &handover_input_shape, &handover_view_shape, 201, ROUTE_ONCE, "Offers the ticket to a named colleague (O3)." },
    { METHOD_POST, API "/tickets/{id}/handover/ask", api_hop_ask, WHO_COLLEAGUE, ACTION_HANDOVER_OFFER, FEW_BYTES,
      &hop_input_shape, &hop_view_shape, 200, ROUTE_ONCE | ROUTE_MAYBE, "Asks the leaders for their yes to a third hop (O6)." },
    { METHOD_POST, API "/tickets/{id}/handover/allow", api_hop_allow, WHO_COLLEAGUE, ACTION_THIRD_HOP, FEW_BYTES,
      &hop_input_shape, &hop_view_shape, 200, ROUTE_ONCE | ROUTE_MAYBE, "A leader's yes to the next hop, and to no other (O6)." },
    { METHOD_POST, API "/tickets/{id}/overrule", api_overrule, WHO_COLLEAGUE, ACTION_OVERRULE, JSON_BYTES,
      &overrule_input_shape, &overrule_outcome_shape, 200, ROUTE_ONCE, "Names another owner, by a leader and with a reason (O5)." },
    { METHOD_POST, API "/handovers/{id}/accept", api_handover_accept, WHO_COLLEAGUE, ACTION_HANDOVER_ANSWER, FEW_BYTES,
      NULL, &handover_view_shape, 200, ROUTE_ONCE, "Accepts: from now on I own it." },
    { METHOD_POST, API "/handovers/{id}/decline", api_handover_decline, WHO_COLLEAGUE, ACTION_HANDOVER_ANSWER, FEW_BYTES,
      &answer_input_shape, &handover_view_shape, 200, ROUTE_ONCE, "Declines, with a reason; the owner is the owner." },
    { METHOD_POST, API "/handovers/{id}/withdraw", api_handover_withdraw, WHO_COLLEAGUE, ACTION_HANDOVER_WITHDRAW, FEW_BYTES,
      NULL, &handover_view_shape, 200, ROUTE_ONCE, "Takes the offer back." },
    { METHOD_POST, API "/handovers/{id}/return", api_handover_give_back, WHO_COLLEAGUE, ACTION_HANDOVER_OFFER, FEW_BYTES,
      NULL, &handover_view_shape, 200, ROUTE_ONCE, "The step is done for which it was lent: it goes back before its time (O3)." },

    /* ---- promises ---- */
    { METHOD_POST, API "/promises/{id}/keep", api_promise_keep, WHO_COLLEAGUE, ACTION_PROMISE, FEW_BYTES,
      NULL, &promise_view_shape, 200, ROUTE_ONCE, "It is done." },
    { METHOD_POST, API "/promises/{id}/renew", api_promise_renew, WHO_COLLEAGUE, ACTION_PROMISE, FEW_BYTES,
      &renew_input_shape, &promise_view_shape, 200, ROUTE_ONCE, "Agrees on another time before it is due; the customer is told it and why (P1)." },

    /* ---- mailboxes ---- */
    { METHOD_GET, API "/mailboxes", api_mailboxes, WHO_COLLEAGUE, ACTION_CONFIGURE, 0,
      NULL, &mailbox_states_shape, 200, 0, "How the mailboxes are: the last mail, the last contact, what is wrong, what waits." },
    { METHOD_POST, API "/mailboxes/{id}/pause", api_mailbox_pause, WHO_COLLEAGUE, ACTION_CONFIGURE, FEW_BYTES,
      NULL, NULL, 204, 0, "Fetches a mailbox no longer, until it goes on." },
    { METHOD_POST, API "/mailboxes/{id}/resume", api_mailbox_resume, WHO_COLLEAGUE, ACTION_CONFIGURE, FEW_BYTES,
      NULL, NULL, 204, 0, "Fetches it again." },

    /* ---- quarantine and spam ---- */
    { METHOD_GET, API "/quarantine", api_quarantine, WHO_COLLEAGUE, ACTION_SEE_QUARANTINE, 0,
      &quarantine_filter_shape, &quarantine_list_shape, 200, ROUTE_QUERY, "What is nobody's problem, newest first; state=waiting: nobody has looked at it (O10)." },
    { METHOD_GET, API "/quarantine/{id}", api_quarantine_mail, WHO_COLLEAGUE, ACTION_SEE_QUARANTINE, 0,
      NULL, &quarantine_mail_shape, 200, 0, "One mail of it, as plain text." },
    { METHOD_POST, API "/quarantine/{id}/release", api_quarantine_release, WHO_COLLEAGUE, ACTION_SEE_QUARANTINE, FEW_BYTES,
      NULL, &quarantine_released_shape, 200, 0, "Makes it a ticket, owed since it came." },
    { METHOD_POST, API "/quarantine/{id}/leave", api_quarantine_leave, WHO_COLLEAGUE, ACTION_SEE_QUARANTINE, FEW_BYTES,
      NULL, NULL, 204, 0, "It stays where it is, and waits no more." },
    { METHOD_POST, API "/quarantine/leave", api_quarantine_leave_until, WHO_COLLEAGUE, ACTION_SEE_QUARANTINE, FEW_BYTES,
      &quarantine_until_shape, NULL, 204, 0, "All that waits and came until then stays." },
    { METHOD_POST, API "/tickets/{id}/spam", api_spam_ask, WHO_COLLEAGUE, ACTION_MARK_SPAM, FEW_BYTES,
      NULL, &spam_view_shape, 200, 0, "This is spam; of a known customer a second colleague must say so, too." },
    { METHOD_POST, API "/tickets/{id}/spam/agree", api_spam_agree, WHO_COLLEAGUE, ACTION_JUDGE_SPAM, FEW_BYTES,
      NULL, &spam_view_shape, 200, 0, "The second colleague agrees." },
    { METHOD_POST, API "/tickets/{id}/spam/undo", api_spam_undo, WHO_COLLEAGUE, ACTION_JUDGE_SPAM, FEW_BYTES,
      NULL, &spam_view_shape, 200, 0, "It is none: the ticket is open again, and owed." },

    /* ---- the customer's page ---- */
    { METHOD_GET, "/p/{token}", page_show, WHO_CUSTOMER, ACTION_PAGE_READ, 0,
      NULL, NULL, 200, ROUTE_PAGE, "The page; opening it changes nothing." },
    { METHOD_POST, "/p/{token}/solved", page_solved_post, WHO_CUSTOMER, ACTION_PAGE_SOLVED, FEW_BYTES,
      NULL, NULL, 303, ROUTE_PAGE, "It is solved (R2)." },
    { METHOD_POST, "/p/{token}/not-yet", page_not_yet_post, WHO_CUSTOMER, ACTION_PAGE_NOT_YET, JSON_BYTES,
      &page_maybe_text_shape, NULL, 303, ROUTE_PAGE | ROUTE_FORM | ROUTE_MAYBE | ROUTE_ONCE, "Not yet." },
    { METHOD_POST, "/p/{token}/choose", page_choose_post, WHO_CUSTOMER, ACTION_PAGE_CHOOSE, FEW_BYTES,
      &page_choice_shape, NULL, 303, ROUTE_PAGE | ROUTE_FORM, "One of the alternatives to a no (R1)." },
    { METHOD_POST, "/p/{token}/write", page_write_post, WHO_CUSTOMER, ACTION_PAGE_WRITE, JSON_BYTES,
      &page_text_shape, NULL, 303, ROUTE_PAGE | ROUTE_FORM | ROUTE_ONCE, "A word to the owner." },
    { METHOD_POST, "/p/{token}/code", page_code_post, WHO_CUSTOMER, ACTION_PAGE_READ, FEW_BYTES,
      NULL, NULL, 303, ROUTE_PAGE, "Mails the code that opens the conversation." },
    { METHOD_POST, "/p/{token}/code/check", page_code_check_post, WHO_CUSTOMER, ACTION_PAGE_READ, FEW_BYTES,
      &page_code_shape, NULL, 303, ROUTE_PAGE | ROUTE_FORM, "Tries the code." },
    { METHOD_GET, "/p/{token}/files/{id}", page_file, WHO_CUSTOMER, ACTION_PAGE_READ_FULL, 0,
      NULL, NULL, 200, ROUTE_PAGE, "A file of the conversation." },

    /* ---- mail ---- */
    { METHOD_POST, API "/ingress", api_ingress, WHO_MAILBOX, ACTION_NONE, LIMIT_MAIL_BYTES,
      NULL, &ingress_outcome_shape, 200, ROUTE_UPLOAD,
      "Takes a raw mail from a provider's webhook: message/rfc822, or a form's field \"email\", \"body-mime\" or \"message\". 200 once it is stored; the same again is \"again\" (G1, G2)." },

    /* ---- the service ---- */
    { METHOD_GET, API "/openapi.json", api_description, WHO_ANYBODY, ACTION_NONE, 0,
      NULL, NULL, 200, 0, "This description, as OpenAPI 3.1." },
    { METHOD_POST, "/csp-reports", service_policy_report, WHO_ANYBODY, ACTION_NONE, FEW_BYTES,
      NULL, NULL, 204, ROUTE_QUICK, "A browser tells what the content policy of a page refused." },
    { METHOD_GET, "/health", api_health, WHO_ANYBODY, ACTION_NONE, 0,
      NULL, NULL, 200, ROUTE_QUICK | ROUTE_ALIVE, "The process is alive." },
    { METHOD_GET, "/ready", api_ready, WHO_ANYBODY, ACTION_NONE, 0,
      NULL, NULL, 200, ROUTE_ALIVE, "The database answers, its tables are this program's, and there is room to write." },
};
const size_t route_count = sizeof routes / sizeof routes[0];
