#include "base/seal.h"

#include "check.h"

static const char key_bytes[SECRET_KEY_BYTES + 1] = "0123456789abcdef0123456789abcdef";

static void what_was_sealed_comes_back(void **state)
{
    struct str key = { key_bytes, SECRET_KEY_BYTES }, plain;
    static const char *const texts[] = { "", "x", "a password with spaces" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct str sealed = seal(*state, random_seeded(*state, 7), key, "imap", str_from(texts[i]));
        assert_true(unseal(*state, key, "imap", sealed, &plain));
        assert_true(str_equal(plain, str_from(texts[i])));
    }
}

static void another_key_purpose_or_byte_opens_nothing(void **state)
{
    struct str key = { key_bytes, SECRET_KEY_BYTES }, other = str_copy(*state, key), plain;
    ((char *)(uintptr_t)other.ptr)[0] ^= 1;
    struct str sealed = seal(*state, random_seeded(*state, 7), key, "imap", STR("secret"));
    assert_true(str_find(sealed, STR("secret"), 0) == SIZE_MAX);
    assert_false(unseal(*state, other, "imap", sealed, &plain));
    assert_false(unseal(*state, key, "oauth", sealed, &plain));
    assert_false(unseal(*state, key, "imap", str_slice(sealed, 0, sealed.len - 1), &plain));
    assert_false(unseal(*state, key, "imap", STR(""), &plain));
    for (size_t i = 0; i < sealed.len; i++) {
        struct str changed = str_copy(*state, sealed);
        ((char *)(uintptr_t)changed.ptr)[i] ^= 1;
        assert_false(unseal(*state, key, "imap", changed, &plain));
    }
}

static void the_same_secret_looks_different_each_time(void **state)
{
    struct str key = { key_bytes, SECRET_KEY_BYTES };
    struct random *random = random_seeded(*state, 7);
    struct str one = seal(*state, random, key, "imap", STR("secret")), two = seal(*state, random, key, "imap", STR("secret"));
    assert_false(str_equal(one, two));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_sealed_comes_back),
        TEST(another_key_purpose_or_byte_opens_nothing),
        TEST(the_same_secret_looks_different_each_time),
    };
    return digest_start(NULL) == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
