#pragma once
/* A mail that we send, as bytes (RFC 5322): CR LF, 7 bit but for addresses that need SMTPUTF8, lines of at most 76 bytes
 * where that is possible.
 *
 * Deterministic: the same input gives the same bytes, so that a second attempt sends the very mail of the first (I7). That
 * is why the Message-ID and the date are the caller's, fixed when the message was written.
 */
#include "mail/mail.h"

struct mime_file {
    struct str name;
    struct str type;  /* "image/png"; anything that is no such type is sent as application/octet-stream */
    struct str bytes;
    struct str cid;   /* shown inside the HTML by this Content-ID (without <>), "" when attached */
};

struct mime_mail {
    struct mail_address from;
    struct str reply_to;     /* an address, "" none */
    struct list to, cc;      /* struct mail_address */
    struct str subject;
    struct str message_id;   /* ids without <> */
    struct str in_reply_to;  /* "" none */
    struct str references;   /* separated by spaces, oldest first, "" none */
    struct str date;         /* RFC 5322 */
    bool automatic;          /* written by no human: nobody's machine shall answer it (RFC 3834, AC-132) */
    struct str text;
    struct str html;         /* "" plain text only */
    struct list files;       /* struct mime_file */
};

/* INVALID when an address is none or the Message-ID cannot be written, TOO_LARGE past LIMIT_MAIL_BYTES. */
MUST_CHECK enum status mime_write(TALLOC_CTX *mem, const struct mime_mail *mail, struct str *out, struct err *err);
