#pragma once
/* People and the addresses by which they are known.
 *
 * An address is a label (AC-010, AC-011): it says whom to show, and proves nothing. Lookup folds the domain only;
 * the local part counts as it is (AC-019).
 */
#include "base/shape.h"
#include "store/db.h"

struct person {
    person_id id;
    struct str name;      /* "" when nobody told us */
    struct str language;  /* "" until they write in one that we know */
    struct str time_zone; /* NULL: the desk's */
    struct str address;   /* their first email address; "" when there is none */
    struct str organization;
    time_ms undeliverable_ms;
};

/* The form of ADDRESS by which it is found. */
struct str address_lookup(TALLOC_CTX *mem, struct str address);

/* NOT_FOUND (person.unknown). */
MUST_CHECK enum status person_load(struct tx *tx, TALLOC_CTX *mem, person_id id, struct person *out, struct err *err);
/* Who has the address; *out 0 when nobody. */
MUST_CHECK enum status person_by_address(struct tx *tx, TALLOC_CTX *mem, struct str address, person_id *out,
                                         struct err *err);
/* Who brings a problem, as far as that needs to be known to take it. */
struct bringer {
    person_id id; /* 0: nobody whom we know */
    struct str name, language; /* as in struct person */
    time_ms spam_ms; /* since when their mails are kept apart (O10); 0: they are not */
};
MUST_CHECK enum status person_bringer(struct tx *tx, TALLOC_CTX *mem, struct str address, struct bringer *out,
                                      struct err *err);
MUST_CHECK enum status person_spam_save(struct tx *tx, person_id id, time_ms at, struct err *err); /* at 0: no more */
/* A new person; address "" for one who cannot be found again by it, language "" while it is not known. */
MUST_CHECK enum status person_insert(struct tx *tx, TALLOC_CTX *mem, struct str name, struct str language,
                                     struct str address, person_id *out, struct err *err);
/* Gives a name to somebody who had none. */
MUST_CHECK enum status person_name_save(struct tx *tx, person_id id, struct str name, struct err *err);
/* Of somebody of whom we knew none. */
MUST_CHECK enum status person_language_save(struct tx *tx, person_id id, struct str language, struct err *err);
MUST_CHECK enum status person_undeliverable_save(struct tx *tx, person_id id, time_ms at,
                                                 struct err *err); /* at 0: mail arrives again */
