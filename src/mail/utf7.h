#pragma once
/* UTF-7 (RFC 2152), as some mails of the last century and a few gateways still write it.
 *
 * Its danger is that it hides markup from whoever looks at the bytes (AC-038). Here it becomes UTF-8 before anybody
 * looks, and whatever of markup was hidden in it (< > & and quotes) becomes U+FFFD.
 */
#include "base/str.h"

/* BYTES as UTF-8; what is no UTF-7 stays as it is. *HIDDEN: whether markup was hidden in it. */
struct str utf7_text(TALLOC_CTX *mem, struct str bytes, bool *hidden);
