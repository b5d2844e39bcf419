#include "mail/html_sheet.h"

#include "base/limits.h"
#include "base/mem.h"
#include "mail/html_css.h"
#include "mail/html_media.h"
#include "mail/html_select.h"
#include "mail/html_style.h"

enum {
    RULES_MAX = 2000,
    READ_MAX = 5000,  /* rules looked at; what Word says in most of its own is nothing */
    MATCHES_MAX = 64, /* of one element: the strongest */
    EFFORT_MAX = 20 * 1000 * 1000, /* rules times tags and attributes; a heavy newsletter has 500 times 12,000 */
};

struct rule {
    const struct html_select *select;
    struct str declarations;
};

struct html_sheet {
    struct rule *rules;
    size_t count, room, read;
};

static void grow(struct html_sheet *sheet)
{
    enum { FIRST = 16 };
    sheet->room = sheet->room == 0 ? FIRST : sheet->room * 2;
    sheet->rules = mem_need(talloc_realloc(sheet, sheet->rules, struct rule, (unsigned)sheet->room));
}

/* What is allowed of them, so that a quote that one rule leaves open swallows no other; nothing for most of Word's. */
static struct str clean_declarations(struct html_sheet *sheet, struct str declarations)
{
    struct buf clean;
    struct str background = STR("");
    buf_init(&clean, sheet, LIMIT_PARAGRAPH_BYTES);
    html_style_clean(sheet, declarations, &clean, &background);
    if (background.len > 0)
        buf_addf(&clean, ";background-image:url(\"" STR_FMT "\")", STR_ARG(background));
    return clean.over ? STR("") : buf_str(&clean);
}

static void read_rule(struct html_sheet *sheet, struct str selectors, struct str text)
{
    struct str rest = selectors, declarations = clean_declarations(sheet, text);
    while (rest.len > 0 && sheet->count < RULES_MAX && declarations.len > 0) {
        size_t end = html_css_find(rest, ',');
        const struct html_select *select = html_select_read(sheet, str_slice(rest, 0, end));
        rest = str_slice(rest, end + 1, rest.len);
        if (select == NULL)
            continue;
        if (sheet->count == sheet->room)
            grow(sheet);
        sheet->rules[sheet->count++] = (struct rule){ select, declarations };
    }
}

/* Whether the rules inside of a block behind PRELUDE count as if they stood outside. */
static bool is_entered(struct str prelude)
{
    struct str media = STR("@media");
    return str_starts_nocase(prelude, media) && html_media_holds(str_slice(prelude, media.len, prelude.len));
}

/* The closing braces of blocks that were entered, and "@import …;" and the like, stand before a prelude. */
static struct str prelude_of(struct str text)
{
    struct str prelude = str_trim(text);
    while (prelude.len > 0 && (prelude.ptr[0] == '}' || prelude.ptr[0] == '@')) {
        size_t end = prelude.ptr[0] == '@' ? html_css_find(prelude, ';') : 0;
        if (end == prelude.len)
            break;
        prelude = str_trim(str_slice(prelude, end + 1, prelude.len));
    }
    return prelude;
}

static void read_sheet(struct html_sheet *sheet, struct str text)
{
    struct str css = html_css_plain(sheet, text);
    while (css.len > 0 && sheet->read++ < READ_MAX) {
        size_t open = html_css_find(css, '{');
        if (open == css.len)
            return;
        struct str prelude = prelude_of(str_slice(css, 0, open));
        if (is_entered(prelude)) {
            css = str_slice(css, open + 1, css.len);
            continue;
        }
        size_t end = html_css_block_end(css, open);
        if (!str_starts(prelude, STR("@")))
            read_rule(sheet, prelude, str_slice(css, open + 1, end - open - 1));
        css = str_slice(css, end + 1, css.len);
    }
}

struct gather {
    TALLOC_CTX *mem;
    struct html_sheet *sheet;
};

static bool enter(void *data, const GumboNode *node, size_t depth)
{
    struct gather *gather = data;
    (void)depth;
    if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag != GUMBO_TAG_STYLE)
        return node->type == GUMBO_NODE_ELEMENT;
    if (!html_media_holds(html_attribute(node, "media")))
        return false;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type != GUMBO_NODE_TEXT)
            continue;
        if (gather->sheet == NULL)
            gather->sheet = MEM_NEW(gather->mem, struct html_sheet);
        read_sheet(gather->sheet, str_from(child->v.text.text));
    }
    return false;
}

static void leave(void *data, const GumboNode *node, size_t depth)
{
    (void)data;
    (void)node;
    (void)depth;
}

struct html_sheet *html_sheet_read(TALLOC_CTX *mem, const struct html_tree *tree)
{
    struct gather gather = { .mem = mem };
    html_walk(tree->output->root, &(struct html_visitor){ enter, leave, &gather });
    bool is_useful = gather.sheet != NULL && gather.sheet->count > 0
                     && gather.sheet->count * (tree->tags + tree->attributes) <= EFFORT_MAX;
    return is_useful ? gather.sheet : NULL;
}

void html_sheet_style(const struct html_sheet *sheet, const GumboNode *node, struct buf *out)
{
    const struct rule *matches[MATCHES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct rule *rule = &sheet->rules[i];
        if (!html_select_fits(rule->select, node))
            continue;
        if (count == MATCHES_MAX) {
            memmove(matches, matches + 1, (count - 1) * sizeof(matches[0]));
            count--;
        }
        size_t at = count++;
        unsigned weight = html_select_weight(rule->select);
        for (; at > 0 && html_select_weight(matches[at - 1]->select) > weight; at--)
            matches[at] = matches[at - 1];
        matches[at] = rule;
    }
    for (size_t i = 0; i < count; i++) {
        buf_add(out, matches[i]->declarations);
        buf_add_char(out, ';');
    }
}
