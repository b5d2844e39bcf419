#include "mail/html_sheet.h"

#include "base/limits.h"
#include "base/mem.h"

enum {
    RULES_MAX = 2000,
    COMPOUNDS_MAX = 6, /* of one selector; longer ones are left out */
    CLASSES_MAX = 4,
    MATCHES_MAX = 64,  /* of one element: the strongest */
    ANCESTORS_MAX = 200,
    EFFORT_MAX = 10 * 1000 * 1000, /* rules times elements; a heavy newsletter has 500 times 2,000 */
};

/* "td.wide#a" */
struct compound {
    struct str tag; /* "" for any */
    struct str id;
    struct str classes[CLASSES_MAX];
    size_t class_count;
    bool is_child;  /* '>' stands before it */
};

struct rule {
    struct compound compounds[COMPOUNDS_MAX]; /* the last one is the element itself */
    size_t count;
    unsigned weight; /* CSS specificity: ids, classes, elements */
    struct str declarations;
};

struct html_sheet {
    struct rule *rules;
    size_t count, room;
};

/* --- Reading the sheets ------------------------------------------------------------------------------------------ */

/* Without comments and the HTML comment marks that old mails put around a sheet. */
static struct str without_comments(TALLOC_CTX *mem, struct str css)
{
    struct buf out;
    buf_init(&out, mem, css.len);
    for (size_t i = 0; i < css.len; i++) {
        struct str rest = str_slice(css, i, css.len);
        if (str_starts(rest, STR("/*"))) {
            size_t end = str_find(css, STR("*/"), i + 2);
            if (end == SIZE_MAX)
                break;
            i = end + 1;
        } else if (str_starts(rest, STR("<!--"))) {
            i += 3;
        } else if (str_starts(rest, STR("-->"))) {
            i += 2;
        } else {
            buf_add_char(&out, css.ptr[i]);
        }
    }
    return buf_str(&out);
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

static struct str take_name(struct str *rest)
{
    size_t len = 0;
    while (len < rest->len && is_name(rest->ptr[len]))
        len++;
    struct str name = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len, rest->len);
    return name;
}

/* Takes one compound off REST; false when it is of a kind that is not understood. */
static bool take_compound(TALLOC_CTX *mem, struct str *rest, struct rule *rule)
{
    if (rule->count == COMPOUNDS_MAX)
        return false;
    struct compound *compound = &rule->compounds[rule->count++];
    *compound = (struct compound){ .tag = STR("") };
    if (str_starts(*rest, STR("*")))
        *rest = str_slice(*rest, 1, rest->len);
    else
        compound->tag = str_lower(mem, take_name(rest));
    rule->weight += compound->tag.len > 0;
    while (rest->len > 0 && (rest->ptr[0] == '.' || rest->ptr[0] == '#')) {
        bool is_class = rest->ptr[0] == '.';
        *rest = str_slice(*rest, 1, rest->len);
        struct str name = take_name(rest);
        if (name.len == 0 || (is_class && compound->class_count == CLASSES_MAX))
            return false;
        if (is_class)
            compound->classes[compound->class_count++] = name;
        else
            compound->id = name;
        rule->weight += is_class ? 100 : 10000;
    }
    return rest->len == 0 || rest->ptr[0] <= ' ' || rest->ptr[0] == '>';
}

static bool read_selector(TALLOC_CTX *mem, struct str text, struct rule *rule)
{
    struct str rest = str_trim(text);
    bool is_child = false;
    while (rest.len > 0) {
        if (!take_compound(mem, &rest, rule))
            return false;
        rule->compounds[rule->count - 1].is_child = is_child;
        rest = str_trim(rest);
        is_child = str_starts(rest, STR(">"));
        if (is_child)
            rest = str_trim(str_slice(rest, 1, rest.len));
    }
    return rule->count > 0 && !is_child;
}

static void grow(struct html_sheet *sheet)
{
    enum { FIRST = 16 };
    sheet->room = sheet->room == 0 ? FIRST : sheet->room * 2;
    sheet->rules = mem_need(talloc_realloc(sheet, sheet->rules, struct rule, (unsigned)sheet->room));
}

static void read_rule(struct html_sheet *sheet, struct str selectors, struct str declarations)
{
    struct str rest = selectors, selector;
    while (str_next(&rest, ',', &selector) && sheet->count < RULES_MAX) {
        if (sheet->count == sheet->room)
            grow(sheet);
        struct rule *rule = &sheet->rules[sheet->count];
        *rule = (struct rule){ .declarations = str_trim(declarations) };
        if (rule->declarations.len > 0 && read_selector(sheet, selector, rule))
            sheet->count++;
    }
}

/* Behind the block that opens at OPEN; blocks of @media hold others. */
static size_t block_end(struct str css, size_t open)
{
    size_t depth = 0;
    for (size_t i = open; i < css.len; i++) {
        if (css.ptr[i] == '{')
            depth++;
        else if (css.ptr[i] == '}' && --depth == 0)
            return i;
    }
    return css.len;
}

static void read_sheet(struct html_sheet *sheet, struct str text)
{
    struct str css = without_comments(sheet, text);
    size_t at = 0;
    while (at < css.len) {
        size_t open = str_find(css, STR("{"), at);
        if (open == SIZE_MAX)
            return;
        struct str prelude = str_trim(str_slice(css, at, open - at));
        size_t semicolon = str_starts(prelude, STR("@")) ? str_find(prelude, STR(";"), 0) : SIZE_MAX;
        if (semicolon != SIZE_MAX) /* @import "…"; and the like */
            prelude = str_trim(str_slice(prelude, semicolon + 1, prelude.len));
        size_t end = block_end(css, open);
        if (!str_starts(prelude, STR("@")))
            read_rule(sheet, prelude, str_slice(css, open + 1, end - open - 1));
        at = end + 1;
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
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboNode *child = node->v.element.children.data[i];
        if (child->type != GUMBO_NODE_TEXT)
            continue;
        if (gather->sheet == NULL) {
            gather->sheet = MEM_NEW(gather->mem, struct html_sheet);
        }
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
    bool too_much = gather.sheet != NULL && gather.sheet->count * tree->tags > EFFORT_MAX;
    return too_much ? NULL : gather.sheet;
}

/* --- Matching ---------------------------------------------------------------------------------------------------- */

static bool has_class(struct str classes, struct str wanted)
{
    struct str word;
    while (str_next(&classes, ' ', &word))
        if (str_equal(str_trim(word), wanted))
            return true;
    return false;
}

static bool compound_fits(const struct compound *compound, const GumboNode *node)
{
    if (compound->tag.len > 0 && !str_equal(compound->tag, str_from(gumbo_normalized_tagname(node->v.element.tag))))
        return false;
    if (compound->id.len > 0 && !str_equal(compound->id, html_attribute(node, "id")))
        return false;
    if (compound->class_count == 0)
        return true;
    struct str classes = html_attribute(node, "class");
    for (size_t i = 0; i < compound->class_count; i++)
        if (!has_class(classes, compound->classes[i]))
            return false;
    return true;
}

static const GumboNode *parent_element(const GumboNode *node)
{
    const GumboNode *parent = node->parent;
    return parent != NULL && parent->type == GUMBO_NODE_ELEMENT ? parent : NULL;
}

static bool rule_fits(const struct rule *rule, const GumboNode *node)
{
    if (!compound_fits(&rule->compounds[rule->count - 1], node))
        return false;
    for (size_t i = rule->count - 1; i > 0; i--) {
        const struct compound *wanted = &rule->compounds[i - 1];
        bool is_child = rule->compounds[i].is_child;
        node = parent_element(node);
        for (size_t steps = 0; node != NULL && !compound_fits(wanted, node); steps++)
            node = is_child || steps == ANCESTORS_MAX ? NULL : parent_element(node);
        if (node == NULL)
            return false;
    }
    return true;
}

void html_sheet_style(const struct html_sheet *sheet, const GumboNode *node, struct buf *out)
{
    const struct rule *matches[MATCHES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct rule *rule = &sheet->rules[i];
        if (!rule_fits(rule, node))
            continue;
        if (count == MATCHES_MAX) {
            memmove(matches, matches + 1, (count - 1) * sizeof(matches[0]));
            count--;
        }
        size_t at = count++;
        for (; at > 0 && matches[at - 1]->weight > rule->weight; at--)
            matches[at] = matches[at - 1];
        matches[at] = rule;
    }
    for (size_t i = 0; i < count; i++) {
        buf_add(out, matches[i]->declarations);
        buf_add_char(out, ';');
    }
}
