#pragma once
/* HTML from outside, made harmless: parsed to a tree, written anew from an allowlist, once (AC-022 … AC-029, AC-036).
 *
 * What comes out is a fragment with these promises:
 * - only the elements and attributes of the tables in html_clean.c; no id, no name, no class but mail-quote,
 *   mail-signature and mail-history, by which the page may fold what mail programs marked;
 * - a style attribute holds only allowed properties (html_style.h);
 * - links go to http, https, mailto or tel, in a new window, without opener and referrer;
 * - nothing loads by itself: the address of a remote picture stands in data-src (and that of a background in
 *   data-background) until the reader asks for it; src only ever holds cid: addresses, which the page rewrites;
 * - cleaning it again changes nothing: what a browser reads is the tree that was judged.
 */
#include "mail/html_tree.h"

/* CLEAN: at most LIMIT_MAIL_HTML_BYTES. TOO_LARGE when more would be
 * needed (html.too_large) or no fixed point is found (html.unstable): show the text then. */
MUST_CHECK enum status html_clean(TALLOC_CTX *mem, struct str html, struct str *clean, struct err *err);

/* The same from a tree that is there already. */
MUST_CHECK enum status html_clean_tree(TALLOC_CTX *mem, const struct html_tree *tree, struct str *clean,
                                       struct err *err);
