#pragma once
/* Mails that are broken in ways that their senders' programs and old archives are known for, mended before they are read.
 *
 * The repaired bytes are as long as the original, so that a place in one is the same place in the other. Only what
 * nobody could otherwise read is touched; the raw mail that is kept never is.
 */
#include "base/str.h"

/* RAW itself, or a copy in MEM in which
 * - lines that end with CR alone (a mail without any LF) end with LF,
 * - of several Content-Type headers of the message one is left: a multipart whose boundary follows, else the first. */
struct str mime_repair(TALLOC_CTX *mem, struct str raw);
