#include "app/ticket_reply.h"
#include "app/views.h"
#include "base/limits.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/mail_frame.h"

struct frame_query {
    bool images;
};
static const struct field frame_query_fields[] = {
    FIELD(struct frame_query, images, BOOL, OPTIONAL, 0),
};
const struct shape frame_query_shape = SHAPE("FrameQuery", struct frame_query, frame_query_fields);

struct image_query {
    struct str cid, sign;
    time_ms until;
};
static const struct field image_query_fields[] = {
    FIELD(struct image_query, cid, TEXT, REQUIRED, LIMIT_LINE_BYTES),
    FIELD(struct image_query, until, TIME, REQUIRED, 0),
    FIELD(struct image_query, sign, TEXT, REQUIRED, SHA256_HEX_BYTES),
};
const struct shape image_query_shape = SHAPE("ImageQuery", struct image_query, image_query_fields);

enum status api_reply(struct call *call, struct err *err)
{
    struct reply_outcome outcome;
    TRY(ticket_reply(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &outcome, err));
    return answer_shape(call, &outcome, err);
}

enum status api_text_read(struct call *call, struct err *err)
{
    const struct text_input *input = call->input;
    struct text_read found;
    TRY(ticket_text_read(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, input->text, &found, err));
    return answer_shape(call, &found, err);
}

enum status api_message_send(struct call *call, struct err *err)
{
    TRY(message_send_now(call->web->app, &call->who, (message_id){ call->id }, err));
    return answer_nothing(call);
}

enum status api_message_undo(struct call *call, struct err *err)
{
    TRY(message_undo(call->web->app, &call->who, (message_id){ call->id }, err));
    return answer_nothing(call);
}

enum status api_message_html(struct call *call, struct err *err)
{
    const struct frame_query *query = call->input;
    struct str html, page;
    TRY(message_html(call->web->app, call->mem, &call->who, (message_id){ call->id }, &html, err));
    TRY(mail_frame_page(call->web->app, call->mem, (message_id){ call->id }, html, query->images, &page, err));
    return answer_bytes(call, query->images ? ANSWER_FRAME_OPEN : ANSWER_FRAME, "text/html; charset=utf-8", page);
}

enum status api_message_image(struct call *call, struct err *err)
{
    const struct image_query *query = call->input;
    struct file_content file;
    message_id message = { call->id };
    TRY(mail_frame_check(call->web->app, call->mem, message, query->cid, query->until, query->sign, err));
    TRY(message_image(call->web->app, call->mem, message, query->cid, &file, err));
    return answer_bytes(call, ANSWER_IMAGE, mail_frame_image_type(file.type), file.bytes);
}

enum status api_message_raw(struct call *call, struct err *err)
{
    struct str raw;
    TRY(message_raw(call->web->app, call->mem, &call->who, (message_id){ call->id }, &raw, err));
    return answer_file(call, str_format(call->mem, "message-%lld.eml", (long long)call->id), raw);
}

enum status api_attachment(struct call *call, struct err *err)
{
    struct file_content file;
    TRY(attachment_read(call->web->app, call->mem, &call->who, (attachment_id){ call->id }, &file, err));
    return answer_file(call, file.name, file.bytes);
}

enum status api_picture(struct call *call, struct err *err)
{
    struct file_content file;
    TRY(picture_read(call->web->app, call->mem, &call->who, call->id, &file, err));
    return answer_bytes(call, ANSWER_FILE, str_to_c(call->mem, file.type), file.bytes);
}
