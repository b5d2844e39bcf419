/* Content with the rights of its ticket: the HTML of a mail, its source, its files; and pictures of a draft, with its writer's. */
#include "app/may.h"
#include "app/views.h"
#include "base/mem.h"
#include "mail/file_type.h"
#include "mail/parse_client.h"
#include "store/blob_store.h"
#include "store/message_store.h"
#include "store/page_store.h"
#include "store/raw_store.h"
#include "store/upload_store.h"

static enum action reading_of(const struct who *who)
{
    return who->kind == ACTOR_CUSTOMER ? ACTION_PAGE_READ_FULL : ACTION_READ;
}

/* The raw mail and internal notes are for colleagues; what has no ticket of theirs does not exist for them (AC-046). */
static enum status message_find(struct tx *tx, TALLOC_CTX *mem, const struct who *who, message_id message,
                                struct message_head *out, struct err *err)
{
    TRY(message_head_load(tx, mem, message, out, err));
    TRY(may(tx, who, reading_of(who), out->ticket_id, err));
    if (who->kind == ACTOR_CUSTOMER && out->direction == MESSAGE_INTERNAL)
        return FAIL(err, STATUS_NOT_FOUND, "message.unknown", "there is nothing here");
    return STATUS_OK;
}

enum status message_html(struct app *app, TALLOC_CTX *mem, const struct who *who, message_id message, struct str *html,
                         struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct message_head head;
    struct str found;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(message_find(&tx, mem, who, message, &head, err));
    TRY(message_html_load(&tx, mem, message, &found, err));
    if (found.len == 0)
        return FAIL(err, STATUS_NOT_FOUND, "message.no_html", "this message has no HTML");
    *html = found;
    return STATUS_OK;
}

enum status message_raw(struct app *app, TALLOC_CTX *mem, const struct who *who, message_id message, struct str *raw,
                        struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct message_head head;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(message_find(&tx, mem, who, message, &head, err));
    if (who->kind == ACTOR_CUSTOMER || head.raw_id.v == 0)
        return FAIL(err, STATUS_NOT_FOUND, "message.no_raw", "this message has no source");
    return raw_bytes(&tx, mem, head.raw_id, raw, err);
}

/* The raw mail is read in the transaction, taken apart after it: a unit of work waits for nothing but the database. */
static enum status part_read(struct app *app, TALLOC_CTX *mem, const struct attachment_place *place, struct str raw,
                             struct file_content *out, struct err *err)
{
    struct str bytes = raw;
    if (place->part != ATTACHMENT_OWN_BLOB)
        TRY(parse_part(app->parse, mem, raw, place->part, &bytes, err));
    *out = (struct file_content){ place->name, place->type, bytes };
    return STATUS_OK;
}

/* Beside the conversation a ticket holds what strangers and machines sent: that is for colleagues. */
static enum status customer_check(struct tx *tx, const struct who *who, attachment_id attachment, struct err *err)
{
    bool shown = true;
    time_ms since;
    if (who->kind == ACTOR_CUSTOMER) {
        TRY(page_reader_since(tx, who->page_ticket, who->person, &since, err));
        TRY(page_file_shown(tx, attachment, since, &shown, err));
    }
    if (!shown)
        return FAIL(err, STATUS_NOT_FOUND, "attachment.unknown", "there is nothing here");
    return STATUS_OK;
}

static enum status place_and_raw(struct app *app, TALLOC_CTX *mem, const struct who *who, attachment_id attachment,
                                 struct attachment_place *place, struct str *raw, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(attachment_place_load(&tx, mem, attachment, place, err));
    TRY(may(&tx, who, reading_of(who), place->ticket_id, err));
    TRY(customer_check(&tx, who, attachment, err));
    if (place->part == ATTACHMENT_OWN_BLOB)
        return blob_read(&tx, mem, place->blob_id, raw, err);
    return raw_bytes(&tx, mem, place->raw_id, raw, err);
}

enum status attachment_read(struct app *app, TALLOC_CTX *mem, const struct who *who, attachment_id attachment,
                            struct file_content *out, struct err *err)
{
    struct attachment_place place;
    struct str raw;
    TRY(place_and_raw(app, mem, who, attachment, &place, &raw, err));
    return part_read(app, mem, &place, raw, out, err);
}

static enum status image_and_raw(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid,
                                 struct attachment_place *place, struct str *raw, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(attachment_by_cid(&tx, mem, message, cid, place, err));
    return raw_bytes(&tx, mem, place->raw_id, raw, err);
}

enum status message_image(struct app *app, TALLOC_CTX *mem, message_id message, struct str cid,
                          struct file_content *out, struct err *err)
{
    struct attachment_place place;
    struct str raw;
    TRY(image_and_raw(app, mem, message, cid, &place, &raw, err));
    return part_read(app, mem, &place, raw, out, err);
}

static enum status upload_read(struct app *app, TALLOC_CTX *mem, const struct who *who, int64_t id,
                               struct file_content *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    struct upload upload;
    struct file_content file;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(upload_find(&tx, mem, who->colleague, id, &upload, err));
    file = (struct file_content){ upload.name, upload.type, STR("") };
    TRY(blob_read(&tx, mem, upload.blob_id, &file.bytes, err));
    *out = file;
    return STATUS_OK;
}

enum status picture_read(struct app *app, TALLOC_CTX *mem, const struct who *who, int64_t id, struct file_content *out,
                         struct err *err)
{
    struct file_content file;
    enum status status = upload_read(app, mem, who, id, &file, err);
    if (status == STATUS_NOT_FOUND)
        status = attachment_read(app, mem, who, (attachment_id){ id }, &file, err);
    TRY(status);
    file.type = file_type_of(STR(""), str_slice(file.bytes, 0, FILE_TYPE_HEAD_BYTES));
    if (!file_type_is_picture(file.type))
        return FAIL(err, STATUS_NOT_FOUND, "picture.none", "there is no picture here");
    *out = file;
    return STATUS_OK;
}
