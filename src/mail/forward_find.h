#pragma once
/* Whose mail a forwarded mail was: the sender and the subject of the first message that is passed on.
 *
 * Either it lies inside as message/rfc822, or its header stands in the text under the mark of the mail program, or as a
 * block of "From: … Sent: … Subject: …" lines. What is found is what the forwarding person's text says: it proves
 * nothing, and counts only from somebody whom the caller believes.
 */
#include "mail/mail.h"
#include "mail/mime_tree.h"

struct forwarded {
    struct mail_address from; /* address "" when nothing was forwarded, or by nobody with an address */
    struct str subject;       /* "" when it had none */
};
/* TEXT: the whole body as text; LOOKS: whether the subject says that it is a forward. */
struct forwarded forward_find(TALLOC_CTX *mem, const struct mime_tree *tree, struct str text, bool looks);
