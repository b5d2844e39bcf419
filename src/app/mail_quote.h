#pragma once
/* The conversation so far below an answer, for somebody who was not there: only when its writer asks for it (AC-149).
 *
 * It is what the customer sees of it: no notes, nothing that strangers or machines sent. Newest first, as mail programs
 * do; the oldest are left out where it would become too long.
 */
#include "app/desk_facts.h"
#include "store/ticket_store.h"

/* "On …, Rosa wrote:" and the lines with "> " before them, for each message; "" when nothing was written. ZONE: the customer's. */
MUST_CHECK enum status mail_quote(struct tx *tx, TALLOC_CTX *mem, const struct ticket *ticket, const struct zone *zone,
                                  struct str *out, struct err *err);

/* The same text as HTML: paragraphs and quotes, everything escaped. */
void mail_quote_html(struct buf *out, struct str quoted);
