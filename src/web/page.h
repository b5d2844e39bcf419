#pragma once
/* A page for people, from templates/page/NAME.html, and the language in which it speaks.
 *
 * What a reader chose on a page counts first, in this browser for every page (a cookie); then, where the page knows who
 * reads, what we know of them; then what the browser asks for (Accept-Language, RFC 9110 section 12.5.4).
 */
#include "base/template.h"
#include "web/route.h"

/* Codes of words_languages; "" where nothing was chosen, or nothing is asked for that we speak. */
struct str page_language_chosen(const struct http_request *request);
struct str page_language_accepted(const struct http_request *request);
struct str page_language_best(struct str accept); /* of a header's value */

/* Remembers what the address chooses ("?language=fr"), if it does. */
void page_language_keep(struct call *call);

/* The page in LANGUAGE. Added to DATA: language, language_name, languages[] (code, name, current), and say: the
 * sentences of the catalogue ("say.*") filled in with DATA. */
MUST_CHECK enum status page_render(TALLOC_CTX *mem, struct str language, const char *name, struct value *data,
                                   struct str *out, struct err *err);
