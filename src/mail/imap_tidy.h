#pragma once
/* Removing mails from an IMAP server: those alone that the port calls old, which were noted as stored (E11).
 *
 * Moved by MOVE (RFC 6851) where the server has it, else by COPY and deletion. Deleted for good by UID EXPUNGE (RFC 4315):
 * a plain EXPUNGE would also remove what somebody else has marked. Where the server lacks UIDPLUS a mail is only marked as
 * deleted, and goes when the server or a mail program tidies up.
 */
#include "mail/fetch_port.h"
#include "mail/imap_session.h"

/* The name of a mail for the port. */
struct str imap_name(TALLOC_CTX *mem, int64_t uidvalidity, uint32_t uid);

/* Removes what is old. A name of another UIDVALIDITY names nothing any more and is only told as gone (F-27). */
MUST_CHECK enum status imap_tidy(struct imap_session *s, const struct fetch_port *port, int64_t uidvalidity,
                                 struct str move_to, struct err *err);

/* Sets a flag on one mail: "\\Seen". */
MUST_CHECK enum status imap_flag(struct imap_session *s, uint32_t uid, const char *flag, struct err *err);
