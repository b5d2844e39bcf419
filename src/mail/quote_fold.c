#include "mail/quote_fold.h"

#include "mail/quote_date.h"
#include "mail/quote_intro.h"
#include "mail/quote_lines.h"
#include "mail/quote_marks.h"
#include "mail/quote_sign.h"

enum {
    LIST_LINES = 12,        /* lines with arrows that are no quote: so few, */
    LIST_ITEM_BYTES = 45,   /* and each so short */
    BROKEN_LINE_BYTES = 60, /* a quoted line that a mail program broke was at least so long */
    WRAP_COLUMN = 70,       /* and its next word would have reached beyond this */
};

/* Behind the quoted lines that begin at FROM. */
static size_t run_end(const struct quote_lines *lines, size_t from)
{
    while (quote_lines_is(lines, from, LINE_QUOTE))
        from++;
    return from;
}

/* A mail that is passed on inside quote marks: its title or, where the subject says so, its header comes first. */
static bool passes_on(struct quote_lines *lines, size_t from, size_t to, bool is_forward)
{
    size_t at = from;
    while (at < to && quote_lines_normal(lines, at).len == 0)
        at++;
    return at < to
           && (quote_marks_is_forward(quote_lines_normal(lines, at))
               || (is_forward && quote_intro_has_header(lines, at, to)));
}

/* Whether the words above line TO say that the mail below is meant to be read. "I got this:" does as well. */
static bool points_below(struct quote_lines *lines, size_t to)
{
    size_t above = quote_lines_back_over_blank(lines, to);
    if (above > 0 && str_ends(quote_lines_normal(lines, above - 1), STR(":")))
        return true;
    for (size_t i = 0; i < to; i++)
        if (lines->items[i].kind == LINE_WORDS && quote_marks_points_below(quote_lines_normal(lines, i)))
            return true;
    return false;
}

/* Folds the earlier mail that has no quote marks and so reaches to the end, or ends the lines where a mail begins that is
 * meant to be read. */
static void fold_unmarked(struct quote_lines *lines, bool is_forward)
{
    for (size_t i = 0; i < lines->end && i < QUOTE_LINES_SEARCHED; i++) {
        struct quote_intro intro;
        if (lines->items[i].kind == LINE_BLANK)
            continue;
        if (lines->items[i].kind == LINE_QUOTE) {
            size_t end = run_end(lines, i);
            if (passes_on(lines, i, end, is_forward))
                lines->end = i;
            else if (quote_lines_skip_blank(lines, end) < lines->end && quote_intro_is_header(lines, i, end))
                quote_lines_fold(lines, quote_intro_with_rule(lines, i), lines->end); /* only the header has marks */
            i = lines->items[i].folded ? lines->end : end - 1;
            continue;
        }
        if (quote_intro_is_forward(lines, i)) {
            lines->end = i;
        } else if (quote_intro_at(lines, i, &intro)) {
            size_t below = quote_lines_skip_blank(lines, intro.end);
            if (is_forward || (!quote_lines_is(lines, below, LINE_QUOTE) && points_below(lines, intro.start)))
                lines->end = intro.start;
            bool is_marked = quote_lines_is(lines, below, LINE_QUOTE);
            size_t end = is_marked ? below : lines->end;
            if (intro.start < end)
                quote_lines_fold(lines, intro.start, end);
            i = end - (is_marked ? 1 : 0);
        }
    }
}

static size_t count_quotes(const struct quote_lines *lines)
{
    size_t count = 0;
    for (size_t i = 0; i < lines->end; i++)
        count += lines->items[i].kind == LINE_QUOTE;
    return count;
}

/* Short lines that begin with an arrow and belong to what is said: "I need:", or a line just above them. */
static bool is_list(struct quote_lines *lines, size_t from, size_t to)
{
    size_t above = quote_lines_back_over_blank(lines, from);
    if (above == 0 || to - from > LIST_LINES)
        return false;
    for (size_t i = from; i < to; i++) {
        struct str item = quote_lines_normal(lines, i);
        if (item.len == 0 || item.len > LIST_ITEM_BYTES)
            return false;
    }
    return above == from || str_ends(str_trim(lines->items[above - 1].text), STR(":"));
}

/* Whether an introduction stands above the quoted lines that begin at FROM, or is the first of them. */
static bool is_introduced(struct quote_lines *lines, size_t from)
{
    size_t start;
    if (quote_intro_above(lines, from, &start) || quote_intro_has_header(lines, from, run_end(lines, from)))
        return true;
    struct str line = quote_lines_normal(lines, from);
    return quote_marks_opens(line) && quote_date_has_date(line);
}

/* Whether anything but the arrows says that the mail quotes: an introduction, or a quote as the first thing in it. */
static bool is_answer(struct quote_lines *lines)
{
    size_t first = quote_lines_skip_blank(lines, 0);
    if (quote_lines_is(lines, first, LINE_QUOTE))
        return true;
    for (size_t i = first; i < lines->end && i < QUOTE_LINES_SEARCHED; i++) {
        bool begins = lines->items[i].kind == LINE_QUOTE && lines->items[i - 1].kind != LINE_QUOTE;
        if (lines->items[i].folded || (begins && is_introduced(lines, i)))
            return true;
    }
    return false;
}

/* Folds each run of quoted lines with what introduces it. One lone ">" line in a mail is somebody's arrow. */
static void fold_quotes(struct quote_lines *lines)
{
    bool many = count_quotes(lines) > 1, answers = is_answer(lines);
    for (size_t i = 0; i < lines->end; i++) {
        if (lines->items[i].kind != LINE_QUOTE || lines->items[i].folded)
            continue;
        size_t end = run_end(lines, i), start = i;
        bool introduced = (i > 0 && lines->items[i - 1].folded)
                          || (i < QUOTE_LINES_SEARCHED && quote_intro_above(lines, i, &start));
        if (introduced || (many && (answers || !is_list(lines, i, end))))
            quote_lines_fold(lines, quote_intro_with_rule(lines, start), end);
        i = end - 1;
    }
}

/* The words of a quoted line that a mail program broke: nothing but them stands between two quoted lines, they begin where
 * no more would have fitted, and in the middle of a sentence. */
static bool is_broken_off(const struct quote_lines *lines, size_t at)
{
    struct str above = str_trim(lines->items[at - 1].text), line = str_trim(lines->items[at].text);
    size_t word = str_find(line, STR(" "), 0);
    word = word == SIZE_MAX ? line.len : word;
    bool goes_on = above.len >= BROKEN_LINE_BYTES && above.len + 1 + word > WRAP_COLUMN && line.len < above.len;
    return goes_on && strchr(".!?:;", above.ptr[above.len - 1]) == NULL && line.ptr[0] >= 'a' && line.ptr[0] <= 'z';
}

static void fold_broken_lines(struct quote_lines *lines)
{
    for (size_t i = 1; i + 1 < lines->end; i++) {
        bool between = lines->items[i - 1].kind == LINE_QUOTE && lines->items[i].kind == LINE_WORDS
                       && lines->items[i + 1].kind == LINE_QUOTE;
        if (between && lines->items[i - 1].folded && lines->items[i + 1].folded && is_broken_off(lines, i))
            lines->items[i].folded = true;
    }
}

/* A blank line goes with what stands above it. */
static void fold_blanks(struct quote_lines *lines)
{
    bool folded = false;
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].kind == LINE_BLANK)
            lines->items[i].folded = folded;
        else
            folded = lines->items[i].folded;
    }
}

/* A telephone's line is nothing that somebody said. */
static bool nothing_is_left(struct quote_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].kind != LINE_BLANK && !lines->items[i].folded
            && !quote_marks_is_device(quote_lines_normal(lines, i)))
            return false;
    return true;
}

void quote_fold(TALLOC_CTX *mem, const struct quote_input *in, struct quote_fold *out)
{
    struct quote_lines lines;
    quote_lines_read(mem, in->text, &lines);
    fold_unmarked(&lines, in->is_forward);
    fold_quotes(&lines);
    fold_broken_lines(&lines);
    quote_sign_fold(&lines);
    if (nothing_is_left(&lines))
        for (size_t i = 0; i < lines.count; i++)
            lines.items[i].folded = false;
    fold_blanks(&lines);
    out->visible = quote_lines_gather(&lines, false, STR(""));
    out->folded = quote_lines_gather(&lines, true, in->carried);
}

bool quote_is_forward(TALLOC_CTX *mem, struct str subject)
{
    struct buf scratch;
    buf_init(&scratch, mem, MARK_LINE_BYTES * 2);
    return quote_marks_forwards(quote_marks_normal(&scratch, subject));
}
