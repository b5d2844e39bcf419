#include "mail/html_url.h"

#include <glib.h>

#include "base/buf.h"
#include "base/limits.h"

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/* Without the white space and controls that browsers skip: at both ends, and tabs and line breaks anywhere. */
static struct str without_space(TALLOC_CTX *mem, struct str url)
{
    while (url.len > 0 && (unsigned char)url.ptr[0] <= ' ')
        url = str_slice(url, 1, url.len);
    while (url.len > 0 && (unsigned char)url.ptr[url.len - 1] <= ' ')
        url = str_slice(url, 0, url.len - 1);
    struct buf out;
    buf_init(&out, mem, url.len);
    for (size_t i = 0; i < url.len; i++)
        if (strchr("\t\r\n", url.ptr[i]) == NULL)
            buf_add_char(&out, url.ptr[i]);
    return buf_str(&out);
}

/* Behind the scheme and its slashes; SIZE_MAX for an address of another kind. */
static size_t host_start(struct str url, struct str *scheme)
{
    size_t at = 0;
    *scheme = STR("https://");
    if (str_starts_nocase(url, STR("https:"))) {
        at = strlen("https:");
    } else if (str_starts_nocase(url, STR("http:"))) {
        *scheme = STR("http://");
        at = strlen("http:");
    } else if (url.len < 2 || !is_slash(url.ptr[0]) || !is_slash(url.ptr[1])) {
        return SIZE_MAX;
    }
    while (at < url.len && is_slash(url.ptr[at]))
        at++;
    return at;
}

static struct str until_path(struct str rest)
{
    size_t len = 0;
    while (len < rest.len && !is_slash(rest.ptr[len]) && rest.ptr[len] != '?' && rest.ptr[len] != '#')
        len++;
    return str_slice(rest, 0, len);
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

/* Characters that no host has (WHATWG URL, forbidden domain code points), and '@', which ends a user name. */
static bool is_host(struct str host)
{
    if (host.len == 0 || host.ptr[0] == ':')
        return false;
    for (size_t i = 0; i < host.len; i++) {
        unsigned char c = (unsigned char)host.ptr[i];
        if (c <= ' ' || c == 0x7f || strchr("\"#%'<>@\\^`{|}", c) != NULL)
            return false;
    }
    return true;
}

static bool ascii_host(TALLOC_CTX *mem, struct str host, struct str *out)
{
    *out = host;
    if (is_ascii(host))
        return true;
    gchar *ascii = g_hostname_to_ascii(str_to_c(mem, host));
    if (ascii == NULL)
        return false;
    *out = str_copy(mem, str_from(ascii));
    g_free(ascii);
    return true;
}

/* What a browser writes for spaces, quotes and backslashes in a path is written at once. */
static void add_path(struct buf *out, struct str path)
{
    bool is_query = false;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];
        is_query = is_query || c == '?' || c == '#';
        if (c <= ' ' || c == 0x7f || strchr("\"<>'`", c) != NULL)
            buf_addf(out, "%%%02X", c);
        else
            buf_add_char(out, c == '\\' && !is_query ? '/' : (char)c);
    }
}

/* Whether URL is clean as it stands, as nearly all are: nothing has to be copied then. */
static bool is_straight(struct str url)
{
    size_t at = str_starts(url, STR("https://")) ? 8 : str_starts(url, STR("http://")) ? 7 : 0;
    struct str host = until_path(str_slice(url, at, url.len));
    if (at == 0 || !is_host(host))
        return false;
    for (size_t i = at; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"<>'`\\", c) != NULL)
            return false;
    }
    return true;
}

bool html_url_is_web(TALLOC_CTX *mem, struct str url, struct str *clean)
{
    if (url.len < 3 || url.len > LIMIT_URL_BYTES)
        return false;
    if (is_straight(url)) {
        *clean = url;
        return true;
    }
    if (!utf8_valid(url))
        return false;
    struct str s = without_space(mem, url), scheme, host;
    size_t at = host_start(s, &scheme);
    if (at == SIZE_MAX)
        return false;
    struct str authority = until_path(str_slice(s, at, s.len));
    if (!is_host(authority) || !ascii_host(mem, authority, &host) || !is_host(host))
        return false;
    struct buf out;
    buf_init(&out, mem, LIMIT_URL_BYTES);
    buf_add(&out, scheme);
    buf_add(&out, host);
    add_path(&out, str_slice(s, at + authority.len, s.len));
    *clean = buf_str(&out);
    return !out.over;
}

bool html_url_is_link(TALLOC_CTX *mem, struct str url, struct str *clean)
{
    if (html_url_is_web(mem, url, clean))
        return true;
    struct str trimmed = str_trim(url);
    bool is_plain = str_starts_nocase(trimmed, STR("mailto:")) || str_starts_nocase(trimmed, STR("tel:"));
    for (size_t i = 0; i < trimmed.len; i++)
        is_plain = is_plain && (unsigned char)trimmed.ptr[i] > ' ' && trimmed.ptr[i] != 0x7f;
    *clean = trimmed;
    return is_plain && trimmed.len <= LIMIT_URL_BYTES;
}

bool html_url_is_cid(struct str url)
{
    if (!str_starts_nocase(url, STR("cid:")) || url.len > LIMIT_NAME_BYTES)
        return false;
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c <= ' ' || c == 0x7f || strchr("<>\"'`\\()", c) != NULL)
            return false;
    }
    return true;
}

struct str html_url_host(struct str clean)
{
    struct str scheme;
    size_t at = host_start(clean, &scheme);
    struct str host = at == SIZE_MAX ? STR("") : until_path(str_slice(clean, at, clean.len));
    size_t port = str_find(host, STR(":"), 0);
    return host.len > 0 && host.ptr[0] == '[' ? host : str_slice(host, 0, port == SIZE_MAX ? host.len : port);
}
