#include "store/blob_store.h"

#include "base/buf.h"
#include "base/limits.h"

static struct str digest_bytes(const struct sha256 *digest)
{
    return (struct str){ (const char *)digest->bytes, SHA256_BYTES };
}

enum status blob_insert(struct tx *tx, struct str bytes, struct blob *out, struct err *err)
{
    struct blob blob = { .size = (int64_t)bytes.len, .sha256 = sha256_of(bytes) };
    TRY(id_new(tx, &blob.id, err));
    TRY(query_run(tx, Q_BLOB_INSERT,
                  PARAMS({ "id", db_int(blob.id) }, { "size", db_int(blob.size) }, { "sha256", db_bytes(digest_bytes(&blob.sha256)) }), NULL, err));
    int64_t n = 0;
    for (size_t from = 0; from < bytes.len; from += LIMIT_BLOB_CHUNK_BYTES)
        TRY(query_run(tx, Q_BLOB_CHUNK_INSERT,
                      PARAMS({ "blob_id", db_int(blob.id) }, { "n", db_int(n++) }, { "bytes", db_bytes(str_slice(bytes, from, LIMIT_BLOB_CHUNK_BYTES)) }),
                      NULL, err));
    *out = blob;
    return STATUS_OK;
}

enum status blob_find(struct tx *tx, int64_t id, struct blob *out, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, Q_BLOB_BY_ID, PARAMS({ "id", db_int(id) }), err));
    TRY(rows_next(&rows, &row, err));
    if (!row)
        return FAIL(err, STATUS_NOT_FOUND, "blob.missing", "this content is no longer there");
    struct blob blob = { .id = id, .size = row_int(&rows, 0) };
    struct str digest = row_view(&rows, 1);
    if (digest.len != SHA256_BYTES)
        return FAIL(err, STATUS_BROKEN, "blob.damaged", "this content is damaged");
    memcpy(blob.sha256.bytes, digest.ptr, SHA256_BYTES);
    *out = blob;
    return STATUS_OK;
}

enum status blob_read(struct tx *tx, TALLOC_CTX *mem, int64_t id, struct str *out, struct err *err)
{
    struct blob blob;
    struct buf bytes;
    bool row;
    TRY(blob_find(tx, id, &blob, err));
    buf_init(&bytes, mem, (size_t)blob.size);
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, Q_BLOB_CHUNKS, PARAMS({ "blob_id", db_int(id) }), err));
    TRY(rows_next(&rows, &row, err));
    while (row) {
        buf_add(&bytes, row_view(&rows, 0));
        TRY(rows_next(&rows, &row, err));
    }
    struct sha256 digest = sha256_of(buf_str(&bytes));
    if (bytes.over || bytes.len != (size_t)blob.size || memcmp(digest.bytes, blob.sha256.bytes, SHA256_BYTES) != 0)
        return FAIL(err, STATUS_BROKEN, "blob.damaged", "this content is damaged");
    *out = buf_str(&bytes);
    return STATUS_OK;
}

enum status blob_delete(struct tx *tx, int64_t id, struct err *err)
{
    TRY(query_run(tx, Q_BLOB_CHUNKS_DELETE, PARAMS({ "blob_id", db_int(id) }), NULL, err));
    return query_run(tx, Q_BLOB_DELETE, PARAMS({ "id", db_int(id) }), NULL, err);
}
