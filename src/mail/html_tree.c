#include "mail/html_tree.h"

#include <setjmp.h>
#include <stdint.h>

#include "base/mem.h"
#include "mail/html_cut.h"

enum {
    TREE_BYTES = 40 * 1024 * 1024, /* leaves LIMIT_PARSE_MEMORY_BYTES room for the mail and what is written */
    RETRY_SHARE = 8,               /* of the HTML, when its tree grew too large */
    CHUNK_BYTES = 64 * 1024,
    ALIGN_BYTES = 16,
};

/* gumbo cannot be told that there is no more memory: it copies every open <b> into every paragraph, as the standard
 * says, and a few kilobytes can ask for gigabytes. All that it holds is in the arena, so that it may be left in the
 * midst. */
struct arena {
    char *next;
    size_t left, taken;
    jmp_buf too_large;
};

static void *arena_take(void *data, size_t size)
{
    struct arena *arena = data;
    arena->taken += size;
    if (arena->taken > TREE_BYTES)
        longjmp(arena->too_large, 1);
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

static const GumboNode *child_element(const GumboNode *parent, GumboTag tag)
{
    for (unsigned i = 0; i < parent->v.element.children.length; i++) {
        const GumboNode *child = parent->v.element.children.data[i];
        if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
            return child;
    }
    return parent;
}

/* NULL when the tree would be larger than TREE_BYTES. */
static GumboOutput *parse(struct arena *arena, struct str html)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = arena_take;
    options.deallocator = arena_give;
    options.userdata = arena;
    options.max_errors = 0;
    if (setjmp(arena->too_large) != 0)
        return NULL;
    return gumbo_parse_with_options(&options, html.len > 0 ? html.ptr : "", html.len);
}

void html_tree_read(TALLOC_CTX *mem, struct str html, struct html_tree *out)
{
    struct html_cut cut;
    html_cut(mem, html, &cut);
    *out = (struct html_tree){ .tags = cut.tags, .attributes = cut.attributes, .cut = cut.cut };
    while (out->output == NULL) {
        struct arena *arena = MEM_NEW(mem, struct arena);
        out->arena = arena;
        out->output = parse(arena, cut.html);
        if (out->output != NULL)
            break;
        talloc_free(arena);
        cut.html = utf8_clip(cut.html, cut.html.len / RETRY_SHARE);
        out->cut = true;
    }
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

bool html_has_class(const GumboNode *element, struct str name)
{
    enum { CLASS_BYTES = 2000 }; /* of all classes of an element; a sheet asks for them again and again */
    struct str rest = str_slice(html_attribute(element, "class"), 0, CLASS_BYTES), word;
    while (str_next(&rest, ' ', &word))
        if (str_equal(str_trim(word), name))
            return true;
    return false;
}
