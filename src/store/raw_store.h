#pragma once
/* Mails as they came, byte for byte (G5, I6), each once (G2). */
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
    struct sha256 digest;     /* of bytes */
    time_ms at_ms;            /* when it came; raw_insert says now */
};
/* Stores the bytes and gives the id. CONFLICT (db.unique) when the same mail came at this moment by another way. */
MUST_CHECK enum status raw_insert(struct tx *tx, struct raw_mail *raw, struct err *err);
/* What is known of one that came before, without bytes and digest. NOT_FOUND (raw.unknown). */
MUST_CHECK enum status raw_load(struct tx *tx, TALLOC_CTX *mem, raw_id id, struct raw_mail *out, struct err *err);
MUST_CHECK enum status raw_bytes(struct tx *tx, TALLOC_CTX *mem, raw_id id, struct str *out, struct err *err);

/* What became of a mail that we have; *known false when it is new. */
struct raw_known { raw_id id; message_id message_id; ticket_id ticket_id; int64_t number; colleague_id owner_id; person_id person_id; };
MUST_CHECK enum status raw_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *once, struct raw_known *out,
                                bool *known, struct err *err);
