#include "app/out_headers.h"

#include "base/json.h"
#include "base/limits.h"

enum { HEADERS_BYTES = 64 * 1024 }; /* all values of one mail as JSON */

static const struct field copy_fields[] = {
    FIELD_OF_ID(struct out_copy, person_id, 0),
    FIELD(struct out_copy, address, TEXT, 0, LIMIT_ADDRESS_BYTES),
    FIELD(struct out_copy, name, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD_OF_WORDS(struct out_copy, kind, 0, copy_kind_words, COPY_KIND_COUNT),
    FIELD(struct out_copy, reply_to, TEXT, 0, LIMIT_ADDRESS_BYTES),
    FIELD(struct out_copy, link, TEXT, 0, LIMIT_URL_BYTES),
};
static const struct shape copy_shape = SHAPE("OutCopy", struct out_copy, copy_fields);

static const struct field header_fields[] = {
    FIELD_OF_LIST(struct out_headers, copies, 0, LIMIT_COPIES, &copy_shape),
    FIELD(struct out_headers, sign_off, TEXT, 0, LIMIT_PARAGRAPH_BYTES),
    FIELD(struct out_headers, date_ms, TIME, 0, 0),
    FIELD(struct out_headers, from_address, TEXT, 0, LIMIT_ADDRESS_BYTES),
    FIELD(struct out_headers, from_name, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct out_headers, reply_to, TEXT, 0, LIMIT_ADDRESS_BYTES),
    FIELD(struct out_headers, to_address, TEXT, 0, LIMIT_ADDRESS_BYTES),
    FIELD(struct out_headers, to_name, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct out_headers, subject, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct out_headers, in_reply_to, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct out_headers, references, TEXT, 0, HEADERS_BYTES),
    FIELD(struct out_headers, link, TEXT, 0, LIMIT_URL_BYTES),
    FIELD(struct out_headers, hidden, TEXT, 0, LIMIT_LINE_BYTES),
    FIELD(struct out_headers, automatic, BOOL, 0, 0),
};
static const struct shape out_headers_shape = SHAPE("OutHeaders", struct out_headers, header_fields);

enum status out_headers_json(TALLOC_CTX *mem, const struct out_headers *headers, struct str *out, struct err *err)
{
    struct buf json;
    buf_init(&json, mem, HEADERS_BYTES);
    struct json_writer writer = json_writer_on(&json);
    json_shape(&writer, &out_headers_shape, headers);
    return buf_end(&json, "mail.headers", out, err);
}

/* Mails that waited while the program became a newer one have no date of their own. */
enum status out_headers_read(TALLOC_CTX *mem, const struct outbox *outbox, struct out_headers *out, struct err *err)
{
    TRY(json_read(mem, outbox->headers, &out_headers_shape, out, err));
    if (out->date_ms == 0)
        out->date_ms = outbox->made_ms;
    return STATUS_OK;
}

enum status out_headers_save(struct tx *tx, TALLOC_CTX *mem, outbox_id outbox, const struct out_headers *headers,
                             struct err *err)
{
    struct str json;
    TRY(out_headers_json(mem, headers, &json, err));
    return query_run(tx, Q_OUTBOX_HEADERS_SAVE, PARAMS({ "id", db_id(outbox.v) }, { "headers", db_text(json) }), NULL, err);
}
