#pragma once
/* What the desk tells a colleague by mail: something needs their eyes, and here is where.
 *
 * A notice inside of the desk: it comes from the desk, carries a link to the ticket in the app and no reply token, and is
 * no part of the conversation. In the colleague's own language. Whom nobody may wake is the caller's question (P5);
 * what happened stands in the journal, also where a colleague has no mailbox that works.
 */
#include "app/desk_facts.h"
#include "base/template.h"
#include "store/ticket_store.h"

/* The data that every alarm has: number, subject, person, owner, desk, url. Add to it what templates/LANGUAGE/mail_NAME.txt
 * names. */
struct value *alarm_data(struct app *app, TALLOC_CTX *mem, const struct desk_facts *facts, const struct ticket *ticket);

/* NAME: the template, and "NAME.subject" of the catalogue. */
MUST_CHECK enum status alarm_send(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                  const struct ticket *ticket, colleague_id to, const char *name,
                                  const struct value *data, struct err *err);

/* To each leader of the ticket's team who is active, EXCEPT one who knows already (0: nobody); where a team has none, to
 * its steward. */
MUST_CHECK enum status alarm_leaders(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                     const struct ticket *ticket, colleague_id except, const char *name,
                                     const struct value *data, struct err *err);
