#pragma once
/* Through which server a mailbox sends, where that is not the desk's; its sign-off and its further addresses. */
#include "app/desk_facts.h"
#include "mail/oauth_token.h"

/* Opens the seal: "" where the server needs no password, or the URL holds it. UNSIGNED (mailbox.secret). */
MUST_CHECK enum status mailbox_send_password(struct app *app, TALLOC_CTX *mem, const struct mailbox *mailbox,
                                             struct str *out, struct err *err);

struct send_setup {
    struct str url;             /* smtp(s)://user@host:port */
    struct str password;        /* "" none */
    struct oauth_client client; /* instead of a password; token_url "" none */
};

/* ADDRESS sends so from now on; SETUP NULL: through the desk's server. */
MUST_CHECK enum status mailbox_send_set(struct app *app, const struct who *who, struct str address,
                                        const struct send_setup *setup, struct err *err);

/* The lines below the colleague's own in what ADDRESS sends; "" none. */
MUST_CHECK enum status mailbox_signature_set(struct app *app, const struct who *who, struct str address, struct str text,
                                             struct err *err);

/* Mail to ALIAS is mail to ADDRESS from now on, and is answered from ALIAS; ADD false: no longer. CONFLICT (alias.taken)
 * when another mailbox has it. */
MUST_CHECK enum status mailbox_alias_set(struct app *app, const struct who *who, struct str address, struct str alias,
                                         bool add, struct err *err);
