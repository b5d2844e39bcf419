#pragma once
/* What an answer carries beside its words: copies, files, pictures in the text, the conversation so far, the sign-off, and
 * the moment at which it leaves. */
#include "app/ticket_reply.h"
#include "app/ticket_turn.h"

struct reply_parts {
    struct str text;      /* pictures in it are parts of the mail */
    struct list uploads;  /* for uploads_carry */
    struct list copies;   /* struct mail_copy */
    struct str quoted, sign_off;
    time_ms send_ms;
    bool scheduled;       /* SEND_MS is a moment that the writer chose, later than any answer leaves */
};

/* Checks and takes all of it in the unit of work of the answer. INVALID with the field. */
MUST_CHECK enum status reply_parts_take(struct app *app, struct turn *work, const struct who *who,
                                        const struct reply_input *in, struct reply_parts *out, struct err *err);

/* A note goes to nobody: files are all that it may carry. */
MUST_CHECK enum status note_parts_take(struct turn *work, const struct who *who, const struct reply_input *in,
                                       struct reply_parts *out, struct err *err);
