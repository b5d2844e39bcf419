#pragma once
/* The outbox from the sender's side: take what is due with a lease, send it, say how it went.
 *
 * The bytes are written by mail/mime_write from what this returns; the Message-ID was fixed when the message was. A lease
 * that ran out is taken again by whoever comes first; a result with an old lease_token changes nothing (F-42).
 */
#include "app/app.h"

struct out_address { struct str address, name; };
struct out_attachment { struct str name, type, bytes, cid; };
struct out_recipient { struct str address; person_id person_id; };

struct outgoing {
    outbox_id id;
    int64_t lease_token;
    struct str envelope_from;
    struct list recipients;          /* struct out_recipient: still to be served */
    struct str smtp_url;             /* of the mailbox, else of the desk */
    struct out_address from;
    struct str reply_to;             /* with the reply token, for the first recipient; "" none */
    struct list to, cc;              /* struct out_address */
    struct str subject, message_id, in_reply_to, references, date; /* header values; ids without <>; references space-separated */
    bool automatic;                  /* Auto-Submitted: auto-replied (RFC 3834) and friends (AC-132) */
    struct str text, html;           /* html "" when plain only */
    struct list attachments;         /* struct out_attachment */
    int64_t attempts;
};

/* The next due mail, or *HAVE false and *NEXT_MS the time of the next one (0: none). Drops what became needless (A1's receipt). */
MUST_CHECK enum status mail_send_take(struct app *app, TALLOC_CTX *mem, struct outgoing *out, bool *have, time_ms *next_ms, struct err *err);

enum send_result { SEND_OK, SEND_LATER, SEND_REFUSED, SEND_UNKNOWN }; /* 2xx, 4xx/no connection, 5xx, answer to DATA lost */
struct recipient_result { struct str address; enum send_result result; struct str reply; };

/* Records what the server said; SEND_LATER plans the next try (minutes, then hours, five days in all, then stuck and shown). */
MUST_CHECK enum status mail_send_done(struct app *app, const struct outgoing *mail, const struct recipient_result *results, size_t count, struct err *err);
