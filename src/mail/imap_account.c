#include "mail/imap_account.h"

#include <curl/curl.h>

enum { PORT_IMAP = 143, PORT_IMAPS = 993 };

static void close_url(CURLU **url)
{
    if (*url != NULL)
        curl_url_cleanup(*url);
}

/* A part of the URL, decoded; "" when it is not there. False when it holds what cannot be decoded: control characters. */
static bool part(TALLOC_CTX *mem, CURLU *url, CURLUPart what, struct str *out)
{
    char *text = NULL;
    CURLUcode code = curl_url_get(url, what, &text, CURLU_URLDECODE);
    *out = str_copy(mem, str_from(text));
    curl_free(text);
    return code != CURLUE_URLDECODE;
}

/* What goes into a command must not end it (AC-107); libetpan quotes, but lets line ends pass. */
static bool is_sane(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' || c >= 0x7f)
            return false;
    }
    return true;
}

static bool is_this_machine(struct str host)
{
    return str_equal(host, STR("127.0.0.1")) || str_equal(host, STR("[::1]")) || str_equal(host, STR("localhost"));
}

enum status imap_account_read(TALLOC_CTX *mem, struct str url, struct str password, struct imap_account *out,
                              struct err *err)
{
    CLEANUP(close_url) CURLU *parts = curl_url();
    if (parts == NULL || curl_url_set(parts, CURLUPART_URL, str_to_c(mem, url), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return FAIL(err, STATUS_INVALID, "imap.address", "that is no address like imaps://user@mail.example/INBOX");
    struct imap_account account = { .password = str_copy(mem, password) };
    struct str scheme, port, path;
    if (!part(mem, parts, CURLUPART_SCHEME, &scheme) || !part(mem, parts, CURLUPART_HOST, &account.host) ||
        !part(mem, parts, CURLUPART_PORT, &port) || !part(mem, parts, CURLUPART_USER, &account.user) ||
        !part(mem, parts, CURLUPART_PATH, &path))
        return FAIL(err, STATUS_INVALID, "imap.address", "the address holds what no address may hold");
    account.folder = path.len > 1 ? str_slice(path, 1, SIZE_MAX) : STR("INBOX");
    account.implicit_tls = str_equal(scheme, STR("imaps"));
    if (!account.implicit_tls && !str_equal(scheme, STR("imap")))
        return FAIL(err, STATUS_INVALID, "imap.address", "the address begins with imaps:// or imap://");
    if (account.user.len == 0 || !is_sane(account.user) || !is_sane(account.folder) || !is_sane(password))
        return FAIL(err, STATUS_INVALID, "imap.address", "user, password and folder are plain letters, digits and signs");
    int64_t number = account.implicit_tls ? PORT_IMAPS : PORT_IMAP;
    if (port.len > 0 && !parse_i64(port, 1, 65535, &number))
        return FAIL(err, STATUS_INVALID, "imap.address", "the port is a number up to 65535");
    account.port = (int)number;
    account.plain = !account.implicit_tls && is_this_machine(account.host);
    if (str_starts(account.host, STR("["))) /* an IPv6 address as sockets take it */
        account.host = str_copy(mem, str_slice(account.host, 1, account.host.len - 2));
    *out = account;
    return STATUS_OK;
}
