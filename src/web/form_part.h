#pragma once
/* One field of a multipart form (RFC 7578), as bytes. */
#include "base/str.h"

/* The field NAME in BODY, whose Content-Type is TYPE; a view into BODY. False when it is not there. A part whose boundary
 * does not come again is none. */
bool form_part(TALLOC_CTX *mem, struct str type, struct str body, struct str name, struct str *out);
