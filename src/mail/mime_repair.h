#pragma once
/* Mails that are broken in ways that their senders' programs, relays and old archives are known for, mended before they
 * are read.
 *
 * Asked only about what is not well formed. Only what nobody could otherwise read is touched; the raw mail that is kept
 * never is.
 */
#include "base/str.h"

/* RAW itself, the end of it, or a copy in MEM in which
 * - lines that end with CR alone (a mail without any LF), or with two CR before the LF, end with LF or CR LF,
 * - the header begins with a header: what stood before it, blank lines too, is gone,
 * - NULs in the header are other controls,
 * - a blank line stands between the header and words that followed it without one,
 * - of several Content-Type headers of the message one is left: a multipart whose boundary follows, else the first,
 * - a multipart names the boundary that its parts have. */
struct str mime_repair(TALLOC_CTX *mem, struct str raw);
