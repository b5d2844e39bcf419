#pragma once
/* The signature by which a domain vouches for a mail (DKIM, RFC 6376), both parts "relaxed".
 *
 * Signed are the fields that people and desks go by; those of which there must be one are signed once more than they are
 * there, so that nobody can add another (5.4.2). The same mail gives the same signature: no moment is in it.
 */
#include "base/shape.h"
#include "mail/dkim_key.h"

struct dkim_signer {
    struct str domain, selector; /* domain as A-labels, lower case */
    int algorithm;               /* enum dkim_algorithm */
    struct str pem;              /* the private key */
};

/* MAIL, whole with CR LF, with a DKIM-Signature field before it for each of SIGNERS (struct dkim_signer). */
MUST_CHECK enum status dkim_sign(TALLOC_CTX *mem, struct str mail, const struct list *signers, struct str *out,
                                 struct err *err);

/* ---- its parts, for tests against the examples of the standards ---- */

/* BODY as it is hashed (3.4.4). */
struct str dkim_body(TALLOC_CTX *mem, struct str body);

/* What a signature signs: the fields of HEADER that NAMES lists ("From:To:Subject"), each as 3.4.2 says, then the field
 * SIGNATURE, which ends with "b=". */
struct str dkim_signed_text(TALLOC_CTX *mem, struct str header, struct str names, struct str signature);
