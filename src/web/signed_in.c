#include "web/signed_in.h"

#include "app/session.h"
#include "base/buf.h"

static bool origin_is_ours(const struct call *call, struct str origin)
{
    struct str host = call->request->host;
    return str_equal_nocase(origin, call->web->origin) ||
           str_equal_nocase(origin, str_format(call->mem, "http://" STR_FMT, STR_ARG(host))) ||
           str_equal_nocase(origin, str_format(call->mem, "https://" STR_FMT, STR_ARG(host)));
}

enum status origin_check(const struct call *call, struct err *err)
{
    struct str site = http_header(call->request, "Sec-Fetch-Site");
    struct str origin = http_header(call->request, "Origin");
    if ((site.len > 0 && !str_equal(site, STR("same-origin"))) || (origin.len > 0 && !origin_is_ours(call, origin)))
        return FAIL(err, STATUS_DENIED, "request.foreign", "this must be done from a page of this desk");
    return STATUS_OK;
}

enum status signed_in_check(struct call *call, struct err *err)
{
    bool writes = call->request->method != METHOD_GET && call->request->method != METHOD_HEAD;
    call->session = http_cookie(call->request, call->web->session_cookie);
    if (call->session.len == 0)
        return FAIL(err, STATUS_UNSIGNED, "session.none", "please sign in");
    TRY(session_look(call->web->app, call->session, http_header(call->request, "X-CSRF"), writes, &call->who, &call->until_ms, err));
    if (call->until_ms != 0)
        return STATUS_OK;
    if (!call->request->quick)
        return session_seen(call->web->app, call->session, err);
    call->waits = true;
    return FAIL(err, STATUS_BUSY, "request.waits", "this has to wait for a change to be written");
}

struct str session_cookie_name(bool secure)
{
    return secure ? STR("__Host-buckstop") : STR("buckstop");
}

void cookie_set(struct call *call, struct str name, struct str value, const char *rest)
{
    http_answer_header(call->request, "Set-Cookie",
                       str_format(call->mem, STR_FMT "=" STR_FMT "; Path=/; HttpOnly%s%s", STR_ARG(name), STR_ARG(value),
                                  call->web->secure ? "; Secure" : "", rest));
}

void session_cookie_set(struct call *call, struct str token)
{
    cookie_set(call, call->web->session_cookie, token, "; SameSite=Strict");
}

void session_cookie_clear(struct call *call)
{
    cookie_set(call, call->web->session_cookie, STR(""), "; SameSite=Strict; Max-Age=0");
}

enum { PAGE_COOKIE_DIGITS = 16, PAGE_COOKIE_SECONDS = 90 * 24 * 3600 };

struct str page_cookie_name(TALLOC_CTX *mem, const struct web *web, struct str page_token)
{
    struct sha256 digest = sha256_of(page_token);
    struct str name = str_slice(sha256_hex(mem, &digest), 0, PAGE_COOKIE_DIGITS);
    return str_format(mem, "%sbuckstop-page-" STR_FMT, web->secure ? "__Host-" : "", STR_ARG(name));
}

/* Lax: a customer comes from the mail program's page, and is to be known then too. */
void page_cookie_set(struct call *call, struct str value)
{
    struct str rest = str_format(call->mem, "; SameSite=Lax; Max-Age=%d", PAGE_COOKIE_SECONDS);
    cookie_set(call, page_cookie_name(call->mem, call->web, call->token), value, rest.ptr);
}
