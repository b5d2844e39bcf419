#include "mail/html_text.h"

#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_lines.h"
#include "mail/html_look.h"
#include "mail/html_quote.h"
#include "mail/html_sheet.h"
#include "mail/html_url.h"

enum { QUOTE_DEPTH_MAX = 20 };

enum kind { INLINE, BLOCK, PARAGRAPH, SKIP, BREAK, RULE, LIST, ITEM, CELL, QUOTE, SIGNATURE, LINK, PICTURE };

static const struct tag_row {
    GumboTag tag;
    enum kind kind;
} kinds[] = {
    { GUMBO_TAG_A, LINK },           { GUMBO_TAG_ADDRESS, BLOCK },    { GUMBO_TAG_ARTICLE, BLOCK },
    { GUMBO_TAG_ASIDE, BLOCK },      { GUMBO_TAG_BLOCKQUOTE, BLOCK }, { GUMBO_TAG_BODY, BLOCK },
    { GUMBO_TAG_BR, BREAK },         { GUMBO_TAG_CAPTION, BLOCK },    { GUMBO_TAG_CENTER, BLOCK },
    { GUMBO_TAG_DD, BLOCK },         { GUMBO_TAG_DETAILS, BLOCK },    { GUMBO_TAG_DIR, LIST },
    { GUMBO_TAG_DIV, BLOCK },        { GUMBO_TAG_DL, BLOCK },         { GUMBO_TAG_DT, BLOCK },
    { GUMBO_TAG_FIELDSET, BLOCK },   { GUMBO_TAG_FIGCAPTION, BLOCK }, { GUMBO_TAG_FIGURE, BLOCK },
    { GUMBO_TAG_FOOTER, BLOCK },     { GUMBO_TAG_FORM, BLOCK },       { GUMBO_TAG_H1, PARAGRAPH },
    { GUMBO_TAG_H2, PARAGRAPH },     { GUMBO_TAG_H3, PARAGRAPH },     { GUMBO_TAG_H4, PARAGRAPH },
    { GUMBO_TAG_H5, PARAGRAPH },     { GUMBO_TAG_H6, PARAGRAPH },     { GUMBO_TAG_HEAD, SKIP },
    { GUMBO_TAG_HEADER, BLOCK },     { GUMBO_TAG_HGROUP, BLOCK },     { GUMBO_TAG_HR, RULE },
    { GUMBO_TAG_IFRAME, SKIP },      { GUMBO_TAG_IMG, PICTURE },      { GUMBO_TAG_LEGEND, BLOCK },
    { GUMBO_TAG_LI, ITEM },          { GUMBO_TAG_LISTING, BLOCK },    { GUMBO_TAG_MAIN, BLOCK },
    { GUMBO_TAG_MENU, LIST },        { GUMBO_TAG_NAV, BLOCK },        { GUMBO_TAG_NOFRAMES, SKIP },
    { GUMBO_TAG_NOSCRIPT, SKIP },    { GUMBO_TAG_OBJECT, SKIP },      { GUMBO_TAG_OL, LIST },
    { GUMBO_TAG_P, PARAGRAPH },      { GUMBO_TAG_PRE, BLOCK },        { GUMBO_TAG_SCRIPT, SKIP },
    { GUMBO_TAG_SECTION, BLOCK },    { GUMBO_TAG_SELECT, SKIP },      { GUMBO_TAG_STYLE, SKIP },
    { GUMBO_TAG_SUMMARY, BLOCK },    { GUMBO_TAG_SVG, SKIP },         { GUMBO_TAG_TABLE, BLOCK },
    { GUMBO_TAG_TBODY, BLOCK },      { GUMBO_TAG_TD, CELL },          { GUMBO_TAG_TEMPLATE, SKIP },
    { GUMBO_TAG_TEXTAREA, SKIP },    { GUMBO_TAG_TFOOT, BLOCK },      { GUMBO_TAG_TH, CELL },
    { GUMBO_TAG_THEAD, BLOCK },      { GUMBO_TAG_TITLE, SKIP },       { GUMBO_TAG_TR, BLOCK },
    { GUMBO_TAG_UL, LIST },
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

struct writer {
    TALLOC_CTX *mem;
    TALLOC_CTX *scratch;            /* for one element */
    const struct html_sheet *sheet; /* NULL: none */
    struct html_lines lines;
    struct html_look *looks; /* of the open elements, by depth */
    size_t looks_room;
    const GumboNode *link; /* the open one; NULL for none */
    size_t link_start;     /* its words begin here in lines.out */
    bool link_has_picture;
};

static struct html_look *look_at(struct writer *writer, size_t depth)
{
    enum { MORE = 64 };
    if (depth >= writer->looks_room) {
        writer->looks_room = depth + MORE;
        writer->looks = mem_need(
            talloc_realloc(writer->mem, writer->looks, struct html_look, (unsigned)writer->looks_room));
    }
    return &writer->looks[depth];
}

static struct html_look look_around(struct writer *writer, size_t depth)
{
    return depth > 0 ? *look_at(writer, depth - 1) : (struct html_look){ .hidden = false };
}

/* --- Links and pictures ------------------------------------------------------------------------------------------- */

/* URL as people write it down, for a comparison. */
static struct str bare_address(struct str url)
{
    static const char *const starts[] = { "https://", "http://", "mailto:", "tel:", "www." };
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (str_starts_nocase(url, str_from(starts[i])))
            url = str_slice(url, strlen(starts[i]), url.len);
    return str_ends(url, STR("/")) ? str_slice(url, 0, url.len - 1) : url;
}

/* A telephone number is one whatever stands between its digits. */
static bool is_number(struct str words)
{
    enum { DIGITS_MIN = 5 };
    size_t digits = 0;
    for (size_t i = 0; i < words.len; i++)
        digits += words.ptr[i] >= '0' && words.ptr[i] <= '9';
    return digits >= DIGITS_MIN;
}

/* Behind the words of a link stands where it goes, unless they say it. A link around a picture has no words. */
static void end_link(struct writer *writer)
{
    struct str url, words = str_slice(buf_str(&writer->lines.out), writer->link_start, SIZE_MAX);
    bool goes = html_url_is_link(writer->scratch, html_attribute(writer->link, "href"), &url);
    writer->link = NULL;
    words = str_trim(words);
    if (!goes || (words.len == 0 && !writer->link_has_picture))
        return;
    bool is_mail = str_starts_nocase(url, STR("mailto:")), is_phone = str_starts_nocase(url, STR("tel:"));
    struct str address = is_mail || is_phone ? bare_address(url) : url;
    if (is_mail)
        address = str_slice(address, 0, str_find(address, STR("?"), 0));
    bool is_said = (is_phone && is_number(words)) || str_find_nocase(words, bare_address(address), 0) != SIZE_MAX;
    if (!is_said)
        html_lines_word(&writer->lines, str_format(writer->scratch, "<" STR_FMT ">", STR_ARG(address)));
}

/* What stands in for a picture, in brackets; a picture that stands for a sign is that sign. Names of files say nothing.
 * */
static void add_picture(struct writer *writer, const GumboNode *node)
{
    struct str alt = str_trim(html_attribute(node, "alt"));
    static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp" };
    bool is_sign = true;
    writer->link_has_picture = true;
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (str_ends_nocase(alt, str_from(endings[i])))
            return;
    for (size_t i = 0; i < alt.len; i++)
        is_sign = is_sign && (unsigned char)alt.ptr[i] >= 0x80;
    if (alt.len == 0 || alt.len > LIMIT_LINE_BYTES)
        return;
    html_lines_add(&writer->lines, is_sign ? alt : str_format(writer->scratch, "[" STR_FMT "]", STR_ARG(alt)), false);
}

/* --- The walk ----------------------------------------------------------------------------------------------------- */

static int64_t first_number(const GumboNode *list)
{
    int64_t first;
    return parse_i64(html_attribute(list, "start"), 0, UINT16_MAX, &first) ? first : 1;
}

/* A signature stands below its mark: one that the writer's program wrote above it or in it, or ours. */
static void enter_signature(struct html_lines *lines, const GumboNode *node)
{
    html_lines_edge(lines, 1);
    struct str words = html_quote_first_words(node);
    if (words.len > 0 && !str_starts(words, STR("--")) && !html_lines_are_marked(lines))
        html_lines_mark(lines);
}

static bool enter_element(struct writer *writer, const GumboNode *node)
{
    struct html_lines *lines = &writer->lines;
    switch (kind_of(node)) {
    case SKIP:
        return false;
    case BREAK:
        html_lines_break(lines);
        break;
    case RULE:
        html_lines_edge(lines, 1);
        html_lines_add(lines, STR("________________________________"), false);
        html_lines_edge(lines, 1);
        break;
    case PARAGRAPH:
        html_lines_edge(lines, 2);
        break;
    case LIST:
        html_lines_list(lines, node->v.element.tag == GUMBO_TAG_OL, first_number(node));
        break;
    case ITEM:
        html_lines_item(lines);
        break;
    case CELL:
        html_lines_cell(lines);
        break;
    case QUOTE:
        html_lines_edge(lines, 1);
        lines->quotes += lines->quotes < QUOTE_DEPTH_MAX;
        break;
    case SIGNATURE:
        enter_signature(lines, node);
        break;
    case BLOCK:
        html_lines_edge(lines, 1);
        break;
    case LINK:
        if (writer->link != NULL)
            break;
        writer->link = node;
        writer->link_start = lines->out.len;
        writer->link_has_picture = false;
        break;
    case PICTURE:
        add_picture(writer, node);
        break;
    case INLINE:
        break;
    }
    return true;
}

static bool enter(void *data, const GumboNode *node, size_t depth)
{
    struct writer *writer = data;
    struct html_look around = look_around(writer, depth), *look;
    if (writer->lines.full)
        return false;
    switch (node->type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA:
        if (!around.tiny)
            html_lines_add(&writer->lines, str_from(node->v.text.text), around.keeps_space);
        return false;
    case GUMBO_NODE_ELEMENT:
        look = look_at(writer, depth);
        talloc_free_children(writer->scratch);
        *look = html_look(writer->scratch, writer->sheet, node, around);
        return !look->hidden && enter_element(writer, node);
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
    struct html_lines *lines = &writer->lines;
    (void)depth;
    switch (kind_of(node)) {
    case QUOTE:
        html_lines_edge(lines, 1);
        lines->quotes -= lines->quotes > 0;
        break;
    case PARAGRAPH:
        html_lines_edge(lines, 2);
        break;
    case LIST:
        html_lines_list_end(lines);
        break;
    case BLOCK:
    case SIGNATURE:
    case ITEM:
        html_lines_edge(lines, 1);
        break;
    case LINK:
        if (writer->link == node)
            end_link(writer);
        break;
    case INLINE:
    case SKIP:
    case BREAK:
    case RULE:
    case CELL:
    case PICTURE:
        break;
    }
}

struct str html_tree_text(TALLOC_CTX *mem, const struct html_tree *tree)
{
    struct writer writer = { .mem = mem, .scratch = mem_need(talloc_new(mem)), .sheet = html_sheet_read(mem, tree) };
    html_lines_init(&writer.lines, mem);
    html_walk(tree->body, &(struct html_visitor){ enter, leave, &writer });
    return html_lines_text(&writer.lines, mem);
}

struct str html_text(TALLOC_CTX *mem, struct str html)
{
    CLEANUP(html_tree_done) struct html_tree tree = { 0 };
    html_tree_read(mem, html, &tree);
    return html_tree_text(mem, &tree);
}
