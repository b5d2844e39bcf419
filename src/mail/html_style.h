#pragma once
/* A style attribute reduced to what cannot load, cover or run anything (AC-027, AC-029).
 *
 * Only listed properties stay, with values made of plain words, numbers, colours and quoted font names. A background
 * picture is taken out and handed back, so that it can be shown when the reader asks.
 */
#include "base/buf.h"

/* Appends the allowed declarations of STYLE to OUT ("color:red;margin:0"). BACKGROUND gets an http(s) address that a
 * background property named, else "". */
void html_style_clean(TALLOC_CTX *mem, struct str style, struct buf *out, struct str *background);

/* Whether URL is an absolute http or https address with a host, as a browser would read it. CLEAN is the address
 * without the white space that browsers skip. */
bool html_url_is_web(TALLOC_CTX *mem, struct str url, struct str *clean);
