#pragma once
/* Keys that sign mail, as rows: by domain and selector. */
#include "base/shape.h"
#include "store/db.h"

struct dkim_row {
    struct str domain, selector;
    int algorithm;      /* as in mail/dkim_key.h: rsa, ed25519 */
    struct str secret;  /* sealed */
    time_ms made_ms;
    time_ms used_ms;    /* since when it signs; 0: it does not */
};
enum { DKIM_ROW_ALGORITHMS = 2 };
extern const char *const dkim_row_algorithm_words[DKIM_ROW_ALGORITHMS];

/* CONFLICT (db.conflict) when the domain has such a selector. */
MUST_CHECK enum status dkim_insert(struct tx *tx, const struct dkim_row *row, struct err *err);
/* The key of this selector signs from now on, and no other of its domain and algorithm. */
MUST_CHECK enum status dkim_use(struct tx *tx, const struct dkim_row *row, struct err *err);
/* *found false when there is no such key. */
MUST_CHECK enum status dkim_delete(struct tx *tx, struct str domain, struct str selector, bool *found, struct err *err);
/* struct dkim_row; DOMAIN "": of all. */
MUST_CHECK enum status dkim_list(struct tx *tx, TALLOC_CTX *mem, struct str domain, struct list *out, struct err *err);
