#include "mail/html_nest.h"

enum place {
    INLINE,
    BLOCK,      /* closes a paragraph */
    HEADING,    /* a block that closes a heading */
    ITEM,       /* of a list, closed by the next one */
    TERM,       /* of a definition list */
    LINK,
    ROWS,       /* what only a table may hold: caption, colgroup, thead, tbody, tfoot */
    COLUMN, ROW, CELL,
};

static const unsigned char places[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_A] = LINK, [GUMBO_TAG_ADDRESS] = BLOCK, [GUMBO_TAG_ARTICLE] = BLOCK, [GUMBO_TAG_ASIDE] = BLOCK,
    [GUMBO_TAG_BLOCKQUOTE] = BLOCK, [GUMBO_TAG_BODY] = BLOCK, [GUMBO_TAG_CAPTION] = ROWS, [GUMBO_TAG_CENTER] = BLOCK,
    [GUMBO_TAG_COL] = COLUMN, [GUMBO_TAG_COLGROUP] = ROWS, [GUMBO_TAG_DD] = TERM, [GUMBO_TAG_DETAILS] = BLOCK,
    [GUMBO_TAG_DIV] = BLOCK, [GUMBO_TAG_DL] = BLOCK, [GUMBO_TAG_DT] = TERM, [GUMBO_TAG_FIELDSET] = BLOCK,
    [GUMBO_TAG_FIGCAPTION] = BLOCK, [GUMBO_TAG_FIGURE] = BLOCK, [GUMBO_TAG_FOOTER] = BLOCK, [GUMBO_TAG_FORM] = BLOCK,
    [GUMBO_TAG_H1] = HEADING, [GUMBO_TAG_H2] = HEADING, [GUMBO_TAG_H3] = HEADING, [GUMBO_TAG_H4] = HEADING,
    [GUMBO_TAG_H5] = HEADING, [GUMBO_TAG_H6] = HEADING, [GUMBO_TAG_HEADER] = BLOCK, [GUMBO_TAG_HGROUP] = BLOCK,
    [GUMBO_TAG_HR] = BLOCK, [GUMBO_TAG_LEGEND] = BLOCK, [GUMBO_TAG_LI] = ITEM, [GUMBO_TAG_MAIN] = BLOCK,
    [GUMBO_TAG_NAV] = BLOCK, [GUMBO_TAG_OL] = BLOCK, [GUMBO_TAG_P] = BLOCK, [GUMBO_TAG_PRE] = BLOCK,
    [GUMBO_TAG_SECTION] = BLOCK, [GUMBO_TAG_SUMMARY] = BLOCK, [GUMBO_TAG_TABLE] = BLOCK, [GUMBO_TAG_TBODY] = ROWS,
    [GUMBO_TAG_TD] = CELL, [GUMBO_TAG_TFOOT] = ROWS, [GUMBO_TAG_TH] = CELL, [GUMBO_TAG_THEAD] = ROWS,
    [GUMBO_TAG_TR] = ROW, [GUMBO_TAG_UL] = BLOCK,
};

static enum place place_of(const GumboNode *element)
{
    return (enum place)places[element->v.element.tag];
}

static bool is_tag(const GumboNode *element, GumboTag tag)
{
    return element != NULL && element->v.element.tag == tag;
}

/* The nearest ancestor that is written; NULL at the top. */
static const GumboNode *parent_of(const GumboNode *node, html_is_written *is_written)
{
    const GumboNode *parent = node->parent;
    while (parent != NULL && parent->type == GUMBO_NODE_ELEMENT && !is_written(parent))
        parent = parent->parent;
    return parent != NULL && parent->type == GUMBO_NODE_ELEMENT ? parent : NULL;
}

/* Where only parts of a table may stand. */
static bool is_table_frame(const GumboNode *element)
{
    if (element == NULL || is_tag(element, GUMBO_TAG_CAPTION))
        return false;
    enum place place = place_of(element);
    return is_tag(element, GUMBO_TAG_TABLE) || place == ROWS || place == ROW;
}

static bool fits_parent(const GumboNode *element, const GumboNode *parent)
{
    switch (place_of(element)) {
    case ROWS:
        return is_tag(parent, GUMBO_TAG_TABLE);
    case COLUMN:
        return is_tag(parent, GUMBO_TAG_COLGROUP);
    case ROW:
        return is_tag(parent, GUMBO_TAG_TBODY) || is_tag(parent, GUMBO_TAG_THEAD) || is_tag(parent, GUMBO_TAG_TFOOT);
    case CELL:
        return is_tag(parent, GUMBO_TAG_TR);
    case HEADING:
        return parent == NULL || (place_of(parent) != HEADING && !is_table_frame(parent));
    case INLINE:
    case BLOCK:
    case ITEM:
    case TERM:
    case LINK:
        return !is_table_frame(parent);
    }
    return false;
}

/* Whether ANCESTOR is one that would be closed or split when an element of PLACE starts inside of it. */
static bool is_broken_by(const GumboNode *ancestor, enum place place)
{
    switch (place) {
    case LINK:
        return is_tag(ancestor, GUMBO_TAG_A);
    case ITEM:
        return is_tag(ancestor, GUMBO_TAG_LI) || is_tag(ancestor, GUMBO_TAG_P);
    case TERM:
        return place_of(ancestor) == TERM || is_tag(ancestor, GUMBO_TAG_P);
    case BLOCK:
    case HEADING:
        return is_tag(ancestor, GUMBO_TAG_P);
    case INLINE:
    case ROWS:
    case COLUMN:
    case ROW:
    case CELL:
        return false;
    }
    return true;
}

/* Whether nothing above ANCESTOR matters to an element of PLACE any more. A link looks through everything. */
static bool ends_scope(const GumboNode *ancestor, enum place place)
{
    if (place == LINK)
        return false;
    bool is_list = is_tag(ancestor, GUMBO_TAG_UL) || is_tag(ancestor, GUMBO_TAG_OL);
    bool is_cell = place_of(ancestor) == CELL || is_tag(ancestor, GUMBO_TAG_CAPTION);
    return is_cell || (place == ITEM && is_list) || (place == TERM && is_tag(ancestor, GUMBO_TAG_DL));
}

bool html_nests(const GumboNode *element, html_is_written *is_written)
{
    const GumboNode *ancestor = parent_of(element, is_written);
    enum place place = place_of(element);
    if (!fits_parent(element, ancestor))
        return false;
    if (place == INLINE)
        return true;
    for (; ancestor != NULL && !ends_scope(ancestor, place); ancestor = parent_of(ancestor, is_written)) {
        if (is_broken_by(ancestor, place))
            return false;
    }
    return true;
}

bool html_text_nests(const GumboNode *text, html_is_written *is_written)
{
    return text->type == GUMBO_NODE_WHITESPACE || !is_table_frame(parent_of(text, is_written));
}
