#pragma once
/* Bytes of any size in the database: raw mails, files. In it rather than beside it, so that a mail and its ticket
 * become durable by one commit, a backup is one thing, and no file is ever left over or missing (docs/decisions).
 *
 * Stored in pieces of LIMIT_BLOB_CHUNK_BYTES, the first in the blob's own row: that bounds what the database holds in
 * memory for one, and spares most of them a second row. The digest is compared when all is read: a damaged blob is told,
 * never handed out (F-15).
 */
#include "base/digest.h"
#include "store/db.h"

struct blob {
    int64_t id;
    int64_t size; /* bytes */
    struct sha256 sha256;
};

/* Stores BYTES, which may be empty; DIGEST is theirs, reckoned before others had to wait for it. */
MUST_CHECK enum status blob_insert(struct tx *tx, struct str bytes, const struct sha256 *digest, struct blob *out,
                                   struct err *err);

/* The same for what lies in a file, from its start, piece by piece: never whole in memory. UNAVAILABLE when it cannot be
 * read. */
MUST_CHECK enum status blob_insert_file(struct tx *tx, TALLOC_CTX *mem, int fd, struct blob *out, struct err *err);

/* All bytes, in MEM. NOT_FOUND (blob.missing), BROKEN (blob.damaged). */
MUST_CHECK enum status blob_read(struct tx *tx, TALLOC_CTX *mem, int64_t id, struct str *out, struct err *err);

/* Size and digest alone. */
MUST_CHECK enum status blob_find(struct tx *tx, int64_t id, struct blob *out, struct err *err);

/* Erases a blob that nothing refers to any more. */
MUST_CHECK enum status blob_delete(struct tx *tx, int64_t id, struct err *err);
