#pragma once
/* A mail server for tests that says what its script says: refuses at any step, hangs up, falls silent, offers TLS with a
 * certificate of its own making or none at all. It takes one connection after the other on a port of the kernel's choice.
 */
#include <stdbool.h>
#include <talloc.h>

enum { SMTP_FAKE_RECIPIENTS = 4, SMTP_FAKE_MAILS = 4 };

/* Instead of a reply. */
#define SMTP_FAKE_HANG_UP "hang up"
#define SMTP_FAKE_SILENCE "silence" /* until the client gives up */

struct smtp_fake_script { /* whole reply lines without CR LF; NULL: the friendly one */
    const char *greeting, *ehlo, *auth, *mail, *data, *dot, *rset;
    int mails_most;                         /* by one connection: then the next command ends it without a word; 0: any number */
    int mails_before_mail;                  /* MAIL is answered as the script says only after so many mails by this connection */
    const char *rcpt[SMTP_FAKE_RECIPIENTS]; /* by the order of the RCPT commands of a connection */
    bool starttls;                          /* offered and done */
    bool implicit_tls;
    bool sign_in;                           /* AUTH PLAIN is offered */
};

struct smtp_fake_mail {
    char *bytes; /* as received, dots unstuffed */
    size_t len;
    bool over_tls;
};

struct smtp_fake;

struct smtp_fake *smtp_fake_new(TALLOC_CTX *mem, const struct smtp_fake_script *script); /* the end of MEM ends it */
int smtp_fake_port(const struct smtp_fake *fake);
const char *smtp_fake_ca_file(const struct smtp_fake *fake); /* its certificate, for "127.0.0.1" */

/* To be read after the send has returned: waits until the current connection is closed. */
const char *smtp_fake_said(struct smtp_fake *fake); /* the client's commands, each with a line end */
size_t smtp_fake_mails(struct smtp_fake *fake, struct smtp_fake_mail *out /* SMTP_FAKE_MAILS */);
