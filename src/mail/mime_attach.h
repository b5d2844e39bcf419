#pragma once
/* Attachments: which there are, what they are called, what they really are.
 *
 * A declared type is believed only as far as the bytes agree (AC-034). Bytes are decoded piece by piece; nothing is
 * held in memory but the first few kilobytes, which libmagic looks at.
 */
#include <magic.h>

#include "mail/mail.h"
#include "mail/mime_body.h"

/* Fills OUT->attachments from the parts that BODY calls attachments. Problems are appended. */
void mime_attach_read(TALLOC_CTX *mem, magic_t magic, const struct mime_tree *tree, const struct mime_body *body,
                      struct str hint, struct mail *out);

/* Hands the decoded bytes of the part NUMBER (mail_attachment.part) to PIECE; false when there is no such part. */
bool mime_attach_stream(TALLOC_CTX *mem, const struct mime_tree *tree, int64_t number, mime_piece *piece, void *data);

/* The text inside a winmail.dat, for a mail that has no other words; "" for none. */
struct str mime_attach_text(TALLOC_CTX *mem, const struct mime_tree *tree);

/* The type of these bytes; DECLARED where they do not tell more. */
struct str mime_attach_type(TALLOC_CTX *mem, magic_t magic, struct str head, struct str declared);
