#pragma once
/* Keys that sign mail: RSA with 2048 bits (RFC 6376, 8301) and Ed25519 (RFC 8463). A domain has one of each, because not
 * every reader knows the second. */
#include "base/str.h"

enum dkim_algorithm { DKIM_RSA, DKIM_ED25519, DKIM_ALGORITHM_COUNT };
extern const char *const dkim_algorithm_words[DKIM_ALGORITHM_COUNT]; /* rsa ed25519 */

/* A new private key as PEM (PKCS #8). Takes up to a second for RSA. */
MUST_CHECK enum status dkim_key_make(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str *pem, struct err *err);

/* The text of the DNS record that tells the public key of PEM: "v=DKIM1; k=rsa; p=…". */
MUST_CHECK enum status dkim_key_record(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str pem, struct str *out,
                                       struct err *err);

/* The signature of TEXT in base64, as RFC 6376 and RFC 8463 ask for it. INVALID (dkim.key) when PEM is no such key. */
MUST_CHECK enum status dkim_key_sign(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str pem, struct str text,
                                     struct str *out, struct err *err);
