#pragma once
/* The outbox from the sender's side: take what is due with a lease, send it, say how it went.
 *
 * The bytes are written by mail/mime_write from what this returns; the Message-ID was fixed when the message was. Each
 * recipient gets a copy of the same mail under the same Message-ID, with a way back and a link of their own. A lease
 * that ran out is taken again by whoever comes first; a result with an old lease_token changes nothing (F-42).
 */
#include "app/app.h"
#include "app/mail_body.h"
#include "app/mailbox_token.h"
#include "mail/dkim_sign.h"

enum { MAIL_LEASE_MINUTES = 10 }; /* longer than a conversation with a server; then somebody else tries (F-42) */

struct out_address { struct str address, name; };
struct out_attachment { struct str name, type, bytes, cid; }; /* cid "" when attached */
struct out_recipient {
    struct str address;
    person_id person_id;
    struct str envelope_from;        /* where reports about this copy go: with the recipient's token */
    struct str reply_to;             /* likewise; "" none */
    struct str link;                 /* the private page; "" none */
};

struct outgoing {
    outbox_id id;
    int64_t lease_token;
    struct list recipients;          /* struct out_recipient: still to be served, one after the other */
    struct str smtp_url, smtp_password; /* of the mailbox, else of the desk; password "" where the URL holds it */
    struct mailbox_token token;      /* how the mailbox signs in there, where not by a password */
    struct out_address from;
    struct list to, cc;              /* struct out_address: as all recipients see them; blind copies are in none */
    struct str subject, message_id, in_reply_to, references, date; /* header values; ids without <>; references space-separated */
    bool automatic;                  /* Auto-Submitted: auto-replied (RFC 3834) and friends (AC-132) */
    struct mail_body_input body;     /* but for the link */
    struct list attachments;         /* struct out_attachment */
    struct list signers;             /* struct dkim_signer; none: the mail goes unsigned */
    int64_t attempts;
    struct str trouble;              /* why this one cannot leave now, though others can: a secret, a file; "" nothing */
};

/* The next due mail, or *HAVE false and *NEXT_MS the time of the next one (0: none). Drops what became
 * needless (A1's receipt), and holds what was to leave at a chosen time when the customer has written since: then nothing sends it
 * but a colleague's word (message_send_now). */
MUST_CHECK enum status mail_send_take(struct app *app, TALLOC_CTX *mem, struct outgoing *out, bool *have, time_ms *next_ms, struct err *err);

/* Its two bodies as RECIPIENT gets them. */
MUST_CHECK enum status mail_send_body(TALLOC_CTX *mem, const struct outgoing *mail, const struct out_recipient *recipient,
                                      struct str *text, struct str *html, struct err *err);

enum send_result { SEND_OK, SEND_LATER, SEND_REFUSED, SEND_UNKNOWN }; /* 2xx, 4xx/no connection, 5xx, answer to DATA lost */
struct recipient_result { struct str address; enum send_result result; struct str reply; };

/* Records what the server said about one of several, as soon as it is known, and holds the lease for the next. */
MUST_CHECK enum status mail_send_one_done(struct app *app, const struct outgoing *mail, const struct recipient_result *result, struct err *err);

/* Records what the server said about each, and what becomes of the mail: SEND_LATER plans the next try for those who wait
 * (minutes, then hours, five days in all, then stuck and shown). */
MUST_CHECK enum status mail_send_done(struct app *app, const struct outgoing *mail, const struct recipient_result *results, size_t count, struct err *err);
