#pragma once
/* A ticket that is spam (O10). One colleague is enough where nobody has served the sender yet; a known customer's mail
 * takes two: one asks, another agrees. Until then nothing changes. It can be undone: the ticket is open again, owned by
 * whom it had, and what was promised is owed again. The sender is told nothing.
 */
#include "app/app.h"

struct spam_view {             /* "Spam" */
    struct str state;          /* none; asked: waits for a second colleague; spam */
    int64_t version;           /* of the ticket */
    struct str asked_by_name, agreed_by_name; /* NULL when nobody did */
};
extern const struct shape spam_view_shape;

/* CONFLICT (ticket.cannot) for a ticket that ended; asking again changes nothing. */
MUST_CHECK enum status spam_ask(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                struct spam_view *out, struct err *err);
/* The second colleague. CONFLICT (spam.same, spam.not_asked). */
MUST_CHECK enum status spam_agree(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                  struct spam_view *out, struct err *err);
/* It is none: takes back what waits, or the whole. */
MUST_CHECK enum status spam_undo(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                 struct spam_view *out, struct err *err);
