#include "core/tokens.h"

#include <string.h>

#include "base/mem.h"

/* Letters with an accent and what they are without it: Latin-1, Latin Extended-A and Romanian's, what the languages of
 * Europe write. One row is a run of letters, lower and upper case alike, that share a plain form. */
struct plain_letter {
    uint32_t from;
    uint32_t to;
    const char *plain;
};
static const struct plain_letter plain_letters[] = {
    { 0xC0, 0xC5, "a" },   { 0xC6, 0xC6, "ae" },  { 0xC7, 0xC7, "c" },   { 0xC8, 0xCB, "e" },   { 0xCC, 0xCF, "i" },
    { 0xD0, 0xD0, "d" },   { 0xD1, 0xD1, "n" },   { 0xD2, 0xD6, "o" },   { 0xD8, 0xD8, "o" },   { 0xD9, 0xDC, "u" },
    { 0xDD, 0xDD, "y" },   { 0xDE, 0xDE, "th" },  { 0xDF, 0xDF, "ss" },  { 0xE0, 0xE5, "a" },   { 0xE6, 0xE6, "ae" },
    { 0xE7, 0xE7, "c" },   { 0xE8, 0xEB, "e" },   { 0xEC, 0xEF, "i" },   { 0xF0, 0xF0, "d" },   { 0xF1, 0xF1, "n" },
    { 0xF2, 0xF6, "o" },   { 0xF8, 0xF8, "o" },   { 0xF9, 0xFC, "u" },   { 0xFD, 0xFD, "y" },   { 0xFE, 0xFE, "th" },
    { 0xFF, 0xFF, "y" },   { 0x100, 0x105, "a" }, { 0x106, 0x10D, "c" }, { 0x10E, 0x111, "d" }, { 0x112, 0x11B, "e" },
    { 0x11C, 0x123, "g" }, { 0x124, 0x127, "h" }, { 0x128, 0x131, "i" }, { 0x134, 0x135, "j" }, { 0x136, 0x138, "k" },
    { 0x139, 0x142, "l" }, { 0x143, 0x14B, "n" }, { 0x14C, 0x151, "o" }, { 0x152, 0x153, "oe" }, { 0x154, 0x159, "r" },
    { 0x15A, 0x161, "s" }, { 0x162, 0x167, "t" }, { 0x168, 0x173, "u" }, { 0x174, 0x175, "w" }, { 0x176, 0x178, "y" },
    { 0x179, 0x17E, "z" }, { 0x218, 0x219, "s" }, { 0x21A, 0x21B, "t" }, { 0x1E9E, 0x1E9E, "ss" },
};

static const char *plain_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof plain_letters / sizeof plain_letters[0]; i++)
        if (c >= plain_letters[i].from && c <= plain_letters[i].to)
            return plain_letters[i].plain;
    return NULL;
}

enum char_class { CHAR_SPACE, CHAR_LINE, CHAR_DIGIT, CHAR_LETTER, CHAR_APOSTROPHE, CHAR_MARK, CHAR_NOTHING };

static enum char_class class_of(uint32_t c)
{
    if (c == '\n')
        return CHAR_LINE;
    if (c <= ' ' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A))
        return CHAR_SPACE;
    if (c >= '0' && c <= '9')
        return CHAR_DIGIT;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return CHAR_LETTER;
    if (c == '\'' || c == 0x2019)
        return CHAR_APOSTROPHE;
    if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF)
        return CHAR_NOTHING; /* soft hyphen, zero-width characters, variation selectors */
    if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2010 && c < 0x2C00) || (c >= 0x3000 && c < 0x3040) ||
        c >= 0x1F000)
        return CHAR_MARK;
    return CHAR_LETTER;
}

/* The accented letters have their capitals on even code points from U+0100 on, nearly; being one off there costs a
 * name its capital and nothing else. */
static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x100 && c <= 0x17E && c % 2 == 0);
}

struct cutter {
    TALLOC_CTX *mem;
    struct str text;
    char *plain;          /* room for all plain forms, one after the other */
    size_t plain_len;
    struct token *items;
    size_t count;
    size_t room;
};

static struct token *token_begin(struct cutter *cut, enum token_kind kind, size_t start)
{
    if (cut->count == cut->room) {
        cut->room = cut->room == 0 ? 64 : cut->room * 2;
        cut->items = mem_need(talloc_realloc(cut->mem, cut->items, struct token, (unsigned)cut->room));
    }
    struct token *token = &cut->items[cut->count++];
    *token = (struct token){ .kind = kind, .start = start, .end = start };
    token->text.ptr = cut->plain + cut->plain_len;
    token->glued = cut->count > 1 && token[-1].end == start && token[-1].kind != TOKEN_LINE;
    return token;
}

static void token_add(struct cutter *cut, struct token *token, const char *plain, size_t len, size_t end)
{
    memcpy(cut->plain + cut->plain_len, plain, len);
    cut->plain_len += len;
    token->text.len += len;
    token->end = end;
}

static void add_letter(struct cutter *cut, struct token *token, uint32_t c, size_t from, size_t end)
{
    if (c < 0x80) {
        char lower = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        token_add(cut, token, &lower, 1, end);
        return;
    }
    const char *plain = plain_of(c);
    if (plain != NULL)
        token_add(cut, token, plain, strlen(plain), end);
    else
        token_add(cut, token, cut->text.ptr + from, end - from, end);
}

/* A mark between two letters that only parts or joins them. */
static bool stands_between_letters(const struct cutter *cut, struct str rest, const struct token *last, size_t at)
{
    uint32_t next;
    return last != NULL && last->kind == TOKEN_WORD && last->end == at && utf8_next(&rest, &next) &&
           class_of(next) == CHAR_LETTER && cut->count > 0;
}

static void add_character(struct cutter *cut, uint32_t c, size_t from, struct str rest)
{
    size_t end = cut->text.len - rest.len;
    struct token *last = cut->count == 0 ? NULL : &cut->items[cut->count - 1];
    bool goes_on = last != NULL && last->end == from;
    enum char_class class = class_of(c);
    switch (class) {
    case CHAR_SPACE:
        return;
    case CHAR_NOTHING:
        if (goes_on)
            last->end = end;
        return;
    case CHAR_LINE:
        if (last != NULL && last->kind != TOKEN_LINE)
            token_begin(cut, TOKEN_LINE, from)->end = end;
        return;
    case CHAR_DIGIT:
        if (!goes_on || last->kind != TOKEN_NUMBER)
            last = token_begin(cut, TOKEN_NUMBER, from);
        token_add(cut, last, &(char){ (char)c }, 1, end);
        return;
    case CHAR_LETTER:
        if (!goes_on || last->kind != TOKEN_WORD) {
            last = token_begin(cut, TOKEN_WORD, from);
            last->capital = is_capital(c);
        }
        add_letter(cut, last, c, from, end);
        return;
    case CHAR_APOSTROPHE:
        if (stands_between_letters(cut, rest, last, from)) {
            token_add(cut, last, "'", 1, end);
            return;
        }
        break;
    case CHAR_MARK:
        if ((c == '-' || c == 0x2010 || c == 0x2011) && stands_between_letters(cut, rest, last, from))
            return;
        break;
    }
    last = token_begin(cut, TOKEN_MARK, from);
    token_add(cut, last, cut->text.ptr + from, end - from, end);
}

struct tokens tokens_of(TALLOC_CTX *mem, struct str text)
{
    /* A plain form is never longer than what it stands for: the longest, two letters, stand for two bytes. */
    struct cutter cut = { .mem = mem, .text = text, .plain = mem_need(talloc_size(mem, text.len + 1)) };
    struct str rest = text;
    uint32_t c;
    size_t from = 0;
    while (cut.count < TOKENS_MOST && utf8_next(&rest, &c)) {
        add_character(&cut, c, from, rest);
        from = text.len - rest.len;
    }
    return (struct tokens){ cut.items, cut.count };
}

bool token_is(const struct token *token, const char *plain)
{
    return str_equal(token->text, str_from(plain));
}

static bool word_fits(const struct token *token, struct str word)
{
    if (str_equal(word, STR("#")))
        return token->kind == TOKEN_NUMBER;
    if (str_equal(word, STR("*")))
        return token->kind == TOKEN_WORD;
    if (word.len > 1 && word.ptr[word.len - 1] == '*')
        return token->kind == TOKEN_WORD && str_starts(token->text, str_slice(word, 0, word.len - 1));
    if (word.len > 1 && word.ptr[0] == '*')
        return token->kind == TOKEN_WORD && token->text.len > word.len &&
               str_ends(token->text, str_slice(word, 1, word.len - 1));
    return str_equal(token->text, word);
}

size_t tokens_match_whole(const struct tokens *tokens, size_t at, const char *phrase)
{
    struct str rest = str_from(phrase);
    struct str word;
    size_t taken = 0;
    while (str_next(&rest, ' ', &word)) {
        if (at + taken >= tokens->count || !word_fits(&tokens->items[at + taken], word))
            return 0;
        taken++;
    }
    return taken;
}

/* "24. November", "am 3. und 4.": the point makes the number an ordinal and ends nothing. */
static bool is_ordinal(const struct tokens *tokens, size_t point)
{
    static const char *const months[] = { "jan*", "feb*", "mar*", "apr*", "mai",  "jun*",
                                          "jul*", "aug*", "sep*", "okt*", "nov*", "dez*" };
    if (point == 0 || tokens->items[point - 1].kind != TOKEN_NUMBER || !tokens->items[point].glued ||
        tokens->items[point + 1].kind != TOKEN_WORD)
        return false;
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (tokens_match(tokens, point + 1, months[i]) > 0)
            return true;
    return !tokens->items[point + 1].capital;
}

static bool ends_sentence(const struct tokens *tokens, size_t at)
{
    const struct token *token = &tokens->items[at];
    if (token->kind == TOKEN_LINE)
        return true;
    if (token->kind != TOKEN_MARK)
        return false;
    if (token_is(token, "!") || token_is(token, "?"))
        return true;
    if (!token_is(token, "."))
        return false;
    if (at + 1 >= tokens->count)
        return true;
    bool inside = tokens->items[at + 1].glued && tokens->items[at + 1].kind != TOKEN_MARK;
    return !inside && !is_ordinal(tokens, at);
}

void tokens_sentence(const struct tokens *tokens, size_t at, size_t *first, size_t *after)
{
    size_t from = at;
    while (from > 0 && !ends_sentence(tokens, from - 1))
        from--;
    size_t to = at;
    while (to < tokens->count && !ends_sentence(tokens, to))
        to++;
    *first = from;
    *after = to < tokens->count ? to + 1 : to;
}
