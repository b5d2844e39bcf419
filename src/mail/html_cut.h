#pragma once
/* How much of an HTML document a parser may be given, so that it ends in time and memory (AC-054, G12).
 *
 * gumbo compares each attribute with all before it in its tag, and looks through the open elements at many tags: both
 * grow with the square of what a mail may hold. A look at the tags alone, before they are parsed, finds where to stop.
 */
#include "base/str.h"

struct html_cut {
    struct str html;   /* up to the tag that would be too much, each with as many attributes as it may have */
    size_t tags;       /* about how many there are */
    size_t attributes; /* of all tags */
    bool cut;          /* something was left out at the end */
};

void html_cut(TALLOC_CTX *mem, struct str html, struct html_cut *out);
