#pragma once
/* Files that a colleague put in, until a message carries them. */
#include "base/shape.h"
#include "store/db.h"

enum { UPLOADS_OLD_MOST = 100 };

struct upload {
    int64_t id;
    int64_t blob_id;
    struct str name, type;
    int64_t size; /* bytes */
};

/* Gives it its id. */
MUST_CHECK enum status upload_insert(struct tx *tx, colleague_id colleague, struct upload *upload, struct err *err);
/* NOT_FOUND (upload.unknown) when it is none of COLLEAGUE's, or a message carries it already. */
MUST_CHECK enum status upload_find(struct tx *tx, TALLOC_CTX *mem, colleague_id colleague, int64_t id,
                                   struct upload *out, struct err *err);
/* The bytes of all that COLLEAGUE put in and no message carries. */
MUST_CHECK enum status uploads_waiting(struct tx *tx, colleague_id colleague, int64_t *bytes, struct err *err);
/* The row alone; the blob is a message's from now on, or the caller's to delete. */
MUST_CHECK enum status upload_delete(struct tx *tx, int64_t id, struct err *err);
/* What MESSAGE, which was taken back, carried is put in by COLLEAGUE anew, under the ids that it had as uploads. */
MUST_CHECK enum status uploads_give_back(struct tx *tx, message_id message, colleague_id colleague, struct err *err);
/* struct upload: at most UPLOADS_OLD_MOST that were made before a moment. */
MUST_CHECK enum status uploads_old(struct tx *tx, TALLOC_CTX *mem, time_ms before, struct list *out, struct err *err);
