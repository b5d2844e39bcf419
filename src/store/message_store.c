#include "store/message_store.h"

const char *const message_kind_words[] = { "email", "note", "receipt", "automatic", "page" };
_Static_assert(sizeof message_kind_words / sizeof message_kind_words[0] == MESSAGE_KIND_COUNT, "a word for each");
const char *const message_direction_words[] = { "in", "out", "internal" };
_Static_assert(sizeof message_direction_words / sizeof message_direction_words[0] == MESSAGE_DIRECTION_COUNT,
               "a word for each");
const char *const message_state_words[] = { "received", "waiting", "sending", "sent",
                                            "bounced",  "stuck",   "undone",  "internal" };
_Static_assert(sizeof message_state_words / sizeof message_state_words[0] == MESSAGE_STATE_COUNT, "a word for each");

static const struct field head_fields[] = {
    FIELD_OF_ID(struct message_head, id, 0),
    FIELD_OF_ID(struct message_head, ticket_id, 0),
    FIELD_OF_WORDS(struct message_head, kind, 0, message_kind_words, MESSAGE_KIND_COUNT),
    FIELD_OF_WORDS(struct message_head, direction, 0, message_direction_words, MESSAGE_DIRECTION_COUNT),
    FIELD_OF_WORDS(struct message_head, state, 0, message_state_words, MESSAGE_STATE_COUNT),
    FIELD_OF_ID(struct message_head, person_id, 0),
    FIELD_OF_ID(struct message_head, colleague_id, 0),
    FIELD_OF_ID(struct message_head, raw_id, 0),
    FIELD(struct message_head, at_ms, TIME, 0, 0),
};
static const struct shape head_shape = SHAPE("MessageHead", struct message_head, head_fields);

static const struct field place_fields[] = {
    FIELD_OF_ID(struct attachment_place, id, 0),
    FIELD_OF_ID(struct attachment_place, ticket_id, 0),
    FIELD(struct attachment_place, part, INT, 0, 0),
    FIELD(struct attachment_place, blob_id, INT, 0, 0),
    FIELD_OF_ID(struct attachment_place, raw_id, 0),
    FIELD(struct attachment_place, name, TEXT, 0, 0),
    FIELD(struct attachment_place, type, TEXT, 0, 0),
};
static const struct shape place_shape = SHAPE("AttachmentPlace", struct attachment_place, place_fields);

static struct db_value text(struct str s)
{
    return db_text(s.ptr == NULL ? STR("") : s);
}

enum status message_insert(struct tx *tx, const struct message *m, struct err *err)
{
    return query_run(tx, Q_MESSAGE_INSERT,
                     PARAMS({ "id", db_id(m->id.v) }, { "ticket_id", db_id(m->ticket_id.v) },
                            { "kind", db_word(message_kind_words[m->kind]) },
                            { "direction", db_word(message_direction_words[m->direction]) },
                            { "person_id", db_id(m->person_id.v) }, { "colleague_id", db_id(m->colleague_id.v) },
                            { "subject", text(m->subject) }, { "text", text(m->text) }, { "folded", text(m->folded) },
                            { "html", db_text(m->html) }, { "from_address", text(m->from_address) },
                            { "from_name", text(m->from_name) }, { "to_addresses", text(m->to_addresses) },
                            { "verified", text(m->verified) }, { "stranger", db_bool(m->stranger) },
                            { "thanks", db_bool(m->thanks) },
                            { "automatic", db_text(m->automatic.ptr == NULL ? STR("no") : m->automatic) },
                            { "problems", text(m->problems) }, { "auth_text", text(m->auth_text) }, { "message_id", db_text(m->header_id) },
                            { "in_reply_to", db_text(m->in_reply_to) }, { "raw_id", db_id(m->raw_id.v) },
                            { "at_ms", db_time(m->at_ms) }, { "date_ms", db_time(m->date_ms) },
                            { "state", db_word(message_state_words[m->state]) }, { "state_text", text(m->state_text) }),
                     NULL, err);
}

enum status message_head_load(struct tx *tx, TALLOC_CTX *mem, message_id id, struct message_head *out, struct err *err)
{
    return query_one(tx, mem, Q_MESSAGE_HEAD, PARAMS({ "id", db_id(id.v) }), &head_shape, out, "message.unknown", err);
}

enum status message_html_load(struct tx *tx, TALLOC_CTX *mem, message_id id, struct str *html, struct err *err)
{
    CLEANUP(rows_done) struct rows rows = { 0 };
    TRY(query_rows(&rows, tx, Q_MESSAGE_HTML, PARAMS({ "id", db_id(id.v) }), err));
    bool row;
    TRY(rows_next(&rows, &row, err));
    *html = row && !row_is_null(&rows, 0) ? row_text(&rows, mem, 0) : STR("");
    return STATUS_OK;
}

enum status message_state_save(struct tx *tx, message_id id, enum message_state state, struct str state_text,
                               struct err *err)
{
    return query_run(tx, Q_MESSAGE_STATE_SAVE,
                     PARAMS({ "id", db_id(id.v) }, { "state", db_word(message_state_words[state]) },
                            { "state_text", text(state_text) }),
                     NULL, err);
}

enum status messages_unproven(struct tx *tx, ticket_id ticket, int64_t *count, struct err *err)
{
    return query_int(tx, Q_MESSAGES_UNPROVEN, PARAMS({ "ticket_id", db_id(ticket.v) }), count, err);
}

enum status messages_last_answer(struct tx *tx, ticket_id ticket, time_ms *at, struct err *err)
{
    return query_int(tx, Q_MESSAGES_LAST_ANSWER, PARAMS({ "ticket_id", db_id(ticket.v) }), at, err);
}

enum status attachment_insert(struct tx *tx, const struct attachment *a, struct err *err)
{
    return query_run(tx, Q_ATTACHMENT_INSERT,
                     PARAMS({ "id", db_id(a->id.v) }, { "message_id", db_id(a->message_id.v) },
                            { "part", db_int(a->part) }, { "blob_id", db_id(a->blob_id) }, { "name", text(a->name) }, { "type", text(a->type) },
                            { "size", db_int(a->size) }, { "sha256", text(a->sha256) },
                            { "is_inline", db_bool(a->is_inline) }, { "cid", db_text(a->cid) }),
                     NULL, err);
}

static const struct field attachment_fields[] = {
    FIELD_OF_ID(struct attachment, id, 0),
    FIELD_OF_ID(struct attachment, message_id, 0),
    FIELD(struct attachment, part, INT, 0, 0),
    FIELD(struct attachment, blob_id, INT, 0, 0),
    FIELD(struct attachment, name, TEXT, 0, 0),
    FIELD(struct attachment, type, TEXT, 0, 0),
    FIELD(struct attachment, size, INT, 0, 0),
    FIELD(struct attachment, sha256, TEXT, 0, 0),
    FIELD(struct attachment, is_inline, BOOL, 0, 0),
    FIELD(struct attachment, cid, TEXT, 0, 0),
};
static const struct shape attachment_shape = SHAPE("AttachmentRowOwn", struct attachment, attachment_fields);

enum status attachments_carried(struct tx *tx, TALLOC_CTX *mem, message_id message, struct list *out, struct err *err)
{
    return query_list(tx, mem, Q_ATTACHMENTS_CARRIED, PARAMS({ "message_id", db_id(message.v) }), &attachment_shape,
                      ATTACHMENTS_CARRIED_MOST, out, err);
}

enum status attachment_place_load(struct tx *tx, TALLOC_CTX *mem, attachment_id id, struct attachment_place *out,
                                  struct err *err)
{
    return query_one(tx, mem, Q_ATTACHMENT_PLACE, PARAMS({ "id", db_id(id.v) }), &place_shape, out,
                     "attachment.unknown", err);
}

enum status attachment_by_cid(struct tx *tx, TALLOC_CTX *mem, message_id message, struct str cid,
                              struct attachment_place *out, struct err *err)
{
    return query_one(tx, mem, Q_MESSAGE_IMAGE_PART, PARAMS({ "message_id", db_id(message.v) }, { "cid", db_text(cid) }),
                     &place_shape, out, "attachment.unknown", err);
}
