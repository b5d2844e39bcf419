#include "store/raw_store.h"

#include "store/blob_store.h"

static const struct field known_fields[] = {
    FIELD_OF_ID(struct raw_known, id, 0),
    FIELD_OF_ID(struct raw_known, message_id, 0),
    FIELD_OF_ID(struct raw_known, ticket_id, 0),
    FIELD(struct raw_known, number, INT, 0, 0),
    FIELD_OF_ID(struct raw_known, owner_id, 0),
    FIELD_OF_ID(struct raw_known, person_id, 0),
};
static const struct shape known_shape = SHAPE("RawKnown", struct raw_known, known_fields);

static struct db_value once_value(const struct sha256 *once)
{
    return db_bytes((struct str){ (const char *)once->bytes, SHA256_BYTES });
}

enum status raw_insert(struct tx *tx, struct raw_mail *raw, struct err *err)
{
    struct blob blob;
    int64_t id;
    TRY(blob_insert(tx, raw->bytes, &raw->digest, &blob, err));
    TRY(id_new(tx, &id, err));
    raw->id.v = id;
    return query_run(tx, Q_RAW_INSERT,
                     PARAMS({ "id", db_id(id) }, { "blob_id", db_id(blob.id) }, { "source", db_text(raw->source) },
                            { "mailbox_id", db_id(raw->mailbox_id.v) },
                            { "envelope_from", db_text(raw->envelope_from.ptr == NULL ? STR("") : raw->envelope_from) },
                            { "envelope_to", db_text(raw->envelope_to.ptr == NULL ? STR("") : raw->envelope_to) },
                            { "once", once_value(&raw->once) }, { "at_ms", db_time(tx->now) }),
                     NULL, err);
}

static const struct field raw_fields[] = {
    FIELD_OF_ID(struct raw_mail, id, 0),
    FIELD(struct raw_mail, source, TEXT, 0, 0),
    FIELD_OF_ID(struct raw_mail, mailbox_id, 0),
    FIELD(struct raw_mail, envelope_from, TEXT, 0, 0),
    FIELD(struct raw_mail, envelope_to, TEXT, 0, 0),
    FIELD(struct raw_mail, at_ms, TIME, 0, 0),
};
static const struct shape raw_shape = SHAPE("RawMail", struct raw_mail, raw_fields);

enum status raw_load(struct tx *tx, TALLOC_CTX *mem, raw_id id, struct raw_mail *out, struct err *err)
{
    *out = (struct raw_mail){ .source = STR("") };
    return query_one(tx, mem, Q_RAW_BY_ID, PARAMS({ "id", db_id(id.v) }), &raw_shape, out, "raw.unknown", err);
}

enum status raw_bytes(struct tx *tx, TALLOC_CTX *mem, raw_id id, struct str *out, struct err *err)
{
    int64_t blob;
    TRY(query_int(tx, Q_RAW_BLOB, PARAMS({ "id", db_id(id.v) }), &blob, err));
    if (blob == 0)
        return FAIL(err, STATUS_NOT_FOUND, "raw.unknown", "there is no such mail");
    return blob_read(tx, mem, blob, out, err);
}

enum status raw_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *once, struct raw_known *out, bool *known,
                     struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_RAW_KNOWN, PARAMS({ "once", once_value(once) }), err));
    TRY(rows_next(&rows, known, err));
    return *known ? row_read(&rows, mem, &known_shape, out, err) : STATUS_OK;
}
