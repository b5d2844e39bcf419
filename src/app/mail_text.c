#include "app/mail_text.h"

#include <cmark-gfm.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

enum { DEPTH_MOST = 64, PREFIX_BYTES = 1024 };

/* The walk down the tree. PREFIX is what each new line begins with: "> ", the indent of a list. */
struct writing {
    struct buf *out;
    struct buf prefix;
    bool fresh;    /* nothing stands on this line yet */
    int depth;
};

static void start_line(struct writing *w)
{
    if (!w->fresh)
        return;
    w->fresh = false;
    buf_add(w->out, buf_str(&w->prefix));
}

static void add(struct writing *w, struct str text)
{
    if (text.len == 0)
        return;
    start_line(w);
    buf_add(w->out, text);
}

static void end_line(struct writing *w)
{
    if (w->fresh && w->prefix.len > 0) /* an empty line of a quote still is one */
        buf_add(w->out, str_trim(buf_str(&w->prefix)));
    buf_add_char(w->out, '\n');
    w->fresh = true;
}

static void add_lines(struct writing *w, struct str text, struct str indent)
{
    struct str line;
    while (str_next(&text, '\n', &line)) {
        if (line.len > 0)
            add(w, indent);
        add(w, line);
        end_line(w);
    }
}

static void write_node(struct writing *w, cmark_node *node);

static void write_children(struct writing *w, cmark_node *node)
{
    for (cmark_node *child = cmark_node_first_child(node); child != NULL; child = cmark_node_next(child))
        write_node(w, child);
}

/* Blocks stand apart by an empty line, but for the items of a tight list. */
static void write_blocks(struct writing *w, cmark_node *node, bool tight)
{
    for (cmark_node *child = cmark_node_first_child(node); child != NULL; child = cmark_node_next(child)) {
        write_node(w, child);
        if (cmark_node_next(child) != NULL && !tight)
            end_line(w);
    }
}

/* Writes the blocks of NODE with FIRST before the first line and REST before the others. */
static void write_within(struct writing *w, cmark_node *node, struct str first, struct str rest, bool tight)
{
    size_t outer = w->prefix.len;
    start_line(w);
    buf_add(w->out, first);
    buf_add(&w->prefix, rest);
    write_blocks(w, node, tight);
    buf_cut(&w->prefix, outer);
}

static void write_list(struct writing *w, cmark_node *list)
{
    bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST, tight = cmark_node_get_list_tight(list) != 0;
    int number = cmark_node_get_list_start(list);
    for (cmark_node *item = cmark_node_first_child(list); item != NULL; item = cmark_node_next(item)) {
        struct str mark = ordered ? str_format(w->out->mem, "%d. ", number++) : STR("- ");
        struct str indent = str_format(w->out->mem, "%*s", (int)mark.len, "");
        write_within(w, item, mark, indent, tight);
        if (cmark_node_next(item) != NULL && !tight)
            end_line(w);
    }
}

static struct str words_of(TALLOC_CTX *mem, cmark_node *node)
{
    struct buf words;
    buf_init(&words, mem, LIMIT_REPLY_BODY_BYTES);
    struct writing inner = { .out = &words };
    buf_init(&inner.prefix, mem, PREFIX_BYTES);
    write_children(&inner, node);
    return buf_str(&words);
}

/* "words (address)", and an address that stands for itself once. */
static void write_link(struct writing *w, cmark_node *link)
{
    struct str words = words_of(w->out->mem, link), url = str_from(cmark_node_get_url(link));
    struct str shown = str_starts(url, STR("mailto:")) ? str_slice(url, 7, SIZE_MAX) : url;
    add(w, words);
    if (shown.len == 0 || str_equal(words, shown))
        return;
    add(w, words.len > 0 ? STR(" (") : STR(""));
    add(w, shown);
    add(w, words.len > 0 ? STR(")") : STR(""));
}

static void write_picture(struct writing *w, cmark_node *picture)
{
    struct str words = words_of(w->out->mem, picture);
    add(w, STR("["));
    add(w, words.len > 0 ? words : STR("…"));
    add(w, STR("]"));
}

static void write_marked(struct writing *w, cmark_node *node, struct str mark)
{
    add(w, mark);
    write_children(w, node);
    add(w, mark);
}

static void write_kind(struct writing *w, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    struct str literal = str_from(cmark_node_get_literal(node));
    if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
        write_children(w, node);
        end_line(w);
    } else if (type == CMARK_NODE_DOCUMENT || type == CMARK_NODE_ITEM) {
        write_blocks(w, node, false);
    } else if (type == CMARK_NODE_BLOCK_QUOTE) {
        write_within(w, node, STR("> "), STR("> "), false);
    } else if (type == CMARK_NODE_LIST) {
        write_list(w, node);
    } else if (type == CMARK_NODE_CODE_BLOCK) {
        add_lines(w, literal, STR("    "));
    } else if (type == CMARK_NODE_HTML_BLOCK) {
        add_lines(w, literal, STR(""));
    } else if (type == CMARK_NODE_THEMATIC_BREAK) {
        add(w, STR("* * *"));
        end_line(w);
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        end_line(w);
    } else if (type == CMARK_NODE_STRONG) {
        write_marked(w, node, STR("*"));
    } else if (type == CMARK_NODE_EMPH) {
        write_marked(w, node, STR("_"));
    } else if (type == CMARK_NODE_LINK) {
        write_link(w, node);
    } else if (type == CMARK_NODE_IMAGE) {
        write_picture(w, node);
    } else if (literal.len > 0) {
        add(w, literal);
    } else {
        write_children(w, node);
    }
}

static void write_node(struct writing *w, cmark_node *node)
{
    if (w->depth == DEPTH_MOST) /* nobody writes this; nothing that deep is shown */
        return;
    w->depth++;
    write_kind(w, node);
    w->depth--;
}

static void node_done(cmark_node **node)
{
    if (*node != NULL)
        cmark_node_free(*node);
}

enum status mail_text_of(TALLOC_CTX *mem, struct str markdown, struct str *out, struct err *err)
{
    CLEANUP(node_done) cmark_node *document =
        mem_need(cmark_parse_document(markdown.ptr == NULL ? "" : markdown.ptr, markdown.len, CMARK_OPT_DEFAULT));
    struct buf text;
    buf_init(&text, mem, 4 * LIMIT_REPLY_BODY_BYTES);
    struct writing w = { .out = &text, .fresh = true };
    buf_init(&w.prefix, mem, PREFIX_BYTES);
    write_node(&w, document);
    TRY(buf_end(&text, "mail.too_large", out, err));
    while (str_ends(*out, STR("\n")))
        out->len--;
    return STATUS_OK;
}
