#include "base/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* As IPv6, so that an IPv4 peer of a socket that speaks both is one peer and not two. */
static bool address_read(struct str text, struct in6_addr *out)
{
    char word[INET6_ADDRSTRLEN];
    struct in_addr four;
    text = str_trim(text);
    if (str_starts(text, STR("[")) && str_ends(text, STR("]")))
        text = str_slice(text, 1, text.len - 2);
    if (text.len == 0 || text.len >= sizeof word)
        return false;
    memcpy(word, text.ptr, text.len);
    word[text.len] = '\0';
    if (inet_pton(AF_INET6, word, out) == 1)
        return true;
    if (inet_pton(AF_INET, word, &four) != 1)
        return false;
    *out = (struct in6_addr){ .s6_addr = { [10] = 0xff, [11] = 0xff } };
    memcpy(&out->s6_addr[12], &four, sizeof four);
    return true;
}

static bool peer_read(const struct sockaddr *peer, struct in6_addr *out)
{
    if (peer != NULL && peer->sa_family == AF_INET6) {
        *out = ((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
        return true;
    }
    if (peer == NULL || peer->sa_family != AF_INET)
        return false;
    *out = (struct in6_addr){ .s6_addr = { [10] = 0xff, [11] = 0xff } };
    memcpy(&out->s6_addr[12], &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
    return true;
}

static bool is_proxy(const struct in6_addr *address, struct str proxies)
{
    struct str one;
    struct in6_addr proxy;
    while (str_next(&proxies, ',', &one))
        if (address_read(one, &proxy) && memcmp(&proxy, address, sizeof proxy) == 0)
            return true;
    return false;
}

static struct str last_of(struct str list)
{
    struct str one = STR("");
    while (str_next(&list, ',', &one))
        ;
    return one;
}

struct str network_of(TALLOC_CTX *mem, const struct sockaddr *peer, struct str forwarded, struct str proxies)
{
    struct in6_addr address, told;
    char text[INET6_ADDRSTRLEN] = "";
    if (!peer_read(peer, &address))
        return STR("");
    if (proxies.len > 0 && is_proxy(&address, proxies) && address_read(last_of(forwarded), &told))
        address = told;
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        inet_ntop(AF_INET, &address.s6_addr[12], text, sizeof text);
    } else {
        memset(&address.s6_addr[8], 0, 8);
        inet_ntop(AF_INET6, &address, text, sizeof text);
    }
    return str_copy(mem, str_from(text));
}

bool network_list_valid(struct str text)
{
    struct str one;
    struct in6_addr address;
    while (str_next(&text, ',', &one))
        if (!address_read(one, &address))
            return false;
    return true;
}
