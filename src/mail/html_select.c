#include "mail/html_select.h"

#include "base/mem.h"

enum {
    COMPOUNDS_MAX = 8, /* of one selector */
    TESTS_MAX = 6,     /* of one compound */
    STEPS_MAX = 400,   /* to other elements in one match: a selector that needs more is told not to fit */
};

enum test_kind { CLASS, ID, HAS, EQUALS, WORD, STARTS, ENDS, CONTAINS, DASH, FIRST, LAST, NTH, IS_LINK };

struct test {
    enum test_kind kind;
    const char *name; /* of an attribute */
    struct str value;
    size_t step, offset; /* NTH: step × n + offset, counted from 1 */
};

/* "td.wide[align=center]" */
struct compound {
    struct str tag; /* lower case, "" for any */
    struct test tests[TESTS_MAX];
    size_t count;
    char combinator; /* how it hangs on the one before: ' ', '>', '+', '~' */
};

struct html_select {
    struct compound compounds[COMPOUNDS_MAX]; /* the last one is the element itself */
    size_t count;
    unsigned weight;
};

/* --- Reading ------------------------------------------------------------------------------------------------------ */

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           (unsigned char)c >= 0x80;
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

static const struct operator_row {
    struct str text;
    enum test_kind kind;
} operators[] = {
    { { "~=", 2 }, WORD }, { { "^=", 2 }, STARTS }, { { "$=", 2 }, ENDS }, { { "*=", 2 }, CONTAINS },
    { { "|=", 2 }, DASH }, { { "=", 1 }, EQUALS },
};

/* INNER: what stands between the brackets. */
static bool read_attribute(TALLOC_CTX *mem, struct str inner, struct test *test)
{
    struct str rest = str_trim(inner), name = take_name(&rest);
    *test = (struct test){ .kind = HAS, .name = str_to_c(mem, str_lower(mem, name)) };
    rest = str_trim(rest);
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]) && test->kind == HAS; i++) {
        if (!str_starts(rest, operators[i].text))
            continue;
        test->kind = operators[i].kind;
        rest = str_trim(str_slice(rest, operators[i].text.len, rest.len));
        bool is_quoted = rest.len > 1 && (rest.ptr[0] == '"' || rest.ptr[0] == '\'');
        size_t end = is_quoted ? str_find(rest, str_slice(rest, 0, 1), 1) : rest.len;
        if (end == SIZE_MAX)
            return false;
        test->value = str_slice(rest, is_quoted, end - is_quoted);
        rest = str_slice(rest, end + is_quoted, rest.len);
    }
    return name.len > 0 && str_trim(rest).len == 0;
}

/* "odd", "even", "3", "2n", "2n+1" */
static bool read_nth(struct str text, struct test *test)
{
    int64_t step = 0, offset = 0;
    struct str s = str_trim(text);
    bool is_odd = str_equal_nocase(s, STR("odd")), is_even = str_equal_nocase(s, STR("even"));
    size_t n = str_find_nocase(s, STR("n"), 0), plus = str_find(s, STR("+"), 0);
    bool is_read = true;
    if (is_odd || is_even)
        step = 2, offset = is_odd;
    else if (n == SIZE_MAX)
        is_read = parse_i64(s, 1, UINT16_MAX, &offset);
    else
        is_read = (n == 0 ? (step = 1) : parse_i64(str_slice(s, 0, n), 1, UINT16_MAX, &step)) &&
                  (plus == SIZE_MAX ? str_trim(str_slice(s, n + 1, s.len)).len == 0
                                    : parse_i64(str_trim(str_slice(s, plus + 1, s.len)), 0, UINT16_MAX, &offset));
    *test = (struct test){ .kind = NTH, .step = (size_t)step, .offset = (size_t)offset };
    return is_read;
}

static bool read_pseudo(struct str *rest, struct test *test)
{
    struct str name = take_name(rest);
    if (str_equal_nocase(name, STR("nth-child")) && str_starts(*rest, STR("("))) {
        size_t close = str_find(*rest, STR(")"), 0);
        struct str inner = str_slice(*rest, 1, close == SIZE_MAX ? 0 : close - 1);
        *rest = str_slice(*rest, inner.len + 2, rest->len);
        return read_nth(inner, test);
    }
    *test = (struct test){ .kind = str_equal_nocase(name, STR("first-child"))  ? FIRST
                                   : str_equal_nocase(name, STR("last-child")) ? LAST
                                                                               : IS_LINK };
    return test->kind != IS_LINK || str_equal_nocase(name, STR("link"));
}

/* Takes one of ".x", "#x", "[x]", ":x" off *REST. */
static bool take_test(TALLOC_CTX *mem, struct str *rest, struct test *test)
{
    char mark = rest->ptr[0];
    *rest = str_slice(*rest, 1, rest->len);
    if (mark == '[') {
        size_t close = str_find(*rest, STR("]"), 0);
        struct str inner = str_slice(*rest, 0, close == SIZE_MAX ? 0 : close);
        *rest = str_slice(*rest, inner.len + 1, rest->len);
        return read_attribute(mem, inner, test);
    }
    if (mark == ':')
        return read_pseudo(rest, test);
    *test = (struct test){ .kind = mark == '.' ? CLASS : ID, .value = take_name(rest) };
    return test->value.len > 0;
}

static bool is_mark(char c)
{
    return c == '.' || c == '#' || c == '[' || c == ':';
}

static bool take_compound(TALLOC_CTX *mem, struct str *rest, struct html_select *select)
{
    enum { ID_WEIGHT = 10000, TEST_WEIGHT = 100 };
    if (select->count == COMPOUNDS_MAX)
        return false;
    struct compound *compound = &select->compounds[select->count++];
    bool is_any = str_starts(*rest, STR("*"));
    if (is_any)
        *rest = str_slice(*rest, 1, rest->len);
    else
        compound->tag = str_lower(mem, take_name(rest));
    select->weight += compound->tag.len > 0;
    while (rest->len > 0 && is_mark(rest->ptr[0])) {
        if (compound->count == TESTS_MAX || !take_test(mem, rest, &compound->tests[compound->count]))
            return false;
        select->weight += compound->tests[compound->count++].kind == ID ? ID_WEIGHT : TEST_WEIGHT;
    }
    return is_any || compound->tag.len > 0 || compound->count > 0;
}

/* The combinator before the next compound; false where something else stands. */
static bool take_combinator(struct str *rest, char *combinator)
{
    size_t before = rest->len;
    *rest = str_trim(*rest);
    bool is_plain = rest->len < before;
    *combinator = ' ';
    if (strchr(">+~", rest->ptr[0]) == NULL)
        return is_plain;
    *combinator = rest->ptr[0];
    *rest = str_trim(str_slice(*rest, 1, rest->len));
    return rest->len > 0;
}

static bool read_compounds(TALLOC_CTX *mem, struct str text, struct html_select *select)
{
    struct str rest = str_trim(text);
    if (rest.len == 0 || !take_compound(mem, &rest, select))
        return false;
    while (rest.len > 0) {
        char combinator;
        if (!take_combinator(&rest, &combinator) || !take_compound(mem, &rest, select))
            return false;
        select->compounds[select->count - 1].combinator = combinator;
    }
    return true;
}

struct html_select *html_select_read(TALLOC_CTX *mem, struct str text)
{
    struct html_select select = { .count = 0 };
    if (!read_compounds(mem, text, &select))
        return NULL;
    struct html_select *kept = MEM_NEW(mem, struct html_select);
    *kept = select;
    return kept;
}

unsigned html_select_weight(const struct html_select *select)
{
    return select->weight;
}

/* --- Matching ----------------------------------------------------------------------------------------------------- */

static const GumboNode *sibling(const GumboNode *element, int direction)
{
    if (element->parent == NULL || element->parent->type != GUMBO_NODE_ELEMENT)
        return NULL;
    const GumboVector *all = &element->parent->v.element.children;
    for (size_t at = element->index_within_parent; direction < 0 ? at > 0 : at + 1 < all->length;) {
        at = direction < 0 ? at - 1 : at + 1;
        const GumboNode *node = all->data[at];
        if (node->type == GUMBO_NODE_ELEMENT)
            return node;
    }
    return NULL;
}

static bool is_nth(const GumboNode *element, const struct test *test)
{
    size_t number = 1;
    for (const GumboNode *at = element; number < STEPS_MAX && (at = sibling(at, -1)) != NULL;)
        number++;
    return test->step == 0 ? number == test->offset
                           : number >= test->offset && (number - test->offset) % test->step == 0;
}

static bool has_word(struct str words, struct str wanted)
{
    struct str word;
    while (str_next(&words, ' ', &word))
        if (str_equal(word, wanted))
            return true;
    return false;
}

static bool value_fits(const struct test *test, struct str value)
{
    size_t len = test->value.len;
    switch (test->kind) {
    case EQUALS:
        return str_equal(value, test->value);
    case WORD:
        return len > 0 && has_word(value, test->value);
    case STARTS:
        return len > 0 && str_starts(value, test->value);
    case ENDS:
        return len > 0 && str_ends(value, test->value);
    case CONTAINS:
        return len > 0 && str_find(value, test->value, 0) != SIZE_MAX;
    case DASH:
        return str_equal(value, test->value) || (str_starts(value, test->value) && value.ptr[len] == '-');
    case HAS:
    case CLASS:
    case ID:
    case FIRST:
    case LAST:
    case NTH:
    case IS_LINK:
        break;
    }
    return true;
}

static bool test_fits(const struct test *test, const GumboNode *element)
{
    const GumboVector *attributes = &element->v.element.attributes;
    switch (test->kind) {
    case CLASS:
        return html_has_class(element, test->value);
    case ID:
        return str_equal(html_attribute(element, "id"), test->value);
    case FIRST:
        return sibling(element, -1) == NULL;
    case LAST:
        return sibling(element, 1) == NULL;
    case NTH:
        return is_nth(element, test);
    case IS_LINK:
        return gumbo_get_attribute(attributes, "href") != NULL;
    case HAS:
    case EQUALS:
    case WORD:
    case STARTS:
    case ENDS:
    case CONTAINS:
    case DASH:
        break;
    }
    return gumbo_get_attribute(attributes, test->name) != NULL && value_fits(test, html_attribute(element, test->name));
}

static bool compound_fits(const struct compound *compound, const GumboNode *element)
{
    if (compound->tag.len > 0 && !str_equal(compound->tag, str_from(gumbo_normalized_tagname(element->v.element.tag))))
        return false;
    for (size_t i = 0; i < compound->count; i++)
        if (!test_fits(&compound->tests[i], element))
            return false;
    return true;
}

static const GumboNode *parent_element(const GumboNode *element)
{
    const GumboNode *parent = element->parent;
    return parent != NULL && parent->type == GUMBO_NODE_ELEMENT ? parent : NULL;
}

/* Whether the compounds before AT are found from ELEMENT, which fits AT. Recursion is COMPOUNDS_MAX deep. */
static bool rest_fits(const struct html_select *select, size_t at, const GumboNode *element, size_t *steps)
{
    if (at == 0)
        return true;
    char combinator = select->compounds[at].combinator;
    bool is_once = combinator == '>' || combinator == '+';
    bool is_up = combinator == '>' || combinator == ' ';
    do {
        element = is_up ? parent_element(element) : sibling(element, -1);
        if (element == NULL || ++*steps > STEPS_MAX)
            return false;
        if (compound_fits(&select->compounds[at - 1], element) && rest_fits(select, at - 1, element, steps))
            return true;
    } while (!is_once);
    return false;
}

bool html_select_fits(const struct html_select *select, const GumboNode *element)
{
    size_t steps = 0;
    return compound_fits(&select->compounds[select->count - 1], element) &&
           rest_fits(select, select->count - 1, element, &steps);
}
