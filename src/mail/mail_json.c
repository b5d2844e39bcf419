#include "mail/mail_json.h"

#include "base/json.h"
#include "base/limits.h"
#include "mail/mime_envelope.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { SHORT_BYTES = 2000, HEX_BYTES = 64 };

const char *const mail_automatic_words[MAIL_AUTOMATIC_COUNT] = { "no", "auto-reply", "list", "bounce", "report" };

static const struct field address_fields[] = {
    FIELD(struct mail_address, address, TEXT, OPTIONAL, LIMIT_ADDRESS_BYTES),
    FIELD(struct mail_address, name, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
};
static const struct shape address_shape = SHAPE("MailAddress", struct mail_address, address_fields);

static const struct field reference_fields[] = {
    FIELD(struct mail_reference, message_id, TEXT, OPTIONAL, SHORT_BYTES),
};
static const struct shape reference_shape = SHAPE("MailReference", struct mail_reference, reference_fields);

static const struct field attachment_fields[] = {
    FIELD(struct mail_attachment, part, INT, OPTIONAL, 0),
    FIELD(struct mail_attachment, name, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_attachment, type, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_attachment, size, INT, OPTIONAL, 0),
    FIELD(struct mail_attachment, sha256, TEXT, OPTIONAL, HEX_BYTES),
    FIELD(struct mail_attachment, is_inline, BOOL, OPTIONAL, 0),
    FIELD(struct mail_attachment, cid, TEXT, OPTIONAL, SHORT_BYTES),
};
static const struct shape attachment_shape = SHAPE("MailAttachment", struct mail_attachment, attachment_fields);

static const struct field bounced_fields[] = {
    FIELD(struct mail_bounced, address, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_bounced, status, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_bounced, action, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_bounced, kind, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_bounced, reason, TEXT, OPTIONAL, SHORT_BYTES),
};
static const struct shape bounced_shape = SHAPE("MailBounced", struct mail_bounced, bounced_fields);

static const struct field problem_fields[] = {
    FIELD(struct mail_problem, key, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail_problem, text, TEXT, OPTIONAL, SHORT_BYTES),
};
static const struct shape problem_shape = SHAPE("MailProblem", struct mail_problem, problem_fields);

static const struct field mail_fields[] = {
    FIELD(struct mail, from.address, TEXT, OPTIONAL, LIMIT_ADDRESS_BYTES),
    FIELD(struct mail, from.name, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
    FIELD(struct mail, from_is_sure, BOOL, OPTIONAL, 0),
    FIELD_OF_LIST(struct mail, reply_to, OPTIONAL, LIMIT_MAIL_ADDRESSES, &address_shape),
    FIELD_OF_LIST(struct mail, to, OPTIONAL, LIMIT_MAIL_ADDRESSES, &address_shape),
    FIELD_OF_LIST(struct mail, cc, OPTIONAL, LIMIT_MAIL_ADDRESSES, &address_shape),
    FIELD(struct mail, subject, TEXT, OPTIONAL, LIMIT_SUBJECT_BYTES),
    FIELD(struct mail, date, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail, date_ms, TIME, OPTIONAL, 0),
    FIELD(struct mail, message_id, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail, in_reply_to, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD_OF_LIST(struct mail, references, OPTIONAL, MAIL_REFERENCES_MAX, &reference_shape),
    FIELD(struct mail, text, TEXT, OPTIONAL, LIMIT_MAIL_TEXT_BYTES),
    FIELD(struct mail, html, TEXT, OPTIONAL, LIMIT_MAIL_HTML_BYTES),
    FIELD(struct mail, visible, TEXT, OPTIONAL, LIMIT_MAIL_TEXT_BYTES),
    FIELD(struct mail, folded, TEXT, OPTIONAL, LIMIT_MAIL_TEXT_BYTES),
    FIELD_OF_LIST(struct mail, attachments, OPTIONAL, LIMIT_MAIL_PARTS, &attachment_shape),
    FIELD_OF_WORDS(struct mail, automatic, OPTIONAL, mail_automatic_words, MAIL_AUTOMATIC_COUNT),
    FIELD(struct mail, has_bounce, BOOL, OPTIONAL, 0),
    FIELD(struct mail, bounced_message_id, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD_OF_LIST(struct mail, bounced, OPTIONAL, LIMIT_MAIL_ADDRESSES, &bounced_shape),
    FIELD(struct mail, thanks, BOOL, OPTIONAL, 0),
    FIELD_OF_LIST(struct mail, delivered_to, OPTIONAL, LIMIT_MAIL_ADDRESSES, &address_shape),
    FIELD(struct mail, auth_results, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD(struct mail, auth_text, TEXT, OPTIONAL, LIMIT_LINE_BYTES),
    FIELD(struct mail, forwarded.address, TEXT, OPTIONAL, LIMIT_ADDRESS_BYTES),
    FIELD(struct mail, forwarded.name, TEXT, OPTIONAL, LIMIT_NAME_BYTES),
    FIELD(struct mail, forwarded_subject, TEXT, OPTIONAL, LIMIT_SUBJECT_BYTES),
    FIELD(struct mail, language, TEXT, OPTIONAL, SHORT_BYTES),
    FIELD_OF_LIST(struct mail, problems, OPTIONAL, LIMIT_MAIL_PARTS, &problem_shape),
};
const struct shape mail_shape = SHAPE("Mail", struct mail, mail_fields);

static void print_address(struct json_writer *w, const struct mail_address *address)
{
    json_shape(w, &address_shape, address);
}

static void print_addresses(struct json_writer *w, const char *key, const struct list *list)
{
    const struct mail_address *items = list->items;
    json_key(w, key);
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++)
        print_address(w, &items[i]);
    json_close_array(w);
}

static void print_references(struct json_writer *w, const struct list *list)
{
    const struct mail_reference *items = list->items;
    json_key(w, "references");
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++)
        json_text(w, items[i].message_id);
    json_close_array(w);
}

static void print_attachments(struct json_writer *w, const struct list *list)
{
    const struct mail_attachment *items = list->items;
    json_key(w, "attachments");
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++) {
        json_open_object(w);
        json_field_int(w, "part", items[i].part);
        json_field_text(w, "name", items[i].name);
        json_field_text(w, "type", items[i].type);
        json_field_int(w, "size", items[i].size);
        json_field_text(w, "sha256", items[i].sha256);
        json_field_bool(w, "inline", items[i].is_inline);
        json_field_text(w, "cid", items[i].cid);
        json_close_object(w);
    }
    json_close_array(w);
}

static void print_shapes(struct json_writer *w, const char *key, const struct shape *shape, const struct list *list)
{
    const char *items = list->items;
    json_key(w, key);
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++)
        json_shape(w, shape, items + i * shape->size);
    json_close_array(w);
}

static void print_bounce(struct json_writer *w, const struct mail *mail)
{
    json_key(w, "bounce");
    if (!mail->has_bounce) {
        json_write_null(w);
        return;
    }
    json_open_object(w);
    print_shapes(w, "recipients", &bounced_shape, &mail->bounced);
    json_field_text(w, "message_id", mail->bounced_message_id);
    json_close_object(w);
}

void mail_json_print(struct buf *out, const struct mail *mail)
{
    struct json_writer w = json_writer_on(out);
    json_open_object(&w);
    json_key(&w, "from");
    print_address(&w, &mail->from);
    json_field_bool(&w, "from_is_sure", mail->from_is_sure);
    print_addresses(&w, "reply_to", &mail->reply_to);
    print_addresses(&w, "to", &mail->to);
    print_addresses(&w, "cc", &mail->cc);
    json_field_text(&w, "subject", mail->subject);
    json_field_text(&w, "date", mail->date);
    json_field_text(&w, "message_id", mail->message_id);
    json_field_text(&w, "in_reply_to", mail->in_reply_to);
    print_references(&w, &mail->references);
    json_field_text(&w, "text", mail->text);
    json_field_text(&w, "html", mail->html);
    json_field_text(&w, "visible", mail->visible);
    json_field_text(&w, "folded", mail->folded);
    print_attachments(&w, &mail->attachments);
    json_field_text(&w, "automatic", str_from(mail_automatic_words[mail->automatic]));
    print_bounce(&w, mail);
    json_field_bool(&w, "thanks", mail->thanks);
    print_addresses(&w, "delivered_to", &mail->delivered_to);
    json_field_text(&w, "auth_results", mail->auth_results);
    json_field_text(&w, "auth_text", mail->auth_text);
    json_key(&w, "forwarded");
    print_address(&w, &mail->forwarded);
    json_field_text(&w, "language", mail->language);
    print_shapes(&w, "problems", &problem_shape, &mail->problems);
    json_close_object(&w);
}
