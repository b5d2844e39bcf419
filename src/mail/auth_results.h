#pragma once
/* What our own receiving server found out about the sender (RFC 8601), and nobody else.
 *
 * Anybody can write an Authentication-Results header. One counts only when it carries our authserv-id and stands above
 * the Received header by which the mail came in from outside: what stands above that was added by our side (AC-012).
 */
#include "mail/mime_tree.h"

/* The DMARC result as "pass", "fail" or "" (nothing known). AUTHSERV_ID "": nothing counts. */
struct str auth_results_dmarc(const struct mime_headers *headers, struct str authserv_id);
