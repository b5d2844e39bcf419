#pragma once
/* Outgoing mail as rows: written with its message, taken with a lease, closed by what the server said. */
#include "base/shape.h"
#include "store/message_store.h"

enum outbox_state { OUTBOX_WAITING, OUTBOX_SENDING, OUTBOX_SENT, OUTBOX_BOUNCED, OUTBOX_STUCK, OUTBOX_CANCELLED, OUTBOX_STATE_COUNT };
extern const char *const outbox_state_words[OUTBOX_STATE_COUNT];

struct outbox {
    outbox_id id;
    message_id message_id;
    mailbox_id mailbox_id;
    struct str envelope_from;
    struct str header_message_id; /* fixed for ever (I7) */
    struct str headers;           /* JSON of struct out_headers, see app/mail_out.h */
    int state;
    time_ms send_ms;
    int64_t attempts;
    time_ms lease_ms;
    int64_t lease_token;
    bool maybe_twice;
    struct str last_error;
    time_ms made_ms, done_ms;
    bool drop_if_answered;
    bool scheduled;               /* for a time that its writer chose: waits on when the customer writes before it */
    time_ms held_ms;              /* since then it does; 0: it does not */
};
struct outbox_recipient {
    outbox_id outbox_id;
    struct str address;
    person_id person_id;
    struct str kind;              /* to cc bcc */
    struct str state, reply;      /* waiting sent failed, and the server's words */
    time_ms delivered_ms;         /* a report said so; 0 none did */
};

MUST_CHECK enum status outbox_insert(struct tx *tx, const struct outbox *outbox, struct err *err);
MUST_CHECK enum status outbox_recipient_insert(struct tx *tx, const struct outbox_recipient *recipient,
                                               struct err *err);

/* How many recipients there are beside the customer. */
MUST_CHECK enum status outbox_copies_save(struct tx *tx, outbox_id id, int64_t copies, struct err *err);

/* Stores scheduled and held_ms. */
MUST_CHECK enum status outbox_schedule(struct tx *tx, const struct outbox *outbox, struct err *err);

/* Whether the customer wrote after this answer was written, or its ticket has ended since. */
MUST_CHECK enum status outbox_was_overtaken(struct tx *tx, message_id message, bool *overtaken, struct err *err);

/* What is the matter with an answer, as My desk shows it until somebody has seen to it. Does nothing for a mail that is none to
 * a customer. */
enum mail_trouble { MAIL_FINE, MAIL_HELD, MAIL_BOUNCED, MAIL_STUCK, MAIL_TROUBLE_COUNT };
MUST_CHECK enum status mail_trouble_save(struct tx *tx, message_id message, enum mail_trouble trouble, struct err *err);

/* The row that is due first at NOW and in nobody's hands; *have false when there is none. */
MUST_CHECK enum status outbox_due(struct tx *tx, TALLOC_CTX *mem, struct outbox *out, bool *have, struct err *err);
/* When the next one is due; 0 when nothing waits. */
MUST_CHECK enum status outbox_next(struct tx *tx, time_ms *out, struct err *err);
MUST_CHECK enum status outbox_load(struct tx *tx, TALLOC_CTX *mem, outbox_id id, struct outbox *out, struct err *err);
/* *have false when the message has none (a note, an incoming mail). */
MUST_CHECK enum status outbox_of_message(struct tx *tx, TALLOC_CTX *mem, message_id message, struct outbox *out,
                                         bool *have, struct err *err);
/* Takes it until LEASE_MS, under a new token; *taken false when somebody was faster. */
MUST_CHECK enum status outbox_lease(struct tx *tx, const struct outbox *seen, time_ms lease_ms, int64_t token,
                                    bool *taken, struct err *err);
/* Stores state, send_ms, attempts, lease, maybe_twice, last_error, done_ms. */
MUST_CHECK enum status outbox_save(struct tx *tx, const struct outbox *outbox, struct err *err);

MUST_CHECK enum status outbox_recipients(struct tx *tx, TALLOC_CTX *mem, outbox_id id, struct list *out,
                                         struct err *err); /* outbox_recipient */
MUST_CHECK enum status outbox_recipient_save(struct tx *tx, const struct outbox_recipient *recipient, struct err *err);

/* A report says that it arrived: at this recipient, whose delivered_ms is written; and, once that is so of all, the whole mail. */
MUST_CHECK enum status outbox_recipient_delivered(struct tx *tx, const struct outbox_recipient *recipient, struct err *err);
MUST_CHECK enum status outbox_delivered(struct tx *tx, outbox_id id, struct err *err);

/* The ticket and recipient of a mail that we sent under this Message-ID to this very person or address: one of the conversation
 * (MESSAGE_OUT), or what a colleague was told (MESSAGE_INTERNAL). *have false when none. */
struct outbox_sent { outbox_id id; message_id message_id; ticket_id ticket_id; person_id person_id; };
MUST_CHECK enum status outbox_sent_to(struct tx *tx, TALLOC_CTX *mem, struct str header_message_id, struct str address,
                                      enum message_direction direction, struct outbox_sent *out, bool *have, struct err *err);

/* The same whoever it was sent to; person_id is 0: for reports about a mail, which prove nothing about who sends
 * them. */
MUST_CHECK enum status outbox_sent_under(struct tx *tx, TALLOC_CTX *mem, struct str header_message_id,
                                         struct outbox_sent *out, bool *have, struct err *err);

/* Whether a human answered the ticket of this message after it was made (A1: the receipt is dropped then). */
MUST_CHECK enum status outbox_was_answered(struct tx *tx, message_id message, bool *answered, struct err *err);

/* Automatic mails to an address since a moment (G13, A4), and writing one down. */
MUST_CHECK enum status automatic_count(struct tx *tx, struct str address, struct str kind, time_ms since, int64_t *out,
                                       struct err *err);
/* Whether TICKET is its customer's first; receipts to such are counted together, under the address "" (AC-126). */
MUST_CHECK enum status receipt_is_first(struct tx *tx, ticket_id ticket, person_id person, bool *first, struct err *err);
MUST_CHECK enum status newcomer_add(struct tx *tx, ticket_id ticket, struct err *err);
MUST_CHECK enum status automatic_add(struct tx *tx, struct str address, struct str kind, ticket_id ticket,
                                     struct err *err);
MUST_CHECK enum status automatic_forget(struct tx *tx, time_ms before, struct err *err);
