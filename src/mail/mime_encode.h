#pragma once
/* Bodies made safe for the way: text as it is or quoted-printable, bytes as base64 (RFC 2045), lines of at most 76 bytes
 * ending in CR LF. What is encoded never holds "=_", so that a boundary with it cannot occur in it.
 */
#include "base/buf.h"

/* Writes the header Content-Transfer-Encoding, the empty line and TEXT, whose line ends may be of any kind. */
void mime_encode_text(struct buf *out, struct str text);

/* The same for bytes. */
void mime_encode_bytes(struct buf *out, struct str bytes);
