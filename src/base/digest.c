#include "base/digest.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/mem.h"

_Static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES, "one SHA-256");
_Static_assert(SHA256_BYTES == crypto_auth_hmacsha256_BYTES, "one SHA-256");
_Static_assert(sizeof(struct table_key) == crypto_shorthash_KEYBYTES && crypto_shorthash_BYTES == sizeof(uint64_t), "one SipHash");
_Static_assert(sizeof(((struct sha256_stream *)0)->state) >= sizeof(crypto_hash_sha256_state), "room for the state");

/* OWASP's least for Argon2id: 19 MiB and two passes. libsodium's interactive preset would take 64 MiB. */
enum { PASSWORD_MEMORY_BYTES = 19 * 1024 * 1024, PASSWORD_PASSES = 2 };

/* The memory above once in a process, however many people sign in at the same moment. */
static pthread_mutex_t password_turn = PTHREAD_MUTEX_INITIALIZER;

enum status digest_start(struct err *err)
{
    if (sodium_init() < 0)
        return FAIL(err, STATUS_BROKEN, "digest.start", "could not start the cryptography library");
    return STATUS_OK;
}

static const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *)(s.ptr == NULL ? "" : s.ptr);
}

struct sha256 sha256_of(struct str s)
{
    struct sha256 digest;
    crypto_hash_sha256(digest.bytes, bytes_of(s), s.len);
    return digest;
}

struct sha256 sha256_hmac(struct str key, struct str s)
{
    struct sha256 digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.len);
    crypto_auth_hmacsha256_update(&state, bytes_of(s), s.len);
    crypto_auth_hmacsha256_final(&state, digest.bytes);
    return digest;
}

uint64_t table_hash(const struct table_key *key, struct str s)
{
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, bytes_of(s), s.len, key->bytes);
    return hash;
}

struct str sha256_hex(TALLOC_CTX *mem, const struct sha256 *digest)
{
    struct buf hex;
    buf_init(&hex, mem, SHA256_HEX_BYTES);
    buf_add_hex(&hex, (struct str){ (const char *)digest->bytes, SHA256_BYTES });
    return buf_str(&hex);
}

bool bytes_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || sodium_memcmp(a.ptr, b.ptr, a.len) == 0);
}

void sha256_begin(struct sha256_stream *stream)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    memcpy(stream->state, &state, sizeof(state));
}

void sha256_add(struct sha256_stream *stream, struct str s)
{
    crypto_hash_sha256_state state;
    memcpy(&state, stream->state, sizeof(state));
    crypto_hash_sha256_update(&state, bytes_of(s), s.len);
    memcpy(stream->state, &state, sizeof(state));
}

struct sha256 sha256_finish(struct sha256_stream *stream)
{
    crypto_hash_sha256_state state;
    memcpy(&state, stream->state, sizeof(state));
    struct sha256 digest;
    crypto_hash_sha256_final(&state, digest.bytes);
    return digest;
}

struct str token_new(TALLOC_CTX *mem, struct random *random)
{
    char secret[TOKEN_BYTES];
    random->bytes(random, secret, sizeof(secret));
    struct str token = base32_text(mem, (struct str){ secret, sizeof(secret) });
    sodium_memzero(secret, sizeof(secret));
    return token;
}

static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";

struct str base32_text(TALLOC_CTX *mem, struct str bytes)
{
    char *text = mem_need(talloc_size(mem, bytes.len * 8 / 5 + 2));
    size_t len = 0;
    uint32_t window = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        window = window << 8 | (unsigned char)bytes.ptr[i];
        for (bits += 8; bits >= 5; bits -= 5)
            text[len++] = base32_digits[window >> (bits - 5) & 31];
    }
    if (bits > 0)
        text[len++] = base32_digits[window << (5 - bits) & 31];
    text[len] = '\0';
    return (struct str){ text, len };
}

static int base32_digit(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= '2' && c <= '7')
        return c - '2' + 26;
    return -1;
}

bool base64_read(TALLOC_CTX *mem, struct str text, struct str *bytes)
{
    while (str_ends(text, STR("=")))
        text.len--;
    size_t room = text.len / 4 * 3 + 3, len;
    unsigned char *out = mem_need(talloc_size(mem, room));
    if (sodium_base642bin(out, room, text.ptr == NULL ? "" : text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
        return false;
    *bytes = (struct str){ (const char *)out, len };
    return true;
}

bool base32_read(TALLOC_CTX *mem, struct str text, struct str *bytes)
{
    char *out = mem_need(talloc_size(mem, text.len * 5 / 8 + 1));
    size_t len = 0;
    uint32_t window = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        int digit = base32_digit(text.ptr[i]);
        if (digit < 0)
            return false;
        window = window << 5 | (uint32_t)digit;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out[len++] = (char)(window >> bits & 0xff);
        }
    }
    /* One text for one value: no character too many, and the bits that are left over are zero. */
    if (bits >= 5 || (window & ((1u << bits) - 1)) != 0)
        return false;
    out[len] = '\0';
    *bytes = (struct str){ out, len };
    return true;
}

enum status password_hash(TALLOC_CTX *mem, struct str password, struct str *out, struct err *err)
{
    char text[crypto_pwhash_STRBYTES];
    pthread_mutex_lock(&password_turn);
    int result = crypto_pwhash_str(text, (const char *)bytes_of(password), password.len, PASSWORD_PASSES,
                                   PASSWORD_MEMORY_BYTES);
    pthread_mutex_unlock(&password_turn);
    if (result != 0)
        return FAIL(err, STATUS_BUSY, "password.memory", "could not get the memory to hash a password");
    *out = str_copy(mem, str_from(text));
    return STATUS_OK;
}

bool password_matches(struct str hash, struct str password)
{
    char text[crypto_pwhash_STRBYTES] = { 0 };
    if (hash.len == 0 || hash.len >= sizeof(text))
        return false;
    memcpy(text, hash.ptr, hash.len);
    pthread_mutex_lock(&password_turn);
    int result = crypto_pwhash_str_verify(text, (const char *)bytes_of(password), password.len);
    pthread_mutex_unlock(&password_turn);
    return result == 0;
}
