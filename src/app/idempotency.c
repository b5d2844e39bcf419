#include "app/idempotency.h"

#include "base/fault.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"

static struct db_value digest_value(const struct sha256 *digest)
{
    return db_bytes((struct str){ (const char *)digest->bytes, SHA256_BYTES });
}

/* What we wrote ourselves is complete; an empty text that a reader of requests would ask for is none here. */
static struct shape as_we_wrote_it(TALLOC_CTX *mem, const struct shape *shape)
{
    struct field *fields = MEM_ARRAY(mem, struct field, shape->field_count);
    struct shape own = *shape;
    for (size_t i = 0; i < shape->field_count; i++) {
        fields[i] = shape->fields[i];
        fields[i].flags &= ~(unsigned)REQUIRED;
    }
    own.fields = fields;
    return own;
}

enum status once_begin(struct tx *tx, TALLOC_CTX *mem, const struct once *once, const struct shape *shape, void *out,
                       bool *again, struct err *err)
{
    *again = false;
    if (once == NULL)
        return STATUS_OK;
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_ONCE_FIND, PARAMS({ "key", digest_value(&once->key) }), err));
    TRY(rows_next(&rows, again, err));
    if (!*again)
        return STATUS_OK;
    if (!bytes_equal(row_text(&rows, mem, 0), (struct str){ (const char *)once->request.bytes, SHA256_BYTES }))
        return FAIL(err, STATUS_INVALID, "idempotency.other", "this Idempotency-Key was used for another request");
    const struct shape own = as_we_wrote_it(mem, shape);
    return json_read(mem, row_text(&rows, mem, 1), &own, out, err);
}

enum status once_end(struct tx *tx, const struct once *once, const struct shape *shape, const void *out, struct err *err)
{
    if (once == NULL)
        return STATUS_OK;
    TALLOC_CTX *mem = talloc_new(NULL);
    struct buf answer;
    buf_init(&answer, mem, LIMIT_REQUEST_BODY_BYTES);
    struct json_writer json = json_writer_on(&answer);
    json_shape(&json, shape, out);
    struct str text;
    enum status status = buf_end(&answer, "idempotency.large", &text, err);
    if (status == STATUS_OK)
        status = query_run(tx, Q_ONCE_ADD,
                           PARAMS({ "key", digest_value(&once->key) }, { "request", digest_value(&once->request) },
                                  { "answer", db_text(text) }, { "at_ms", db_time(tx->now) }),
                           NULL, err);
    talloc_free(mem);
    if (fault_here("api.before_commit"))
        return FAIL(err, STATUS_UNAVAILABLE, "fault.planned", "a planned failure");
    if (status == STATUS_CONFLICT)
        return FAIL(err, STATUS_BUSY, "idempotency.parallel", "this request is being done already, please ask again");
    return status;
}

enum status once_forget(struct app *app, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(query_run(&tx, Q_ONCE_FORGET, PARAMS({ "before", db_time(tx.now - ONCE_KEPT_HOURS * HOUR_MS) }), NULL, err));
    return tx_commit(&tx, err);
}
