#pragma once
/* Address lists of header fields (RFC 5322 with its obsolete forms, RFC 6532, RFC 6854 groups), read as senders
 * write them: unquoted commas and dots in names, semicolons, missing brackets.
 *
 * An address is a label and never a proof; what is read here is nevertheless strict about which part of a field is
 * the address (AC-010, AC-011): a display name that looks like an address stays a name, and `plain` says whether the
 * field leaves no doubt. Linear in the length of the field.
 */
#include "mail/mail.h"

struct address_list {
    struct mail_address *items; /* at most LIMIT_MAIL_ADDRESSES */
    size_t count;
    bool plain;    /* no group, no comment, nothing out of place, each address a bare dot-atom@domain */
    bool too_many; /* some were left out */
};

/* Reads the raw VALUE of From, To, Cc … HINT: the character set of raw 8-bit names. */
struct address_list address_list_read(TALLOC_CTX *mem, struct str value, struct str hint);

/* One addr-spec without comments and white space, domain in lower case and decoded from its A-labels. False when it
 * is none. PLAIN (may be NULL): a dot-atom on each side, as nearly all are. */
bool address_read(TALLOC_CTX *mem, struct str text, struct str *out, bool *plain);
