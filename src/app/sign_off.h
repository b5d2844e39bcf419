#pragma once
/* What stands below an answer: the colleague's own signature, else the name that customers know, then the mailbox's. */
#include "app/desk_facts.h"

/* Plain text of one or more lines. MAILBOX may be NULL. */
struct str sign_off_of(TALLOC_CTX *mem, const struct desk_facts *facts, const struct mailbox *mailbox,
                       colleague_id author);

struct signature_input { struct str text; }; /* "": the name alone */
extern const struct shape signature_input_shape; /* "SignatureInput" */

/* A colleague's own. */
MUST_CHECK enum status signature_set(struct app *app, const struct who *who, const struct signature_input *in,
                                     struct err *err);
