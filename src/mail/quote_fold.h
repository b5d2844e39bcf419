#pragma once
/* What the sender wrote, and what their mail program put around it.
 *
 * Each line of the text is either shown or folded: quotes of earlier mails, the lines that introduce them, signatures.
 * Nothing is deleted: put together in order, the shown and the folded lines are the text. In doubt a line is shown,
 * because a customer's lost word costs more than a quote too many. Words between quotes stay visible.
 */
#include "base/str.h"

struct quote_fold {
    struct str visible; /* ends with its last word */
    struct str folded;  /* "" when nothing was folded */
};

/* TEXT: valid UTF-8 with \n. CARRIED: text that is folded as a whole and comes after it (forwarded messages), or "". */
void quote_fold(TALLOC_CTX *mem, struct str text, struct str carried, struct quote_fold *out);
