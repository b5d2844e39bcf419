#pragma once
/* Through which server a mailbox sends, where that is not the desk's; its sign-off and its further addresses. */
#include "app/desk_facts.h"

/* Opens the seal: "" where the server needs no password, or the URL holds it. UNSIGNED (mailbox.secret). */
MUST_CHECK enum status mailbox_send_password(struct app *app, TALLOC_CTX *mem, const struct mailbox *mailbox,
                                             struct str *out, struct err *err);

/* ADDRESS sends through URL, smtp(s)://user@host:port, from now on; URL "": through the desk's server. */
MUST_CHECK enum status mailbox_send_set(struct app *app, const struct who *who, struct str address, struct str url,
                                        struct str password, struct err *err);

/* The lines below the colleague's own in what ADDRESS sends; "" none. */
MUST_CHECK enum status mailbox_signature_set(struct app *app, const struct who *who, struct str address, struct str text,
                                             struct err *err);

/* Mail to ALIAS is mail to ADDRESS from now on, and is answered from ALIAS; ADD false: no longer. CONFLICT (alias.taken)
 * when another mailbox has it. */
MUST_CHECK enum status mailbox_alias_set(struct app *app, const struct who *who, struct str address, struct str alias,
                                         bool add, struct err *err);
