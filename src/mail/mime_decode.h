#pragma once
/* Bodies out of their transfer encoding (RFC 2045 section 6, and uuencode), as senders and the programs on the way leave
 * them: without padding, padded in the middle, with junk between, with white space behind a soft line break.
 *
 * Decoding goes piece by piece, for parts of any size; nothing in it fails.
 */
#include "base/str.h"

enum mime_encoding { MIME_PLAIN, MIME_BASE64, MIME_QUOTED_PRINTABLE, MIME_UUENCODE };

/* Takes a PIECE, which is valid during the call. */
typedef void mime_piece(void *data, struct str piece);

/* Hands all of BODY, decoded, to PIECE. */
void mime_decode(TALLOC_CTX *mem, struct str body, enum mime_encoding encoding, mime_piece *piece, void *data);

/* Base64 of any length as one piece. */
struct str mime_base64_bytes(TALLOC_CTX *mem, struct str text);

/* The value of a digit of base64, or -1. */
int mime_base64_digit(char c);
