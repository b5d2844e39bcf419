#include "mail/html_css.h"

#include "base/buf.h"

/* Which string CSS is in after the character at *AT; an escaped character is skipped. A line's end ends a bad string.
 * */
static char quote_after(struct str css, size_t *at, char quote)
{
    char c = css.ptr[*at];
    if (c == '\\') {
        ++*at;
        return quote;
    }
    if (quote != '\0')
        return c == quote || c == '\n' ? '\0' : quote;
    return c == '"' || c == '\'' ? c : '\0';
}

static bool has_comment(struct str css)
{
    return str_find(css, STR("/*"), 0) != SIZE_MAX || str_find(css, STR("<!--"), 0) != SIZE_MAX
           || str_find(css, STR("-->"), 0) != SIZE_MAX;
}

struct str html_css_plain(TALLOC_CTX *mem, struct str css)
{
    struct buf out;
    char quote = '\0';
    if (!has_comment(css))
        return css;
    buf_init(&out, mem, css.len);
    for (size_t i = 0; i < css.len; i++) {
        struct str rest = str_slice(css, i, css.len);
        if (quote == '\0' && str_starts(rest, STR("/*"))) {
            size_t end = str_find(css, STR("*/"), i + 2);
            if (end == SIZE_MAX)
                break;
            i = end + 1;
        } else if (quote == '\0' && str_starts(rest, STR("<!--"))) {
            i += 3;
        } else if (quote == '\0' && str_starts(rest, STR("-->"))) {
            i += 2;
        } else {
            size_t from = i;
            quote = quote_after(css, &i, quote);
            buf_add(&out, str_slice(css, from, i + 1 - from));
        }
    }
    return buf_str(&out);
}

size_t html_css_find(struct str css, char stop)
{
    char quote = '\0';
    size_t depth = 0;
    for (size_t i = 0; i < css.len; i++) {
        char c = css.ptr[i];
        if (quote == '\0' && depth == 0 && c == stop)
            return i;
        quote = quote_after(css, &i, quote);
        depth += quote == '\0' && c == '(';
        depth -= quote == '\0' && c == ')' && depth > 0;
    }
    return css.len;
}

size_t html_css_block_end(struct str css, size_t open)
{
    char quote = '\0';
    size_t depth = 0;
    for (size_t i = open; i < css.len; i++) {
        char c = css.ptr[i];
        if (quote == '\0' && c == '}' && --depth == 0)
            return i;
        quote = quote_after(css, &i, quote);
        depth += quote == '\0' && c == '{';
    }
    return css.len;
}

bool html_css_next(TALLOC_CTX *mem, struct str *rest, struct html_declaration *out)
{
    while (rest->len > 0) {
        size_t end = html_css_find(*rest, ';');
        struct str declaration = str_slice(*rest, 0, end);
        *rest = str_slice(*rest, end + 1, rest->len);
        size_t colon = str_find(declaration, STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        out->name = str_lower(mem, str_trim(str_slice(declaration, 0, colon)));
        out->value = str_trim(str_slice(declaration, colon + 1, declaration.len));
        size_t mark = str_find(out->value, STR("!"), 0);
        struct str after = mark == SIZE_MAX ? STR("") : str_trim(str_slice(out->value, mark + 1, out->value.len));
        out->important = str_equal_nocase(after, STR("important"));
        if (out->important)
            out->value = str_trim(str_slice(out->value, 0, mark));
        return true;
    }
    return false;
}
