#pragma once
/* What a mail in the outbox will say in its header, as outbox.headers keeps it: everything but the words.
 *
 * A copy is the same mail with a way back, and a link, of its own: one per recipient, so that an answer tells whose it is and
 * a link opens what its holder may see (AC-007, AC-066).
 */
#include "app/mail_copies.h"
#include "store/outbox_store.h"

struct out_copy {
    person_id person_id;
    struct str address, name;
    int kind;                    /* enum copy_kind */
    struct str reply_to, link;   /* link "" for a blind copy */
};
struct out_headers {
    struct list copies;          /* struct out_copy */
    struct str sign_off;
    time_ms date_ms;             /* of its Date: when it was to leave */
    struct str from_address, from_name, reply_to, to_address, to_name, subject, in_reply_to, references, link, hidden;
    bool automatic;
};

MUST_CHECK enum status out_headers_read(TALLOC_CTX *mem, const struct outbox *outbox, struct out_headers *out,
                                        struct err *err);
/* As the outbox keeps them. */
MUST_CHECK enum status out_headers_json(TALLOC_CTX *mem, const struct out_headers *headers, struct str *out,
                                        struct err *err);
MUST_CHECK enum status out_headers_save(struct tx *tx, TALLOC_CTX *mem, outbox_id outbox,
                                        const struct out_headers *headers, struct err *err);
