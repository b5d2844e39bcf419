#pragma once
/* The secret that a webhook shows: "Authorization: Bearer SECRET", or "Basic" with it as the password, which is what
 * https://any:SECRET@desk.example/… becomes (RFC 6750, RFC 7617). Never a part of the path: that stands in logs. */
#include "web/route.h"

/* Fills call->mailbox. UNSIGNED where the secret is missing or wrong. */
MUST_CHECK enum status ingress_check(struct call *call, struct err *err);
