#pragma once
/* Who calls: the session's cookie, and whether the call comes from a page of ours (AC-082, AC-136).
 *
 * A write with a session needs three things that another site's page cannot have together: the cookie (SameSite=Strict),
 * the session's token in X-CSRF, and an Origin or Sec-Fetch-Site that is ours, where the browser sends one.
 */
#include "web/route.h"

/* DENIED (request.foreign) when the request says that it comes from elsewhere. */
MUST_CHECK enum status origin_check(const struct call *call, struct err *err);

/* Fills call->who from the session; UNSIGNED when there is none that holds. */
MUST_CHECK enum status signed_in_check(struct call *call, struct err *err);

/* A cookie of the whole site that scripts do not see; REST: its other attributes, "; SameSite=…". */
void cookie_set(struct call *call, struct str name, struct str value, const char *rest);

/* How the session's cookie is called where the desk is reached at URL. */
struct str session_cookie_name(bool secure);
void session_cookie_set(struct call *call, struct str token);
void session_cookie_clear(struct call *call);

/* The cookie of a browser that typed the code of one customer's page; each page has its own. */
struct str page_cookie_name(TALLOC_CTX *mem, const struct web *web, struct str page_token);
void page_cookie_set(struct call *call, struct str value);
