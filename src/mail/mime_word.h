#pragma once
/* Header text: unfolded, its encoded words (RFC 2047) decoded, one clean line of UTF-8.
 *
 * Words that belong together are joined as bytes before they are converted, because many senders cut a character in
 * two; words that a fold has torn are read on; raw 8-bit text is read by HINT, the character set that the body
 * declares. Linear in the length of the value.
 */
#include "base/str.h"

/* The text of a raw header value. HINT may be empty. The result has no control characters and is trimmed. */
struct str mime_word_text(TALLOC_CTX *mem, struct str value, struct str hint);

/* Where the encoded word ends that starts at AT in S; 0 when none does, or none that is whole within MAX bytes. */
size_t mime_word_end(struct str s, size_t at, size_t max);

/* VALUE without its line breaks; the white space of a fold stays. */
struct str mime_unfold(TALLOC_CTX *mem, struct str value);

/* S with control characters as spaces, runs of white space as one, trimmed. S must be valid UTF-8. */
struct str mime_one_line(TALLOC_CTX *mem, struct str s);
