#pragma once
/* Addresses in HTML, as a browser reads them and not as they are written (WHATWG URL).
 *
 * A browser skips white space, takes "http:host", "///host" and "\\host" for addresses of the web, and turns a host in
 * another script into its ASCII form (IDNA). What comes out here says all of that plainly, so that what a person is
 * shown, what is judged and what a browser goes to are one.
 */
#include "base/str.h"

/* Whether URL is an address of the web with a host. *CLEAN: the same with scheme, slashes and an ASCII host; cleaned
 * again it is the same. False for an address with a user name, which reads as another host than it has. */
bool html_url_is_web(TALLOC_CTX *mem, struct str url, struct str *clean);

/* mailto: and tel: carry no host. */
bool html_url_is_link(TALLOC_CTX *mem, struct str url, struct str *clean);

/* cid:LOCAL@DOMAIN (RFC 2392), with nothing in it that could be read as something else. */
bool html_url_is_cid(struct str url);

/* The host of a clean address, without its port. */
struct str html_url_host(struct str clean);
