#pragma once
/* Whether a tree of elements can be written as HTML that reads back as the same tree.
 *
 * A parser builds trees from broken HTML that no HTML describes: a link in a link, a block in a paragraph, words
 * between the rows of a table. Most trees are not like that; for those nobody needs to read again what was written. The
 * rules are the parts of the HTML standard's tree construction (13.2.6) that move, close or merge elements, taken
 * strictly: "no" may be said of a tree that is sound, never "yes" of one that is not.
 */
#include "mail/html_tree.h"

enum { NEST_DEPTH_MAX = 100 }; /* deeper trees are not judged */

/* What is written of the tree: an element that is not is looked through. */
typedef bool html_is_written(const GumboNode *element);

/* Whether ELEMENT may stand where it does, below those of its ancestors that are written. */
bool html_nests(const GumboNode *element, html_is_written *is_written);

/* The same for TEXT, a text node. */
bool html_text_nests(const GumboNode *text, html_is_written *is_written);
