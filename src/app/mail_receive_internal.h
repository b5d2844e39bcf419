#pragma once
/* The parts of receiving a mail: one unit of work, in steps. Included by mail_receive*.c only. */
#include "app/mail_receive.h"
#include "app/mail_thread.h"
#include "app/ticket_turn.h"
#include "store/raw_store.h"

struct receiving {
    struct app *app;
    TALLOC_CTX *mem;
    const struct mail_arrival *arrival;
    const struct mail *mail;         /* as the parse process read it */
    struct tx *tx;
    const struct desk_facts *facts;
    const struct mailbox *mailbox;
    struct mail_sender sender;
    struct raw_mail raw;
};

/* Stores the mail as a message of TICKET with its attachments. */
MUST_CHECK enum status receiving_keep(struct receiving *r, ticket_id ticket, bool stranger, message_id *out,
                                      struct err *err);

/* A report that a mail of ours did not arrive: noted on it, and kept on its ticket. *noted false when it is about
 * no mail of ours. Never touches owner, promises or state (AC-128). */
MUST_CHECK enum status receiving_bounce(struct receiving *r, struct mail_outcome *out, bool *noted, struct err *err);
