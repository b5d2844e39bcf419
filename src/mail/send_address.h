#pragma once
/* An address on its way out: one addr-spec that cannot become a second recipient, header or command (AC-105).
 */
#include "base/str.h"

/* ADDRESS with its domain as A-labels (RFC 5891). INVALID (mail.address) when it is not exactly one addr-spec. */
MUST_CHECK enum status send_address(TALLOC_CTX *mem, struct str address, struct str *out, struct err *err);

/* Whether the local part needs SMTPUTF8 (RFC 6531). */
bool send_address_is_utf8(struct str address);
