#include "mail/html_quote.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { NODES_LOOKED_AT = 100 };

/* How mail programs name what they write: the value of an attribute, of `class` one of its words. */
static const struct name_row {
    enum html_quote meaning;
    const char *attribute, *value;
} names[] = {
    { HTML_QUOTE_EARLIER, "class", "gmail_attr" },
    { HTML_QUOTE_EARLIER, "class", "moz-cite-prefix" },
    { HTML_QUOTE_EARLIER, "class", "yahoo_quoted" },
    { HTML_QUOTE_EARLIER, "name", "quote" }, /* GMX, WEB.DE */
    { HTML_QUOTE_SIGNATURE, "class", "gmail_signature" },
    { HTML_QUOTE_SIGNATURE, "class", "moz-signature" },
    { HTML_QUOTE_SIGNATURE, "class", "protonmail_signature_block" },
    { HTML_QUOTE_SIGNATURE, "id", "Signature" }, /* Outlook */
    { HTML_QUOTE_SIGNATURE, "id", "ms-outlook-mobile-signature" },
    { HTML_QUOTE_SIGNATURE, "id", "composer_signature" }, /* Samsung */
    { HTML_QUOTE_SIGNATURE, "id", "AppleMailSignature" },
    { HTML_QUOTE_SIGNATURE, "name", "messageSignatureSection" }, /* Spark */
    { HTML_QUOTE_SIGNATURE, "data-marker", "__SIG_PRE__" },      /* Zimbra */
    { HTML_QUOTE_SIGNATURE, "data-marker", "__SIG_POST__" },
};

static bool has(struct str s, const char *part)
{
    return str_find_nocase(s, str_from(part), 0) != SIZE_MAX;
}

/* Gmail's and Outlook's way to set the writer's own words in. */
static bool is_indentation(const GumboNode *quote)
{
    struct str style = html_attribute(quote, "style");
    bool is_named = html_attribute(quote, "type").len > 0 || html_attribute(quote, "cite").len > 0
                    || html_attribute(quote, "class").len > 0 || html_attribute(quote, "id").len > 0;
    bool is_bare = has(style, "border:none") || has(style, "border: none") || has(style, "border:0")
                   || has(style, "border: 0") || (has(style, "margin") && has(style, "40px") && !has(style, "border"));
    return !is_named && is_bare && !has(style, "border-left");
}

/* Outlook on the desktop draws a blue line beside the mail that is answered below. */
static bool has_blue_line(const GumboNode *element)
{
    return has(html_attribute(element, "style"), "border-left:solid blue");
}

struct search {
    size_t nodes;
    struct str found;
};

static bool look(void *data, const GumboNode *node, size_t depth)
{
    struct search *search = data;
    (void)depth;
    if (search->found.len > 0 || search->nodes++ > NODES_LOOKED_AT)
        return false;
    if (node->type == GUMBO_NODE_TEXT)
        search->found = str_trim(str_from(node->v.text.text));
    return node->type == GUMBO_NODE_ELEMENT;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    (void)data, (void)node, (void)depth;
}

struct str html_quote_first_words(const GumboNode *element)
{
    struct search search = { 0, STR("") };
    html_walk(element, &(struct html_visitor){ look, leave, &search });
    return search.found;
}

static enum html_quote named(const GumboNode *element)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        bool is_class = strcmp(names[i].attribute, "class") == 0;
        if (is_class ? html_has_class(element, str_from(names[i].value))
                     : str_equal(html_attribute(element, names[i].attribute), str_from(names[i].value)))
            return names[i].meaning;
    }
    return HTML_QUOTE_NONE;
}

enum html_quote html_quote_of(const GumboNode *element)
{
    GumboTag tag = element->v.element.tag;
    if (tag == GUMBO_TAG_BLOCKQUOTE)
        return is_indentation(element) ? HTML_QUOTE_NONE : HTML_QUOTE_EARLIER;
    if (tag != GUMBO_TAG_DIV || element->v.element.attributes.length == 0)
        return HTML_QUOTE_NONE;
    enum html_quote meaning = has_blue_line(element) ? HTML_QUOTE_EARLIER : named(element);
    /* "---------- Forwarded message ---------" has the class of an introduction and is none. */
    bool is_title = meaning == HTML_QUOTE_EARLIER && str_starts(html_quote_first_words(element), STR("--"));
    return is_title ? HTML_QUOTE_NONE : meaning;
}
