#include "mail/html_clean.h"

#include "base/buf.h"
#include "base/limits.h"
#include "mail/html_nest.h"
#include "mail/html_sheet.h"
#include "mail/html_style.h"

enum {
    DEPTH_MAX = 400,  /* elements deeper than this are unwrapped; browsers stop near 500 */
    PASSES_MAX = 6,   /* until nothing changes; two are common, more than four are an attack */
};

enum action { UNWRAP, KEEP, VOID, DROP };

/* What is not listed is unwrapped: the element goes, its words stay. */
static const unsigned char actions[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_A] = KEEP, [GUMBO_TAG_ABBR] = KEEP, [GUMBO_TAG_ADDRESS] = KEEP, [GUMBO_TAG_APPLET] = DROP,
    [GUMBO_TAG_AUDIO] = DROP, [GUMBO_TAG_B] = KEEP, [GUMBO_TAG_BASE] = DROP, [GUMBO_TAG_BASEFONT] = DROP,
    [GUMBO_TAG_BGSOUND] = DROP, [GUMBO_TAG_BIG] = KEEP, [GUMBO_TAG_BLOCKQUOTE] = KEEP, [GUMBO_TAG_BODY] = KEEP,
    [GUMBO_TAG_BR] = VOID, [GUMBO_TAG_CANVAS] = DROP, [GUMBO_TAG_CAPTION] = KEEP, [GUMBO_TAG_CENTER] = KEEP,
    [GUMBO_TAG_CITE] = KEEP, [GUMBO_TAG_CODE] = KEEP, [GUMBO_TAG_COL] = VOID, [GUMBO_TAG_COLGROUP] = KEEP,
    [GUMBO_TAG_DD] = KEEP, [GUMBO_TAG_DEL] = KEEP, [GUMBO_TAG_DIV] = KEEP, [GUMBO_TAG_DL] = KEEP,
    [GUMBO_TAG_DT] = KEEP, [GUMBO_TAG_EM] = KEEP, [GUMBO_TAG_EMBED] = DROP, [GUMBO_TAG_FONT] = KEEP,
    [GUMBO_TAG_FRAME] = DROP, [GUMBO_TAG_FRAMESET] = DROP, [GUMBO_TAG_H1] = KEEP, [GUMBO_TAG_H2] = KEEP,
    [GUMBO_TAG_H3] = KEEP, [GUMBO_TAG_H4] = KEEP, [GUMBO_TAG_H5] = KEEP, [GUMBO_TAG_H6] = KEEP,
    [GUMBO_TAG_HEAD] = DROP, [GUMBO_TAG_HR] = VOID, [GUMBO_TAG_I] = KEEP, [GUMBO_TAG_IFRAME] = DROP,
    [GUMBO_TAG_IMG] = VOID, [GUMBO_TAG_INPUT] = DROP, [GUMBO_TAG_INS] = KEEP, [GUMBO_TAG_KBD] = KEEP,
    [GUMBO_TAG_LI] = KEEP, [GUMBO_TAG_LINK] = DROP, [GUMBO_TAG_MARK] = KEEP, [GUMBO_TAG_MATH] = DROP,
    [GUMBO_TAG_META] = DROP, [GUMBO_TAG_NOEMBED] = DROP, [GUMBO_TAG_NOFRAMES] = DROP, [GUMBO_TAG_NOSCRIPT] = DROP,
    [GUMBO_TAG_OBJECT] = DROP, [GUMBO_TAG_OL] = KEEP, [GUMBO_TAG_P] = KEEP, [GUMBO_TAG_PARAM] = DROP,
    [GUMBO_TAG_PLAINTEXT] = DROP, [GUMBO_TAG_PRE] = KEEP, [GUMBO_TAG_Q] = KEEP, [GUMBO_TAG_S] = KEEP,
    [GUMBO_TAG_SAMP] = KEEP, [GUMBO_TAG_SCRIPT] = DROP, [GUMBO_TAG_SELECT] = DROP, [GUMBO_TAG_SMALL] = KEEP,
    [GUMBO_TAG_SOURCE] = DROP, [GUMBO_TAG_SPAN] = KEEP, [GUMBO_TAG_STRIKE] = KEEP, [GUMBO_TAG_STRONG] = KEEP,
    [GUMBO_TAG_STYLE] = DROP, [GUMBO_TAG_SUB] = KEEP, [GUMBO_TAG_SUP] = KEEP, [GUMBO_TAG_SVG] = DROP,
    [GUMBO_TAG_TABLE] = KEEP, [GUMBO_TAG_TBODY] = KEEP, [GUMBO_TAG_TD] = KEEP, [GUMBO_TAG_TEMPLATE] = DROP,
    [GUMBO_TAG_TEXTAREA] = DROP, [GUMBO_TAG_TFOOT] = KEEP, [GUMBO_TAG_TH] = KEEP, [GUMBO_TAG_THEAD] = KEEP,
    [GUMBO_TAG_TITLE] = DROP, [GUMBO_TAG_TR] = KEEP, [GUMBO_TAG_TRACK] = DROP, [GUMBO_TAG_TT] = KEEP,
    [GUMBO_TAG_U] = KEEP, [GUMBO_TAG_UL] = KEEP, [GUMBO_TAG_VAR] = KEEP, [GUMBO_TAG_VIDEO] = DROP,
    [GUMBO_TAG_WBR] = VOID, [GUMBO_TAG_XMP] = DROP,
};

/* Attributes that hold a word, a number or a colour, on any element. */
static const char *const plain_attributes[] = {
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "color", "cols", "colspan", "dir", "face", "height",
    "hspace", "lang", "nowrap", "rowspan", "size", "span", "start", "type", "valign", "value", "vspace", "width",
};

/* Attributes whose value is words for a person. */
static const char *const text_attributes[] = { "alt", "title" };

/* How mail programs mark quotes and signatures. The mark stays as a class of ours, so that the page can fold what it
 * marks; "mail-history" goes on to the end of the mail. */
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
    { "id", "appendonsend", "mail-history" },
    { "id", "divRplyFwdMsg", "mail-history" },
    { "id", "mail-editor-reference-message-container", "mail-history" },
    { "id", "OLK_SRC_BODY_SECTION", "mail-history" },
    { "type", "cite", "mail-quote" },
};

struct writer {
    TALLOC_CTX *mem;
    struct buf out;
    const struct html_sheet *sheet; /* NULL: none */
    bool body_is_written;
    bool doubtful; /* what is written may read back as something else */
};

static enum action action_of(const GumboNode *node, size_t depth)
{
    if (node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
        return DROP;
    enum action action = (enum action)actions[node->v.element.tag];
    return action == KEEP && depth > DEPTH_MAX ? UNWRAP : action;
}

/* For html_nests, which judges no tree in which depth makes a difference. */
static bool is_written(const GumboNode *node)
{
    return action_of(node, 0) != UNWRAP;
}

static bool is_listed(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

static bool is_plain_value(struct str value)
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

static void write_attribute(struct writer *writer, const char *name, struct str value)
{
    buf_add_char(&writer->out, ' ');
    buf_add_c(&writer->out, name);
    buf_add(&writer->out, STR("=\""));
    buf_add_html(&writer->out, value);
    buf_add_char(&writer->out, '"');
}

/* mailto: and tel: carry no host; their characters are escaped like those of any attribute. */
static bool url_is_link(TALLOC_CTX *mem, struct str url, struct str *clean)
{
    if (html_url_is_web(mem, url, clean))
        return true;
    struct str trimmed = str_trim(url);
    bool is_plain = str_starts_nocase(trimmed, STR("mailto:")) || str_starts_nocase(trimmed, STR("tel:"));
    for (size_t i = 0; i < trimmed.len; i++)
        is_plain = is_plain && (unsigned char)trimmed.ptr[i] > ' ' && trimmed.ptr[i] != 0x7f;
    *clean = trimmed;
    return is_plain && trimmed.len <= LIMIT_URL_BYTES;
}

static void write_link(struct writer *writer, const GumboNode *node)
{
    struct str url;
    if (!url_is_link(writer->mem, html_attribute(node, "href"), &url))
        return;
    struct str again;
    writer->doubtful = writer->doubtful || !url_is_link(writer->mem, url, &again) || !str_equal(url, again);
    write_attribute(writer, "href", url);
    buf_add(&writer->out, STR(" rel=\"noopener noreferrer\" target=\"_blank\""));
}

/* cid:LOCAL@DOMAIN (RFC 2392), with nothing in it that could be read as something else. */
static bool is_cid(struct str url)
{
    if (!str_starts_nocase(url, STR("cid:")) || url.len > LIMIT_NAME_BYTES)
        return false;
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] <= ' ' || (unsigned char)url.ptr[i] == 0x7f ||
            strchr("<>\"'`\\", url.ptr[i]) != NULL)
            return false;
    return true;
}

/* An address that is loaded only when somebody wants it. */
static void write_remote(struct writer *writer, const char *name, struct str url)
{
    struct str again;
    writer->doubtful = writer->doubtful || !html_url_is_web(writer->mem, url, &again) || !str_equal(url, again);
    write_attribute(writer, name, url);
}

/* A picture that came with the mail keeps its address; a remote one waits in data-src. */
static void write_image(struct writer *writer, const GumboNode *node)
{
    struct str src = html_attribute(node, "src");
    struct str clean;
    if (src.len == 0)
        src = html_attribute(node, "data-src");
    if (is_cid(str_trim(src)))
        write_attribute(writer, "src", str_trim(src));
    else if (html_url_is_web(writer->mem, src, &clean))
        write_remote(writer, "data-src", clean);
}

/* What the attributes of a body say, as a style: the <div> that it becomes does not know them. */
static void add_body_style(struct buf *style, const GumboNode *node)
{
    struct str colour = html_attribute(node, "bgcolor"), text = html_attribute(node, "text");
    if (is_plain_value(colour) && colour.len > 0)
        buf_addf(style, "background-color:" STR_FMT ";", STR_ARG(colour));
    if (is_plain_value(text) && text.len > 0)
        buf_addf(style, "color:" STR_FMT ";", STR_ARG(text));
}

static bool is_clean_style(TALLOC_CTX *mem, struct str style)
{
    struct buf again;
    struct str background = STR("");
    buf_init(&again, mem, LIMIT_PARAGRAPH_BYTES);
    html_style_clean(mem, style, &again, &background);
    return str_equal(style, buf_str(&again)) && background.len == 0;
}

static void write_style(struct writer *writer, const GumboNode *node)
{
    struct str background = html_attribute(node, "data-background");
    struct str attribute = html_attribute(node, "background");
    background = attribute.len > 0 ? attribute : background;
    struct buf style, clean_style;
    buf_init(&style, writer->mem, LIMIT_PARAGRAPH_BYTES);
    bool is_body = node->v.element.tag == GUMBO_TAG_BODY;
    if (is_body)
        add_body_style(&style, node);
    if (writer->sheet != NULL)
        html_sheet_style(writer->sheet, node, &style);
    buf_add(&style, html_attribute(node, "style"));
    if (is_body && str_find_nocase(buf_str(&style), STR("background"), 0) != SIZE_MAX)
        buf_add(&style, STR(";min-height:100vh")); /* a page's colour goes down to its end */
    if (style.len > 0) {
        buf_init(&clean_style, writer->mem, LIMIT_PARAGRAPH_BYTES);
        html_style_clean(writer->mem, buf_str(&style), &clean_style, &background);
        if (clean_style.len > 0 && !clean_style.over) {
            write_attribute(writer, "style", buf_str(&clean_style));
            writer->doubtful = writer->doubtful || !is_clean_style(writer->mem, buf_str(&clean_style));
        }
    }
    struct str clean;
    if (background.len > 0 && html_url_is_web(writer->mem, background, &clean))
        write_remote(writer, "data-background", clean);
}

static bool mark_fits(const struct mark_row *mark, const GumboNode *node, struct str value)
{
    bool is_class = strcmp(mark->attribute, "class") == 0;
    return is_class ? html_has_class(node, mark->value) : str_equal(value, str_from(mark->value));
}

/* The first row of the table that fits any attribute. */
static void write_mark(struct writer *writer, const GumboNode *node)
{
    const GumboVector *attributes = &node->v.element.attributes;
    const struct mark_row *best = NULL;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        for (size_t k = 0; k < sizeof(marks) / sizeof(marks[0]); k++) {
            bool is_better = best == NULL || &marks[k] < best;
            if (is_better && strcmp(attribute->name, marks[k].attribute) == 0
                && mark_fits(&marks[k], node, str_from(attribute->value)))
                best = &marks[k];
        }
    }
    if (best != NULL)
        write_attribute(writer, "class", str_from(best->written));
}

static void write_attributes(struct writer *writer, const GumboNode *node)
{
    const GumboVector *attributes = &node->v.element.attributes;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        struct str value = str_from(attribute->value);
        bool plain =
            is_listed(attribute->name, plain_attributes, sizeof(plain_attributes) / sizeof(plain_attributes[0])) &&
            is_plain_value(value);
        bool text = is_listed(attribute->name, text_attributes, sizeof(text_attributes) / sizeof(text_attributes[0]))
                    && value.len <= LIMIT_LINE_BYTES;
        if (plain || text)
            write_attribute(writer, attribute->name, value);
    }
    write_mark(writer, node);
    if (attributes->length > 0 || writer->sheet != NULL)
        write_style(writer, node);
    if (node->v.element.tag == GUMBO_TAG_A)
        write_link(writer, node);
    else if (node->v.element.tag == GUMBO_TAG_IMG)
        write_image(writer, node);
}

static const char *written_name(const GumboNode *node)
{
    return node->v.element.tag == GUMBO_TAG_BODY ? "div" : gumbo_normalized_tagname(node->v.element.tag);
}

/* A parser drops the first line break inside <pre>: where one is meant, two are written. */
static bool starts_with_newline(const GumboNode *node)
{
    if (node->v.element.tag != GUMBO_TAG_PRE || node->v.element.children.length == 0)
        return false;
    const GumboNode *first = node->v.element.children.data[0];
    bool is_text = first->type == GUMBO_NODE_TEXT || first->type == GUMBO_NODE_WHITESPACE;
    return is_text && first->v.text.text[0] == '\n';
}

static void write_start(struct writer *writer, const GumboNode *node)
{
    buf_add_char(&writer->out, '<');
    buf_add_c(&writer->out, written_name(node));
    write_attributes(writer, node);
    buf_add_char(&writer->out, '>');
    if (starts_with_newline(node))
        buf_add_char(&writer->out, '\n');
}

/* The body becomes a <div>, and only where it says how the mail should look. */
static void write_body_start(struct writer *writer, const GumboNode *node)
{
    size_t start = writer->out.len;
    write_start(writer, node);
    writer->body_is_written = writer->out.len > start + strlen("<div>");
    if (!writer->body_is_written)
        buf_cut(&writer->out, start);
}

/* White space before the first word or element means nothing, and a parser drops it. */
static void write_text(struct writer *writer, const GumboNode *node)
{
    struct str text = str_from(node->v.text.text);
    size_t start = 0;
    while (writer->out.len == 0 && start < text.len && (text.ptr[start] == ' ' || text.ptr[start] == '\n' || text.ptr[start] == '\t'))
        start++;
    buf_add_html(&writer->out, str_slice(text, start, text.len));
    writer->doubtful = writer->doubtful || !html_text_nests(node, is_written);
}

static bool enter(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
        write_text(writer, node);
        return false;
    }
    if (node->type != GUMBO_NODE_ELEMENT)
        return false;
    enum action action = action_of(node, depth);
    if (action == DROP || action == UNWRAP)
        return action == UNWRAP;
    if (node->v.element.tag == GUMBO_TAG_BODY)
        write_body_start(writer, node);
    else
        write_start(writer, node);
    writer->doubtful = writer->doubtful || depth > NEST_DEPTH_MAX || !html_nests(node, is_written);
    return action == KEEP;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    bool is_written = action_of(node, depth) == KEEP
                      && (node->v.element.tag != GUMBO_TAG_BODY || writer->body_is_written);
    if (!is_written)
        return;
    buf_add(&writer->out, STR("</"));
    buf_add_c(&writer->out, written_name(node));
    buf_add_char(&writer->out, '>');
}

/* Characters that a parser changes or drops: control characters but \n and \t, a byte order mark, and what Unicode
 * keeps free of characters (U+FDD0 to U+FDEF, and the last two of each plane). HTML is valid UTF-8. */
static bool has_strange(struct str html)
{
    unsigned char before = 0, last = 0;
    for (size_t i = 0; i < html.len; i++) {
        unsigned char c = (unsigned char)html.ptr[i];
        bool is_control = (c < ' ' && c != '\n' && c != '\t') || c == 0x7f || (last == 0xc2 && c < 0xa0);
        bool is_free = (last == 0xbf && c >= 0xbe) || (before == 0xef && last == 0xb7 && c >= 0x90 && c < 0xb0);
        if (is_control || is_free)
            return true;
        before = last;
        last = c;
    }
    return str_starts(html, (struct str){ "\xef\xbb\xbf", 3 });
}

/* *SURE: what is written is a fixed point without any doubt. */
static enum status write_once(TALLOC_CTX *mem, const struct html_tree *tree, const struct html_sheet *sheet,
                              struct str *out, bool *sure, struct err *err)
{
    struct writer writer = { .mem = mem, .sheet = sheet };
    buf_init(&writer.out, mem, LIMIT_MAIL_HTML_BYTES);
    html_walk(tree->body, &(struct html_visitor){ enter, leave, &writer });
    TRY(buf_end(&writer.out, "html.too_large", out, err));
    bool valid = utf8_valid(*out);
    if (!valid) /* gumbo writes a numeric character reference that overflows as it comes */
        *out = utf8_clean(mem, *out);
    *sure = valid && !writer.doubtful && !has_strange(*out);
    return STATUS_OK;
}

static enum status write_again(TALLOC_CTX *mem, struct str html, struct str *out, struct err *err)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    bool sure;
    html_tree_read(mem, html, &tree);
    return write_once(mem, &tree, NULL, out, &sure, err);
}

/* A tree that was built from broken HTML can be one that no HTML describes (a link in a link, a block in a paragraph):
 * what is written then reads differently. Where html_nests does not rule that out it is read and written again until it
 * is the same. */
enum status html_clean_tree(TALLOC_CTX *mem, const struct html_tree *tree, struct str *clean, struct err *err)
{
    struct str before;
    bool sure = false;
    const struct html_sheet *sheet = html_sheet_read(mem, tree);
    if (sheet == NULL || write_once(mem, tree, sheet, &before, &sure, err) != STATUS_OK)
        TRY(write_once(mem, tree, NULL, &before, &sure, err));
    if (sure) {
        *clean = before;
        return STATUS_OK;
    }
    for (int pass = 1; pass < PASSES_MAX; pass++) {
        struct str after;
        TRY(write_again(mem, before, &after, err));
        if (str_equal(before, after)) {
            *clean = before;
            return STATUS_OK;
        }
        before = after;
    }
    return FAIL(err, STATUS_TOO_LARGE, "html.unstable", "the HTML of this mail has no fixed meaning");
}

enum status html_clean(TALLOC_CTX *mem, struct str html, struct str *clean, struct err *err)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    html_tree_read(mem, html, &tree);
    return html_clean_tree(mem, &tree, clean, err);
}
