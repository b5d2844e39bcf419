#pragma once
/* A style attribute reduced to what cannot load, cover or run anything (AC-027, AC-029).
 *
 * Only listed properties stay, with values made of plain words, numbers, colours, gradients, sums and quoted font
 * names. A background picture is taken out and handed back, so that it can be shown when the reader asks.
 */
#include "base/buf.h"

/* Appends the allowed declarations of STYLE to OUT ("color:red;margin:0"). *BACKGROUND is the address of the picture
 * below them (http, https or cid:) when there is one, "" when they take it away, and as it was when they say nothing of
 * it. */
void html_style_clean(TALLOC_CTX *mem, struct str style, struct buf *out, struct str *background);

/* The address of a background as html_style_clean hands it back; false when URL is none. */
bool html_style_picture(TALLOC_CTX *mem, struct str url, struct str *clean);
