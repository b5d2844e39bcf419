#include "mail/mail_address.h"

#include "check.h"
#include "mail_check.h"

#include "base/limits.h"

static const struct {
    const char *field, *address, *name;
    bool plain;
} cases[] = {
    { "ada@example.org", "ada@example.org", "", true },
    { "Ada Lovelace <ada@Example.ORG>", "ada@example.org", "Ada Lovelace", true },
    { "\"Lovelace, Ada\" <ada@example.org>", "ada@example.org", "Lovelace, Ada", true },
    { "=?utf-8?q?Ren=C3=A9?= <rene@example.org>", "rene@example.org", "René", true },
    { "=?utf-8?B?44G+44G/44KA44KB44KC?= <m@example.jp>", "m@example.jp", "まみむめも", true },
    { "Caf\xe9 <c@example.org>", "c@example.org", "Café", true },
    { "ada@xn--bcher-kva.example", "ada@bücher.example", "", true },
    { "'Ada' <ada@example.org>", "ada@example.org", "Ada", true },
    { "<@relay.example,@b.example:ada@example.org>", "ada@example.org", "", false },
    { "Ada ada@example.org", "ada@example.org", "Ada", false },
    { "Ada <ada@example.org", "ada@example.org", "Ada", true },
    /* AC-010: a name that looks like an address is a name */
    { "\"alice@corp.com\" <m@evil.example>", "m@evil.example", "alice@corp.com", true },
    /* AC-011: nothing that could be read in two ways is plain */
    { "ada@example.org (Ada)", "ada@example.org", "Ada", false },
    { "friends: ada@example.org;", "ada@example.org", "", false },
    { "<a@b.example>c@d.example", "a@b.example", "c@d.example", false },
    { "<a@b.example> <c@d.example>", "c@d.example", "", false },
    { "=?utf-8?q?ada=40example.org?=", "", "ada@example.org", false },
    { "<=?utf-8?q?ada?=@example.org>", "", "", false },
    { "\"ada lovelace\"@example.org", "\"ada lovelace\"@example.org", "", false },
    { "Ada", "", "Ada", false },
    /* As people and programs write them */
    { "Ada <mailto:ada@example.org>", "ada@example.org", "Ada", false },
    { "Ada [mailto:ada@example.org]", "ada@example.org", "Ada", false },
    { "<<ada@example.org>>", "ada@example.org", "", false },
    { "Ada ada@example.org>", "ada@example.org", "Ada", false },
    { "ada@example.org.", "ada@example.org", "", false },
    { "Ada <\"ada@example.org\">", "ada@example.org", "Ada", false },
    { "\"ada@example.org\"", "ada@example.org", "", false },
    { "'ada@example.org'", "ada@example.org", "", false },
    { "Ada <ada@example.org;bo@example.org>", "ada@example.org", "Ada", false },
    { "Ada Lovelace (ada@example.org)", "ada@example.org", "Ada Lovelace", false },
    { "Ada {ada@example.org}", "ada@example.org", "Ada", false },
    { "Ada :) <ada@example.org>", "ada@example.org", "Ada :)", true },
    { "=?utf-8?Q?Lovelace,_Ad=C3=A1?= <ada@example.org>", "ada@example.org", "Lovelace, Adá", true },
    { "\"=?utf-8?Q?Ad=C3=A1?=\" <ada@example.org>", "ada@example.org", "Adá", true },
    { "=?utf-8?Q?a<c@evil.example>?= <ada@example.org>", "ada@example.org", "a", false },
};

static void a_field_is_read(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct address_list list = address_list_read(*state, str_from(cases[i].field), STR(""));
        assert_int_equal(list.count, 1);
        assert_same(cases[i].field, list.items[0].address, cases[i].address);
        assert_same(cases[i].field, list.items[0].name, cases[i].name);
        assert_same(cases[i].field, list.plain ? STR("plain") : STR("doubtful"), cases[i].plain ? "plain" : "doubtful");
    }
}

static void a_nul_in_an_address_makes_it_unreadable_AC011(void **state)
{
    struct address_list list = address_list_read(*state, STR("ada\0@example.org"), STR(""));
    assert_false(list.plain);
    assert_int_equal(list.items[0].address.len, 0);
}

static void a_list_is_cut_at_commas_and_semicolons_outside_of_quotes(void **state)
{
    struct address_list list = address_list_read(
        *state, STR("\"A, B\" <a@x.example>, (c,d) e@x.example; Team: f@x.example, g@x.example;"), STR(""));
    assert_int_equal(list.count, 4);
    assert_str(list.items[0].name, "A, B");
    assert_str(list.items[1].address, "e@x.example");
    assert_str(list.items[3].address, "g@x.example");
}

static void too_many_recipients_are_left_out_AC052(void **state)
{
    struct str field = STR("a@x.example");
    for (int i = 0; i < 11; i++)
        field = str_format(*state, STR_FMT "," STR_FMT, STR_ARG(field), STR_ARG(field));
    struct address_list list = address_list_read(*state, field, STR(""));
    assert_true(list.too_many);
    assert_int_equal(list.count, LIMIT_MAIL_ADDRESSES);
}

static void the_local_part_keeps_its_case_AC019(void **state)
{
    struct str out;
    bool plain;
    assert_true(address_read(*state, STR("Ada@EXAMPLE.org"), &out, &plain));
    assert_str(out, "Ada@example.org");
    assert_true(plain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_field_is_read),
        TEST(a_nul_in_an_address_makes_it_unreadable_AC011),
        TEST(a_list_is_cut_at_commas_and_semicolons_outside_of_quotes),
        TEST(too_many_recipients_are_left_out_AC052),
        TEST(the_local_part_keeps_its_case_AC019),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
