#include "mail/html_lines.h"

#include <stdio.h>

#include "base/limits.h"

/* How characters that show nothing, or only room, are written in UTF-8. */
static const struct unseen_row {
    struct str bytes;
    enum unseen { GAP, NOTHING, JOINS } kind;
} unseen[] = {
    { { "\xc2\xa0", 2 }, GAP },         /* U+00A0 no-break space */
    { { "\xc2\xad", 2 }, NOTHING },     /* U+00AD soft hyphen */
    { { "\xcd\x8f", 2 }, NOTHING },     /* U+034F combining grapheme joiner */
    { { "\xe1\xa0\x8e", 3 }, NOTHING }, /* U+180E Mongolian vowel separator */
    { { "\xe2\x80\x82", 3 }, GAP },     /* U+2002 en space */
    { { "\xe2\x80\x83", 3 }, GAP },     /* U+2003 em space */
    { { "\xe2\x80\x87", 3 }, GAP },     /* U+2007 figure space */
    { { "\xe2\x80\x89", 3 }, GAP },     /* U+2009 thin space */
    { { "\xe2\x80\x8b", 3 }, NOTHING }, /* U+200B zero width space */
    { { "\xe2\x80\x8c", 3 }, JOINS },   /* U+200C zero width non-joiner: Persian */
    { { "\xe2\x80\x8d", 3 }, JOINS },   /* U+200D zero width joiner: families of emoji */
    { { "\xe2\x80\x8e", 3 }, JOINS },   /* U+200E left-to-right mark */
    { { "\xe2\x80\x8f", 3 }, JOINS },   /* U+200F right-to-left mark */
    { { "\xe2\x80\xaf", 3 }, GAP },     /* U+202F narrow no-break space */
    { { "\xe2\x81\xa0", 3 }, NOTHING }, /* U+2060 word joiner */
    { { "\xef\xbb\xbf", 3 }, NOTHING }, /* U+FEFF byte order mark */
};

static const struct unseen_row *unseen_at(struct str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c < 0xc2 || (c > 0xc2 && c < 0xcd) || (c > 0xcd && c < 0xe1) || (c > 0xe2 && c != 0xef))
        return NULL;
    for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
        if (str_starts(str_slice(text, at, unseen[i].bytes.len), unseen[i].bytes))
            return &unseen[i];
    return NULL;
}

/* The length of the white space at AT; 0 when a word stands there. */
static size_t space_at(struct str text, size_t at)
{
    if ((unsigned char)text.ptr[at] <= ' ')
        return 1;
    const struct unseen_row *row = unseen_at(text, at);
    return row != NULL && row->kind == GAP ? row->bytes.len : 0;
}

void html_lines_init(struct html_lines *lines, TALLOC_CTX *mem)
{
    *lines = (struct html_lines){ .quotes = 0 };
    buf_init(&lines->out, mem, LIMIT_MAIL_TEXT_BYTES);
}

static void add(struct html_lines *lines, struct str text)
{
    size_t room = lines->out.max - lines->out.len;
    lines->full = lines->full || text.len > room;
    buf_add(&lines->out, str_slice(text, 0, room));
}

/* Whether the last line that was begun is "--" and nothing else. */
static bool is_at_mark(const struct html_lines *lines)
{
    struct str out = buf_str(&lines->out);
    return lines->in_line && (str_ends(out, STR("\n--")) || str_equal(out, STR("--")));
}

static void end_line(struct html_lines *lines)
{
    if (lines->space && is_at_mark(lines))
        add(lines, STR(" ")); /* it makes the line a signature's mark */
    for (size_t i = 0; !lines->in_line && i < lines->quotes; i++)
        add(lines, STR(">"));
    add(lines, STR("\n"));
    lines->in_line = lines->space = lines->cell = lines->blank = false;
    lines->ends++;
}

/* What stands before the first word of a line, or between two. */
static void begin_word(struct html_lines *lines)
{
    if (lines->in_line) {
        bool is_label = lines->out.len > 0 && lines->out.ptr[lines->out.len - 1] == ':';
        add(lines, lines->cell && !is_label ? STR(" | ") : lines->space || lines->cell ? STR(" ") : STR(""));
    } else {
        for (size_t i = 0; i < lines->quotes; i++)
            add(lines, STR(">"));
        add(lines, lines->quotes > 0 ? STR(" ") : STR(""));
        bool is_item = lines->marker[0] != '\0';
        for (size_t i = is_item; i < lines->list_count && i < HTML_LISTS_MAX; i++)
            add(lines, STR("  "));
        add(lines, str_from(lines->marker));
        lines->marker[0] = '\0';
    }
    lines->in_line = true;
    lines->space = lines->cell = lines->blank = false;
    lines->ends = 0;
}

/* WORD has no white space in it. */
static void add_word(struct html_lines *lines, struct str word)
{
    bool is_seen = false;
    size_t done = 0;
    for (size_t i = 0; i < word.len;) {
        const struct unseen_row *row = unseen_at(word, i);
        is_seen = is_seen || row == NULL;
        i += row != NULL ? row->bytes.len : 1;
    }
    if (!is_seen)
        return;
    begin_word(lines);
    for (size_t i = 0; i < word.len;) {
        const struct unseen_row *row = unseen_at(word, i);
        if (row != NULL && row->kind == NOTHING) {
            add(lines, str_slice(word, done, i - done));
            done = i + row->bytes.len;
        }
        i += row != NULL ? row->bytes.len : 1;
    }
    add(lines, str_slice(word, done, word.len));
}

static void add_kept(struct html_lines *lines, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n') {
            end_line(lines);
        } else if (text.ptr[i] != '\r') {
            if (!lines->in_line)
                begin_word(lines);
            add(lines, str_slice(text, i, 1));
        }
    }
}

void html_lines_add(struct html_lines *lines, struct str text, bool kept)
{
    if (kept) {
        add_kept(lines, text);
        return;
    }
    for (size_t i = 0; i < text.len && !lines->full;) {
        size_t gap = space_at(text, i), start = i;
        if (gap > 0) {
            lines->blank = lines->blank || (!lines->in_line && (unsigned char)text.ptr[i] > ' ');
            lines->space = lines->in_line;
            i += gap;
            continue;
        }
        while (i < text.len && space_at(text, i) == 0)
            i++;
        add_word(lines, str_slice(text, start, i - start));
    }
}

void html_lines_word(struct html_lines *lines, struct str word)
{
    lines->space = true;
    begin_word(lines);
    add(lines, word);
}

void html_lines_break(struct html_lines *lines)
{
    if (lines->in_line || lines->ends <= HTML_EMPTY_LINES_MAX)
        end_line(lines);
}

void html_lines_edge(struct html_lines *lines, size_t count)
{
    bool is_empty = lines->blank && !lines->in_line && lines->ends <= HTML_EMPTY_LINES_MAX;
    if (lines->out.len == 0)
        return;
    if (lines->in_line || is_empty)
        end_line(lines);
    while (lines->ends < count)
        end_line(lines);
}

void html_lines_list(struct html_lines *lines, bool ordered, int64_t first)
{
    html_lines_edge(lines, lines->list_count == 0 ? 2 : 1);
    if (lines->list_count < HTML_LISTS_MAX)
        lines->lists[lines->list_count] = (struct html_list){ ordered, first };
    lines->list_count++;
}

void html_lines_list_end(struct html_lines *lines)
{
    lines->list_count -= lines->list_count > 0;
    lines->marker[0] = '\0';
    html_lines_edge(lines, lines->list_count == 0 ? 2 : 1);
}

void html_lines_item(struct html_lines *lines)
{
    html_lines_edge(lines, 1);
    bool is_known = lines->list_count > 0 && lines->list_count <= HTML_LISTS_MAX;
    struct html_list *list = is_known ? &lines->lists[lines->list_count - 1] : NULL;
    if (list != NULL && list->ordered)
        snprintf(lines->marker, sizeof(lines->marker), "%lld. ", (long long)list->next++);
    else
        snprintf(lines->marker, sizeof(lines->marker), "- ");
}

void html_lines_cell(struct html_lines *lines)
{
    lines->cell = lines->in_line;
}

void html_lines_mark(struct html_lines *lines)
{
    begin_word(lines);
    add(lines, STR("-- "));
    end_line(lines);
}

bool html_lines_are_marked(const struct html_lines *lines)
{
    struct str above = str_trim(buf_str(&lines->out));
    return str_ends(above, STR("\n--")) || str_equal(above, STR("--"));
}

struct str html_lines_text(struct html_lines *lines, TALLOC_CTX *mem)
{
    struct str text = buf_str(&lines->out);
    text = utf8_clip(utf8_valid(text) ? text : utf8_clean(mem, text), LIMIT_MAIL_TEXT_BYTES);
    size_t end = text.len;
    while (end > 0 && (text.ptr[end - 1] == '\n' || text.ptr[end - 1] == ' '))
        end--;
    return end < text.len ? str_slice(text, 0, end + 1) : text;
}
