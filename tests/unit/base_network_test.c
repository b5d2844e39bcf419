#include "base/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "check.h"

static struct str network(TALLOC_CTX *mem, const char *peer, const char *forwarded, const char *proxies)
{
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, peer, &four.sin_addr) == 1)
        return network_of(mem, (const struct sockaddr *)&four, str_from(forwarded), str_from(proxies));
    assert_int_equal(inet_pton(AF_INET6, peer, &six.sin6_addr), 1);
    return network_of(mem, (const struct sockaddr *)&six, str_from(forwarded), str_from(proxies));
}

static void a_network_is_an_address_or_what_one_subscriber_has(void **state)
{
    assert_str(network(*state, "192.0.2.7", "", ""), "192.0.2.7");
    assert_str(network(*state, "2001:db8:1:2:3:4:5:6", "", ""), "2001:db8:1:2::");
    assert_str(network(*state, "::ffff:192.0.2.7", "", ""), "192.0.2.7"); /* of a socket that speaks both */
    assert_str(network_of(*state, NULL, STR("192.0.2.7"), STR("127.0.0.1")), "");
}

static void only_a_named_proxy_is_believed_AC079(void **state)
{
    static const struct { const char *peer, *forwarded, *proxies, *network; } rows[] = {
        { "127.0.0.1", "192.0.2.7", "", "127.0.0.1" },
        { "198.51.100.1", "192.0.2.7", "127.0.0.1", "198.51.100.1" },
        { "127.0.0.1", "192.0.2.7", "127.0.0.1", "192.0.2.7" },
        { "::1", "192.0.2.7", "127.0.0.1, ::1", "192.0.2.7" },
        { "127.0.0.1", "10.0.0.1, 203.0.113.5, 192.0.2.7", "127.0.0.1", "192.0.2.7" }, /* the last: the proxy's own word */
        { "127.0.0.1", "2001:db8:1:2:3::9", "127.0.0.1", "2001:db8:1:2::" },
        { "127.0.0.1", "[2001:db8:1:2:3::9]", "127.0.0.1", "2001:db8:1:2::" },
        { "127.0.0.1", "unknown", "127.0.0.1", "127.0.0.1" },
        { "127.0.0.1", "192.0.2.7,", "127.0.0.1", "192.0.2.7" },
        { "127.0.0.1", "<script>, ", "127.0.0.1", "127.0.0.1" },
        { "127.0.0.1", "", "127.0.0.1", "127.0.0.1" },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str got = network(*state, rows[i].peer, rows[i].forwarded, rows[i].proxies);
        if (!str_equal(got, str_from(rows[i].network)))
            fail_msg("%s, \"%s\" gives " STR_FMT, rows[i].peer, rows[i].forwarded, STR_ARG(got));
    }
}

static void a_list_of_proxies_holds_addresses(void **state)
{
    (void)state;
    assert_true(network_list_valid(STR("")));
    assert_true(network_list_valid(STR("127.0.0.1")));
    assert_true(network_list_valid(STR("127.0.0.1, ::1,192.0.2.1")));
    assert_false(network_list_valid(STR("proxy.example.org")));
    assert_false(network_list_valid(STR("127.0.0.1/8")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_network_is_an_address_or_what_one_subscriber_has),
        TEST(only_a_named_proxy_is_believed_AC079),
        TEST(a_list_of_proxies_holds_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
