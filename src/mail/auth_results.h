#pragma once
/* What our own receiving server found out about the sender (RFC 8601), and nobody else.
 *
 * Anybody can write an Authentication-Results header. One counts only when it carries our authserv-id and stands above
 * the Received header by which the mail came in from outside: what stands above that was added by our side (AC-012).
 * Some servers (Gmail) write theirs directly below their own Received header and take away all others of their name.
 * Where AUTHSERV_ID ends with the word "below", results count there too: above the next Received header.
 */
#include "mail/mime_tree.h"

struct auth_results {
    struct str dmarc; /* "pass", "fail" or "" (nothing known) */
    struct str text;  /* the same and what SPF and DKIM say, in plain words, a line each; "" when nothing is known */
};
/* AUTHSERV_ID "": nothing counts. */
struct auth_results auth_results_read(TALLOC_CTX *mem, const struct mime_headers *headers, struct str authserv_id);
