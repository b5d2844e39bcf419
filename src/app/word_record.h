#pragma once
/* What the customer said on the phone: a colleague writes it down, it counts like the customer's own word, and the customer
 * is told in writing what was written down (R1, R2), so that a mistake can be put right by a reply. */
#include "app/app.h"

enum recorded_word { RECORDED_SOLVED, RECORDED_NOT_YET, RECORDED_CHOSEN, RECORDED_WORD_COUNT };

struct word_input {
    int word;                      /* enum recorded_word: solved, not_yet, chosen */
    struct str text;               /* what they said; may be empty */
    alternative_id alternative_id; /* with chosen */
};
extern const struct shape word_input_shape; /* "WordInput" */

struct word_outcome {
    message_id message_id;         /* on the ticket; 0 without a text */
    int64_t version;               /* of the ticket, after it */
    bool confirmed;                /* a mail to the customer is on its way; false where we know no address */
};
extern const struct shape word_outcome_shape; /* "WordOutcome" */

/* CONFLICT (ticket.cannot) where it ended as merged or spam, and as customer_chooses says. */
MUST_CHECK enum status word_record(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                   const struct word_input *in, struct word_outcome *out, struct err *err);
