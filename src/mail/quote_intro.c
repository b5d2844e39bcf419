#include "mail/quote_intro.h"

#include "mail/quote_date.h"
#include "mail/quote_marks.h"

enum {
    BLOCK_LINES = 14,      /* a header block with long lists of recipients */
    BLOCK_STRANGERS = 2,   /* lines of it that are the rest of such a list */
    BLOCK_ROLES = 3,       /* different labels that make lines a header block */
    RULED_ROLES = 2,       /* the same below a title or a rule */
    FOREIGN_LINES = 3,     /* lines of a block in an unknown language */
    FOREIGN_RULE = 20,     /* how long the rule above it is at least */
    SOURCE_LINES = 20,     /* how far above a block the source of a mail is looked for */
    ATTRIBUTION_LINES = 4, /* a sentence that was wrapped */
    LABEL_BYTES = 60,      /* the longest label with its asterisks, spaces and colon */
    TIME_BYTES = 16,       /* within which a sentence's second half shows its time */
    QUOTE_GAP = 3,         /* lines without words between a sentence and its quote */
};

/* A label is short: most lines are known to be none without being made comparable. */
static enum mark_role role_at(struct quote_lines *lines, size_t at)
{
    struct str head = str_slice(lines->items[at].text, 0, LABEL_BYTES);
    if (str_find(head, STR(":"), 0) == SIZE_MAX && str_find(head, STR("\xef\xbc\x9a"), 0) == SIZE_MAX)
        return ROLE_NONE;
    return quote_marks_role(quote_lines_normal(lines, at));
}

static bool is_empty(struct quote_lines *lines, size_t at)
{
    return lines->items[at].kind == LINE_BLANK || quote_lines_normal(lines, at).len == 0;
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

/* "From: Berlin", "To: Paris", "Date: Monday" is an order and no header: a mail's has an address, or the time of its
 * sending. */
static bool tells_of_a_mail(enum mark_role role, struct str line)
{
    bool is_person = role == ROLE_FROM || role == ROLE_TO || role == ROLE_CC;
    return (is_person && str_find(line, STR("@"), 0) != SIZE_MAX) || (role == ROLE_SENT && has_digit(line))
           || (role == ROLE_DATE && quote_date_has_time(line));
}

/* Whether the lines around AT are the source of a mail, which somebody pasted. */
static bool is_source(struct quote_lines *lines, size_t at)
{
    enum line_kind kind = lines->items[at].kind;
    size_t from = at;
    while (from > 0 && at - from < SOURCE_LINES && lines->items[from - 1].kind == kind)
        from--;
    for (size_t i = from; quote_lines_is(lines, i, kind) && i < at + BLOCK_LINES; i++)
        if (quote_marks_is_source(quote_lines_normal(lines, i)))
            return true;
    return false;
}

/* A header block from AT on, with LEAST different labels; END is behind its last label. Lines between may be the rest of
 * a wrapped list of recipients. */
static bool block_at(struct quote_lines *lines, size_t at, size_t least, size_t *end)
{
    if (at >= lines->end || role_at(lines, at) == ROLE_NONE)
        return false;
    enum line_kind kind = lines->items[at].kind;
    bool seen[ROLE_COUNT] = { false };
    size_t roles = 0, strangers = 0, last = at;
    bool is_mail = least < BLOCK_ROLES, was_empty = false;
    for (size_t i = at; i < lines->end && i < at + BLOCK_LINES && strangers <= BLOCK_STRANGERS; i++) {
        bool empty = is_empty(lines, i);
        strangers += empty && was_empty;
        was_empty = empty;
        if (empty)
            continue;
        if (lines->items[i].kind != kind)
            break;
        enum mark_role role = role_at(lines, i);
        strangers = role == ROLE_NONE ? strangers + 1 : 0;
        if (role == ROLE_NONE)
            continue;
        roles += !seen[role];
        seen[role] = true;
        is_mail = is_mail || tells_of_a_mail(role, lines->items[i].text);
        last = i;
    }
    *end = last + 1;
    return roles >= least && is_mail && (seen[ROLE_FROM] || seen[ROLE_SENT]) && !is_source(lines, at);
}

/* A header block in a language that is not known, below a long rule: "Frá: Bo <bo@x.example>" and more labels, one of
 * them with a time. */
static bool foreign_block_at(struct quote_lines *lines, size_t rule, size_t at, size_t *end)
{
    struct str first = lines->items[at].text;
    bool is_person = str_find(first, STR("@"), 0) != SIZE_MAX && str_find(first, STR("<"), 0) != SIZE_MAX;
    if (str_trim(lines->items[rule].text).len < FOREIGN_RULE || !is_person)
        return false;
    bool has_time = false;
    size_t i = at;
    while (quote_lines_is(lines, i, LINE_WORDS) && quote_marks_is_labelled(quote_lines_normal(lines, i))) {
        has_time = has_time || quote_date_has_time(lines->items[i].text);
        i++;
    }
    *end = i;
    return i - at >= FOREIGN_LINES && has_time;
}

/* The sentence that ends with line LAST: how sure it is, and where it begins. */
static enum mark_attribution sentence_ending(struct quote_lines *lines, size_t last, size_t *start)
{
    enum mark_attribution best = ATTRIBUTION_NONE;
    for (size_t n = 1; n <= ATTRIBUTION_LINES && n <= last + 1; n++) {
        size_t from = last + 1 - n;
        if (lines->items[from].kind != LINE_WORDS || lines->items[from].folded)
            break;
        if (n > 1 && !quote_marks_may_open(quote_lines_normal(lines, from)))
            continue;
        buf_clear(&lines->joined);
        for (size_t i = from; i <= last; i++) {
            buf_add(&lines->joined, quote_lines_normal(lines, i));
            buf_add_char(&lines->joined, ' ');
        }
        enum mark_attribution sure = quote_marks_attribution(str_trim(buf_str(&lines->joined)));
        if (sure > best) {
            best = sure;
            *start = from;
        }
        if (sure == ATTRIBUTION_STRONG || sure == ATTRIBUTION_DATED)
            break;
    }
    return best;
}

/* Whether ABOVE is the first half of the wrapped sentence whose second half begins with LINE: the day above the time, the
 * opening word above the day, or, where the name comes first, the name with its address. */
static bool is_first_half(struct str above, struct str line)
{
    if (above.len == 0 || strchr("!?:;", above.ptr[above.len - 1]) != NULL)
        return false;
    size_t at = str_find(above, STR("@"), 0);
    bool has_name = at != SIZE_MAX && str_find(above, STR("<"), 0) < at && str_find(above, STR(">"), at) != SIZE_MAX;
    if (has_name)
        return str_find(line, STR("@"), 0) == SIZE_MAX;
    bool has_day = quote_date_has_date(line), begins_with_digit = has_digit(str_slice(line, 0, 1));
    bool is_over = str_ends(above, STR(".")) && !str_ends(above, STR(" kl."))
                   && !quote_date_has_year(str_slice(line, 0, 4));
    if (quote_marks_opens(above) && (has_digit(above) || str_ends(above, STR(","))) && !is_over)
        return !has_day || begins_with_digit;
    return !has_day && quote_date_has_time(str_slice(line, 0, TIME_BYTES)) && quote_marks_is_day(above);
}

static size_t with_first_half(struct quote_lines *lines, size_t start)
{
    if (start == 0 || lines->items[start - 1].kind != LINE_WORDS)
        return start;
    struct str line = str_copy(lines->mem, quote_lines_normal(lines, start));
    bool is_whole = quote_marks_opens(line) && quote_date_has_date(line) && str_find(line, STR("@"), 0) != SIZE_MAX;
    return !is_whole && is_first_half(quote_lines_normal(lines, start - 1), line) ? start - 1 : start;
}

static bool may_end_sentence(struct str line)
{
    if (line.len == 0)
        return false;
    char c = line.ptr[line.len - 1];
    return c == ':' || c == '>' || c == '-' || c == '*' || str_ends(line, STR("wrote"));
}

/* Yahoo's telephones put the earlier mail behind its sentence: "On … <bo@x.example> wrote:   Hello". */
static bool has_sentence_in_front(struct str line)
{
    size_t end = str_find(line, STR(":  "), 0);
    return end != SIZE_MAX && quote_marks_opens(line)
           && quote_marks_attribution(str_slice(line, 0, end + 1)) == ATTRIBUTION_STRONG;
}

size_t quote_intro_with_rule(struct quote_lines *lines, size_t at)
{
    size_t above = quote_lines_back_over_blank(lines, at);
    return above > 0 && quote_marks_is_rule(quote_lines_normal(lines, above - 1)) ? above - 1 : at;
}

/* Above a header block: its rule, or "-----Bo <bo@x.example> wrote: -----". */
static size_t above_block(struct quote_lines *lines, size_t at)
{
    size_t start = at;
    if (at > 0 && quote_lines_normal(lines, at - 1).len > 0 && sentence_ending(lines, at - 1, &start) != ATTRIBUTION_NONE)
        return start;
    return quote_intro_with_rule(lines, at);
}

bool quote_intro_is_forward(struct quote_lines *lines, size_t at)
{
    struct str line = quote_lines_normal(lines, at);
    if (quote_marks_is_forward(line))
        return true;
    bool is_title = str_starts(line, STR("-------- ")) && quote_marks_is_original(line);
    return is_title && at + 2 < lines->end && role_at(lines, at + 1) == ROLE_SUBJECT && role_at(lines, at + 2) == ROLE_DATE;
}

/* Whether quoted lines follow in line AT, perhaps behind a mark that something was left out. */
static bool is_quoted_below(struct quote_lines *lines, size_t at)
{
    bool is_cut = quote_lines_is(lines, at, LINE_WORDS) && quote_marks_is_cut(quote_lines_normal(lines, at));
    return quote_lines_is(lines, is_cut ? quote_lines_skip_blank(lines, at + 1) : at, LINE_QUOTE);
}

/* What belongs to the title in the line above AT: header lines, or a sentence. */
static size_t after_title(struct quote_lines *lines, size_t at)
{
    size_t next = quote_lines_skip_blank(lines, at), end = at, start;
    if (next >= lines->end || block_at(lines, next, RULED_ROLES, &end))
        return end;
    for (size_t i = next; i < next + ATTRIBUTION_LINES && quote_lines_is(lines, i, LINE_WORDS); i++)
        if (sentence_ending(lines, i, &start) >= ATTRIBUTION_DATED)
            return i + 1;
    while (quote_lines_is(lines, next, LINE_WORDS) && quote_marks_begins_with_label(quote_lines_normal(lines, next)))
        end = ++next;
    return end;
}

bool quote_intro_at(struct quote_lines *lines, size_t at, struct quote_intro *out)
{
    struct str line = quote_lines_normal(lines, at);
    bool is_original = quote_marks_is_original(line), is_title = quote_marks_is_title(line);
    bool is_rule = !is_title && quote_marks_is_rule(line), may_end = may_end_sentence(line);
    size_t below = quote_lines_skip_blank(lines, at + 1);
    *out = (struct quote_intro){ at, at + 1 };
    if (has_sentence_in_front(line))
        return true;
    if (is_original) {
        out->end = after_title(lines, at + 1);
        return true;
    }
    if (is_title || is_rule) {
        if (!quote_lines_is(lines, below, LINE_WORDS))
            return false;
        return block_at(lines, below, RULED_ROLES, &out->end) || (is_rule && foreign_block_at(lines, at, below, &out->end));
    }
    if (block_at(lines, at, BLOCK_ROLES, &out->end)) {
        out->start = above_block(lines, at);
        return true;
    }
    if (!may_end || is_quoted_below(lines, below)
        || sentence_ending(lines, at, &out->start) != ATTRIBUTION_STRONG)
        return false;
    out->start = with_first_half(lines, out->start);
    return true;
}

bool quote_intro_above(struct quote_lines *lines, size_t quote, size_t *start)
{
    size_t above = quote_lines_back_over_blank(lines, quote);
    if (above > 0 && quote_marks_is_cut(quote_lines_normal(lines, above - 1)))
        above = quote_lines_back_over_blank(lines, above - 1);
    if (above == 0 || quote - above > QUOTE_GAP || sentence_ending(lines, above - 1, start) == ATTRIBUTION_NONE)
        return false;
    *start = with_first_half(lines, *start);
    return true;
}

/* Behind the header block at the beginning of quoted lines, or SIZE_MAX. A title may stand above it. */
static size_t after_header(struct quote_lines *lines, size_t from, size_t to)
{
    size_t end;
    if (block_at(lines, from, BLOCK_ROLES, &end) || (from + 1 < to && block_at(lines, from + 1, BLOCK_ROLES, &end)))
        return end;
    return SIZE_MAX;
}

bool quote_intro_has_header(struct quote_lines *lines, size_t from, size_t to)
{
    return after_header(lines, from, to) != SIZE_MAX;
}

bool quote_intro_is_header(struct quote_lines *lines, size_t from, size_t to)
{
    size_t end = after_header(lines, from, to);
    while (end < to && is_empty(lines, end))
        end++;
    return end == to;
}
