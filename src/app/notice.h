#pragma once
/* What the desk writes to a customer by itself, in the name of their owner: a new owner, a new time, a reminder, a
 * code.
 *
 * News that the customer did not ask for is sent at most once a day (A4); what does not fit is on the page and
 * travels with the next human answer. What a customer asked for (a code, the confirmation of a decision) is always
 * sent.
 */
#include "app/desk_facts.h"
#include "base/template.h"
#include "store/ticket_store.h"

struct notice {
    const char *name;       /* templates/LANGUAGE/mail_NAME.txt */
    const char *subject;    /* key of the catalogue; NULL: "Re: " and the ticket's */
    person_id to;           /* 0: the ticket's customer */
    colleague_id author;    /* in whose name; 0: the owner's */
    bool is_news;           /* counts against the one a day */
    bool without_link;      /* opens nothing */
    struct str hidden;      /* as in mail_out.h */
};

/* The data that every notice has: owner, desk, subject, person (each "" when unknown). Add to it what the template
 * names. */
MUST_CHECK enum status notice_data(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                   const struct ticket *ticket, struct value **out, struct err *err);

/* A moment in the words and the zone of the ticket's customer; in the team's where theirs is unknown. Unless it is the
 * team's zone for sure, the words name it. */
MUST_CHECK enum status notice_when(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                   const struct ticket *ticket, time_ms at, struct str *out, struct err *err);

/* Queues it. *SENT (may be NULL) is false where there is no address, or news came already today. */
MUST_CHECK enum status notice_send(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                   const struct ticket *ticket, const struct notice *notice, const struct value *data,
                                   bool *sent, struct err *err);
