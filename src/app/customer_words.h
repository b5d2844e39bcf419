#pragma once
/* Words of a customer that came by no mail: typed on their page, said on the phone or at the counter and written down by a
 * colleague. Kept as a message on the ticket, with its entry in the journal; what follows from them is resolution.h's. */
#include "app/app.h"
#include "store/person_store.h"

struct customer_words {
    ticket_id ticket;
    const struct person *person; /* whose words they are */
    struct str subject, text;    /* subject: "" for none */
    bool page;                   /* typed on the page by the customer */
    bool thanks;                 /* a mere thanks (R2) */
};
/* ACTOR: who brought them here, for the journal. */
MUST_CHECK enum status customer_words_keep(struct tx *tx, TALLOC_CTX *mem, struct actor actor,
                                           const struct customer_words *words, message_id *out, struct err *err);
