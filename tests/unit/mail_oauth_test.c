#include "mail/oauth_token.h"

#include "check.h"

static void a_provider_may_be_named(void **state)
{
    (void)state;
    struct oauth_client client = { STR("google"), STR("id"), STR("secret"), STR("refresh"), STR("") };
    assert_ok(oauth_client_complete(&client, NULL));
    assert_str(client.token_url, "https://oauth2.googleapis.com/token");
    assert_str(client.scope, "");
    client = (struct oauth_client){ STR("microsoft"), STR("id"), STR(""), STR("refresh"), STR("") };
    assert_ok(oauth_client_complete(&client, NULL));
    assert_true(str_starts(client.token_url, STR("https://login.microsoftonline.com/")));
    assert_true(str_find(client.scope, STR("IMAP.AccessAsUser.All"), 0) != SIZE_MAX);
    client = (struct oauth_client){ STR("microsoft"), STR("id"), STR(""), STR("refresh"), STR("mine") };
    assert_ok(oauth_client_complete(&client, NULL));
    assert_str(client.scope, "mine");
}

static void a_token_address_is_spoken_to_over_tls_only(void **state)
{
    (void)state;
    static const struct { const char *url; bool good; } cases[] = {
        { "https://sign-in.example/token", true }, { "http://127.0.0.1:8000/token", true }, { "http://localhost/token", true },
        { "http://sign-in.example/token", false }, { "ftp://127.0.0.1/", false }, { "file:///etc/passwd", false },
        { "yahoo", false }, { "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct oauth_client client = { str_from(cases[i].url), STR("id"), STR("secret"), STR("refresh"), STR("") };
        assert_int_equal(oauth_client_complete(&client, NULL), cases[i].good ? STATUS_OK : STATUS_INVALID);
    }
}

static void a_client_is_known_and_has_something_to_show(void **state)
{
    (void)state;
    struct oauth_client client = { STR("google"), STR(""), STR("secret"), STR("refresh"), STR("") };
    assert_int_equal(oauth_client_complete(&client, NULL), STATUS_INVALID);
    client = (struct oauth_client){ STR("google"), STR("id"), STR(""), STR(""), STR("") };
    assert_int_equal(oauth_client_complete(&client, NULL), STATUS_INVALID);
    client = (struct oauth_client){ STR("google"), STR("id"), STR("secret"), STR(""), STR("") };
    assert_ok(oauth_client_complete(&client, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_provider_may_be_named),
        TEST(a_token_address_is_spoken_to_over_tls_only),
        TEST(a_client_is_known_and_has_something_to_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
