/* The first half of the template engine: from text to tokens. */
#include "base/template_internal.h"

#include "base/limits.h"
#include "base/mem.h"

struct scanner {
    TALLOC_CTX *mem;
    struct str text;
    size_t at;              /* what is before this is done */
    struct str open, close; /* the delimiters; a tag may change them */
    struct tokens *out;
    size_t capacity;
    size_t sections[LIMIT_TEMPLATE_DEPTH]; /* the open ones: their tokens */
    size_t depth;
};

struct tag {
    char sigil; /* one of # ^ / > ! = & {  or 0 for a variable */
    struct str content;
    size_t begin, end; /* in the text, delimiters included */
};

static void token_add(struct scanner *s, struct token token)
{
    struct tokens *out = s->out;
    if (token.kind == TOKEN_TEXT && token.text.len == 0)
        return;
    if (out->count == s->capacity) {
        s->capacity = s->capacity == 0 ? 32 : s->capacity * 2;
        out->items = mem_need(talloc_realloc(s->mem, out->items, struct token, (unsigned)s->capacity));
    }
    out->items[out->count++] = token;
}

static int line_of(const struct scanner *s, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += s->text.ptr[i] == '\n';
    return line;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Whether TAG is alone in its line; then *BEGIN and *END are those of the line, its end included. */
static bool stands_alone(const struct scanner *s, const struct tag *tag, size_t *begin, size_t *end)
{
    size_t first = tag->begin;
    while (first > 0 && is_blank(s->text.ptr[first - 1]))
        first--;
    if (first > 0 && s->text.ptr[first - 1] != '\n')
        return false;
    size_t last = tag->end;
    while (last < s->text.len && is_blank(s->text.ptr[last]))
        last++;
    if (last < s->text.len) {
        if (s->text.ptr[last] == '\r' && last + 1 < s->text.len && s->text.ptr[last + 1] == '\n')
            last += 2;
        else if (s->text.ptr[last] == '\n')
            last++;
        else
            return false;
    }
    *begin = first;
    *end = last;
    return true;
}

/* Reads the tag whose opening delimiter is at BEGIN. */
static enum status read_tag(const struct scanner *s, size_t begin, struct tag *out, struct err *err)
{
    size_t inside = begin + s->open.len;
    char first = inside < s->text.len ? s->text.ptr[inside] : '\0';
    char sigil = first != '\0' && strchr("#^/>!=&{", first) != NULL ? first : '\0';
    if (sigil != '\0')
        inside++;

    /* These two close with a sign of their own: {{{name}}} and {{=<% %>=}}. */
    struct str closing = sigil == '{'   ? str_format(s->mem, "}" STR_FMT, STR_ARG(s->close))
                         : sigil == '=' ? str_format(s->mem, "=" STR_FMT, STR_ARG(s->close))
                                        : s->close;
    size_t end = str_find(s->text, closing, inside);
    if (end == SIZE_MAX)
        return FAIL(err, STATUS_INVALID, "template.syntax", "the tag in line %d has no end", line_of(s, begin));

    *out = (struct tag){
        .sigil = sigil,
        .content = str_trim(str_slice(s->text, inside, end - inside)),
        .begin = begin,
        .end = end + closing.len,
    };
    return STATUS_OK;
}

static enum status set_delimiters(struct scanner *s, const struct tag *tag, struct err *err)
{
    size_t space = 0;
    while (space < tag->content.len && !is_blank(tag->content.ptr[space]) && tag->content.ptr[space] != '\n')
        space++;
    struct str open = str_slice(tag->content, 0, space);
    struct str close = str_trim(str_slice(tag->content, space, tag->content.len));
    if (open.len == 0 || close.len == 0)
        return FAIL(err, STATUS_INVALID, "template.syntax", "line %d must name two delimiters", line_of(s, tag->begin));
    s->open = open;
    s->close = close;
    return STATUS_OK;
}

static enum status open_section(struct scanner *s, const struct tag *tag, struct err *err)
{
    if (s->depth == LIMIT_TEMPLATE_DEPTH)
        return FAIL(err, STATUS_INVALID, "template.depth", "sections are nested deeper than %d levels in line %d",
                    LIMIT_TEMPLATE_DEPTH, line_of(s, tag->begin));
    s->sections[s->depth++] = s->out->count;
    token_add(s, (struct token){ .kind = tag->sigil == '#' ? TOKEN_SECTION : TOKEN_INVERTED, .text = tag->content });
    return STATUS_OK;
}

static enum status close_section(struct scanner *s, const struct tag *tag, struct err *err)
{
    size_t index = s->depth == 0 ? 0 : s->sections[s->depth - 1];
    struct token *opened = s->depth == 0 ? NULL : &s->out->items[index];
    if (opened == NULL || !str_equal(opened->text, tag->content))
        return FAIL(err, STATUS_INVALID, "template.syntax", "line %d closes \"" STR_FMT "\", which is not open there",
                    line_of(s, tag->begin), STR_ARG(utf8_clip(tag->content, 60)));
    opened->inside = s->out->count - index - 1;
    s->depth--;
    token_add(s, (struct token){ .kind = TOKEN_CLOSE, .text = tag->content });
    return STATUS_OK;
}

static enum status add_tag(struct scanner *s, const struct tag *tag, struct str indent, struct err *err)
{
    switch (tag->sigil) {
    case '#':
    case '^':
        return open_section(s, tag, err);
    case '/':
        return close_section(s, tag, err);
    case '=':
        return set_delimiters(s, tag, err);
    case '!':
        return STATUS_OK;
    case '>':
        token_add(s, (struct token){ .kind = TOKEN_PARTIAL, .text = tag->content, .indent = indent });
        return STATUS_OK;
    case '&':
    case '{':
        token_add(s, (struct token){ .kind = TOKEN_RAW, .text = tag->content });
        return STATUS_OK;
    default:
        token_add(s, (struct token){ .kind = TOKEN_VARIABLE, .text = tag->content });
        return STATUS_OK;
    }
}

enum status template_tokens(TALLOC_CTX *mem, struct str text, struct tokens *out, struct err *err)
{
    *out = (struct tokens){ 0 };
    struct scanner s = { .mem = mem, .text = text, .open = STR("{{"), .close = STR("}}"), .out = out };
    while (s.at < text.len) {
        size_t begin = str_find(text, s.open, s.at);
        if (begin == SIZE_MAX)
            break;
        struct tag tag;
        TRY(read_tag(&s, begin, &tag, err));

        size_t text_end = tag.begin, next = tag.end;
        bool shows_something = tag.sigil == '\0' || tag.sigil == '&' || tag.sigil == '{';
        bool alone = !shows_something && stands_alone(&s, &tag, &text_end, &next);
        token_add(&s, (struct token){ .kind = TOKEN_TEXT, .text = str_slice(text, s.at, text_end - s.at) });
        struct str indent = alone ? str_slice(text, text_end, tag.begin - text_end) : STR("");
        TRY(add_tag(&s, &tag, indent, err));
        s.at = next;
    }
    token_add(&s, (struct token){ .kind = TOKEN_TEXT, .text = str_slice(text, s.at, text.len) });
    if (s.depth > 0)
        return FAIL(err, STATUS_INVALID, "template.syntax", "the section \"" STR_FMT "\" is not closed",
                    STR_ARG(utf8_clip(out->items[s.sections[s.depth - 1]].text, 60)));
    return STATUS_OK;
}
