#include "mail/html_text.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_quote.h"

enum { QUOTE_DEPTH_MAX = 20 };

struct writer {
    struct buf out;
    size_t quotes;     /* open block quotes */
    size_t pre;        /* open elements that keep white space */
    bool at_start;     /* of a line: nothing but its quote marks is written, and those only with the first word */
    bool space;        /* a space is owed before the next word */
    size_t ends;       /* line breaks at the end of `out` */
};

enum kind { INLINE, BLOCK, PARAGRAPH, SKIP, BREAK, RULE, ITEM, CELL, QUOTE, SIGNATURE, KEEP_SPACE };

static const struct tag_row {
    GumboTag tag;
    enum kind kind;
} kinds[] = {
    { GUMBO_TAG_ADDRESS, BLOCK },   { GUMBO_TAG_ARTICLE, BLOCK },   { GUMBO_TAG_ASIDE, BLOCK },
    { GUMBO_TAG_BLOCKQUOTE, BLOCK }, { GUMBO_TAG_BODY, BLOCK },     { GUMBO_TAG_BR, BREAK },
    { GUMBO_TAG_CAPTION, BLOCK },   { GUMBO_TAG_CENTER, BLOCK },    { GUMBO_TAG_DD, BLOCK },
    { GUMBO_TAG_DIV, BLOCK },       { GUMBO_TAG_DL, BLOCK },        { GUMBO_TAG_DT, BLOCK },
    { GUMBO_TAG_FIELDSET, BLOCK },  { GUMBO_TAG_FIGURE, BLOCK },    { GUMBO_TAG_FOOTER, BLOCK },
    { GUMBO_TAG_FORM, BLOCK },      { GUMBO_TAG_H1, PARAGRAPH },    { GUMBO_TAG_H2, PARAGRAPH },
    { GUMBO_TAG_H3, PARAGRAPH },    { GUMBO_TAG_H4, PARAGRAPH },    { GUMBO_TAG_H5, PARAGRAPH },
    { GUMBO_TAG_H6, PARAGRAPH },    { GUMBO_TAG_HEAD, SKIP },       { GUMBO_TAG_HEADER, BLOCK },
    { GUMBO_TAG_HR, RULE },         { GUMBO_TAG_IFRAME, SKIP },     { GUMBO_TAG_LI, ITEM },
    { GUMBO_TAG_MAIN, BLOCK },      { GUMBO_TAG_NAV, BLOCK },       { GUMBO_TAG_NOFRAMES, SKIP },
    { GUMBO_TAG_NOSCRIPT, SKIP },   { GUMBO_TAG_OBJECT, SKIP },     { GUMBO_TAG_OL, PARAGRAPH },
    { GUMBO_TAG_P, PARAGRAPH },     { GUMBO_TAG_PRE, KEEP_SPACE },  { GUMBO_TAG_SCRIPT, SKIP },
    { GUMBO_TAG_SECTION, BLOCK },   { GUMBO_TAG_SELECT, SKIP },     { GUMBO_TAG_STYLE, SKIP },
    { GUMBO_TAG_SVG, SKIP },        { GUMBO_TAG_TABLE, BLOCK },     { GUMBO_TAG_TBODY, BLOCK },
    { GUMBO_TAG_TD, CELL },         { GUMBO_TAG_TEMPLATE, SKIP },   { GUMBO_TAG_TEXTAREA, SKIP },
    { GUMBO_TAG_TFOOT, BLOCK },     { GUMBO_TAG_TH, CELL },         { GUMBO_TAG_THEAD, BLOCK },
    { GUMBO_TAG_TITLE, SKIP },      { GUMBO_TAG_TR, BLOCK },        { GUMBO_TAG_UL, PARAGRAPH },
};

static enum kind kind_of(const GumboNode *node)
{
    enum html_quote meaning = html_quote_of(node);
    if (meaning != HTML_QUOTE_NONE)
        return meaning == HTML_QUOTE_EARLIER ? QUOTE : SIGNATURE;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].tag != node->v.element.tag)
            continue;
        /* Outlook makes a paragraph of every line and takes its margins away. */
        if (kinds[i].kind == PARAGRAPH && str_starts(html_attribute(node, "class"), STR("Mso")))
            return BLOCK;
        return kinds[i].kind;
    }
    return INLINE;
}

static bool is_hidden(const GumboNode *node)
{
    struct str style = html_attribute(node, "style");
    size_t at = style.len == 0 ? SIZE_MAX : str_find_nocase(style, STR("display"), 0);
    if (at == SIZE_MAX)
        return false;
    struct str rest = str_slice(style, at + strlen("display"), style.len);
    rest = str_trim(rest);
    return str_starts(rest, STR(":")) && str_starts_nocase(str_trim(str_slice(rest, 1, rest.len)), STR("none"));
}

static const struct str signature_mark = { "-- ", 3 }; /* RFC 3676 section 4.3 */

/* Whether the last line that was begun is "--" and nothing else. */
static bool is_at_mark(const struct writer *writer)
{
    struct str out = buf_str(&writer->out);
    return !writer->at_start && (str_ends(out, STR("\n--")) || str_equal(out, STR("--")));
}

static void line_end(struct writer *writer)
{
    if (writer->space && is_at_mark(writer))
        buf_add_char(&writer->out, ' '); /* it makes the line a signature's mark */
    if (writer->at_start && writer->quotes > 0)
        for (size_t i = 0; i < writer->quotes; i++)
            buf_add_char(&writer->out, '>');
    buf_add_char(&writer->out, '\n');
    writer->at_start = true;
    writer->space = false;
    writer->ends++;
}

/* The line is over; with LINES 2 an empty one follows. */
static void edge(struct writer *writer, size_t lines)
{
    if (writer->out.len == 0)
        return;
    if (!writer->at_start)
        line_end(writer);
    while (writer->ends < lines)
        line_end(writer);
}

static void line_begin(struct writer *writer)
{
    if (!writer->at_start)
        return;
    for (size_t i = 0; i < writer->quotes; i++)
        buf_add_char(&writer->out, '>');
    if (writer->quotes > 0)
        buf_add_char(&writer->out, ' ');
    writer->at_start = false;
    writer->ends = 0;
    writer->space = false;
}

static bool is_space(struct str s, size_t at, size_t *len)
{
    unsigned char c = (unsigned char)s.ptr[at];
    *len = 1;
    if (c <= ' ')
        return true;
    if (c == 0xc2 && at + 1 < s.len && (unsigned char)s.ptr[at + 1] == 0xa0) {
        *len = 2; /* no-break space: only another space for a reader of text */
        return true;
    }
    return false;
}

static void write_text(struct writer *writer, struct str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t len;
        if (writer->pre > 0) {
            if (text.ptr[i] == '\n') {
                line_end(writer);
            } else if (text.ptr[i] != '\r') {
                line_begin(writer);
                buf_add_char(&writer->out, text.ptr[i]);
            }
            i++;
        } else if (is_space(text, i, &len)) {
            writer->space = !writer->at_start;
            i += len;
        } else {
            line_begin(writer);
            if (writer->space)
                buf_add_char(&writer->out, ' ');
            writer->space = false;
            size_t start = i;
            while (i < text.len && !is_space(text, i, &len))
                i++;
            buf_add(&writer->out, str_slice(text, start, i - start));
        }
    }
}

/* A signature stands below its mark: one that the writer's program wrote above it or in it, or ours. */
static void enter_signature(struct writer *writer, const GumboNode *node)
{
    edge(writer, 1);
    struct str words = html_quote_first_words(node);
    struct str above = str_trim(buf_str(&writer->out));
    bool is_marked = str_starts(words, STR("--")) || str_ends(above, STR("\n--")) || str_equal(above, STR("--"));
    if (words.len == 0 || is_marked)
        return;
    line_begin(writer);
    buf_add(&writer->out, signature_mark);
    line_end(writer);
}

static bool enter_element(struct writer *writer, const GumboNode *node)
{
    switch (kind_of(node)) {
    case SKIP:
        return false;
    case BREAK:
        line_end(writer);
        return true;
    case RULE:
        edge(writer, 1);
        write_text(writer, STR("________________________________"));
        edge(writer, 1);
        return true;
    case PARAGRAPH:
        edge(writer, 2);
        break;
    case ITEM:
        edge(writer, 1);
        write_text(writer, STR("-"));
        writer->space = true;
        break;
    case CELL:
        writer->space = !writer->at_start;
        break;
    case QUOTE:
        edge(writer, 1);
        writer->quotes += writer->quotes < QUOTE_DEPTH_MAX;
        break;
    case SIGNATURE:
        enter_signature(writer, node);
        break;
    case KEEP_SPACE:
        edge(writer, 1);
        writer->pre++;
        break;
    case BLOCK:
        edge(writer, 1);
        break;
    case INLINE:
        break;
    }
    return true;
}

static bool enter(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    (void)depth;
    if (writer->out.over)
        return false;
    switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        write_text(writer, str_from(node->v.text.text));
        return false;
    case GUMBO_NODE_ELEMENT:
        return !is_hidden(node) && enter_element(writer, node);
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_TEMPLATE:
    case GUMBO_NODE_DOCUMENT:
        break;
    }
    return false;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    (void)depth;
    switch (kind_of(node)) {
    case QUOTE:
        edge(writer, 1);
        writer->quotes -= writer->quotes > 0;
        break;
    case KEEP_SPACE:
        writer->pre--;
        edge(writer, 1);
        break;
    case PARAGRAPH:
        edge(writer, 2);
        break;
    case BLOCK:
    case SIGNATURE:
    case ITEM:
        edge(writer, 1);
        break;
    case INLINE:
    case SKIP:
    case BREAK:
    case RULE:
    case CELL:
        break;
    }
}

struct str html_tree_text(TALLOC_CTX *mem, const struct html_tree *tree)
{
    struct writer writer = { .at_start = true };
    buf_init(&writer.out, mem, LIMIT_MAIL_TEXT_BYTES);
    html_walk(tree->body, &(struct html_visitor){ enter, leave, &writer });
    /* gumbo writes a numeric character reference that overflows as it comes. */
    struct str text = buf_str(&writer.out);
    text = utf8_clip(utf8_valid(text) ? text : utf8_clean(mem, text), LIMIT_MAIL_TEXT_BYTES);
    size_t end = text.len;
    while (end > 0 && (text.ptr[end - 1] == '\n' || text.ptr[end - 1] == ' '))
        end--;
    return end < text.len ? str_slice(text, 0, end + 1) : text;
}

struct str html_text(TALLOC_CTX *mem, struct str html)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    html_tree_read(mem, html, &tree);
    return html_tree_text(mem, &tree);
}
