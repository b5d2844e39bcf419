#include "mail/html_clean.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_allow.h"
#include "mail/html_css.h"
#include "mail/html_link.h"
#include "mail/html_nest.h"
#include "mail/html_sheet.h"
#include "mail/html_style.h"
#include "mail/html_url.h"

enum {
    DEPTH_MAX = 400,  /* elements deeper than this are unwrapped; browsers stop near 500 */
    PASSES_MAX = 6,   /* until nothing changes; two are common, more than four are an attack */
};

struct writer {
    TALLOC_CTX *mem;
    TALLOC_CTX *scratch; /* for the attributes of one element */
    struct buf out, style, clean, again;
    const struct html_sheet *sheet; /* NULL: none */
    bool is_again; /* what is read was written here: its body says nothing of its own */
    bool body_is_written;
    bool pre_begins; /* nothing is written in it yet */
    bool doubtful; /* what is written may read back as something else */
};

static enum html_action action_of(const GumboNode *node, size_t depth)
{
    enum html_action action = html_allow_element(node);
    return (action == HTML_KEEP || action == HTML_BOX) && depth > DEPTH_MAX ? HTML_UNWRAP : action;
}

/* For html_nests, which judges no tree in which depth makes a difference. */
static bool is_written(const GumboNode *node)
{
    return action_of(node, 0) != HTML_UNWRAP;
}

static void write_attribute(struct writer *writer, const char *name, struct str value)
{
    buf_add_char(&writer->out, ' ');
    buf_add_c(&writer->out, name);
    buf_add(&writer->out, STR("=\""));
    buf_add_html(&writer->out, value);
    buf_add_char(&writer->out, '"');
}

static void write_link(struct writer *writer, const GumboNode *node)
{
    struct str url, again, href = html_attribute(node, "href");
    if (href.len == 0 || !html_url_is_link(writer->scratch, href, &url))
        return;
    writer->doubtful = writer->doubtful || !html_url_is_link(writer->scratch, url, &again) || !str_equal(url, again);
    write_attribute(writer, "href", url);
    struct str truth = html_link_truth(writer->scratch, node, url);
    if (truth.len > 0)
        write_attribute(writer, "data-goes", truth);
    buf_add(&writer->out, STR(" rel=\"noopener noreferrer\" target=\"_blank\""));
}

/* An address that is loaded only when somebody wants it. */
static void write_remote(struct writer *writer, const char *name, struct str url)
{
    struct str again;
    bool is_same = html_style_picture(writer->scratch, url, &again) && str_equal(url, again);
    writer->doubtful = writer->doubtful || !is_same;
    write_attribute(writer, name, url);
}

static bool is_point(struct str length)
{
    struct str s = str_trim(length);
    return str_equal(s, STR("0")) || str_equal(s, STR("1")) || str_equal_nocase(s, STR("0px")) ||
           str_equal_nocase(s, STR("1px"));
}

/* Whether a picture shows nothing and only tells its sender that somebody looked: a single pixel, or one that is
 * hidden. */
static bool is_beacon(struct writer *writer, const GumboNode *node)
{
    bool is_thin = is_point(html_attribute(node, "width")), is_flat = is_point(html_attribute(node, "height"));
    bool is_hidden = false;
    struct str rest = html_attribute(node, "style");
    struct html_declaration declaration;
    while (html_css_next(writer->scratch, &rest, &declaration)) {
        is_thin = str_equal(declaration.name, STR("width")) ? is_point(declaration.value) : is_thin;
        is_flat = str_equal(declaration.name, STR("height")) ? is_point(declaration.value) : is_flat;
        if (str_equal(declaration.name, STR("display")))
            is_hidden = str_equal_nocase(declaration.value, STR("none"));
    }
    return is_hidden || (is_thin && is_flat);
}

/* A picture that came with the mail keeps its address; a remote one waits in data-src. */
static void write_image(struct writer *writer, const GumboNode *node)
{
    struct str src = html_attribute(node, "src");
    struct str clean;
    if (src.len == 0)
        src = html_attribute(node, "data-src");
    if (html_url_is_cid(str_trim(src)))
        write_attribute(writer, "src", str_trim(src));
    else if (html_url_is_web(writer->scratch, src, &clean) && !is_beacon(writer, node))
        write_remote(writer, "data-src", clean);
}

/* What the attributes of a body say, as a style: the <div> that it becomes does not know them. */
static void add_body_style(struct buf *style, const GumboNode *node)
{
    static const struct {
        const char *attribute, *property, *unit;
    } rows[] = {
        { "bgcolor", "background-color", "" },
        { "text", "color", "" },
        { "marginwidth", "margin-left", "px" },
        { "marginwidth", "margin-right", "px" },
        { "leftmargin", "margin-left", "px" },
        { "marginheight", "margin-top", "px" },
        { "marginheight", "margin-bottom", "px" },
        { "topmargin", "margin-top", "px" },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct str value = html_attribute(node, rows[i].attribute);
        if (value.len > 0 && html_allow_value(value))
            buf_addf(style, "%s:" STR_FMT "%s;", rows[i].property, STR_ARG(value), rows[i].unit);
    }
}

static bool is_clean_style(struct writer *writer, struct str style)
{
    struct str background = STR("");
    buf_clear(&writer->again);
    html_style_clean(writer->scratch, style, &writer->again, &background);
    return str_equal(style, buf_str(&writer->again)) && background.len == 0;
}

static void write_style(struct writer *writer, const GumboNode *node)
{
    struct buf *style = &writer->style, *clean = &writer->clean;
    struct str background = html_attribute(node, "background");
    buf_clear(style);
    buf_clear(clean);
    if (node->v.element.tag == GUMBO_TAG_BODY)
        add_body_style(style, node);
    if (writer->sheet != NULL)
        html_sheet_style(writer->sheet, node, style);
    buf_add(style, html_attribute(node, "style"));
    html_style_clean(writer->scratch, buf_str(style), clean, &background);
    if (background.len == 0)
        background = html_attribute(node, "data-background");
    if (background.len > 0 && html_style_picture(writer->scratch, background, &background))
        write_remote(writer, "data-background", background);
    if (clean->len == 0 || clean->over)
        return;
    write_attribute(writer, "style", buf_str(clean));
    writer->doubtful = writer->doubtful || !is_clean_style(writer, buf_str(clean));
}

static void write_attributes(struct writer *writer, const GumboNode *node)
{
    const GumboVector *attributes = &node->v.element.attributes;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        struct str value = str_from(attribute->value);
        if (html_allow_attribute(attribute->name, value))
            write_attribute(writer, attribute->name, value);
    }
    const char *class = html_allow_class(node);
    if (class != NULL)
        write_attribute(writer, "class", str_from(class));
    if (attributes->length > 0 || writer->sheet != NULL)
        write_style(writer, node);
    if (node->v.element.tag == GUMBO_TAG_A)
        write_link(writer, node);
    else if (node->v.element.tag == GUMBO_TAG_IMG)
        write_image(writer, node);
    talloc_free_children(writer->scratch);
}

static const char *written_name(const GumboNode *node)
{
    return html_allow_element(node) == HTML_BOX ? "div" : gumbo_normalized_tagname(node->v.element.tag);
}

static void write_start(struct writer *writer, const GumboNode *node)
{
    buf_add_char(&writer->out, '<');
    buf_add_c(&writer->out, written_name(node));
    write_attributes(writer, node);
    buf_add_char(&writer->out, '>');
    writer->pre_begins = node->v.element.tag == GUMBO_TAG_PRE;
}

/* The body becomes a <div>, and only where it, or the kind of document, says how the mail should look. */
static void write_body_start(struct writer *writer, const GumboNode *node)
{
    struct str plain = STR("<div class=\"mail-body\">");
    write_start(writer, node);
    writer->body_is_written = !writer->is_again && !str_equal(buf_str(&writer->out), plain);
    if (!writer->body_is_written)
        buf_clear(&writer->out);
}

/* White space before the first word or element means nothing, and a parser drops it. So it does with the line break
 * that a <pre> begins with, and then with the next one, when somebody writes down what it read. */
static void write_text(struct writer *writer, const GumboNode *node)
{
    struct str text = str_from(node->v.text.text);
    const char *dropped = writer->out.len == 0 ? " \n\t" : writer->pre_begins ? "\n" : "";
    while (text.len > 0 && strchr(dropped, text.ptr[0]) != NULL)
        text = str_slice(text, 1, text.len);
    buf_add_html(&writer->out, text);
    writer->pre_begins = writer->pre_begins && text.len == 0;
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
    enum html_action action = action_of(node, depth);
    if (action == HTML_DROP || action == HTML_UNWRAP)
        return action == HTML_UNWRAP;
    if (node->v.element.tag == GUMBO_TAG_BODY)
        write_body_start(writer, node);
    else
        write_start(writer, node);
    writer->doubtful = writer->doubtful || depth > NEST_DEPTH_MAX || !html_nests(node, is_written);
    return action != HTML_VOID;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    enum html_action action = action_of(node, depth);
    bool has_end = action == HTML_KEEP || action == HTML_BOX;
    if (!has_end || (node->v.element.tag == GUMBO_TAG_BODY && !writer->body_is_written))
        return;
    writer->pre_begins = false;
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

/* Without doubt, what WRITER made of TREE is a fixed point when *SURE. */
static enum status write_once(struct writer *writer, const struct html_tree *tree, struct str *out, bool *sure,
                              struct err *err)
{
    buf_init(&writer->out, writer->mem, LIMIT_MAIL_HTML_BYTES);
    buf_init(&writer->style, writer->mem, LIMIT_PARAGRAPH_BYTES);
    buf_init(&writer->clean, writer->mem, LIMIT_PARAGRAPH_BYTES);
    buf_init(&writer->again, writer->mem, LIMIT_PARAGRAPH_BYTES);
    writer->scratch = mem_need(talloc_new(writer->mem));
    html_walk(tree->body, &(struct html_visitor){ enter, leave, writer });
    TRY(buf_end(&writer->out, "html.too_large", out, err));
    bool valid = utf8_valid(*out);
    if (!valid) /* gumbo writes a numeric character reference that overflows as it comes */
        *out = utf8_clean(writer->mem, *out);
    *sure = valid && !writer->doubtful && !has_strange(*out);
    return STATUS_OK;
}

/* As the strictest browser reads it: only in a document without a doctype may a table stand in a paragraph. */
static enum status write_again(TALLOC_CTX *mem, struct str html, struct str *out, struct err *err)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    struct writer writer = { .mem = mem, .is_again = true };
    bool sure;
    html_tree_read(mem, str_format(mem, "<!doctype html>" STR_FMT, STR_ARG(html)), &tree);
    return write_once(&writer, &tree, out, &sure, err);
}

/* A tree that was built from broken HTML can be one that no HTML describes (a link in a link, a block in a paragraph):
 * what is written then reads differently. Where html_nests does not rule that out it is read and written again until it
 * is the same. */
enum status html_clean_tree(TALLOC_CTX *mem, const struct html_tree *tree, struct str *clean, struct err *err)
{
    struct str before;
    bool sure = false;
    TALLOC_CTX *written = talloc_new(mem); /* a reading that turned out to be another is given back: they are large */
    struct writer writer = { .mem = written, .sheet = html_sheet_read(written, tree) }, plain = { .mem = written };
    if (writer.sheet == NULL || write_once(&writer, tree, &before, &sure, err) != STATUS_OK)
        TRY(write_once(&plain, tree, &before, &sure, err));
    for (int pass = 1; pass < PASSES_MAX && !sure; pass++) {
        struct str after;
        TALLOC_CTX *again = talloc_new(mem);
        TRY(write_again(again, before, &after, err));
        sure = str_equal(before, after);
        talloc_free(written);
        written = again;
        before = after;
    }
    if (!sure)
        return FAIL(err, STATUS_TOO_LARGE, "html.unstable", "the HTML of this mail has no fixed meaning");
    *clean = before;
    return STATUS_OK;
}

enum status html_clean(TALLOC_CTX *mem, struct str html, struct str *clean, struct err *err)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    html_tree_read(mem, html, &tree);
    return html_clean_tree(mem, &tree, clean, err);
}
