#pragma once
/* One mail to one mail server, or into a folder.
 *
 * smtp:// asks for STARTTLS and takes no for "later": a server that has lost its TLS gets neither mail nor password in the
 * clear (F-08). smtps:// begins with TLS. Certificates are verified. `file:FOLDER` writes each mail as a file, whole or not
 * at all: for trying out, and for tests.
 * Call smtp_start once in a process, before its threads. Sends may run side by side, each with a connection of its own.
 */
#include "base/thread.h"
#include "mail/smtp_dialogue.h"

struct smtp_route {
    struct str url;         /* smtp(s)://user:password@host:port or file:FOLDER */
    struct str password;    /* where the URL has a user only; "" none */
    struct str token;       /* an access token instead of a password (XOAUTH2); "" none */
    bool plain;             /* smtp:// without TLS: a relay on this machine */
    struct str ca_file;     /* certificates to trust (PEM), "" the system's */
    struct str host;        /* our name for EHLO */
    span_ms patience;       /* for the whole; what then has no answer is later, or unknown */
    const struct stop *stop; /* ends a send within two seconds; NULL never */
};

struct smtp_mail {
    struct str from;        /* "" for <> */
    const struct str *recipients;
    size_t recipient_count;
    struct str message_id;  /* names the file of a folder, and the mail in reports */
    struct str bytes;       /* CR LF */
    bool confirm;           /* asks to be told of the delivery, not only of trouble, where that is offered (RFC 3461) */
};

MUST_CHECK enum status smtp_start(struct err *err);

/* Tries once, over the connection that KEEP has for this route, or a new one that it then keeps; NULL: one for this mail alone.
 * RESULTS, one for each recipient, say all that there is to say. */
struct smtp_keep;
void smtp_send(TALLOC_CTX *mem, struct smtp_keep *keep, const struct smtp_route *route, const struct smtp_mail *mail,
               struct smtp_result *results);
