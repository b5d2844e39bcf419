#pragma once
/* Delivery reports: which recipient, what happened, is it for ever, and about which mail of ours.
 *
 * Those with a form are read by it (RFC 3464); the others (qmail, exim, old gateways) by their sentences. A recipient's
 * kind is "hard" when the address itself is dead (nobody there, no such domain, moved away), "soft" when the address
 * may work tomorrow or for another mail (full, too big, refused as spam, server away, policy), "unknown" when the
 * report does not tell. The reason is one word of the table in bounce_reason.c.
 */
#include "mail/mail.h"
#include "mail/mime_tree.h"

/* Fills OUT->has_bounce, bounced, bounced_message_id, and sets OUT->automatic to MAIL_BOUNCE, when the mail is one.
 * OUT has its envelope and text already. */
void mail_bounce_read(TALLOC_CTX *mem, const struct mime_tree *tree, struct mail *out);
