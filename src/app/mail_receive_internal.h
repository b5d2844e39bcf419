#pragma once
/* The parts of receiving a mail: one unit of work, in steps. Included by mail_receive*.c, and by quarantine.c, which
 * receives a mail a second time. */
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
    colleague_id forwarded_by;       /* a colleague passed it on; the sender is then whose mail it was; 0 nobody */
    bool gathered;                   /* one of a storm: it answers nothing, and stands where the others do */
    time_ms came_ms;                 /* 0 now; else when it came: it lay in quarantine since */
};

/* Asks the parse process. What it cannot read is a mail that says so, for a person to see with its source (G4). */
MUST_CHECK enum status receiving_read(struct app *app, TALLOC_CTX *mem, const struct mail_arrival *in,
                                      struct mail *out, struct err *err);

/* The mail becomes a new ticket that follows PREVIOUS (R2; 0 none), owed since it came. A receipt only where the sender
 * may be believed (A1). */
MUST_CHECK enum status receiving_new(struct receiving *r, ticket_id previous, bool with_receipt,
                                     struct mail_outcome *out, struct err *err);
/* What is told of a mail that came to TICKET. A mail moves no owner: whom the ticket had before the message is whom it
 * has after it (O2). */
void receiving_outcome(struct receiving *r, enum mail_fate fate, const struct ticket *ticket,
                       struct mail_outcome *out);

/* "a@x, b@y", as many as fit in a line, and what was wrong with a mail, one line each: for people to read. */
struct str mail_address_line(TALLOC_CTX *mem, const struct list *to, const struct list *cc);
struct str mail_problem_lines(TALLOC_CTX *mem, const struct list *problems);

/* The customer wrote to TICKET: whose turn it is, and what is owed by when, follows. */
MUST_CHECK enum status receiving_owed(struct receiving *r, ticket_id ticket, struct err *err);

/* Whether the mail is one of a storm: its sender made so many tickets of late (LIMIT_SENDER_ALIKE, LIMIT_SENDER_TICKETS) that
 * it is kept on the newest of them, which it touched anyway, instead of becoming one more (G13). Nothing that it says is taken
 * for an answer. */
MUST_CHECK enum status receiving_gather(struct receiving *r, struct mail_outcome *out, bool *gathered, struct err *err);

/* A mail that a colleague passes on is the mail of whoever wrote it: makes that person the sender. */
MUST_CHECK enum status receiving_forward(struct receiving *r, struct err *err);

/* Stores the mail as a message of TICKET with its attachments. */
MUST_CHECK enum status receiving_keep(struct receiving *r, ticket_id ticket, bool stranger, message_id *out,
                                      struct err *err);

/* Whom TICKET's customer names in the mail's Cc gets the answers from now on, where the mail is known to be theirs (AC-001,
 * AC-002); no address of ours, no colleague, nobody whom a colleague took out, and nobody at all where a mail names more than
 * LIMIT_NAMED_COPIES. */
MUST_CHECK enum status receiving_copies(struct receiving *r, const struct ticket *ticket, struct err *err);

/* Whether the mail is a colleague's answer to a notice of the desk: nobody acts by mail there. They are told so, in words
 * that show nothing of the problem (AC-006). */
MUST_CHECK enum status receiving_notice(struct receiving *r, bool *is_one, struct err *err);

/* A report that a mail of ours did not arrive: noted on it, and kept on its ticket. *noted false when it is about
 * no mail of ours. Never touches owner, promises or state (AC-128). */
MUST_CHECK enum status receiving_bounce(struct receiving *r, struct mail_outcome *out, bool *noted, struct err *err);
