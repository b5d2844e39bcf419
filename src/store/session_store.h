#pragma once
/* Sessions and the tries at signing in. Only digests of tokens are stored. */
#include "base/digest.h"
#include "base/shape.h"
#include "store/db.h"

/* How an account signs in; id 0 when there is none of this address. */
struct sign_in_account { colleague_id id; struct str password_hash; bool active; };
MUST_CHECK enum status sign_in_account(struct tx *tx, TALLOC_CTX *mem, struct str email, struct sign_in_account *out,
                                       struct err *err);

struct sign_in_tries { int64_t tries; time_ms since_ms, until_ms; };
MUST_CHECK enum status sign_in_tries(struct tx *tx, struct str who, struct sign_in_tries *out, struct err *err);
MUST_CHECK enum status sign_in_tries_save(struct tx *tx, struct str who, const struct sign_in_tries *tries,
                                          struct err *err);
MUST_CHECK enum status sign_in_tries_clear(struct tx *tx, struct str who, struct err *err);

struct session { colleague_id colleague_id; time_ms made_ms, seen_ms, ends_ms; };
MUST_CHECK enum status session_insert(struct tx *tx, const struct sha256 *token, const struct sha256 *csrf,
                                      const struct session *session, struct str browser, struct err *err);
/* *have false when there is none. */
MUST_CHECK enum status session_find(struct tx *tx, TALLOC_CTX *mem, const struct sha256 *token, struct session *out,
                                    struct str *csrf_sha256, bool *have, struct err *err);
/* Those of COLLEAGUE that can be gone on with (session_kept), last used first: the newest few (LIMIT_SESSIONS). */
struct session_kept { struct session session; struct sha256 token; struct str browser; };
MUST_CHECK enum status sessions_of_colleague(struct tx *tx, TALLOC_CTX *mem, colleague_id colleague, time_ms idle_since,
                                             struct list *out, struct err *err);
MUST_CHECK enum status session_seen_save(struct tx *tx, const struct sha256 *token, struct err *err);
MUST_CHECK enum status session_delete(struct tx *tx, const struct sha256 *token, struct err *err);
MUST_CHECK enum status sessions_of_colleague_delete(struct tx *tx, colleague_id colleague, struct err *err);
MUST_CHECK enum status sessions_oldest_delete(struct tx *tx, colleague_id colleague, int64_t keep, struct err *err);
/* All that have come to their end, or were last used at IDLE_SINCE or before. */
MUST_CHECK enum status sessions_ended_delete(struct tx *tx, time_ms idle_since, struct err *err);
/* Tries of a window that began at SINCE or before, unless somebody still waits for it to pass. */
MUST_CHECK enum status sign_in_tries_forget(struct tx *tx, time_ms since, struct err *err);
