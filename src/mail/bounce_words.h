#pragma once
/* By which sentences a delivery report without a form is known, in the languages of the world's mail systems.
 *
 * LOWER is always text in lower case (str_lower).
 */
#include "base/str.h"

/* Whether it says that something did not arrive. */
bool bounce_tells_failure(struct str lower);

/* Whether what it says is about mail, and not about a parcel. */
bool bounce_tells_of_mail(struct str lower);

/* What a mailbox's own filter gives as its reason, behind "was automatically rejected:"; STR_NONE when none does. It is nearer
 * to the mailbox than what a server says before it. TEXT in any case. */
struct str bounce_tells_rejection(struct str text);

/* "delayed" where it says that delivery goes on, else "failed" (RFC 3464 section 2.3.3). */
struct str bounce_action_in(struct str lower);

/* Where in TEXT, in any case, the copy of the mail begins that the report is about; its length when none does. */
size_t bounce_copy_start(TALLOC_CTX *mem, struct str text);
