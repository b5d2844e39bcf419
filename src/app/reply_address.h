#pragma once
/* The address that an answer comes back to: help+TOKEN@shop.example.
 *
 * The token names a ticket and a recipient and is signed with the desk's key (HMAC-SHA256, cut to 128 bits), so that
 * nobody can make one for a ticket of somebody else (AC-004, AC-007). It has one form: 45 characters of lower-case
 * base32, nothing shorter, longer or in other letters is one. It proves which mail is answered, not who answers
 * (AC-009).
 */
#include "app/desk_facts.h"

struct reply_token { ticket_id ticket; person_id person; };

/* The address of MAILBOX with a token, or the plain address where the local part has no room for one (RFC 5321: 64). */
struct str reply_address_make(TALLOC_CTX *mem, struct str secret, const struct mailbox *mailbox, ticket_id ticket, person_id person);

/* Whether ADDRESS is one of ours: a mailbox or an alias, plain or with anything behind a plus. TAG gets what stands behind it,
 * "" when nothing does. NULL when it is none. */
const struct mailbox *reply_address_mailbox(const struct desk_facts *facts, struct str address, struct str *tag);

/* Whether ADDRESS is OWN, plain or with something behind a plus, which TAG gets. */
bool reply_address_is(struct str own, struct str address, struct str *tag);

bool reply_token_read(TALLOC_CTX *mem, struct str secret, struct str tag, struct reply_token *out);
