#include "mail/fetch_account.h"

#include "mail/curl_use.h"

static const struct scheme {
    const char *name;
    enum fetch_protocol protocol;
    bool implicit_tls;
    int port;
} schemes[] = {
    { "imaps", FETCH_IMAP, true,  993 },
    { "imap",  FETCH_IMAP, false, 143 },
    { "pop3s", FETCH_POP3, true,  995 },
    { "pop3",  FETCH_POP3, false, 110 },
};

/* A part of the URL, decoded; "" when it is not there. False when it holds what cannot be decoded: control characters. */
static bool part(TALLOC_CTX *mem, CURLU *url, CURLUPart what, struct str *out)
{
    char *text = NULL;
    CURLUcode code = curl_url_get(url, what, &text, CURLU_URLDECODE);
    *out = str_copy(mem, str_from(text));
    curl_free(text);
    return code != CURLUE_URLDECODE;
}

/* What goes into a command must not end it (AC-107). */
static bool is_sane(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < ' ' || c >= 0x7f)
            return false;
    }
    return true;
}

bool fetch_folder_is_sane(struct str folder)
{
    return folder.len > 0 && is_sane(folder);
}

static const struct scheme *scheme_of(struct str name)
{
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (str_equal(name, str_from(schemes[i].name)))
            return &schemes[i];
    }
    return NULL;
}

enum status fetch_account_read(TALLOC_CTX *mem, struct str url, struct str password, struct fetch_account *out,
                               struct err *err)
{
    CLEANUP(curl_parts_done) CURLU *parts = curl_url();
    if (parts == NULL || curl_url_set(parts, CURLUPART_URL, str_to_c(mem, url), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return FAIL(err, STATUS_INVALID, "fetch.address", "that is no address like imaps://user@mail.example/INBOX");
    struct fetch_account account = { .password = str_copy(mem, password), .token = STR("") };
    struct str name, port, path;
    if (!part(mem, parts, CURLUPART_SCHEME, &name) || !part(mem, parts, CURLUPART_HOST, &account.host) ||
        !part(mem, parts, CURLUPART_PORT, &port) || !part(mem, parts, CURLUPART_USER, &account.user) ||
        !part(mem, parts, CURLUPART_PATH, &path))
        return FAIL(err, STATUS_INVALID, "fetch.address", "the address holds what no address may hold");
    const struct scheme *scheme = scheme_of(name);
    if (scheme == NULL)
        return FAIL(err, STATUS_INVALID, "fetch.address", "the address begins with imaps://, imap://, pop3s:// or pop3://");
    account.protocol = scheme->protocol;
    account.implicit_tls = scheme->implicit_tls;
    account.folder = path.len > 1 ? str_slice(path, 1, SIZE_MAX) : STR("INBOX");
    if (scheme->protocol == FETCH_POP3 && path.len > 1)
        return FAIL(err, STATUS_INVALID, "fetch.address", "POP3 knows no folders");
    if (account.user.len == 0 || !is_sane(account.user) || !is_sane(account.folder) || !is_sane(password))
        return FAIL(err, STATUS_INVALID, "fetch.address", "user, password and folder are plain letters, digits and signs");
    int64_t number = scheme->port;
    if (port.len > 0 && !parse_i64(port, 1, 65535, &number))
        return FAIL(err, STATUS_INVALID, "fetch.address", "the port is a number up to 65535");
    account.port = (int)number;
    account.plain = !account.implicit_tls && host_is_here(account.host);
    if (str_starts(account.host, STR("["))) /* an IPv6 address as sockets take it */
        account.host = str_copy(mem, str_slice(account.host, 1, account.host.len - 2));
    *out = account;
    return STATUS_OK;
}
