#include "store/upload_store.h"

static const struct field upload_fields[] = {
    FIELD(struct upload, id, INT, 0, 0),
    FIELD(struct upload, blob_id, INT, 0, 0),
    FIELD(struct upload, name, TEXT, 0, 0),
    FIELD(struct upload, type, TEXT, 0, 0),
    FIELD(struct upload, size, INT, 0, 0),
};
static const struct shape upload_shape = SHAPE("Upload", struct upload, upload_fields);

enum status upload_insert(struct tx *tx, colleague_id colleague, struct upload *upload, struct err *err)
{
    TRY(id_new(tx, &upload->id, err));
    return query_run(tx, Q_UPLOAD_INSERT,
                     PARAMS({ "id", db_id(upload->id) }, { "colleague_id", db_id(colleague.v) },
                            { "blob_id", db_id(upload->blob_id) }, { "name", db_text(upload->name) },
                            { "type", db_text(upload->type) }, { "size", db_int(upload->size) },
                            { "made_ms", db_time(tx->now) }),
                     NULL, err);
}

enum status upload_find(struct tx *tx, TALLOC_CTX *mem, colleague_id colleague, int64_t id, struct upload *out,
                        struct err *err)
{
    return query_one(tx, mem, Q_UPLOAD_FIND, PARAMS({ "id", db_id(id) }, { "colleague_id", db_id(colleague.v) }),
                     &upload_shape, out, "upload.unknown", err);
}

enum status uploads_waiting(struct tx *tx, colleague_id colleague, int64_t *bytes, struct err *err)
{
    return query_int(tx, Q_UPLOADS_WAITING, PARAMS({ "colleague_id", db_id(colleague.v) }), bytes, err);
}

enum status upload_delete(struct tx *tx, int64_t id, struct err *err)
{
    return query_run(tx, Q_UPLOAD_DELETE, PARAMS({ "id", db_id(id) }), NULL, err);
}

enum status uploads_give_back(struct tx *tx, message_id message, colleague_id colleague, struct err *err)
{
    TRY(query_run(tx, Q_UPLOADS_GIVE_BACK,
                  PARAMS({ "message_id", db_id(message.v) }, { "colleague_id", db_id(colleague.v) }, { "now", db_time(tx->now) }),
                  NULL, err));
    return query_run(tx, Q_ATTACHMENTS_TAKE_OFF, PARAMS({ "message_id", db_id(message.v) }), NULL, err);
}

enum status uploads_old(struct tx *tx, TALLOC_CTX *mem, time_ms before, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_UPLOADS_OLD, PARAMS({ "before_ms", db_time(before) }), &upload_shape, UPLOADS_OLD_MOST,
                      out, err);
}
