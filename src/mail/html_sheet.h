#pragma once
/* The style sheets inside a mail, told to each element as its own style attribute.
 *
 * Newsletters lay themselves out by <style> elements, which cannot stay: a sheet reaches beyond its mail, and its
 * selectors can spell out secrets. Here the rules are matched on the tree once; what a rule says goes through the same
 * allowlist as every style attribute (html_style.h). Which selectors are understood stands in html_select.h, which
 * media in html_media.h; the mail looks as on a desktop, where nobody points at anything yet.
 */
#include "base/buf.h"
#include "mail/html_tree.h"

struct html_sheet;

/* The rules of all <style> elements of TREE; NULL when there are none, or more than can be matched in time (AC-054). */
struct html_sheet *html_sheet_read(TALLOC_CTX *mem, const struct html_tree *tree);

/* Appends what the rules say about NODE, the weakest first, each with a ';' behind it. */
void html_sheet_style(const struct html_sheet *sheet, const GumboNode *node, struct buf *out);
