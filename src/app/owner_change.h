#pragma once
/* What goes with every lasting change of owner: the customer is told in the new owner's name, and no offer of the old one
 * stays open. */
#include "app/desk_facts.h"
#include "app/ticket_turn.h"

/* TEXT with the name by which customers know TO where HANDOVER_NAME_MARK stands. */
MUST_CHECK enum status owner_change_text(TALLOC_CTX *mem, const struct desk_facts *facts, struct str text, colleague_id to,
                                         struct str *out, struct err *err);

/* NAME: the mail's template; BEFORE: who owned it until now. News: at most one a day (A4). */
MUST_CHECK enum status owner_change_tell(struct app *app, const struct turn *work, const char *name, colleague_id before,
                                         struct str text, struct err *err);

/* Nothing happens where nothing is offered. */
MUST_CHECK enum status offer_withdraw(struct turn *work, struct err *err);
