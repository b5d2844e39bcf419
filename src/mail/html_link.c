#include "mail/html_link.h"

#include "base/buf.h"
#include "base/limits.h"
#include "mail/html_url.h"

struct reader {
    struct buf words;
    size_t nodes;
};

static bool enter(void *data, const GumboNode *node, size_t depth)
{
    enum { NODES_MAX = 100 }; /* an address is said in few */
    struct reader *reader = data;
    (void)depth;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
        buf_add_c(&reader->words, node->v.text.text);
    return node->type == GUMBO_NODE_ELEMENT && reader->nodes++ < NODES_MAX;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    (void)data;
    (void)node;
    (void)depth;
}

static bool is_host_character(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-';
}

/* "shop.example/offers" said without a scheme: a host with a dot and letters behind the last one. */
static struct str bare_host(struct str words)
{
    size_t len = 0, dot = SIZE_MAX;
    while (len < words.len && is_host_character(words.ptr[len]))
        dot = words.ptr[len] == '.' ? len : dot, len++;
    bool ends = len == words.len || strchr("/?#:", words.ptr[len]) != NULL;
    bool is_named = dot != SIZE_MAX && dot > 0 && dot + 2 < len;
    for (size_t i = dot + 1; is_named && i < len; i++)
        is_named = (words.ptr[i] | 0x20) >= 'a';
    return ends && is_named ? str_slice(words, 0, len) : STR("");
}

/* The host that the words claim; "" when they claim none. */
static struct str claimed_host(TALLOC_CTX *mem, struct str words)
{
    struct str clean;
    for (size_t i = 0; i < words.len; i++)
        if ((unsigned char)words.ptr[i] <= ' ')
            words.len = i;
    return html_url_is_web(mem, words, &clean) ? html_url_host(clean) : bare_host(words);
}

static bool is_below(struct str host, struct str above)
{
    size_t start = host.len - above.len;
    return host.len > above.len && str_equal_nocase(str_slice(host, start, above.len), above) &&
           host.ptr[start - 1] == '.';
}

static struct str without_www(struct str host)
{
    return str_starts_nocase(host, STR("www.")) ? str_slice(host, 4, host.len) : host;
}

static bool is_same_host(struct str one, struct str other)
{
    one = without_www(one);
    other = without_www(other);
    return str_equal_nocase(one, other) || is_below(one, other) || is_below(other, one);
}

static struct str mailbox_truth(struct str words, struct str url)
{
    struct str address = str_slice(url, strlen("mailto:"), url.len);
    address = str_slice(address, 0, str_find(address, STR("?"), 0));
    bool claims = str_find(words, STR("@"), 0) != SIZE_MAX && str_find(words, STR(" "), 0) == SIZE_MAX;
    return claims && !str_equal_nocase(words, address) ? address : STR("");
}

struct str html_link_truth(TALLOC_CTX *mem, const GumboNode *link, struct str url)
{
    struct reader reader = { .nodes = 0 };
    buf_init(&reader.words, mem, LIMIT_LINE_BYTES);
    html_walk(link, &(struct html_visitor){ enter, leave, &reader });
    struct str words = str_trim(utf8_clean(mem, buf_str(&reader.words)));
    if (words.len == 0)
        return STR("");
    if (str_starts_nocase(url, STR("mailto:")))
        return mailbox_truth(words, url);
    struct str claimed = claimed_host(mem, words), host = html_url_host(url);
    return claimed.len == 0 || host.len == 0 || is_same_host(claimed, host) ? STR("") : host;
}
