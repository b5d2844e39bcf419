#pragma once
/* A mail arrives: stored as it came, understood, joined to its ticket or made one with an owner, in one transaction.
 *
 * When this returns OK the mail is on stable storage and the sender's server may be told (G1). The same mail again
 * answers OK with `again` and changes nothing (G2). A mail that the parse process cannot read becomes a ticket with its
 * raw source (G4). Which ticket: a reply token bound to ticket and recipient, then a Message-ID that we sent to that very
 * address; never a number in a subject (AC-001…AC-009).
 */
#include "app/app.h"

enum mail_source { MAIL_FROM_LMTP, MAIL_FROM_IMAP, MAIL_FROM_INGEST, MAIL_FROM_HTTP, MAIL_SOURCE_COUNT };
extern const char *const mail_source_words[MAIL_SOURCE_COUNT];

struct mail_arrival {
    enum mail_source source;
    struct str raw;            /* the bytes, CRLF or LF, as they came */
    struct str envelope_from;  /* "" for <> or unknown */
    struct str envelope_to;    /* one recipient: an arrival is per recipient (RFC 2033); "" = first mailbox named in Delivered-To, To, Cc */
    mailbox_id mailbox;        /* IMAP: the fetched mailbox; 0 else */
};

enum mail_fate { FATE_TICKET, FATE_JOINED, FATE_QUARANTINE, FATE_BOUNCE_NOTED, FATE_AGAIN, FATE_COUNT };
extern const char *const mail_fate_words[FATE_COUNT]; /* created joined quarantine bounce again */

struct mail_outcome {
    enum mail_fate fate;
    message_id message;
    ticket_id ticket;
    int64_t number;
    bool created;
    colleague_id owner;
    struct str owner_name;
    person_id person;
};

/* Whether RECIPIENT is ours (a mailbox, its plus-address, a reply token's address): LMTP RCPT. NOT_FOUND when not. */
MUST_CHECK enum status mail_recipient_check(struct app *app, struct str recipient, struct err *err);

MUST_CHECK enum status mail_receive(struct app *app, TALLOC_CTX *mem, const struct mail_arrival *in, struct mail_outcome *out, struct err *err);
