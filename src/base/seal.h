#pragma once
/* Secrets at rest: sealed with a key that lies outside of the database, so that a copy of the database gives none away.
 * libsodium's secretbox: without the key nobody can read what is sealed, nor change it unnoticed.
 */
#include "base/digest.h"

/* PLAIN sealed under KEY (SECRET_KEY_BYTES). PURPOSE keeps one use of the key apart from another: "imap". */
struct str seal(TALLOC_CTX *mem, struct random *random, struct str key, const char *purpose, struct str plain);

/* False when SEALED was not made under this key and purpose. */
bool unseal(TALLOC_CTX *mem, struct str key, const char *purpose, struct str sealed, struct str *plain);
