#pragma once
/* Selectors of style sheets, matched against gumbo's tree (Selectors 3, the part that mails use).
 *
 * Understood are elements, classes, ids, attributes, :first-child, :last-child, :nth-child(), :link and the four
 * combinators. A selector with anything else (states, parts of elements, :not) is refused whole: its rule is left out.
 */
#include "base/str.h"
#include "mail/html_tree.h"

struct html_select;

/* TEXT: one selector, without comments. NULL when it is not understood. What it points to is TEXT's. */
struct html_select *html_select_read(TALLOC_CTX *mem, struct str text);

/* CSS specificity: ids, classes and attributes, elements; larger is stronger. */
unsigned html_select_weight(const struct html_select *select);

bool html_select_fits(const struct html_select *select, const GumboNode *element);
