#pragma once
/* Files for an answer or a note: put in while it is written, carried by it once it is sent.
 *
 * A file belongs to who put it in until then, and to nobody else (AC-047). Its bytes go from a file of the web process
 * into the database piece by piece: no upload is ever in memory whole. What no message took within a day is forgotten
 * (AC-049).
 */
#include "app/app.h"
#include "app/views.h"

struct upload_query { struct str name; };
extern const struct shape upload_query_shape; /* from the query: how the file is called */

/* FD: the bytes, from the start of the file; borrowed. TOO_LARGE, TOO_MANY (upload.too_many). */
MUST_CHECK enum status upload_add(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str name, int fd,
                                  struct attachment_view *out, struct err *err);

/* ---- for who writes the message, in its unit of work ---- */

/* The files IDS (struct id_input) of WHO: struct upload. INVALID with the field "attachments" when one is none of
 * theirs, or all are too large for one mail. */
MUST_CHECK enum status uploads_find(struct tx *tx, TALLOC_CTX *mem, const struct who *who, const struct list *ids,
                                    struct list *out, struct err *err);

/* TEXT with the pictures in it, "![words](upload:7)", as parts of the mail, "![words](cid:…)". One without words gets
 * UNNAMED: who reads without pictures learns that there is one. INVALID (upload.picture) when one is not among UPLOADS or
 * is no picture. */
MUST_CHECK enum status uploads_in_text(TALLOC_CTX *mem, const struct list *uploads, struct str text, struct str unnamed,
                                       struct str *out, struct err *err);

/* Makes UPLOADS attachments of MESSAGE, shown inside of it where TEXT, as uploads_in_text gave it, shows them. They keep
 * their ids, so that an answer that is taken back can give them back (uploads_give_back). */
MUST_CHECK enum status uploads_carry(struct tx *tx, TALLOC_CTX *mem, const struct list *uploads, message_id message,
                                     struct str text, struct err *err);

/* Forgets what nobody sent within a day. */
MUST_CHECK enum status uploads_forget(struct app *app, struct err *err);
