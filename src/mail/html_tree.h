#pragma once
/* An HTML document as gumbo's tree, in an arena, and a walk over it that needs no stack.
 *
 * gumbo frees and callers walk by recursion elsewhere; a megabyte of unclosed tags would end that (AC-054). Here the
 * tree is thrown away with its arena and walked by parent links.
 */
#include <gumbo.h>

#include "base/str.h"

struct html_tree {
    GumboOutput *output;
    const GumboNode *body; /* never NULL */
    TALLOC_CTX *arena;
    size_t tags;           /* about how many elements there are */
    size_t attributes;     /* of all of them */
    bool cut;              /* too much for a parser (html_cut.h): the rest was left out */
};

void html_tree_read(TALLOC_CTX *mem, struct str html, struct html_tree *out);
void html_tree_done(struct html_tree *tree);

/* ENTER is called before the children of a node and tells whether to visit them; LEAVE after them, for elements that
 * were entered. ROOT itself is visited too. */
struct html_visitor {
    bool (*enter)(void *data, const GumboNode *node, size_t depth);
    void (*leave)(void *data, const GumboNode *node, size_t depth);
    void *data;
};
void html_walk(const GumboNode *root, const struct html_visitor *visitor);

/* The value of an attribute, "" when it is missing. */
struct str html_attribute(const GumboNode *element, const char *name);
bool html_has_class(const GumboNode *element, struct str name);
