#pragma once
/* Whether a human wrote a mail (AC-129): answers to a machine make loops.
 *
 * RFC 3834 and its forerunners in one table of headers; then the words of vacation notices that carry no mark at all.
 * In doubt a mail is human: the rate limits of the receipts are the last defence.
 */
#include "mail/mail.h"
#include "mail/mime_tree.h"

/* Whether ADDRESS is one of those that machines send from and nobody reads: no-reply, mailer-daemon and the like (AC-016). */
bool mail_nobody_reads(struct str address);

/* Bounces and reports by their form (RFC 6522) are recognised too; shapeless bounces are the work of mail_bounce.h. */
enum mail_automatic mail_automatic_of(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mail *mail);
