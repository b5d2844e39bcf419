#pragma once
/* How the mailboxes are, for an admin to see and to rest one: when the last mail came, when its server was last heard of, what
 * is wrong in plain words, and what waits to be sent. No secret is in it, nor where exactly it is fetched (AC-122).
 */
#include "app/app.h"

struct mailbox_state {          /* "MailboxState" */
    mailbox_id id;
    struct str address, team_name;
    struct str way;             /* imap pop3; NULL: mail is brought to us */
    struct str host;            /* that is fetched from; NULL none */
    time_ms last_mail_ms;       /* 0: none among the newest mails of the desk */
    time_ms seen_ms;            /* when its server was last heard of; 0 never */
    struct str error;           /* why it cannot be fetched; NULL while it can */
    time_ms failed_ms;          /* since when */
    time_ms paused_ms;          /* since when it rests; 0: it does not */
    int64_t waiting, stuck;     /* mails on their way out, and those that were given up */
    struct str send_error;      /* why the last of them could not leave; "" nothing is known */
};
struct mailbox_states { struct list mailboxes; time_ms now_ms; }; /* "MailboxStates" */
extern const struct shape mailbox_state_shape, mailbox_states_shape;

MUST_CHECK enum status mailbox_states_read(struct app *app, TALLOC_CTX *mem, const struct who *who,
                                           struct mailbox_states *out, struct err *err);

/* Nobody fetches it until it goes on: what comes meanwhile waits on its server. CONFLICT (mailbox.not_fetched) where nothing
 * is fetched. One that rests already, or does not, stays as it is. */
MUST_CHECK enum status mailbox_pause(struct app *app, const struct who *who, mailbox_id id, bool pause, struct err *err);
