#include "app/upload.h"

#include <unistd.h>

#include "app/may.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/file_name.h"
#include "mail/file_type.h"
#include "store/blob_store.h"
#include "store/message_store.h"
#include "store/upload_store.h"

enum { KEPT_HOURS = 24 };

static const struct field query_fields[] = { FIELD(struct upload_query, name, TEXT, OPTIONAL, LIMIT_LINE_BYTES) };
const struct shape upload_query_shape = SHAPE("UploadQuery", struct upload_query, query_fields);

/* ---- putting in ---- */

static struct str head_of(int fd, char room[FILE_TYPE_HEAD_BYTES])
{
    ssize_t got = pread(fd, room, FILE_TYPE_HEAD_BYTES, 0);
    return (struct str){ room, got > 0 ? (size_t)got : 0 };
}

enum status upload_add(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str name, int fd,
                       struct attachment_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    char room[FILE_TYPE_HEAD_BYTES];
    struct upload upload = { .name = file_name_clean(mem, utf8_clean(mem, name)) };
    struct blob blob;
    int64_t waiting;
    TRY(may_at_desk(who, ACTION_CREATE, err));
    upload.type = file_type_of(upload.name, head_of(fd, room));
    if (upload.name.len == 0)
        upload.name = file_name_for_type(mem, upload.type, 1);
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(blob_insert_file(&tx, mem, fd, &blob, err));
    if (blob.size > LIMIT_UPLOAD_BYTES)
        return FAIL(err, STATUS_TOO_LARGE, "upload.large", "a file may have at most %d MB", LIMIT_UPLOAD_BYTES / 1024 / 1024);
    TRY(uploads_waiting(&tx, who->colleague, &waiting, err));
    if (waiting + blob.size > LIMIT_UPLOADS_WAITING_BYTES)
        return FAIL(err, STATUS_TOO_MANY, "upload.too_many", "too many of your files wait to be sent; send or leave out some first");
    upload.blob_id = blob.id;
    upload.size = blob.size;
    TRY(upload_insert(&tx, who->colleague, &upload, err));
    TRY(tx_commit(&tx, err));
    *out = (struct attachment_view){ upload.id, upload.name, upload.type, upload.size, false, STR_NONE };
    return STATUS_OK;
}

/* ---- carrying ---- */

enum status uploads_find(struct tx *tx, TALLOC_CTX *mem, const struct who *who, const struct list *ids, struct list *out,
                         struct err *err)
{
    const struct id_input *wanted = ids->items;
    struct upload *found = MEM_ARRAY(mem, struct upload, ids->count + 1);
    int64_t bytes = 0;
    for (size_t i = 0; i < ids->count; i++) {
        for (size_t k = 0; k < i; k++)
            if (wanted[k].id == wanted[i].id)
                return FAIL_FIELD(err, STATUS_INVALID, "upload.twice", "attachments", "a file is named twice");
        enum status status = upload_find(tx, mem, who->colleague, wanted[i].id, &found[i], err);
        if (status == STATUS_NOT_FOUND)
            return FAIL_FIELD(err, STATUS_INVALID, "upload.unknown", "attachments",
                              "a file is no longer here: please add it again");
        TRY(status);
        bytes += found[i].size;
    }
    if (bytes > LIMIT_UPLOAD_BYTES)
        return FAIL_FIELD(err, STATUS_INVALID, "upload.large", "attachments", "all files together may have at most %d MB",
                          LIMIT_UPLOAD_BYTES / 1024 / 1024);
    *out = (struct list){ found, ids->count };
    return STATUS_OK;
}

/* The blob's number: never given twice, and known before the attachment is. */
static struct str cid_of(TALLOC_CTX *mem, const struct upload *upload)
{
    return str_format(mem, "picture.%lld@upload", (long long)upload->blob_id);
}

static const struct upload *upload_with(const struct list *uploads, int64_t id)
{
    const struct upload *all = uploads->items;
    for (size_t i = 0; i < uploads->count; i++) {
        if (all[i].id == id)
            return &all[i];
    }
    return NULL;
}

enum status uploads_in_text(TALLOC_CTX *mem, const struct list *uploads, struct str text, struct str unnamed,
                            struct str *out, struct err *err)
{
    const struct str mark = STR("](upload:");
    struct buf filled;
    size_t from = 0;
    buf_init(&filled, mem, 2 * LIMIT_REPLY_BODY_BYTES);
    for (size_t at = str_find(text, mark, 0); at != SIZE_MAX; at = str_find(text, mark, from)) {
        size_t digits = at + mark.len, end = str_find(text, STR(")"), digits);
        int64_t id;
        if (end == SIZE_MAX || !parse_i64(str_slice(text, digits, end - digits), 1, INT64_MAX, &id))
            id = 0;
        const struct upload *upload = upload_with(uploads, id);
        if (upload == NULL || !file_type_is_picture(upload->type))
            return FAIL_FIELD(err, STATUS_INVALID, "upload.picture", "text", "a picture in the text is not among the files");
        buf_add(&filled, str_slice(text, from, at - from));
        if (str_ends(buf_str(&filled), STR("![")))
            buf_add(&filled, unnamed);
        buf_addf(&filled, "](cid:" STR_FMT ")", STR_ARG(cid_of(mem, upload)));
        from = end + 1;
    }
    buf_add(&filled, str_slice(text, from, SIZE_MAX));
    return buf_end(&filled, "reply.too_long", out, err);
}

enum status uploads_carry(struct tx *tx, TALLOC_CTX *mem, const struct list *uploads, message_id message, struct str text,
                          struct err *err)
{
    const struct upload *all = uploads->items;
    for (size_t i = 0; i < uploads->count; i++) {
        struct blob blob;
        struct str cid = cid_of(mem, &all[i]);
        bool shown = str_find(text, str_format(mem, "](cid:" STR_FMT ")", STR_ARG(cid)), 0) != SIZE_MAX;
        TRY(blob_find(tx, all[i].blob_id, &blob, err));
        const struct attachment attachment = {
            .id = { all[i].id }, .message_id = message, .part = ATTACHMENT_OWN_BLOB, .blob_id = all[i].blob_id,
            .name = all[i].name, .type = all[i].type, .size = all[i].size, .sha256 = sha256_hex(mem, &blob.sha256),
            .is_inline = shown, .cid = shown ? cid : STR_NONE,
        };
        TRY(attachment_insert(tx, &attachment, err));
        TRY(upload_delete(tx, all[i].id, err));
    }
    return STATUS_OK;
}

/* ---- forgetting ---- */

static enum status forget_some(struct app *app, bool *more, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct list old;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(uploads_old(&tx, mem, tx.now - KEPT_HOURS * HOUR_MS, &old, err));
    const struct upload *all = old.items;
    for (size_t i = 0; i < old.count; i++) {
        TRY(upload_delete(&tx, all[i].id, err));
        TRY(blob_delete(&tx, all[i].blob_id, err));
    }
    *more = old.count == UPLOADS_OLD_MOST;
    return tx_commit(&tx, err);
}

enum status uploads_forget(struct app *app, struct err *err)
{
    for (bool more = true; more;)
        TRY(forget_some(app, &more, err));
    return STATUS_OK;
}
