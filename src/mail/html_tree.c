#include "mail/html_tree.h"

#include <stdint.h>

#include "base/mem.h"

enum {
    TAGS_MAX = 150 * 1000, /* about 250 bytes of tree each: below LIMIT_PARSE_MEMORY_BYTES */
    OPEN_MAX = 5000,       /* tags that nothing closes; a parser looks through all of them at each new one */
    TAG_BYTES = 12,        /* more than the longest name in the table */
    CHUNK_BYTES = 64 * 1024,
    ALIGN_BYTES = 16,
};

struct arena {
    char *next;
    size_t left;
};

static void *arena_take(void *data, size_t size)
{
    struct arena *arena = data;
    size = (size + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
    if (size > CHUNK_BYTES / 4)
        return mem_need(talloc_size(arena, size));
    if (size > arena->left) {
        arena->next = mem_need(talloc_size(arena, CHUNK_BYTES));
        arena->left = CHUNK_BYTES;
    }
    void *piece = arena->next;
    arena->next += size;
    arena->left -= size;
    return piece;
}

/* Small pieces go with the arena; only the large ones are worth giving back at once. */
static void arena_give(void *data, void *piece)
{
    (void)data;
    (void)piece;
}

/* Elements without an end, or with one that is commonly left out. */
static const char *const endless[] = { "area",   "base",  "br",    "col",    "colgroup", "dd",   "dt",
                                       "embed",  "hr",    "img",   "input",  "li",       "link", "meta",
                                       "option", "p",     "param", "source", "tbody",    "td",   "tfoot",
                                       "th",     "thead", "tr",    "track",  "wbr" };

static bool stays_open(struct str tag)
{
    size_t len = 0;
    while (len < tag.len && ((tag.ptr[len] | 0x20) >= 'a') && (tag.ptr[len] | 0x20) <= 'z')
        len++;
    for (size_t i = 0; i < sizeof(endless) / sizeof(endless[0]); i++)
        if (str_equal_nocase(str_slice(tag, 0, len), str_from(endless[i])))
            return false;
    return len > 0;
}

/* HTML up to the tag that would make its tree too large, or too deep to be built in time. */
static struct str cut_tags(struct str html, size_t *tags, bool *cut)
{
    size_t open = 0;
    *tags = 0;
    for (size_t i = 0; i + 1 < html.len; i++) {
        if (html.ptr[i] != '<')
            continue;
        if (html.ptr[i + 1] == '/')
            open -= open > 0;
        else if (stays_open(str_slice(html, i + 1, TAG_BYTES)))
            open++;
        if (++*tags > TAGS_MAX || open > OPEN_MAX) {
            *cut = true;
            return str_slice(html, 0, i);
        }
    }
    return html;
}

static const GumboNode *child_element(const GumboNode *parent, GumboTag tag)
{
    for (unsigned i = 0; i < parent->v.element.children.length; i++) {
        const GumboNode *child = parent->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
            return child;
    }
    return parent;
}

void html_tree_read(TALLOC_CTX *mem, struct str html, struct html_tree *out)
{
    *out = (struct html_tree){ 0 };
    struct arena *arena = MEM_NEW(mem, struct arena);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = arena_take;
    options.deallocator = arena_give;
    options.userdata = arena;
    options.max_errors = 0;
    html = cut_tags(html, &out->tags, &out->cut);
    out->arena = arena;
    out->output = gumbo_parse_with_options(&options, html.len > 0 ? html.ptr : "", html.len);
    out->body = child_element(out->output->root, GUMBO_TAG_BODY);
}

void html_tree_done(struct html_tree *tree)
{
    TALLOC_FREE(tree->arena);
}

static const GumboVector *children_of(const GumboNode *node)
{
    static const GumboVector none = { 0 };
    bool is_element = node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
    return is_element ? &node->v.element.children : &none;
}

void html_walk(const GumboNode *root, const struct html_visitor *visitor)
{
    const GumboNode *node = root;
    size_t depth = 0;
    for (;;) {
        if (visitor->enter(visitor->data, node, depth)) {
            const GumboVector *children = children_of(node);
            if (children->length > 0) {
                node = children->data[0];
                depth++;
                continue;
            }
            visitor->leave(visitor->data, node, depth);
        }
        while (node != root) {
            const GumboVector *siblings = children_of(node->parent);
            size_t next = node->index_within_parent + 1;
            if (next < siblings->length) {
                node = siblings->data[next];
                break;
            }
            node = node->parent;
            depth--;
            visitor->leave(visitor->data, node, depth);
        }
        if (node == root)
            return;
    }
}

struct str html_attribute(const GumboNode *element, const char *name)
{
    const GumboAttribute *attribute = gumbo_get_attribute(&element->v.element.attributes, name);
    return attribute != NULL ? str_from(attribute->value) : STR("");
}

bool html_has_class(const GumboNode *element, const char *name)
{
    struct str rest = html_attribute(element, "class"), word;
    while (str_next(&rest, ' ', &word))
        if (str_equal(str_trim(word), str_from(name)))
            return true;
    return false;
}
