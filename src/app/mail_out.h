#pragma once
/* Writing a mail to a customer: the message on the ticket and its place in the outbox, in the caller's transaction.
 *
 * The text of a message is what people wrote or a template says; sign-off and private link are added when it leaves
 * (mail_send), so that a colleague who reads the ticket never holds a customer's link. The Message-ID is fixed here,
 * once (I7). From names the owner or author as customers know them (O9); Reply-To carries the reply token.
 */
#include "app/mail_copies.h"
#include "base/template.h"
#include "store/message_store.h"
#include "store/ticket_store.h"

struct mail_out {
    enum message_kind kind;      /* MESSAGE_EMAIL: a human's; MESSAGE_RECEIPT, MESSAGE_AUTOMATIC: the desk's (Auto-Submitted) */
    const struct ticket *ticket; /* id, subject, person, mailbox, team, owner, language must be set */
    person_id to;                /* 0: the ticket's customer */
    colleague_id author;         /* who wrote it; for what the desk sends: in whose name, 0 the owner */
    struct str text;             /* plain, with **bold**, lists and links as in Markdown */
    struct str subject;          /* "": "Re: " and the ticket's */
    struct list copies;          /* struct mail_copy: who else gets it */
    struct str quoted;           /* the conversation so far, below the sign-off; "" none */
    struct str sign_off;         /* may be ""; ptr NULL: author and desk, or what the desk sends, the desk */
    time_ms send_ms;             /* not before; 0: now */
    bool scheduled;              /* a human chose SEND_MS: it does not leave when the customer has written meanwhile */
    bool drop_if_answered;       /* A1 */
    bool without_link;           /* the mail itself must open nothing: the code for the private page */
    struct str hidden;           /* stands in the mail where TEXT has MAIL_OUT_HIDDEN: for its recipient alone; "" none */
    bool to_colleague;           /* a notice inside of the desk: no part of the conversation, no way back by a reply */
};

/* What a colleague reads on the ticket instead of what a mail hides from them. */
#define MAIL_OUT_HIDDEN "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2" /* six bullets */

/* *out is 0 when there is no address to write to and the mail is the desk's own; a human's then fails with
 * INVALID (reply.no_address). */
MUST_CHECK enum status mail_out_add(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                    const struct mail_out *in, message_id *out, struct err *err);

/* The text of templates/LANGUAGE/mail_NAME.txt, in English where the language has none, filled with DATA. */
MUST_CHECK enum status mail_out_text(TALLOC_CTX *mem, struct str language, const char *name, const struct value *data,
                                     struct str *out, struct err *err);

/* Whether the desk may still send something by itself to this person today, beyond the receipt (A4): at most one.
 * Writes down that it does when it may. */
MUST_CHECK enum status mail_out_may_notify(struct tx *tx, TALLOC_CTX *mem, const struct ticket *ticket, bool *may,
                                           struct err *err);

/* Forgets which automatic mails were sent longer ago than anything asks for (G13, A4). */
MUST_CHECK enum status mail_out_forget(struct app *app, struct err *err);
