#include "search/plan.h"

#include <unicode/uchar.h>

#include "base/buf.h"

/* A plan is a list of groups, and a group the words that must follow each other. */
struct plan_word {
    struct str text;
    bool follows; /* the word before must stand directly before it */
};

struct words {
    struct plan_word list[SEARCH_WORDS];
    size_t count;
    bool last_is_open; /* the last one may go on */
};

static bool is_letter(uint32_t character)
{
    return u_isalnum((UChar32)character) || u_charType((UChar32)character) == U_NON_SPACING_MARK;
}

static void add_word(struct words *words, struct str text, bool follows)
{
    if (text.len == 0 || words->count == SEARCH_WORDS)
        return;
    words->list[words->count++] = (struct plan_word){ .text = utf8_clip(text, SEARCH_WORD_BYTES), .follows = follows && words->count > 0 };
}

static struct words split(struct str typed)
{
    struct words words = { .count = 0 };
    struct str rest = typed, word = { typed.ptr, 0 };
    bool quoted = false, follows = false;
    uint32_t character;
    for (const char *start = rest.ptr; utf8_next(&rest, &character); start = rest.ptr) {
        if (is_letter(character)) {
            if (word.len == 0)
                word.ptr = start;
            word.len += (size_t)(rest.ptr - start);
            continue;
        }
        if (word.len > 0) {
            add_word(&words, word, follows);
            follows = true;
            word.len = 0;
        }
        if (character == '"') {
            quoted = !quoted;
            follows = false;
        } else if (!quoted && character == ' ') {
            follows = false;
        }
    }
    words.last_is_open = word.len > 0 && !quoted && words.count < SEARCH_WORDS;
    add_word(&words, word, follows);
    return words;
}

/* "c 4821" "brak" *  — a quoted text is a phrase, and phrases side by side must all occur. */
static void write_fts5(struct buf *out, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        bool starts = !words->list[i].follows;
        if (i > 0)
            buf_add_c(out, starts ? "\" " : " ");
        if (starts)
            buf_add_char(out, '"');
        buf_add(out, words->list[i].text);
    }
    buf_add_c(out, words->last_is_open ? "\" *" : "\"");
}

/* (c <-> 4821) & (brak:*) */
static void write_tsquery(struct buf *out, const struct words *words)
{
    for (size_t i = 0; i < words->count; i++) {
        bool starts = !words->list[i].follows;
        if (i > 0)
            buf_add_c(out, starts ? ") & " : " <-> ");
        if (starts)
            buf_add_char(out, '(');
        buf_add(out, words->list[i].text);
    }
    buf_add_c(out, words->last_is_open ? ":*)" : ")");
}

bool search_plan(TALLOC_CTX *mem, struct str typed, enum db_search language, struct str *plan)
{
    struct words words = split(typed);
    struct buf out;
    if (words.count == 0)
        return false;
    buf_init(&out, mem, (size_t)SEARCH_WORDS * (SEARCH_WORD_BYTES + 8));
    if (language == DB_SEARCH_FTS5)
        write_fts5(&out, &words);
    else
        write_tsquery(&out, &words);
    *plan = buf_str(&out);
    return true;
}
