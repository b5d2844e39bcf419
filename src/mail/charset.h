#pragma once
/* Bytes in some character set become UTF-8, whatever their label says.
 *
 * Labels lie often: windows-125x is called latin-1, UTF-8 is called latin-1 or nothing at all. A label is therefore
 * taken as a hint: where the bytes contradict it, they win. Conversion is by ICU, whose tables are part of its
 * library: no file is opened, so that it works behind the walls of the parse process. The result is always valid
 * UTF-8 without NULs; a byte that means nothing becomes U+FFFD.
 */
#include "base/str.h"

enum charset_trust {
    CHARSET_AS_SAID, /* the label fitted */
    CHARSET_GUESSED, /* no label, or one that the bytes contradict */
    CHARSET_REFUSED, /* a label that is never followed, or UTF-7 with markup hidden in it (AC-038): not all is shown */
    CHARSET_UNKNOWN, /* a label that nobody knows: guessed */
};

/* BYTES as UTF-8. LABEL: the declared character set, "" when there was none. TRUST may be NULL. */
struct str charset_text(TALLOC_CTX *mem, struct str bytes, struct str label, enum charset_trust *trust);

/* True when S holds bytes above 127. */
bool charset_has_high(struct str s);
