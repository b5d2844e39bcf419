#pragma once
/* Digests, tokens and passwords; libsodium beneath. Call digest_start once per process before the rest. */
#include "base/clock.h"
#include "base/str.h"

enum { SHA256_BYTES = 32, SHA256_HEX_BYTES = 64, TOKEN_BYTES = 32, SECRET_KEY_BYTES = 32 };

struct sha256 { unsigned char bytes[SHA256_BYTES]; };

MUST_CHECK enum status digest_start(struct err *err);

struct sha256 sha256_of(struct str s);
struct sha256 sha256_hmac(struct str key, struct str s); /* RFC 2104 */
struct str sha256_hex(TALLOC_CTX *mem, const struct sha256 *digest);
bool bytes_equal(struct str a, struct str b); /* constant time for equal lengths; unequal lengths differ */

/* A short digest for tables in memory (SipHash-2-4): who does not know the key cannot choose where they come to lie. */
struct table_key { unsigned char bytes[16]; };
uint64_t table_hash(const struct table_key *key, struct str s);

/* Pieces of a long text, one after the other. */
struct sha256_stream { unsigned char state[128]; };
void sha256_begin(struct sha256_stream *stream);
void sha256_add(struct sha256_stream *stream, struct str s);
struct sha256 sha256_finish(struct sha256_stream *stream);

/* A secret of 256 bits as 52 characters of lower-case base32 (RFC 4648 alphabet, no padding): links,
 * sessions. Only its SHA-256 is ever stored. */
struct str token_new(TALLOC_CTX *mem, struct random *random);
struct str base32_text(TALLOC_CTX *mem, struct str bytes);               /* lower case, no padding */
bool base64_read(TALLOC_CTX *mem, struct str text, struct str *bytes);   /* RFC 4648, padded or not */
bool base32_read(TALLOC_CTX *mem, struct str text, struct str *bytes);   /* lower case only, no padding */

/* Argon2id at 19 MiB (OWASP's least), one at a time in a process. The text form holds its parameters. */
MUST_CHECK enum status password_hash(TALLOC_CTX *mem, struct str password, struct str *out, struct err *err);
bool password_matches(struct str hash, struct str password);
