#include "base/digest.h"
#include "check.h"

static int start(void **state)
{
    (void)state;
    return digest_start(NULL) == STATUS_OK ? 0 : -1;
}

/* FIPS 180-2, appendix B. */
static void sha256_is_that_of_the_standard(void **state)
{
    struct sha256 abc = sha256_of(STR("abc"));
    assert_str(sha256_hex(*state, &abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct sha256 none = sha256_of(STR_NONE);
    assert_str(sha256_hex(*state, &none), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void pieces_give_the_digest_of_the_whole(void **state)
{
    (void)state;
    struct sha256_stream stream;
    sha256_begin(&stream);
    for (int i = 0; i < 1000; i++)
        sha256_add(&stream, STR("0123456789"));
    struct sha256 pieces = sha256_finish(&stream);
    char whole[10000];
    for (size_t i = 0; i < sizeof(whole); i++)
        whole[i] = (char)('0' + i % 10);
    struct sha256 once = sha256_of((struct str){ whole, sizeof(whole) });
    assert_memory_equal(pieces.bytes, once.bytes, SHA256_BYTES);
}

/* RFC 4231, test case 2. */
static void hmac_is_that_of_the_rfc(void **state)
{
    struct sha256 mac = sha256_hmac(STR("Jefe"), STR("what do ya want for nothing?"));
    assert_str(sha256_hex(*state, &mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* RFC 4648, section 10, in lower case and without padding. */
static void base32_goes_there_and_back(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },           { "f", "my" },           { "fo", "mzxq" },           { "foo", "mzxw6" },
        { "foob", "mzxw6yq" }, { "fooba", "mzxw6ytb" }, { "foobar", "mzxw6ytboi" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct str text = base32_text(*state, str_from(cases[i][0])), bytes;
        assert_string_equal(text.ptr, cases[i][1]);
        assert_true(base32_read(*state, text, &bytes));
        assert_string_equal(bytes.ptr, cases[i][0]);
    }
}

static void base32_has_one_text_for_one_value(void **state)
{
    static const char *const wrong[] = { "MY", "m1", "mz", "m", "mzxq====", "mzxr", "my ", "mzx" };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct str bytes;
        if (base32_read(*state, str_from(wrong[i]), &bytes))
            fail_msg("%s was read", wrong[i]);
    }
}

/* RFC 4648, section 10. */
static void base64_is_read_with_its_padding_and_without(void **state)
{
    static const char *const cases[][2] = {
        { "", "" }, { "Zg==", "f" }, { "Zg", "f" }, { "Zm8=", "fo" }, { "Zm9v", "foo" }, { "Zm9vYmFy", "foobar" },
    };
    static const char *const wrong[] = { "Zg=a", "Z", "Zh==", "Zm9v Zm9v", "%%%%" };
    struct str bytes;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(base64_read(*state, str_from(cases[i][0]), &bytes));
        assert_true(str_equal(bytes, str_from(cases[i][1])));
    }
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(base64_read(*state, str_from(wrong[i]), &bytes));
}

static void a_token_is_256_bits_in_52_characters(void **state)
{
    struct random *random = random_system(*state);
    struct str one = token_new(*state, random), two = token_new(*state, random), bytes;
    assert_int_equal(one.len, 52);
    assert_false(str_equal(one, two));
    assert_true(base32_read(*state, one, &bytes));
    assert_int_equal(bytes.len, TOKEN_BYTES);
}

static void a_seed_gives_the_same_chance_again(void **state)
{
    struct random *a = random_seeded(*state, 7), *b = random_seeded(*state, 7), *c = random_seeded(*state, 8);
    struct str token = token_new(*state, a);
    assert_true(str_equal(token, token_new(*state, b)));
    assert_false(str_equal(token, token_new(*state, c)));
    int seen[6] = { 0 };
    for (int i = 0; i < 6000; i++)
        seen[random_below(a, 6)]++;
    for (int i = 0; i < 6; i++)
        assert_in_range(seen[i], 850, 1150);
}

static void equal_bytes_are_equal(void **state)
{
    (void)state;
    assert_true(bytes_equal(STR("secret"), STR("secret")));
    assert_false(bytes_equal(STR("secret"), STR("secreT")));
    assert_false(bytes_equal(STR("secret"), STR("secret!")));
    assert_true(bytes_equal(STR_NONE, STR("")));
}

static void only_the_password_matches_its_hash(void **state)
{
    struct str hash;
    assert_ok(password_hash(*state, STR("correct horse"), &hash, NULL));
    assert_true(str_starts(hash, STR("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_true(password_matches(hash, STR("correct horse")));
    assert_false(password_matches(hash, STR("correct horse ")));
    assert_false(password_matches(STR(""), STR("")));
    assert_false(password_matches(STR("nonsense"), STR("correct horse")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sha256_is_that_of_the_standard),
        TEST(pieces_give_the_digest_of_the_whole),
        TEST(hmac_is_that_of_the_rfc),
        TEST(base32_goes_there_and_back),
        TEST(base32_has_one_text_for_one_value),
        TEST(base64_is_read_with_its_padding_and_without),
        TEST(a_token_is_256_bits_in_52_characters),
        TEST(a_seed_gives_the_same_chance_again),
        TEST(equal_bytes_are_equal),
        TEST(only_the_password_matches_its_hash),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
