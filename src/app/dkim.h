#pragma once
/* By which keys a domain vouches for the mail that it sends (DKIM).
 *
 * Two steps on purpose: a key signs nothing until its record is published, because a signature that nobody can check is
 * worth less than none. Private keys lie sealed in the database.
 */
#include "app/app.h"
#include "mail/dkim_sign.h"

struct dkim_view {
    struct str domain, selector;
    enum dkim_algorithm algorithm;
    struct str record;  /* the TXT record at SELECTOR._domainkey.DOMAIN */
    time_ms used_ms;    /* since when it signs; 0: not yet, or no more */
};

/* A pair of keys for DOMAIN, RSA and Ed25519, under SELECTOR ("" names one by the month) and SELECTOR-ed. OUT: struct
 * dkim_view of the two. INVALID (dkim.domain, dkim.selector), CONFLICT (dkim.exists). */
MUST_CHECK enum status dkim_make(struct app *app, TALLOC_CTX *mem, const struct who *who, struct str domain,
                                 struct str selector, struct list *out, struct err *err);
/* The pair of SELECTOR signs from now on, instead of those before it. NOT_FOUND (dkim.unknown). */
MUST_CHECK enum status dkim_start(struct app *app, const struct who *who, struct str domain, struct str selector,
                                  struct err *err);
/* Forgets the pair. NOT_FOUND (dkim.unknown). */
MUST_CHECK enum status dkim_remove(struct app *app, const struct who *who, struct str domain, struct str selector,
                                   struct err *err);
/* struct dkim_view of all. */
MUST_CHECK enum status dkim_views(struct app *app, TALLOC_CTX *mem, struct list *out, struct err *err);

/* Who signs what FROM sends: struct dkim_signer, none where its domain has no key in use. */
MUST_CHECK enum status dkim_signers_for(struct app *app, struct tx *tx, TALLOC_CTX *mem, struct str from,
                                        struct list *out, struct err *err);
