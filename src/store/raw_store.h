#pragma once
/* Mails as they came, byte for byte (G5, I6), each once (G2), and the quarantine of those that are nobody's problem
 * (O10). */
#include "base/digest.h"
#include "base/shape.h"
#include "store/db.h"

struct raw_mail {
    raw_id id;
    struct str source;        /* lmtp imap ingest http */
    mailbox_id mailbox_id;
    struct str envelope_from, envelope_to;
    struct sha256 once;       /* by which the same mail is known again */
    struct str bytes;
};
/* Stores the bytes and gives the id. CONFLICT (db.unique) when the same mail came at this moment by another way. */
MUST_CHECK enum status raw_insert(struct tx *tx, struct raw_mail *raw, struct err *err);
MUST_CHECK enum status raw_bytes(struct tx *tx, TALLOC_CTX *mem, raw_id id, struct str *out, struct err *err);

/* What became of a mail that we have; *known false when it is new. */
struct raw_known { raw_id id; message_id message_id; ticket_id ticket_id; int64_t number; colleague_id owner_id; person_id person_id; };
MUST_CHECK enum status raw_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *once, struct raw_known *out,
                                bool *known, struct err *err);

enum quarantine_why { QUARANTINE_AUTOMATIC, QUARANTINE_LIST, QUARANTINE_BOUNCE, QUARANTINE_SPAM, QUARANTINE_OWN, QUARANTINE_WHY_COUNT };
extern const char *const quarantine_why_words[QUARANTINE_WHY_COUNT];
MUST_CHECK enum status quarantine_insert(struct tx *tx, raw_id raw, enum quarantine_why why, struct str from_address,
                                         struct str subject, struct err *err);
