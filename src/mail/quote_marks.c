#include "mail/quote_marks.h"

#include <unicode/uchar.h>

#include "mail/quote_date.h"

enum {
    LABEL_BYTES = 40,      /* of a label in an unknown language */
    TITLE_WORDS = 6,       /* between the dashes of a title */
    SENTENCE_BYTES = 400,  /* of the longest introduction, with many names */
    WEAK_WORDS = 8,        /* of an introduction without date, address and opening word */
    DAY_BYTES = 48,
    DAY_WORDS = 6,
    DEVICE_LINE_BYTES = 90,
    PAIR_BITS = 4096,
};

static bool is_invisible(uint32_t c)
{
    return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static uint32_t plain(uint32_t c)
{
    if (c == 0xa0 || c == 0x202f || c == 0x3000 || c == '\t')
        return ' ';
    if (c == 0xff1a)
        return ':';
    if (c == 0x2019)
        return '\'';
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ? '-' : (uint32_t)u_tolower((UChar32)c);
}

/* The same; most letters of most mails take this way. */
static char plain_ascii(char c)
{
    return (char)(c == '\t' ? ' ' : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

struct str quote_marks_normal(struct buf *scratch, struct str line)
{
    line = str_trim(line);
    buf_clear(scratch);
    if (line.len > MARK_LINE_BYTES)
        return STR("");
    while (line.len > 0) {
        uint32_t c = (unsigned char)line.ptr[0];
        if (c < 0x80) {
            buf_add_char(scratch, plain_ascii((char)c));
            line = (struct str){ line.ptr + 1, line.len - 1 };
        } else if (utf8_next(&line, &c) && !is_invisible(c)) {
            buf_add_utf8(scratch, plain(c));
        }
    }
    return str_trim(buf_str(scratch));
}

static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_among(struct str s, const struct quote_words *words)
{
    for (size_t i = 0; s.len > 0 && i < words->count; i++)
        if (words->items[i][0] == s.ptr[0] && str_equal(s, str_from(words->items[i])))
            return true;
    return false;
}

static bool starts_with_one(struct str s, const struct quote_words *words)
{
    for (size_t i = 0; s.len > 0 && i < words->count; i++)
        if (words->items[i][0] == s.ptr[0] && str_starts(s, str_from(words->items[i])))
            return true;
    return false;
}

/* Whether WORD stands in TEXT. The scripts of three bytes a letter (Chinese, Japanese, Korean, Thai) put nothing between
 * their words. */
static bool has_word(struct str text, struct str word)
{
    bool is_parted = (unsigned char)word.ptr[0] < 0xe0;
    for (size_t at = str_find(text, word, 0); at != SIZE_MAX; at = str_find(text, word, at + 1)) {
        size_t end = at + word.len;
        bool starts = at == 0 || !is_letter(text.ptr[at - 1]);
        bool stops = end == text.len || !is_letter(text.ptr[end]) || !is_letter(text.ptr[end - 1]);
        if (!is_parted || (starts && stops))
            return true;
    }
    return false;
}

/* Which pairs of bytes a text has: most words of a table need not be looked for. */
struct pairs {
    uint64_t bits[PAIR_BITS / 64];
};

static size_t pair_at(const char *s)
{
    return ((size_t)(unsigned char)s[0] * 31 + (unsigned char)s[1]) % PAIR_BITS;
}

static struct pairs pairs_of(struct str text)
{
    struct pairs pairs = { { 0 } };
    for (size_t i = 0; i + 1 < text.len; i++)
        pairs.bits[pair_at(text.ptr + i) / 64] |= UINT64_C(1) << (pair_at(text.ptr + i) % 64);
    return pairs;
}

static bool has_one_word(struct str text, const struct quote_words *words)
{
    const struct pairs pairs = pairs_of(text);
    for (size_t i = 0; i < words->count; i++) {
        struct str word = str_from(words->items[i]);
        size_t pair = word.len > 1 ? pair_at(word.ptr) : 0;
        bool may = word.len == 1 || (pairs.bits[pair / 64] >> (pair % 64) & 1) != 0;
        if (may && has_word(text, word))
            return true;
    }
    return false;
}

static size_t count_words(struct str text)
{
    struct str word;
    size_t words = 0;
    while (str_next(&text, ' ', &word))
        words += word.len > 0;
    return words;
}

/* S without the CHARACTERS around it; STRIPPED: how many there were in front. */
static struct str without_around(struct str s, const char *characters, size_t *stripped)
{
    size_t from = 0, to = s.len;
    while (from < to && strchr(characters, s.ptr[from]) != NULL)
        from++;
    while (to > from && strchr(characters, s.ptr[to - 1]) != NULL)
        to--;
    *stripped = from;
    return str_slice(s, from, to - from);
}

static struct str label_of(struct str line)
{
    size_t colon = str_find(line, STR(":"), 0), stripped;
    return colon == SIZE_MAX ? STR("") : without_around(str_slice(line, 0, colon), "*_ ", &stripped);
}

enum mark_role quote_marks_role(struct str line)
{
    struct str label = label_of(line);
    return label.len == 0 ? ROLE_NONE : quote_words_role(label);
}

bool quote_marks_begins_with_label(struct str line)
{
    size_t stripped;
    line = without_around(line, "|* ", &stripped); /* one that was the row of a table */
    size_t space = str_find(line, STR(" "), 0);
    return quote_marks_role(line) != ROLE_NONE || quote_words_role(str_slice(line, 0, space)) != ROLE_NONE;
}

bool quote_marks_is_labelled(struct str line)
{
    struct str label = label_of(line);
    if (label.len == 0 || label.len > LABEL_BYTES || str_find(label, STR("@"), 0) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < label.len; i++)
        if (is_digit(label.ptr[i]))
            return false;
    return true;
}

bool quote_marks_is_source(struct str line)
{
    return is_among(label_of(line), &quote_source_labels);
}

/* What a title says: without the rules around it and its colon. */
struct title {
    struct str words;
    bool is_ruled; /* at least two dashes or the like before it */
    bool is_framed; /* and behind it */
    bool has_colon;
};

static bool is_rule_end(struct str s, size_t from)
{
    return s.len >= from + 2 && strchr("-_=*", s.ptr[from]) != NULL && strchr("-_=*", s.ptr[from + 1]) != NULL;
}

static struct title title_of(struct str line)
{
    size_t stripped;
    struct title title = { .words = without_around(line, "-_=*> ", &stripped) };
    title.is_ruled = stripped >= 2;
    title.is_framed = is_rule_end(line, 0) && is_rule_end(line, line.len >= 2 ? line.len - 2 : 0);
    title.has_colon = str_ends(title.words, STR(":"));
    if (title.has_colon)
        title.words = str_trim(str_slice(title.words, 0, title.words.len - 1));
    return title;
}

/* ">>> Bo Ek 20.11.2026 10:00 >>>", as GroupWise writes it. */
static bool is_arrowed(struct str line)
{
    return str_starts(line, STR(">>>")) && str_ends(line, STR(">>>")) && quote_date_has_date(line);
}

bool quote_marks_is_original(struct str line)
{
    struct title title = title_of(line);
    return is_arrowed(line) || (title.is_ruled && is_among(title.words, &quote_originals))
           || (title.is_framed && starts_with_one(title.words, &quote_originals));
}

bool quote_marks_is_title(struct str line)
{
    struct title title = title_of(line);
    size_t words = count_words(title.words);
    return (title.is_framed && words > 0 && words <= TITLE_WORDS) || is_among(title.words, &quote_originals);
}

bool quote_marks_is_forward(struct str line)
{
    struct title title = title_of(line);
    if (title.is_framed && starts_with_one(title.words, &quote_forwards))
        return true;
    return (title.is_ruled || title.has_colon)
           && (is_among(title.words, &quote_forwards) || str_starts(title.words, STR("forwarded by ")));
}

bool quote_marks_forwards(struct str subject)
{
    return starts_with_one(subject, &quote_forward_subjects);
}

bool quote_marks_is_rule(struct str line)
{
    if (line.len < 3)
        return false;
    size_t stripped;
    return without_around(line, "-_=* ", &stripped).len == 0;
}

bool quote_marks_is_cut(struct str line)
{
    static const struct str ellipsis = { "\xe2\x80\xa6", 3 };
    size_t stripped;
    struct str words = without_around(line, "[](){}<>.-_*~ ", &stripped);
    bool is_cut = words.len == 0 || str_equal(words, ellipsis) || str_equal(words, STR("snip")) || str_equal(words, STR("8"));
    return stripped > 0 && is_cut;
}

bool quote_marks_opens(struct str text)
{
    return starts_with_one(text, &quote_openers);
}

bool quote_marks_points_below(struct str line)
{
    return has_one_word(line, &quote_pointers);
}

bool quote_marks_is_device(struct str line)
{
    return line.len <= DEVICE_LINE_BYTES && starts_with_one(line, &quote_devices);
}

/* Words of a sentence behind the first word. */
static bool is_sentence(struct str text)
{
    size_t space = str_find(text, STR(" "), 0);
    return space != SIZE_MAX && has_one_word(str_slice(text, space, text.len), &quote_sentence_words);
}

bool quote_marks_may_open(struct str line)
{
    bool has_address = str_find(line, STR("@"), 0) != SIZE_MAX || str_find(line, STR("<"), 0) != SIZE_MAX;
    bool begins_with_digit = line.len > 0 && is_digit(line.ptr[0]);
    return quote_marks_opens(line) || has_address || begins_with_digit
           || (quote_date_has_year(line) && quote_date_has_time(line) && !is_sentence(line));
}

bool quote_marks_is_day(struct str line)
{
    return line.len <= DAY_BYTES && count_words(line) <= DAY_WORDS && quote_date_has_year(line) && !is_sentence(line);
}

enum mark_attribution quote_marks_attribution(struct str text)
{
    if (text.len > SENTENCE_BYTES)
        return ATTRIBUTION_NONE;
    size_t stripped;
    struct str inner = without_around(text, "- *", &stripped);
    bool is_ruled = stripped >= 2 && inner.len + 4 <= text.len; /* ---- On … wrote ---- */
    bool has_colon = str_ends(inner, STR(":")), ends_address = str_ends(inner, STR(">"));
    bool verb = has_one_word(inner, &quote_verbs);
    bool has_time = quote_date_has_time(inner), has_date = quote_date_has_date(inner);
    size_t at = str_find(inner, STR("@"), 0);
    bool has_address = at != SIZE_MAX && str_find(inner, STR(">"), at) != SIZE_MAX;
    bool is_dated_address = has_address && (has_time || has_date); /* 2012/4/2 Bo <bo@x.example> */
    bool opens = quote_marks_opens(inner);
    bool is_said = verb && (has_colon || is_ruled || ends_address || str_ends(inner, STR("wrote")));
    bool is_dated_opening = opens && has_time && has_date && !is_sentence(inner); /* whatever its verb is */
    if (!is_said && !(has_colon && is_dated_opening) && !(is_dated_address && (has_colon || ends_address)))
        return ATTRIBUTION_NONE;
    if (!has_time && !has_date)
        return at != SIZE_MAX || opens || count_words(inner) <= WEAK_WORDS ? ATTRIBUTION_WEAK : ATTRIBUTION_NONE;
    bool is_framed = is_ruled || has_colon || verb;
    bool stands_alone = at != SIZE_MAX || is_ruled || (is_dated_opening && verb);
    return stands_alone && is_framed ? ATTRIBUTION_STRONG : ATTRIBUTION_DATED;
}
