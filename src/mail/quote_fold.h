#pragma once
/* What the sender wrote, and what their mail program put around it.
 *
 * Each line of the text is either shown or folded: quotes of earlier mails, the lines that introduce them, signatures.
 * Nothing is deleted: put together in order, the shown and the folded lines are the text. In doubt a line is shown,
 * because a customer's lost word costs more than a quote too many: words between quotes, lists with arrows, a mail that is
 * passed on or that the sender points to ("see below").
 */
#include "base/str.h"

struct quote_fold {
    struct str visible; /* ends with its last word */
    struct str folded;  /* "" when nothing was folded */
};

struct quote_input {
    struct str text;    /* valid UTF-8 with \n */
    struct str carried; /* comes after it and is folded as a whole (messages inside the message), or "" */
    bool is_forward;    /* the sender passes a mail on: what has no quote marks is meant to be read */
};
void quote_fold(TALLOC_CTX *mem, const struct quote_input *in, struct quote_fold *out);

/* Whether a subject begins with "Fwd:", "WG:", "TR:" … */
bool quote_is_forward(TALLOC_CTX *mem, struct str subject);
