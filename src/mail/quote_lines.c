#include "mail/quote_lines.h"

#include "base/mem.h"
#include "mail/quote_marks.h"

enum {
    MARK_INDENT = 4,   /* white space before a quote's mark */
    INITIALS_MOST = 4, /* letters before it: "BO> " */
};

static const struct str wide_mark = { "\xef\xbc\x9e", 3 }; /* U+FF1E, typed on Japanese keyboards */

/* Behind the mark, or SIZE_MAX when TRIMMED begins with none. */
static size_t after_mark(struct str trimmed)
{
    if (str_starts(trimmed, STR(">")))
        return 1;
    return str_starts(trimmed, wide_mark) ? wide_mark.len : SIZE_MAX;
}

static size_t initials_of(struct str text)
{
    size_t n = 0;
    while (n < text.len && n <= INITIALS_MOST && text.ptr[n] >= 'A' && text.ptr[n] <= 'Z')
        n++;
    return n > 0 && n <= INITIALS_MOST && str_starts(str_slice(text, n, 2), STR("> ")) ? n : 0;
}

static enum line_kind kind_of(struct str text)
{
    struct str trimmed = str_trim(text);
    if (trimmed.len == 0 || str_equal(trimmed, STR("\xc2\xa0")))
        return LINE_BLANK;
    /* ">>> Bo 20.11.2026 10:00 >>>" is a title (quote_marks_is_original). */
    bool is_title = str_starts(trimmed, STR(">>>")) && str_ends(trimmed, STR(">>>"));
    bool marked = after_mark(trimmed) != SIZE_MAX && text.ptr + MARK_INDENT >= trimmed.ptr;
    return marked && !is_title ? LINE_QUOTE : LINE_WORDS;
}

/* Lines that begin with the same initials as the one above or below them. */
static void find_initials(struct quote_lines *lines)
{
    for (size_t i = 0; i + 1 < lines->count; i++) {
        struct line *line = &lines->items[i];
        size_t n = initials_of(str_trim(line->text));
        if (n > 0 && str_starts(str_trim(line[1].text), str_slice(str_trim(line->text), 0, n + 1)))
            line[0].kind = line[1].kind = LINE_QUOTE;
    }
}

void quote_lines_read(TALLOC_CTX *mem, struct str text, struct quote_lines *out)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    *out = (struct quote_lines){ .mem = mem, .items = MEM_ARRAY(mem, struct line, count) };
    buf_init(&out->scratch, mem, MARK_LINE_BYTES * 2);
    buf_init(&out->joined, mem, MARK_LINE_BYTES * 10);
    struct str rest = text, line;
    while (str_next(&rest, '\n', &line))
        out->items[out->count++] = (struct line){ .text = line, .kind = kind_of(line) };
    out->end = out->count;
    find_initials(out);
}

static struct str bare(const struct line *line)
{
    struct str text = str_trim(line->text);
    if (line->kind != LINE_QUOTE)
        return text;
    text = str_slice(text, initials_of(text), text.len);
    for (size_t n = after_mark(text); n != SIZE_MAX; n = after_mark(text))
        text = str_trim(str_slice(text, n, text.len));
    return text;
}

struct str quote_lines_normal(struct quote_lines *lines, size_t at)
{
    return quote_marks_normal(&lines->scratch, bare(&lines->items[at]));
}

bool quote_lines_is(const struct quote_lines *lines, size_t at, enum line_kind kind)
{
    return at < lines->end && lines->items[at].kind == kind;
}

void quote_lines_fold(struct quote_lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        lines->items[i].folded = true;
}

size_t quote_lines_skip_blank(const struct quote_lines *lines, size_t at)
{
    while (quote_lines_is(lines, at, LINE_BLANK))
        at++;
    return at;
}

size_t quote_lines_back_over_blank(const struct quote_lines *lines, size_t at)
{
    while (at > 0 && lines->items[at - 1].kind == LINE_BLANK)
        at--;
    return at;
}

struct str quote_lines_gather(const struct quote_lines *lines, bool folded, struct str more)
{
    struct buf out;
    size_t size = more.len + 1;
    for (size_t i = 0; i < lines->count; i++)
        size += lines->items[i].text.len + 1;
    buf_init(&out, lines->mem, size);
    size_t end = 0; /* behind the last line with anything in it */
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].folded != folded)
            continue;
        buf_add(&out, lines->items[i].text);
        buf_add_char(&out, '\n');
        if (str_trim(lines->items[i].text).len > 0)
            end = out.len;
    }
    buf_cut(&out, end);
    buf_add(&out, more);
    return buf_str(&out);
}
