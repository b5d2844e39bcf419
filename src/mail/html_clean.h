#pragma once
/* HTML from outside, made harmless: parsed to a tree, written anew from an allowlist, once (AC-022 … AC-029, AC-036).
 *
 * What comes out is a fragment with these promises:
 * - only the elements and attributes of html_allow.h; no id, no name, no class but those by which our pages know what
 *   mail programs marked, and a body, which is a <div> of the class mail-body around all;
 * - a style attribute holds only allowed properties (html_style.h), also what a <style> said (html_sheet.h);
 * - links go to http, https, mailto or tel, in a new window, without opener and referrer; where their words name
 *   another address, data-goes has the true one (html_link.h);
 * - nothing loads by itself: the address of a remote picture stands in data-src until the reader asks for it, that of a
 *   picture behind an element in data-background, always before its style; src only ever holds cid: addresses, which
 *   the page rewrites. A picture of a single pixel, which only tells that it was looked at, has no address;
 * - cleaning it again changes nothing: what a browser reads is the tree that was judged, with a doctype and without.
 */
#include "mail/html_tree.h"

/* CLEAN: at most LIMIT_MAIL_HTML_BYTES. TOO_LARGE when more would be
 * needed (html.too_large) or no fixed point is found (html.unstable): show the text then. */
MUST_CHECK enum status html_clean(TALLOC_CTX *mem, struct str html, struct str *clean, struct err *err);

/* The same from a tree that is there already. */
MUST_CHECK enum status html_clean_tree(TALLOC_CTX *mem, const struct html_tree *tree, struct str *clean,
                                       struct err *err);
