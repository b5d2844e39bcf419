#pragma once
/* Messages of a ticket and their attachments, as rows. What a customer wrote and what we wrote are never changed; only
 * the state of what goes out moves (waiting, sending, sent, bounced, stuck, undone).
 */
#include "base/shape.h"
#include "store/db.h"

enum message_kind { MESSAGE_EMAIL, MESSAGE_NOTE, MESSAGE_RECEIPT, MESSAGE_AUTOMATIC, MESSAGE_PAGE, MESSAGE_KIND_COUNT };
extern const char *const message_kind_words[MESSAGE_KIND_COUNT];
enum message_direction { MESSAGE_IN, MESSAGE_OUT, MESSAGE_INTERNAL, MESSAGE_DIRECTION_COUNT };
extern const char *const message_direction_words[MESSAGE_DIRECTION_COUNT];
enum message_state {
    MESSAGE_RECEIVED, MESSAGE_WAITING, MESSAGE_SENDING, MESSAGE_SENT, MESSAGE_BOUNCED, MESSAGE_STUCK, MESSAGE_UNDONE,
    MESSAGE_KEPT /* a note: stored "internal" */, MESSAGE_STATE_COUNT
};
extern const char *const message_state_words[MESSAGE_STATE_COUNT];

/* Texts with ptr NULL are stored as "", but html, message_id and in_reply_to as NULL. */
struct message {
    message_id id;
    ticket_id ticket_id;
    int kind, direction, state;
    person_id person_id;        /* who wrote it, from outside */
    colleague_id colleague_id;  /* who wrote it, here */
    struct str subject, text, folded, html, from_address, from_name, to_addresses, verified, automatic, problems, auth_text;
    bool stranger, thanks;
    struct str header_id, in_reply_to; /* Message-ID without <> (column message_id), In-Reply-To */
    raw_id raw_id;
    time_ms at_ms, date_ms;
    struct str state_text;
};
MUST_CHECK enum status message_insert(struct tx *tx, const struct message *message, struct err *err);

/* The facts by which rights and undo are decided; no content. NOT_FOUND (message.unknown). */
struct message_head {
    message_id id;
    ticket_id ticket_id;
    int kind, direction, state;
    person_id person_id;
    colleague_id colleague_id;
    raw_id raw_id;
    time_ms at_ms;
};
MUST_CHECK enum status message_head_load(struct tx *tx, TALLOC_CTX *mem, message_id id, struct message_head *out,
                                         struct err *err);
MUST_CHECK enum status message_html_load(struct tx *tx, TALLOC_CTX *mem, message_id id, struct str *html,
                                         struct err *err); /* "" when none */
MUST_CHECK enum status message_state_save(struct tx *tx, message_id id, enum message_state state, struct str state_text,
                                          struct err *err);

/* How many words of a ticket came under an address whose owner did not send them: DMARC failed, or a stranger. */
MUST_CHECK enum status messages_unproven(struct tx *tx, ticket_id ticket, int64_t *count, struct err *err);

/* The last human word of ours to the customer that was not taken back; 0 when none. */
MUST_CHECK enum status messages_last_answer(struct tx *tx, ticket_id ticket, time_ms *at, struct err *err);

enum { ATTACHMENTS_CARRIED_MOST = 100 };
enum { ATTACHMENT_OWN_BLOB = -1 }; /* instead of a part: of what we wrote there is no raw mail */
struct attachment {
    attachment_id id;
    message_id message_id;
    int64_t part;               /* of the raw mail, or ATTACHMENT_OWN_BLOB */
    int64_t blob_id;            /* 0 with a part */
    struct str name, type;
    int64_t size;
    struct str sha256;          /* hex */
    bool is_inline;
    struct str cid;             /* NULL when none */
};
MUST_CHECK enum status attachment_insert(struct tx *tx, const struct attachment *attachment, struct err *err);

/* struct attachment: the files of a message that we wrote, each with a blob of its own. */
MUST_CHECK enum status attachments_carried(struct tx *tx, TALLOC_CTX *mem, message_id message, struct list *out,
                                           struct err *err);

/* Where the bytes of an attachment lie, and whose ticket it is. NOT_FOUND (attachment.unknown). */
struct attachment_place {
    attachment_id id;
    ticket_id ticket_id;
    int64_t part, blob_id;
    raw_id raw_id;
    struct str name, type;
};
MUST_CHECK enum status attachment_place_load(struct tx *tx, TALLOC_CTX *mem, attachment_id id,
                                             struct attachment_place *out, struct err *err);
/* The picture CID inside of a mail; the caller has asked for rights. NOT_FOUND (attachment.unknown). */
MUST_CHECK enum status attachment_by_cid(struct tx *tx, TALLOC_CTX *mem, message_id message, struct str cid,
                                         struct attachment_place *out, struct err *err);
