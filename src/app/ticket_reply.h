#pragma once
/* An answer or a note: message, promises, journal and outbox row in one transaction. */
#include "app/views.h"

struct promise_input { struct str text; time_ms due_ms; };

struct reply_input {
    int kind;                  /* reply | note */
    struct str text;           /* plain text with **bold**, lists and links as in Markdown; becomes HTML by cmark */
    int64_t version;           /* of the ticket that the writer saw */
    int64_t seq;               /* position of the journal that the writer saw; 0: VERSION alone counts. When something came since that
                                  the writer must have read: CONFLICT ticket.changed (G8, F-31; ticket_missed) */
    struct list promises;      /* promise_input: the chips left in place (P1, P4) */
    struct list kept;          /* struct id_input: stated promises that this answer keeps (P2) */
    bool propose;              /* R1: this answer proposes how it ends */
    int proposal_kind;         /* with propose: solution (default) or refusal */
    struct list alternatives;  /* alternative_input, with a refusal: what the customer can choose instead; a second look by a
                                  leader is added to them */
    time_ms notice_ms;         /* with propose: rests then if the customer is silent; 0: the team's */
    bool wait;                 /* the customer is to answer: turn customer, follow-up (P3). Else we owe the next word (P2) */
    struct list cc;            /* struct address of mail_copies.h: all who are in copy, now and of the answers to come;
                                  left out: those who are */
    struct list bcc;           /* struct address: a blind copy of this answer alone */
    struct list attachments;   /* struct id_input: own uploads. "![words](upload:7)" shows a picture among them in the text */
    time_ms send_at_ms;        /* leaves then, not before; 0: after the undo time. Not after a promise that it keeps */
    bool quote_history;        /* with the conversation so far below it (AC-149) */
    bool without_signature;    /* ends with its last word */
};

enum { REPLY_KIND_REPLY, REPLY_KIND_NOTE, REPLY_KIND_COUNT };
extern const struct shape reply_input_shape; /* "ReplyInput" */

struct reply_outcome { message_id id; int64_t version; time_ms undo_until_ms; };
extern const struct shape reply_outcome_shape; /* "ReplyOutcome" */

MUST_CHECK enum status ticket_reply(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                    const struct reply_input *in, struct reply_outcome *out, struct err *err);

/* Takes back what has not left yet: its author only, until undo_until_ms; the promises it made and kept are as before. */
MUST_CHECK enum status message_undo(struct app *app, const struct who *who, message_id message, struct err *err);

/* What waits for its time, for its next try, or is stuck leaves now: whoever may answer. CONFLICT (message.left). */
MUST_CHECK enum status message_send_now(struct app *app, const struct who *who, message_id message, struct err *err);

/* What the composer shows while writing (P4, A2, W1). Nothing is stored. */
struct found_promise { int64_t start, length; struct str phrase, text; time_ms due_ms; }; /* start, length: UTF-16 units, for the browser */
struct found_hint { int64_t start, length; struct str phrase, reason, better; };
struct text_read {
    struct list promises, hints;
    bool acknowledges, says_what, says_when, explains, thanks;
};
extern const struct shape text_read_shape; /* "TextRead" */
struct text_input { struct str text; };
extern const struct shape text_input_shape; /* "TextInput" */
MUST_CHECK enum status ticket_text_read(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                                        struct str text, struct text_read *out, struct err *err);
