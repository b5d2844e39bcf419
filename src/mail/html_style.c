#include "mail/html_style.h"

#include "base/limits.h"
#include "base/mem.h"

enum { VALUE_BYTES = 500 };

/* Sorted. Left out on purpose: position, z-index, top … (overlays), transform, filter, animation, content, cursor,
 * behaviour of any kind. */
static const char *const properties[] = {
    "background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-left-radius",
    "border-bottom-right-radius", "border-bottom-style", "border-bottom-width", "border-collapse", "border-color",
    "border-left", "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right",
    "border-right-color", "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top",
    "border-top-color", "border-top-left-radius", "border-top-right-radius", "border-top-style", "border-top-width",
    "border-width", "box-sizing", "caption-side", "clear", "color", "direction", "display", "empty-cells", "float",
    "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing",
    "line-height", "list-style", "list-style-position", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "opacity", "overflow",
    "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "table-layout",
    "text-align", "text-decoration", "text-indent", "text-transform", "vertical-align", "visibility", "white-space",
    "width", "word-break", "word-spacing", "word-wrap",
};

static const char *const functions[] = { "rgb", "rgba", "hsl", "hsla" };

static int compare_names(const void *key, const void *row)
{
    const struct str *name = key;
    return str_compare(*name, str_from(*(const char *const *)row));
}

static bool property_is_allowed(struct str name)
{
    return bsearch(&name, properties, sizeof(properties) / sizeof(properties[0]), sizeof(properties[0]),
                   compare_names) != NULL;
}

bool html_url_is_web(TALLOC_CTX *mem, struct str url, struct str *clean)
{
    char *out = mem_need(talloc_size(mem, url.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (c == '\t' || c == '\r' || c == '\n')
            continue; /* browsers skip these anywhere */
        if (c <= ' ' || c == 0x7f) {
            out[len++] = ' ';
            continue;
        }
        out[len++] = (char)c;
    }
    out[len] = '\0';
    struct str s = str_trim((struct str){ out, len });
    size_t scheme = str_starts_nocase(s, STR("http://")) ? 7 : str_starts_nocase(s, STR("https://")) ? 8 : 0;
    if (scheme == 0 || s.len == scheme || s.len > LIMIT_URL_BYTES)
        return false;
    unsigned char host = (unsigned char)s.ptr[scheme];
    bool is_host = host >= 0x80 || host == '[' || (host >= '0' && host <= '9') ||
                   ((host | 0x20) >= 'a' && (host | 0x20) <= 'z') || host == '_';
    if (!is_host)
        return false;
    for (size_t i = scheme; i < s.len && s.ptr[i] != '/' && s.ptr[i] != '?' && s.ptr[i] != '#'; i++)
        if (s.ptr[i] == '\\' || s.ptr[i] == ' ' || s.ptr[i] == '@')
            return false; /* a browser would read another host than a person does */
    *clean = s;
    return true;
}

/* The address inside "url( … )" at the start of S; how long that is in *LEN. */
static struct str take_url(struct str s, size_t *len)
{
    size_t close = str_find(s, STR(")"), 0);
    *len = close == SIZE_MAX ? s.len : close + 1;
    struct str inner = str_trim(str_slice(s, 4, close == SIZE_MAX ? s.len : close - 4));
    bool is_quoted =
        inner.len > 1 && (inner.ptr[0] == '"' || inner.ptr[0] == '\'') && inner.ptr[inner.len - 1] == inner.ptr[0];
    return is_quoted ? str_slice(inner, 1, inner.len - 2) : inner;
}

/* VALUE without its url(); the address, if it is one, in *URL. */
static struct str without_url(TALLOC_CTX *mem, struct str value, struct str *url)
{
    size_t at = str_find_nocase(value, STR("url("), 0);
    if (at == SIZE_MAX)
        return value;
    size_t len;
    struct str found = take_url(str_slice(value, at, value.len), &len);
    struct str clean;
    if (html_url_is_web(mem, found, &clean) && str_find(clean, STR("\\"), 0) == SIZE_MAX)
        *url = clean;
    struct str before = str_slice(value, 0, at);
    struct str after = str_slice(value, at + len, value.len);
    return str_trim(str_format(mem, STR_FMT STR_FMT, STR_ARG(before), STR_ARG(after)));
}

static bool function_is_allowed(struct str value, size_t paren)
{
    size_t start = paren;
    while (start > 0 && (value.ptr[start - 1] == '-' || (value.ptr[start - 1] | 0x20) >= 'a') &&
           value.ptr[start - 1] != ' ')
        start--;
    struct str name = str_slice(value, start, paren - start);
    for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
        if (str_equal_nocase(name, str_from(functions[i])))
            return true;
    return false;
}

/* Words, numbers, colours, quoted names; no escape, no markup, no function but colours. */
static bool value_is_plain(struct str value)
{
    if (value.len == 0 || value.len > VALUE_BYTES)
        return false;
    char quote = '\0';
    size_t depth = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < ' ' || c == 0x7f || c == '\\' || strchr("<>{}@;:&`=", c) != NULL)
            return false;
        if (quote != '\0') {
            quote = c == (unsigned char)quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = (char)c;
        } else if (c == '(') {
            if (!function_is_allowed(value, i))
                return false;
            depth++;
        } else if (c == ')') {
            if (depth == 0)
                return false;
            depth--;
        } else if (c == '*' || (c == '/' && i + 1 < value.len && value.ptr[i + 1] == '*')) {
            return false;
        }
    }
    return quote == '\0' && depth == 0;
}

/* Takes the text before the next ';' that stands outside of quotes and parentheses. */
static bool declaration_next(struct str *rest, struct str *declaration)
{
    if (rest->len == 0)
        return false;
    char quote = '\0';
    size_t depth = 0, i = 0;
    for (; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        else if (c == ';' && depth == 0)
            break;
    }
    *declaration = str_slice(*rest, 0, i);
    *rest = str_slice(*rest, i + 1, rest->len);
    return true;
}

void html_style_clean(TALLOC_CTX *mem, struct str style, struct buf *out, struct str *background)
{
    struct str rest = style, declaration;
    bool any = false;
    while (declaration_next(&rest, &declaration)) {
        size_t colon = str_find(declaration, STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        struct str name = str_lower(mem, str_trim(str_slice(declaration, 0, colon)));
        struct str value = str_trim(str_slice(declaration, colon + 1, declaration.len));
        if (str_equal(name, STR("background")) || str_equal(name, STR("background-image")))
            value = without_url(mem, value, background);
        if (!property_is_allowed(name) || !value_is_plain(value))
            continue;
        if (any)
            buf_add_char(out, ';');
        buf_add(out, name);
        buf_add_char(out, ':');
        buf_add(out, value);
        any = true;
    }
}
