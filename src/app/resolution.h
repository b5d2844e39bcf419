#pragma once
/* The customer decides when it is solved (R1, R2, O8). Words arrive from the page, by mail, or are recorded from the phone. */
#include "app/views.h"

enum word_via { VIA_PAGE, VIA_EMAIL, VIA_PHONE, WORD_VIA_COUNT };
/* In the caller's transaction (mail_receive, page): what a customer's word does to the ticket. MESSAGE may be 0. */
MUST_CHECK enum status customer_says_solved(struct app *app, struct tx *tx, ticket_id ticket, person_id person, enum word_via via, message_id message, struct err *err);
MUST_CHECK enum status customer_says_not_yet(struct app *app, struct tx *tx, ticket_id ticket, person_id person, message_id message, struct err *err);
/* A human word on a proposed or resolved ticket: reopens to the same owner; turns and promises follow (P2). Not for a mere thanks. */
MUST_CHECK enum status customer_wrote(struct app *app, struct tx *tx, ticket_id ticket, person_id person, message_id message, struct err *err);
/* The proposal that goes with an answer being written in TX (ticket_reply). */
MUST_CHECK enum status proposal_make(struct app *app, struct tx *tx, ticket_id ticket, colleague_id by, message_id message, struct str text, time_ms notice_ms, struct err *err);
