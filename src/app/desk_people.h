#pragma once
/* The steps that making a desk and adding to it share; each in the caller's transaction, each followed by
 * desk_touch. */
#include "app/desk_init.h"
#include "store/team_store.h"

/* HASH "": an account that cannot sign in until a password is set. CONFLICT (colleague.exists). */
MUST_CHECK enum status desk_colleague_put(struct tx *tx, TALLOC_CTX *mem, const struct colleague_input *in,
                                          struct str hash, colleague_id *out, struct err *err);
struct desk_team_input { struct str name, time_zone, hours; colleague_id steward; time_ms acknowledge_ms, next_word_ms; };
MUST_CHECK enum status desk_team_put(struct tx *tx, TALLOC_CTX *mem, const struct desk_team_input *in, team_id *out,
                                     struct err *err);
MUST_CHECK enum status desk_mailbox_put(struct tx *tx, TALLOC_CTX *mem, struct str address, struct str name,
                                        team_id team, mailbox_id *out, struct err *err);
/* INVALID with FIELD unless TEXT looks like an address. */
MUST_CHECK enum status desk_address_check(struct str text, const char *field, struct err *err);
