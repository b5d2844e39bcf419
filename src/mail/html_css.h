#pragma once
/* Style sheets and style attributes as text: where comments, strings and blocks end (CSS Syntax 3).
 *
 * Everything is judged on text without comments, so that none can stand between a property and its value.
 */
#include "base/str.h"

/* CSS without its comments, and without the HTML comment marks that old mails put around a sheet. */
struct str html_css_plain(TALLOC_CTX *mem, struct str css);

/* The first place of STOP in CSS outside of strings and parentheses; its length where there is none. */
size_t html_css_find(struct str css, char stop);

/* The place of the '}' that ends the block whose '{' stands at OPEN; the length of CSS where nothing does. */
size_t html_css_block_end(struct str css, size_t open);

/* Takes a declaration off *REST: its lower-case NAME, its VALUE without "!important". False at the end. */
struct html_declaration {
    struct str name, value;
    bool important;
};
bool html_css_next(TALLOC_CTX *mem, struct str *rest, struct html_declaration *out);
