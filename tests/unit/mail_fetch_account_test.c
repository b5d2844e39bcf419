#include "mail/fetch_account.h"

#include "check.h"

static void an_address_says_where_a_mailbox_is(void **state)
{
    struct fetch_account account;
    assert_ok(fetch_account_read(*state, STR("imaps://help%40cedar.example@mail.cedar.example/Desk"), STR("secret"), &account, NULL));
    assert_str(account.host, "mail.cedar.example");
    assert_str(account.user, "help@cedar.example");
    assert_str(account.folder, "Desk");
    assert_str(account.password, "secret");
    assert_int_equal(account.port, 993);
    assert_true(account.implicit_tls);
    assert_false(account.plain);
    assert_int_equal(account.protocol, FETCH_IMAP);
}

static void pop3_has_ports_of_its_own_and_no_folders(void **state)
{
    struct fetch_account account;
    assert_ok(fetch_account_read(*state, STR("pop3s://help@mail.cedar.example"), STR("secret"), &account, NULL));
    assert_int_equal(account.protocol, FETCH_POP3);
    assert_int_equal(account.port, 995);
    assert_true(account.implicit_tls);
    assert_ok(fetch_account_read(*state, STR("pop3://help@mail.cedar.example"), STR("secret"), &account, NULL));
    assert_int_equal(account.port, 110);
    assert_int_equal(fetch_account_read(*state, STR("pop3s://help@mail.cedar.example/INBOX"), STR("x"), &account, NULL),
                     STATUS_INVALID);
}

static void what_is_not_said_has_a_default(void **state)
{
    struct fetch_account account;
    assert_ok(fetch_account_read(*state, STR("imap://help@mail.cedar.example"), STR("secret"), &account, NULL));
    assert_str(account.folder, "INBOX");
    assert_int_equal(account.port, 143);
    assert_false(account.implicit_tls);
}

static void only_this_machine_is_spoken_to_without_tls(void **state)
{
    static const struct { const char *url; bool plain; } cases[] = {
        { "imap://a@127.0.0.1:10143", true }, { "imap://a@localhost", true }, { "imap://a@[::1]:143", true },
        { "imap://a@127.0.0.1.example", false }, { "imap://a@10.0.0.1", false }, { "imaps://a@127.0.0.1", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_account account;
        assert_ok(fetch_account_read(*state, str_from(cases[i].url), STR("x"), &account, NULL));
        assert_int_equal(account.plain, cases[i].plain);
    }
}

static void nothing_in_it_can_become_a_second_command_AC107(void **state)
{
    static const char *const urls[] = {
        "imaps://a%0d%0aLOGOUT@mail.example", "imaps://a@mail.example/INBOX%0d%0aa%20DELETE%20INBOX", "imaps://a%00@mail.example",
        "smtp://a@mail.example", "imaps://mail.example", "nonsense", "", "imaps://a@mail.example:99999",
    };
    struct fetch_account account;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        assert_int_equal(fetch_account_read(*state, str_from(urls[i]), STR("x"), &account, NULL), STATUS_INVALID);
    assert_int_equal(fetch_account_read(*state, STR("imaps://a@b"), STR("x\r\ny"), &account, NULL), STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_address_says_where_a_mailbox_is),
        TEST(pop3_has_ports_of_its_own_and_no_folders),
        TEST(what_is_not_said_has_a_default),
        TEST(only_this_machine_is_spoken_to_without_tls),
        TEST(nothing_in_it_can_become_a_second_command_AC107),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
