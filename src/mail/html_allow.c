#include "mail/html_allow.h"

#include "base/limits.h"

/* What is not listed is unwrapped: the element goes, its words stay. So do the words that stand in for a film. */
static const unsigned char actions[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_A] = HTML_KEEP, [GUMBO_TAG_ABBR] = HTML_KEEP, [GUMBO_TAG_ADDRESS] = HTML_KEEP,
    [GUMBO_TAG_APPLET] = HTML_DROP, [GUMBO_TAG_ARTICLE] = HTML_BOX, [GUMBO_TAG_ASIDE] = HTML_BOX,
    [GUMBO_TAG_B] = HTML_KEEP, [GUMBO_TAG_BASE] = HTML_DROP, [GUMBO_TAG_BASEFONT] = HTML_DROP,
    [GUMBO_TAG_BGSOUND] = HTML_DROP, [GUMBO_TAG_BIG] = HTML_KEEP, [GUMBO_TAG_BLOCKQUOTE] = HTML_KEEP,
    [GUMBO_TAG_BODY] = HTML_BOX, [GUMBO_TAG_BR] = HTML_VOID, [GUMBO_TAG_CAPTION] = HTML_KEEP,
    [GUMBO_TAG_CENTER] = HTML_KEEP, [GUMBO_TAG_CITE] = HTML_KEEP, [GUMBO_TAG_CODE] = HTML_KEEP,
    [GUMBO_TAG_COL] = HTML_VOID, [GUMBO_TAG_COLGROUP] = HTML_KEEP, [GUMBO_TAG_DD] = HTML_KEEP,
    [GUMBO_TAG_DEL] = HTML_KEEP, [GUMBO_TAG_DETAILS] = HTML_BOX, [GUMBO_TAG_DIV] = HTML_KEEP,
    [GUMBO_TAG_DL] = HTML_KEEP, [GUMBO_TAG_DT] = HTML_KEEP, [GUMBO_TAG_EM] = HTML_KEEP, [GUMBO_TAG_EMBED] = HTML_DROP,
    [GUMBO_TAG_FIELDSET] = HTML_BOX, [GUMBO_TAG_FIGCAPTION] = HTML_BOX, [GUMBO_TAG_FIGURE] = HTML_BOX,
    [GUMBO_TAG_FONT] = HTML_KEEP, [GUMBO_TAG_FOOTER] = HTML_BOX, [GUMBO_TAG_FORM] = HTML_BOX,
    [GUMBO_TAG_FRAME] = HTML_DROP, [GUMBO_TAG_FRAMESET] = HTML_DROP, [GUMBO_TAG_H1] = HTML_KEEP,
    [GUMBO_TAG_H2] = HTML_KEEP, [GUMBO_TAG_H3] = HTML_KEEP, [GUMBO_TAG_H4] = HTML_KEEP, [GUMBO_TAG_H5] = HTML_KEEP,
    [GUMBO_TAG_H6] = HTML_KEEP, [GUMBO_TAG_HEAD] = HTML_DROP, [GUMBO_TAG_HEADER] = HTML_BOX,
    [GUMBO_TAG_HGROUP] = HTML_BOX, [GUMBO_TAG_HR] = HTML_VOID, [GUMBO_TAG_I] = HTML_KEEP,
    [GUMBO_TAG_IFRAME] = HTML_DROP, [GUMBO_TAG_IMG] = HTML_VOID, [GUMBO_TAG_INPUT] = HTML_DROP,
    [GUMBO_TAG_INS] = HTML_KEEP, [GUMBO_TAG_KBD] = HTML_KEEP, [GUMBO_TAG_LEGEND] = HTML_BOX,
    [GUMBO_TAG_LI] = HTML_KEEP, [GUMBO_TAG_LINK] = HTML_DROP, [GUMBO_TAG_MAIN] = HTML_BOX,
    [GUMBO_TAG_MARK] = HTML_KEEP, [GUMBO_TAG_MATH] = HTML_DROP, [GUMBO_TAG_META] = HTML_DROP,
    [GUMBO_TAG_NAV] = HTML_BOX, [GUMBO_TAG_NOEMBED] = HTML_DROP, [GUMBO_TAG_NOFRAMES] = HTML_DROP,
    [GUMBO_TAG_NOSCRIPT] = HTML_DROP, [GUMBO_TAG_OBJECT] = HTML_DROP, [GUMBO_TAG_OL] = HTML_KEEP,
    [GUMBO_TAG_P] = HTML_KEEP, [GUMBO_TAG_PARAM] = HTML_DROP, [GUMBO_TAG_PLAINTEXT] = HTML_DROP,
    [GUMBO_TAG_PRE] = HTML_KEEP, [GUMBO_TAG_Q] = HTML_KEEP, [GUMBO_TAG_S] = HTML_KEEP, [GUMBO_TAG_SAMP] = HTML_KEEP,
    [GUMBO_TAG_SCRIPT] = HTML_DROP, [GUMBO_TAG_SECTION] = HTML_BOX, [GUMBO_TAG_SELECT] = HTML_DROP,
    [GUMBO_TAG_SMALL] = HTML_KEEP, [GUMBO_TAG_SOURCE] = HTML_DROP, [GUMBO_TAG_SPAN] = HTML_KEEP,
    [GUMBO_TAG_STRIKE] = HTML_KEEP, [GUMBO_TAG_STRONG] = HTML_KEEP, [GUMBO_TAG_STYLE] = HTML_DROP,
    [GUMBO_TAG_SUB] = HTML_KEEP, [GUMBO_TAG_SUMMARY] = HTML_BOX, [GUMBO_TAG_SUP] = HTML_KEEP,
    [GUMBO_TAG_SVG] = HTML_DROP, [GUMBO_TAG_TABLE] = HTML_KEEP, [GUMBO_TAG_TBODY] = HTML_KEEP,
    [GUMBO_TAG_TD] = HTML_KEEP, [GUMBO_TAG_TEMPLATE] = HTML_DROP, [GUMBO_TAG_TEXTAREA] = HTML_DROP,
    [GUMBO_TAG_TFOOT] = HTML_KEEP, [GUMBO_TAG_TH] = HTML_KEEP, [GUMBO_TAG_THEAD] = HTML_KEEP,
    [GUMBO_TAG_TITLE] = HTML_DROP, [GUMBO_TAG_TR] = HTML_KEEP, [GUMBO_TAG_TRACK] = HTML_DROP,
    [GUMBO_TAG_TT] = HTML_KEEP, [GUMBO_TAG_U] = HTML_KEEP, [GUMBO_TAG_UL] = HTML_KEEP, [GUMBO_TAG_VAR] = HTML_KEEP,
    [GUMBO_TAG_WBR] = HTML_VOID, [GUMBO_TAG_XMP] = HTML_DROP,
};

/* Attributes that hold a word, a number or a colour, on any element. */
static const char *const plain_attributes[] = {
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "color", "cols", "colspan", "dir", "face", "height",
    "hspace", "lang", "nowrap", "rowspan", "size", "span", "start", "type", "valign", "value", "vspace", "width",
};

static const struct mark_row {
    const char *attribute;
    const char *value;
    const char *written;
} marks[] = {
    { "class", "gmail_attr", "mail-quote" },
    { "class", "gmail_quote", "mail-quote" },
    { "class", "gmail_signature", "mail-signature" },
    { "class", "moz-cite-prefix", "mail-quote" },
    { "class", "moz-signature", "mail-signature" },
    { "class", "yahoo_quoted", "mail-quote" },
    { "class", "mail-quote", "mail-quote" }, /* what was cleaned before */
    { "class", "mail-signature", "mail-signature" },
    { "class", "mail-history", "mail-history" },
    { "class", "mail-body", "mail-body" },
    { "class", "mail-body-limited", "mail-body-limited" },
    { "class", "mail-body-standard", "mail-body-standard" },
    { "id", "appendonsend", "mail-history" },
    { "id", "divRplyFwdMsg", "mail-history" },
    { "id", "mail-editor-reference-message-container", "mail-history" },
    { "id", "OLK_SRC_BODY_SECTION", "mail-history" },
    { "type", "cite", "mail-quote" },
};

enum html_action html_allow_element(const GumboNode *element)
{
    if (element->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
        return HTML_DROP;
    /* What a parser leaves of a form around rows of a table. */
    bool is_husk = element->v.element.tag == GUMBO_TAG_FORM && element->v.element.children.length == 0;
    return is_husk ? HTML_UNWRAP : (enum html_action)actions[element->v.element.tag];
}

bool html_allow_value(struct str value)
{
    if (value.len > LIMIT_NAME_BYTES)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < ' ' || c == 0x7f || strchr("<>\"'`\\(){}:;&=/@", c) != NULL)
            return false;
    }
    return true;
}

bool html_allow_attribute(const char *name, struct str value)
{
    if (strcmp(name, "alt") == 0)
        return value.len <= LIMIT_LINE_BYTES;
    for (size_t i = 0; i < sizeof(plain_attributes) / sizeof(plain_attributes[0]); i++)
        if (strcmp(name, plain_attributes[i]) == 0)
            return html_allow_value(value);
    return false;
}

static const char *body_class(const GumboNode *body)
{
    static const char *const classes[] = {
        [GUMBO_DOCTYPE_NO_QUIRKS] = "mail-body-standard",
        [GUMBO_DOCTYPE_QUIRKS] = "mail-body",
        [GUMBO_DOCTYPE_LIMITED_QUIRKS] = "mail-body-limited",
    };
    const GumboNode *document = body;
    while (document->parent != NULL)
        document = document->parent;
    return document->type == GUMBO_NODE_DOCUMENT ? classes[document->v.document.doc_type_quirks_mode] : "mail-body";
}

static bool mark_fits(const struct mark_row *mark, const GumboNode *node, struct str value)
{
    bool is_class = strcmp(mark->attribute, "class") == 0;
    return is_class ? html_has_class(node, str_from(mark->value)) : str_equal(value, str_from(mark->value));
}

/* The first row of the table that fits any attribute. */
const char *html_allow_class(const GumboNode *element)
{
    const GumboVector *attributes = &element->v.element.attributes;
    const struct mark_row *best = NULL;
    if (element->v.element.tag == GUMBO_TAG_BODY)
        return body_class(element);
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
            bool is_better = best == NULL || &marks[k] < best;
            if (is_better && strcmp(attribute->name, marks[k].attribute) == 0
                && mark_fits(&marks[k], element, str_from(attribute->value)))
                best = &marks[k];
        }
    }
    return best != NULL ? best->written : NULL;
}
