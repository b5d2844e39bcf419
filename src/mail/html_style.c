#include "mail/html_style.h"

#include "base/limits.h"
#include "mail/html_css.h"
#include "mail/html_url.h"

enum { VALUE_BYTES = 500 };

/* Sorted. Left out on purpose: position, z-index, top … (overlays), transform, filter, animation, content, cursor,
 * behaviour of any kind. */
static const char *const properties[] = {
    "align-content", "align-items", "align-self", "aspect-ratio", "background", "background-attachment",
    "background-clip", "background-color", "background-image", "background-origin", "background-position",
    "background-repeat", "background-size", "border", "border-bottom", "border-bottom-color",
    "border-bottom-left-radius", "border-bottom-right-radius", "border-bottom-style", "border-bottom-width",
    "border-collapse", "border-color", "border-left", "border-left-color", "border-left-style", "border-left-width",
    "border-radius", "border-right", "border-right-color", "border-right-style", "border-right-width",
    "border-spacing", "border-style", "border-top", "border-top-color", "border-top-left-radius",
    "border-top-right-radius", "border-top-style", "border-top-width", "border-width", "box-shadow", "box-sizing",
    "caption-side", "clear", "color", "column-count", "column-gap", "column-width", "columns", "direction", "display",
    "empty-cells", "flex", "flex-basis", "flex-direction", "flex-flow", "flex-grow", "flex-shrink", "flex-wrap",
    "float", "font", "font-family", "font-size", "font-stretch", "font-style", "font-variant", "font-weight", "gap",
    "grid-column", "grid-gap", "grid-row", "grid-template-columns", "grid-template-rows", "height", "hyphens",
    "justify-content", "justify-items", "letter-spacing", "line-height", "list-style", "list-style-position",
    "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height",
    "max-width", "min-height", "min-width", "object-fit", "object-position", "opacity", "order", "outline",
    "outline-color", "outline-offset", "outline-style", "outline-width", "overflow", "overflow-wrap", "overflow-x",
    "overflow-y", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "quotes", "row-gap",
    "tab-size", "table-layout", "text-align", "text-align-last", "text-decoration", "text-decoration-color",
    "text-decoration-line", "text-decoration-style", "text-decoration-thickness", "text-indent", "text-overflow",
    "text-shadow", "text-transform", "text-underline-offset", "unicode-bidi", "vertical-align", "visibility",
    "white-space", "width", "word-break", "word-spacing", "word-wrap", "writing-mode",
};

/* Functions that only compute or paint. */
static const char *const functions[] = {
    "calc", "clamp", "conic-gradient", "fit-content", "hsl", "hsla", "linear-gradient", "max", "min", "minmax",
    "radial-gradient", "repeat", "repeating-linear-gradient", "repeating-radial-gradient", "rgb", "rgba",
};

static int compare_names(const void *key, const void *row)
{
    const struct str *name = key;
    return str_compare(*name, str_from(*(const char *const *)row));
}

static bool is_listed(struct str name, const char *const *list, size_t count)
{
    return bsearch(&name, list, count, sizeof(list[0]), compare_names) != NULL;
}

bool html_style_picture(TALLOC_CTX *mem, struct str url, struct str *clean)
{
    *clean = str_trim(url);
    return html_url_is_cid(*clean) || html_url_is_web(mem, url, clean);
}

/* The address inside "url( … )" at the start of S; how long that is in *LEN. */
static struct str take_url(struct str s, size_t *len)
{
    size_t start = strlen("url(");
    struct str rest = str_slice(s, start, s.len);
    size_t close = html_css_find(rest, ')');
    *len = start + close + 1;
    struct str inner = str_trim(str_slice(rest, 0, close));
    bool is_quoted =
        inner.len > 1 && (inner.ptr[0] == '"' || inner.ptr[0] == '\'') && inner.ptr[inner.len - 1] == inner.ptr[0];
    return is_quoted ? str_slice(inner, 1, inner.len - 2) : inner;
}

/* VALUE without its url(); the address of the first one, if it is one, in *URL. */
static struct str without_urls(TALLOC_CTX *mem, struct str value, struct str *url)
{
    struct buf out;
    buf_init(&out, mem, VALUE_BYTES + LIMIT_URL_BYTES);
    *url = STR("");
    for (;;) {
        size_t len, at = str_find_nocase(value, STR("url("), 0);
        if (at == SIZE_MAX)
            break;
        struct str found = take_url(str_slice(value, at, value.len), &len), clean;
        if (url->len == 0 && str_find(found, STR("\\"), 0) == SIZE_MAX && html_style_picture(mem, found, &clean))
            *url = clean;
        buf_add(&out, str_slice(value, 0, at));
        value = str_slice(value, at + len, value.len);
    }
    buf_add(&out, value);
    return str_trim(buf_str(&out));
}

static bool function_is_allowed(TALLOC_CTX *mem, struct str value, size_t paren)
{
    size_t start = paren;
    while (start > 0 && (value.ptr[start - 1] == '-' || (value.ptr[start - 1] | 0x20) >= 'a'))
        start--;
    struct str name = str_lower(mem, str_slice(value, start, paren - start));
    bool is_group = name.len == 0; /* a sum within a sum */
    return is_group || is_listed(name, functions, sizeof(functions) / sizeof(functions[0]));
}

/* Words, numbers, colours, quoted names; no escape, no markup, no function but the listed ones. */
static bool value_is_plain(TALLOC_CTX *mem, struct str value)
{
    if (value.len == 0 || value.len > VALUE_BYTES)
        return false;
    char quote = '\0';
    size_t depth = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < ' ' || c == 0x7f || strchr("\\<>{}@;:&`=", c) != NULL)
            return false;
        if (quote != '\0') {
            quote = c == (unsigned char)quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = (char)c;
        } else if (c == '(') {
            if (!function_is_allowed(mem, value, i))
                return false;
            depth++;
        } else if (c == ')') {
            if (depth == 0)
                return false;
            depth--;
        } else if ((c == '*' && depth == 0) || (c == '/' && i + 1 < value.len && value.ptr[i + 1] == '*')) {
            return false;
        }
    }
    return quote == '\0' && depth == 0;
}

/* A shorthand without a picture takes away what stood below; so does "none". */
static bool is_background(struct str name)
{
    return str_equal(name, STR("background")) || str_equal(name, STR("background-image"));
}

void html_style_clean(TALLOC_CTX *mem, struct str style, struct buf *out, struct str *background)
{
    struct str rest = html_css_plain(mem, style);
    struct html_declaration declaration;
    bool any = false;
    while (html_css_next(mem, &rest, &declaration)) {
        if (is_background(declaration.name))
            declaration.value = without_urls(mem, declaration.value, background);
        if (!is_listed(declaration.name, properties, sizeof(properties) / sizeof(properties[0])) ||
            !value_is_plain(mem, declaration.value))
            continue;
        if (any)
            buf_add_char(out, ';');
        buf_add(out, declaration.name);
        buf_add_char(out, ':');
        buf_add(out, declaration.value);
        if (declaration.important)
            buf_add(out, STR(" !important"));
        any = true;
    }
}
