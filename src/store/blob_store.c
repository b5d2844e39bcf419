#include "store/blob_store.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

static struct str digest_bytes(const struct sha256 *digest)
{
    return (struct str){ (const char *)digest->bytes, SHA256_BYTES };
}

/* Gives BLOB, whose size and digest are known, its id and its row with the first piece. */
static enum status row_insert(struct tx *tx, struct blob *blob, struct str head, struct err *err)
{
    TRY(id_new(tx, &blob->id, err));
    return query_run(tx, Q_BLOB_INSERT,
                     PARAMS({ "id", db_int(blob->id) }, { "size", db_int(blob->size) },
                            { "sha256", db_bytes(digest_bytes(&blob->sha256)) }, { "head", db_bytes(head) }),
                     NULL, err);
}

static enum status chunk_insert(struct tx *tx, const struct blob *blob, int64_t n, struct str bytes, struct err *err)
{
    return query_run(tx, Q_BLOB_CHUNK_INSERT, PARAMS({ "blob_id", db_int(blob->id) }, { "n", db_int(n) }, { "bytes", db_bytes(bytes) }), NULL, err);
}

enum status blob_insert(struct tx *tx, struct str bytes, const struct sha256 *digest, struct blob *out,
                        struct err *err)
{
    struct blob blob = { .size = (int64_t)bytes.len, .sha256 = *digest };
    TRY(row_insert(tx, &blob, str_slice(bytes, 0, LIMIT_BLOB_CHUNK_BYTES), err));
    int64_t n = 1;
    for (size_t from = LIMIT_BLOB_CHUNK_BYTES; from < bytes.len; from += LIMIT_BLOB_CHUNK_BYTES)
        TRY(chunk_insert(tx, &blob, n++, str_slice(bytes, from, LIMIT_BLOB_CHUNK_BYTES), err));
    *out = blob;
    return STATUS_OK;
}

/* The piece of a file at FROM, as large as a chunk; shorter only at its end. */
static enum status piece_read(int fd, int64_t from, char *room, struct str *out, struct err *err)
{
    size_t have = 0;
    for (ssize_t got = 1; got > 0 && have < LIMIT_BLOB_CHUNK_BYTES; have += (size_t)got) {
        got = pread(fd, room + have, LIMIT_BLOB_CHUNK_BYTES - have, (off_t)from + (off_t)have);
        if (got < 0)
            return FAIL(err, STATUS_UNAVAILABLE, "blob.file", "a file could not be read: %s", strerror(errno));
    }
    *out = (struct str){ room, have };
    return STATUS_OK;
}

/* Read twice: the row with the digest comes before the chunks that name it. */
enum status blob_insert_file(struct tx *tx, TALLOC_CTX *mem, int fd, struct blob *out, struct err *err)
{
    char *room = MEM_ARRAY(mem, char, LIMIT_BLOB_CHUNK_BYTES);
    struct blob blob = { .size = 0 };
    struct sha256_stream digest;
    struct str piece = { room, LIMIT_BLOB_CHUNK_BYTES };
    sha256_begin(&digest);
    while (piece.len == LIMIT_BLOB_CHUNK_BYTES) {
        TRY(piece_read(fd, blob.size, room, &piece, err));
        sha256_add(&digest, piece);
        blob.size += (int64_t)piece.len;
    }
    blob.sha256 = sha256_finish(&digest);
    TRY(piece_read(fd, 0, room, &piece, err));
    TRY(row_insert(tx, &blob, piece, err));
    int64_t n = 1;
    for (int64_t from = LIMIT_BLOB_CHUNK_BYTES; from < blob.size; from += LIMIT_BLOB_CHUNK_BYTES) {
        TRY(piece_read(fd, from, room, &piece, err));
        TRY(chunk_insert(tx, &blob, n++, piece, err));
    }
    talloc_free(room);
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

/* Adds the pieces of a blob that QUERY finds. */
static enum status pieces_add(struct tx *tx, enum query query, int64_t id, struct buf *bytes, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, query, PARAMS({ "blob_id", db_int(id) }), err));
    TRY(rows_next(&rows, &row, err));
    while (row) {
        buf_add(bytes, row_view(&rows, 0));
        TRY(rows_next(&rows, &row, err));
    }
    return STATUS_OK;
}

enum status blob_read(struct tx *tx, TALLOC_CTX *mem, int64_t id, struct str *out, struct err *err)
{
    struct blob blob;
    struct buf bytes;
    TRY(blob_find(tx, id, &blob, err));
    buf_init(&bytes, mem, (size_t)blob.size);
    TRY(pieces_add(tx, Q_BLOB_HEAD, id, &bytes, err));
    if (bytes.len < (size_t)blob.size)
        TRY(pieces_add(tx, Q_BLOB_CHUNKS, id, &bytes, err));
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
