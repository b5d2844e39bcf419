#include "core/customer_word.h"

#include "core/customer_phrases.h"
#include "core/tokens.h"

const char *const customer_word_words[] = { "other", "thanks", "solved", "not_yet" };

enum {
    WORDS_MOST = 40,      /* a longer text says more than one thing */
    BYTES_MOST = 1000,    /* more than so many short words have; spares cutting up every long mail */
    SIGNED_NAMES_MOST = 3 /* words in a name under the text */
};

/* How many tokens the longest phrase of the table takes at AT. */
static size_t longest(const struct tokens *tokens, size_t at, const struct customer_phrases *phrases)
{
    size_t most = 0;
    for (size_t i = 0; i < phrases->count; i++) {
        size_t taken = tokens_match(tokens, at, phrases->items[i]);
        if (taken > most)
            most = taken;
    }
    return most;
}

static bool has_any(const struct tokens *tokens, const struct customer_phrases *phrases)
{
    for (size_t at = 0; at < tokens->count; at++)
        if (longest(tokens, at, phrases) > 0)
            return true;
    return false;
}

static size_t count_words(const struct tokens *tokens)
{
    size_t words = 0;
    for (size_t i = 0; i < tokens->count; i++)
        words += tokens->items[i].kind == TOKEN_WORD || tokens->items[i].kind == TOKEN_NUMBER;
    return words;
}

static bool asks(const struct tokens *tokens)
{
    for (size_t i = 0; i < tokens->count; i++)
        if (token_is(&tokens->items[i], "?") || token_is(&tokens->items[i], "¿"))
            return true;
    return false;
}

static bool is_quiet_mark(const struct token *token)
{
    static const char *const quiet[] = {
        ".", ",", "!", "¡", "-", ":", ";", ")", "(", "…", "–", "—", "*", "。", "、", "♥", "☺", "✨", "⭐", "😊", "🙂", "😀",
        "😃", "😄", "😁", "😍", "🥰", "🤗", "😉", "😌", "😇", "🎉", "👏", "👌", "💪", "🙌", "🤝", "🌸", "🌹", "🌷", "💚", "💙",
        "💛", "🧡", "💜", "💯", "🔝", "🏻", "🏼", "🏽", "🏾", "🏿", /* the last five: shades of a hand's skin */
    };
    for (size_t i = 0; i < sizeof quiet / sizeof quiet[0]; i++)
        if (token_is(token, quiet[i]))
            return true;
    return false;
}

/* Whether the token may belong to a name: "Thanks Amara", or a signature under the text. */
static bool may_be_name(const struct tokens *tokens, size_t at, bool after_address, bool after_thanks)
{
    const struct token *token = &tokens->items[at];
    if (token->kind != TOKEN_WORD || !token->capital)
        return false;
    if (at == 0) /* "Amara," above the text; "Broken, thanks" names nobody */
        return tokens->count > 2 && token_is(&tokens->items[1], ",") && tokens->items[2].kind == TOKEN_LINE;
    return after_address || (after_thanks && tokens->items[at - 1].kind == TOKEN_LINE);
}

/* Whether everything said is thanks, courtesy and names, with at least one thanks. */
static bool is_mere_thanks(const struct tokens *tokens)
{
    size_t thanks = 0;
    size_t names = 0;
    bool after_address = false; /* a name may stand here */
    for (size_t at = 0; at < tokens->count;) {
        const struct token *token = &tokens->items[at];
        size_t taken = longest(tokens, at, &customer_thanks_phrases);
        thanks += taken > 0;
        if (taken == 0)
            taken = longest(tokens, at, &customer_filler_phrases);
        if (taken > 0) {
            after_address = true;
        } else if (token->kind == TOKEN_LINE || is_quiet_mark(token)) {
            /* "Thanks, Amara" and "Thanks Amara" are one; after a full stop a new sentence begins, and a capital is
             * none. */
            after_address = after_address && token_is(token, ",");
            taken = 1;
        } else if (may_be_name(tokens, at, after_address, thanks > 0) && names < SIGNED_NAMES_MOST) {
            names++;
            after_address = true;
            taken = 1;
        } else {
            return false;
        }
        at += taken;
    }
    return thanks > 0;
}

enum customer_word customer_word_of(TALLOC_CTX *mem, struct str text)
{
    if (text.len > BYTES_MOST)
        return WORD_OTHER;
    struct tokens tokens = tokens_of(mem, text);
    if (tokens.count == 0 || count_words(&tokens) > WORDS_MOST)
        return WORD_OTHER;
    bool question = asks(&tokens);
    if (!question && is_mere_thanks(&tokens))
        return WORD_THANKS;
    if (has_any(&tokens, &customer_not_yet_phrases))
        return WORD_NOT_YET;
    if (!question && has_any(&tokens, &customer_solved_phrases) && !has_any(&tokens, &customer_doubt_phrases))
        return WORD_SOLVED;
    return WORD_OTHER;
}
