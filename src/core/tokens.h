#pragma once
/* Text cut into words, numbers and marks, in a plain form that phrases can be compared with.
 *
 * A word is lower case without accents ("Löst" is "lost", ß is "ss"); digits are cut off letters ("2pm" is 2, pm); a
 * curly apostrophe is a straight one and stays inside its word ("i'll"); a hyphen between letters only parts them.
 * Every token knows where it stood in the text. Used to find promised times, unlucky wording and a customer's word;
 * search has its own rules.
 */
#include "base/shape.h"
#include "base/str.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_LINE /* one or more line ends */ };

struct token {
    enum token_kind kind;
    struct str text;      /* plain form; a mark is its character */
    size_t start;         /* in the original, bytes */
    size_t end;
    bool glued;           /* nothing between this one and the one before */
    bool capital;         /* began with an upper case letter */
};

struct tokens {
    const struct token *items;
    size_t count;
};

enum { TOKENS_MOST = 100000 }; /* further text is not cut: nobody reads a promise there */

/* The tokens of TEXT (valid UTF-8), in MEM. */
struct tokens tokens_of(TALLOC_CTX *mem, struct str text);

/* How many tokens the PHRASE takes at AT, 0 when it does not stand there. A phrase is plain words parted by single
 * spaces; "*" is any word, "send*" one that begins so, "*ing" a longer one that ends so, "#" any number. Marks are
 * tokens too ("a . m ."). */
size_t tokens_match_whole(const struct tokens *tokens, size_t at, const char *phrase);

/* The same; looks at the first letter before it does anything else, since tables of hundreds of phrases are tried at each
 * word of each mail. */
static inline size_t tokens_match(const struct tokens *tokens, size_t at, const char *phrase)
{
    if (at >= tokens->count)
        return 0;
    const struct token *token = &tokens->items[at];
    bool open = phrase[0] == '*' || phrase[0] == '#';
    if (!open && (token->text.len == 0 || token->text.ptr[0] != phrase[0]))
        return 0;
    return tokens_match_whole(tokens, at, phrase);
}

bool token_is(const struct token *token, const char *plain);

/* The sentence around token AT: its first token, and the one after its last. It ends at . ! ? or a line's end; a
 * full stop glued between two tokens ("14.00", "desk.example") or after a day's number ("24. November") ends none. */
void tokens_sentence(const struct tokens *tokens, size_t at, size_t *first, size_t *after);
