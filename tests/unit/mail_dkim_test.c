/* Signatures against the examples of the standards, and what a change to a mail does to them. */
#include <gnutls/abstract.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/mem.h"
#include "base/shape.h"
#include "check.h"
#include "mail/dkim_sign.h"

/* RFC 8463, appendix A.3. */
#define HEADER                                                      \
    "From: Joe SixPack <joe@football.example.com>\r\n"              \
    "To: Suzie Q <suzie@shopping.example.net>\r\n"                  \
    "Subject: Is dinner ready?\r\n"                                 \
    "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"               \
    "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
#define BODY "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
#define BODY_HASH "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="

#define ED25519_FIELD                                       \
    "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n" \
    " d=football.example.com; i=@football.example.com;\r\n" \
    " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n" \
    " subject : date : message-id : from : subject : date;\r\n" \
    " bh=" BODY_HASH ";\r\n b="
#define ED25519_VALUE "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
/* The seed of A.2 in the envelope of RFC 8410. */
#define ED25519_KEY                                                      \
    "-----BEGIN PRIVATE KEY-----\n"                                      \
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n" \
    "-----END PRIVATE KEY-----\n"

#define RSA_FIELD                                                \
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"  \
    " d=football.example.com; i=@football.example.com;\r\n"      \
    " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n" \
    " date : message-id : from : subject : date;\r\n"            \
    " bh=" BODY_HASH ";\r\n b="
#define RSA_VALUE                                                    \
    "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3"       \
    "DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz"     \
    "dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8="
#define RSA_PUBLIC                                                           \
    "-----BEGIN PUBLIC KEY-----\n"                                           \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6\n"     \
    "Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/\n"     \
    "e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G\n"     \
    "+2kryOTIKT+l/K4w3QIDAQAB\n"                                             \
    "-----END PUBLIC KEY-----\n"

#define NAMES "from : to : subject : date : message-id : from : subject : date"

static struct str hash_of(TALLOC_CTX *mem, struct str body)
{
    struct buf out;
    struct sha256 digest = sha256_of(dkim_body(mem, body));
    buf_init(&out, mem, 100);
    buf_add_base64(&out, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    return buf_str(&out);
}

/* Whether VALUE, in base64, is a signature of TEXT by the public key PEM. */
static bool verifies(const char *pem, gnutls_sign_algorithm_t algorithm, struct str text, const char *value)
{
    gnutls_pubkey_t key;
    gnutls_datum_t pem_datum = { (unsigned char *)(uintptr_t)pem, (unsigned)strlen(pem) }, signature;
    gnutls_datum_t base64 = { (unsigned char *)(uintptr_t)value, (unsigned)strlen(value) };
    gnutls_datum_t text_datum = { (unsigned char *)(uintptr_t)text.ptr, (unsigned)text.len };
    assert_int_equal(gnutls_pubkey_init(&key), 0);
    assert_int_equal(gnutls_pubkey_import(key, &pem_datum, GNUTLS_X509_FMT_PEM), 0);
    assert_int_equal(gnutls_base64_decode2(&base64, &signature), 0);
    int code = gnutls_pubkey_verify_data2(key, algorithm, 0, &text_datum, &signature);
    gnutls_free(signature.data);
    gnutls_pubkey_deinit(key);
    return code >= 0;
}

static void a_body_is_relaxed_as_in_rfc_6376_3_4_5(void **state)
{
    assert_str(dkim_body(*state, STR(" C \r\nD \t E\r\n\r\n\r\n")), " C\r\nD E\r\n");
    assert_str(dkim_body(*state, STR("")), "");
    assert_str(dkim_body(*state, STR("\r\n \r\n")), "");
    assert_str(dkim_body(*state, STR("a\r\n\r\n\r\nb")), "a\r\n\r\n\r\nb\r\n");
}

static void a_header_is_relaxed_as_in_rfc_6376_3_4_5(void **state)
{
    struct str text = dkim_signed_text(*state, STR("A: X\r\nB : Y\t\r\n\tZ  \r\n"), STR("A:B"), STR("DKIM-Signature: v=1; b="));
    assert_str(text, "a:X\r\nb:Y Z\r\ndkim-signature:v=1; b=");
}

static void names_that_come_again_mean_the_field_above_rfc_6376_5_4_2(void **state)
{
    struct str text = dkim_signed_text(*state, STR("X: 1\r\nY: 0\r\nX: 2\r\n"), STR("x:x:x"), STR("S: b="));
    assert_str(text, "x:2\r\nx:1\r\ns:b=");
}

static void the_ed25519_signature_of_rfc_8463_is_ours(void **state)
{
    struct err err;
    struct str value;
    struct str text = dkim_signed_text(*state, STR(HEADER), STR(NAMES), STR(ED25519_FIELD));
    assert_str(hash_of(*state, STR(BODY)), BODY_HASH);
    assert_ok(dkim_key_sign(*state, DKIM_ED25519, STR(ED25519_KEY), text, &value, &err));
    assert_str(value, ED25519_VALUE);
}

static void the_rsa_signature_of_rfc_8463_is_of_our_text(void **state)
{
    struct str text = dkim_signed_text(*state, STR(HEADER), STR(NAMES), STR(RSA_FIELD));
    assert_true(verifies(RSA_PUBLIC, GNUTLS_SIGN_RSA_SHA256, text, RSA_VALUE));
    assert_false(verifies(RSA_PUBLIC, GNUTLS_SIGN_RSA_SHA256, str_slice(text, 1, SIZE_MAX), RSA_VALUE));
}

static void a_record_tells_the_public_key_of_rfc_8463(void **state)
{
    struct err err;
    struct str record;
    assert_ok(dkim_key_record(*state, DKIM_ED25519, STR(ED25519_KEY), &record, &err));
    assert_str(record, "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
}

static struct str signed_by(TALLOC_CTX *mem, enum dkim_algorithm algorithm, struct str mail)
{
    struct err err;
    struct dkim_signer signer = { STR("football.example.com"), STR("desk1"), (int)algorithm, STR("") };
    const struct list signers = { &signer, 1 };
    struct str out;
    assert_ok(dkim_key_make(mem, algorithm, &signer.pem, &err));
    assert_ok(dkim_sign(mem, mail, &signers, &out, &err));
    return out;
}

static void what_must_be_once_cannot_be_added_and_the_mail_stays_as_it_is(void **state)
{
    for (int algorithm = 0; algorithm < DKIM_ALGORITHM_COUNT; algorithm++) {
        struct str out = signed_by(*state, (enum dkim_algorithm)algorithm, STR(HEADER "\r\n" BODY));
        assert_true(str_ends(out, STR("\r\n" HEADER "\r\n" BODY)));
        assert_true(str_find(out, STR("h=\r\n  From:From:Reply-To:To:To:Cc:Subject:Subject:Date:Date:"), 0) != SIZE_MAX);
        assert_true(str_find(out, STR(" bh=" BODY_HASH ";\r\n"), 0) != SIZE_MAX);
        struct str rest = out, line;
        while (str_next(&rest, '\n', &line))
            assert_true(line.len <= 78);
    }
}

static void the_same_mail_has_the_same_signature_I7(void **state)
{
    struct err err;
    struct dkim_signer signer = { STR("football.example.com"), STR("desk1"), DKIM_RSA, STR("") };
    const struct list signers = { &signer, 1 };
    struct str first, second;
    assert_ok(dkim_key_make(*state, DKIM_RSA, &signer.pem, &err));
    assert_ok(dkim_sign(*state, STR(HEADER "\r\n" BODY), &signers, &first, &err));
    assert_ok(dkim_sign(*state, STR(HEADER "\r\n" BODY), &signers, &second, &err));
    assert_true(str_equal(first, second));
}

static void a_key_of_another_kind_is_refused(void **state)
{
    struct err err;
    struct str value;
    assert_int_equal(dkim_key_sign(*state, DKIM_RSA, STR(ED25519_KEY), STR("x"), &value, &err), STATUS_INVALID);
    assert_int_equal(dkim_key_sign(*state, DKIM_ED25519, STR("no key"), STR("x"), &value, &err), STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_body_is_relaxed_as_in_rfc_6376_3_4_5),
        TEST(a_header_is_relaxed_as_in_rfc_6376_3_4_5),
        TEST(names_that_come_again_mean_the_field_above_rfc_6376_5_4_2),
        TEST(the_ed25519_signature_of_rfc_8463_is_ours),
        TEST(the_rsa_signature_of_rfc_8463_is_of_our_text),
        TEST(a_record_tells_the_public_key_of_rfc_8463),
        TEST(what_must_be_once_cannot_be_added_and_the_mail_stays_as_it_is),
        TEST(the_same_mail_has_the_same_signature_I7),
        TEST(a_key_of_another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
