#pragma once
/* Parameters of Content-Type and Content-Disposition, as RFC 2231 says and as senders write them: continued,
 * in a character set, encoded as RFC 2047 words (forbidden and common), unquoted with spaces, in raw 8 bit.
 */
#include "base/str.h"

/* The parameter NAME of a raw header VALUE as clean UTF-8, "" when it is missing. */
struct str mime_param(TALLOC_CTX *mem, struct str value, const char *name, struct str hint);

/* The part of VALUE before the first ';', lower case, without comments and white space: "text/plain". */
struct str mime_param_head(TALLOC_CTX *mem, struct str value);
