#include "base/seal.h"

#include <assert.h>
#include <sodium.h>

#include "base/mem.h"

_Static_assert(SHA256_BYTES == crypto_secretbox_KEYBYTES, "a digest serves as the key");

enum { OVERHEAD_BYTES = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES };

static struct sha256 key_for(struct str key, const char *purpose)
{
    assert(key.len == SECRET_KEY_BYTES);
    return sha256_hmac(key, str_from(purpose));
}

struct str seal(TALLOC_CTX *mem, struct random *random, struct str key, const char *purpose, struct str plain)
{
    struct sha256 own = key_for(key, purpose);
    unsigned char *sealed = mem_need(talloc_size(mem, OVERHEAD_BYTES + plain.len));
    random->bytes(random, sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.ptr, plain.len, sealed, own.bytes);
    return (struct str){ (const char *)sealed, OVERHEAD_BYTES + plain.len };
}

bool unseal(TALLOC_CTX *mem, struct str key, const char *purpose, struct str sealed, struct str *plain)
{
    if (sealed.len < OVERHEAD_BYTES)
        return false;
    struct sha256 own = key_for(key, purpose);
    const unsigned char *bytes = (const unsigned char *)sealed.ptr;
    size_t len = sealed.len - OVERHEAD_BYTES;
    char *text = mem_need(talloc_zero_size(mem, len + 1));
    if (crypto_secretbox_open_easy((unsigned char *)text, bytes + crypto_secretbox_NONCEBYTES,
                                   sealed.len - crypto_secretbox_NONCEBYTES, bytes, own.bytes) != 0)
        return false;
    *plain = (struct str){ text, len };
    return true;
}
