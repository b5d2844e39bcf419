#include "core/promise_find.h"

#include "base/limits.h"
#include "base/mem.h"
#include "core/time_phrase.h"

enum {
    TOKENS_READ_MOST = 5000, /* what one writes by hand; a longer paste is not searched */
    TEXT_BYTES_MOST = 200    /* of what is promised, for a chip */
};

/* What a word says about the time in its sentence. */
enum mark {
    MARK_NONE,
    MARK_OURS,       /* we do it: "I'll" */
    MARK_COMES,      /* it will come: "you will have" */
    MARK_REQUEST,    /* somebody else is to do it, or it depends: "please", "if" */
    MARK_PAST,
    MARK_PARTICIPLE, /* past, unless something to come was said before: "will be repaired" */
    MARK_NOT,
    MARK_BEFORE,     /* right before the time: "since Tuesday" is no time to come */
};

struct row {
    enum mark mark;
    const char *phrase;
};

/* Where two rows are equally long the earlier counts: so the past stands before the wide patterns of the present. */
static const struct row english[] = {
    { MARK_PAST, "was" }, { MARK_PAST, "were" }, { MARK_PAST, "had" }, { MARK_PAST, "did" }, { MARK_PAST, "has been" },
    { MARK_PAST, "have been" }, { MARK_PAST, "i've" }, { MARK_PAST, "we've" }, { MARK_PAST, "you've" },
    { MARK_PAST, "i have" }, { MARK_PAST, "we have" }, { MARK_PAST, "you have" }, { MARK_PAST, "yesterday" },
    { MARK_PAST, "ago" },
    { MARK_BEFORE, "last" }, { MARK_BEFORE, "since" }, { MARK_BEFORE, "from" }, { MARK_BEFORE, "to" },
    { MARK_BEFORE, "every" }, { MARK_BEFORE, "each" }, { MARK_BEFORE, "until" }, { MARK_BEFORE, "till" },
    { MARK_PAST, "as promised" }, { MARK_PAST, "your mail of" }, { MARK_PAST, "wrote" }, { MARK_PAST, "told" },
    { MARK_PAST, "said" }, { MARK_PAST, "spoke" }, { MARK_PAST, "came" }, { MARK_PAST, "i sent" },
    { MARK_PAST, "we sent" }, { MARK_PAST, "you sent" }, { MARK_PAST, "you bought" }, { MARK_PAST, "you paid" },
    { MARK_PAST, "you got" }, { MARK_PAST, "i got" }, { MARK_PAST, "we got" }, { MARK_PAST, "they sent" },
    { MARK_PAST, "i *ed" }, { MARK_PAST, "we *ed" }, { MARK_PAST, "you *ed" }, { MARK_PAST, "he *ed" },
    { MARK_PAST, "she *ed" }, { MARK_PAST, "they *ed" }, { MARK_PAST, "it *ed" },
    { MARK_PARTICIPLE, "*ed" }, { MARK_PARTICIPLE, "sent" },
    { MARK_REQUEST, "please" }, { MARK_REQUEST, "could you" }, { MARK_REQUEST, "can you" },
    { MARK_REQUEST, "would you" }, { MARK_REQUEST, "will you" }, { MARK_REQUEST, "if" }, { MARK_REQUEST, "unless" },
    { MARK_REQUEST, "when you" }, { MARK_REQUEST, "once you" }, { MARK_REQUEST, "let me know" },
    { MARK_REQUEST, "let us know" }, { MARK_REQUEST, "tell me" }, { MARK_REQUEST, "tell us" },
    { MARK_REQUEST, "you must" }, { MARK_REQUEST, "you need" }, { MARK_REQUEST, "you should" },
    { MARK_REQUEST, "you have to" }, { MARK_REQUEST, "you can" }, { MARK_REQUEST, "you could" },
    { MARK_REQUEST, "waiting for" }, { MARK_REQUEST, "would" }, { MARK_REQUEST, "might" }, { MARK_REQUEST, "may" },
    { MARK_REQUEST, "need" }, { MARK_REQUEST, "between" }, { MARK_REQUEST, "we are open" },
    { MARK_REQUEST, "we're open" }, { MARK_REQUEST, "write to us" }, { MARK_REQUEST, "write to me" },
    { MARK_REQUEST, "call us" }, { MARK_REQUEST, "call me" }, { MARK_REQUEST, "hope" },
    { MARK_NOT, "not" }, { MARK_NOT, "never" }, { MARK_NOT, "cannot" }, { MARK_NOT, "can't" }, { MARK_NOT, "won't" },
    { MARK_NOT, "don't" }, { MARK_NOT, "isn't" }, { MARK_NOT, "unable" }, { MARK_NOT, "nobody" }, { MARK_NOT, "no" },
    { MARK_OURS, "i'm going to" }, { MARK_OURS, "i am going to" }, { MARK_OURS, "we're going to" },
    { MARK_OURS, "we are going to" }, { MARK_OURS, "i promise to" }, { MARK_OURS, "we promise to" },
    { MARK_OURS, "i promise" }, { MARK_OURS, "we promise" }, { MARK_OURS, "i'll" }, { MARK_OURS, "i will" },
    { MARK_OURS, "we'll" }, { MARK_OURS, "we will" }, { MARK_OURS, "i shall" }, { MARK_OURS, "we shall" },
    { MARK_OURS, "i can" }, { MARK_OURS, "we can" }, { MARK_OURS, "i plan to" }, { MARK_OURS, "i aim to" },
    { MARK_OURS, "let me" },
    { MARK_COMES, "i'm *ing" }, { MARK_COMES, "i am *ing" }, { MARK_COMES, "we're *ing" },
    { MARK_COMES, "we are *ing" }, { MARK_COMES, "you will" }, { MARK_COMES, "you'll" }, { MARK_COMES, "will" },
    { MARK_COMES, "it'll" }, { MARK_COMES, "he'll" }, { MARK_COMES, "she'll" }, { MARK_COMES, "they'll" },
    { MARK_COMES, "expect" }, { MARK_COMES, "is going to" }, { MARK_COMES, "goes out" }, { MARK_COMES, "arrives" },
    { MARK_COMES, "ships" }, { MARK_COMES, "leaves" }, { MARK_COMES, "is ready" }, { MARK_COMES, "comes" },
    { MARK_COMES, "you get" },
};

static const struct row german[] = {
    { MARK_PAST, "ich habe" }, { MARK_PAST, "habe ich" }, { MARK_PAST, "wir haben" }, { MARK_PAST, "haben wir" },
    { MARK_PAST, "sie haben" }, { MARK_PAST, "haben sie" }, { MARK_PAST, "du hast" }, { MARK_PAST, "hatte" },
    { MARK_PAST, "hatten" }, { MARK_PAST, "war" }, { MARK_PAST, "waren" }, { MARK_PAST, "wurde" },
    { MARK_PAST, "wurden" }, { MARK_PAST, "gestern" },
    { MARK_BEFORE, "letzten" }, { MARK_BEFORE, "letzte" }, { MARK_BEFORE, "vergangenen" }, { MARK_BEFORE, "seit" },
    { MARK_BEFORE, "vom" },
    { MARK_PAST, "wie versprochen" }, { MARK_PAST, "schrieben" },
    { MARK_BEFORE, "jeden" },
    { MARK_PAST, "ich konnte" }, { MARK_PAST, "ich sollte" }, { MARK_PAST, "ich wollte" }, { MARK_PAST, "ich wurde" },
    { MARK_REQUEST, "bitte" }, { MARK_REQUEST, "konnen sie" }, { MARK_REQUEST, "konnten sie" },
    { MARK_REQUEST, "kannst du" }, { MARK_REQUEST, "wenn" }, { MARK_REQUEST, "falls" }, { MARK_REQUEST, "wurden sie" },
    { MARK_REQUEST, "geben sie" }, { MARK_REQUEST, "schicken sie" }, { MARK_REQUEST, "senden sie" },
    { MARK_REQUEST, "melden sie" }, { MARK_REQUEST, "teilen sie" }, { MARK_REQUEST, "sie mussen" },
    { MARK_REQUEST, "sie konnen" }, { MARK_REQUEST, "geoffnet" }, { MARK_REQUEST, "ich hoffe" },
    { MARK_REQUEST, "ich bitte" }, { MARK_REQUEST, "zwischen" },
    { MARK_NOT, "nicht" }, { MARK_NOT, "kein*" }, { MARK_NOT, "nie" },
    { MARK_OURS, "ich werde" }, { MARK_OURS, "werde ich" }, { MARK_OURS, "wir werden" }, { MARK_OURS, "werden wir" },
    { MARK_OURS, "ich kann" }, { MARK_OURS, "kann ich" }, { MARK_OURS, "ich gebe" }, { MARK_OURS, "ich *e" },
    { MARK_OURS, "*e ich" }, { MARK_OURS, "wir *en" }, { MARK_OURS, "*en wir" }, { MARK_OURS, "melde mich" },
    { MARK_COMES, "sie erhalten" }, { MARK_COMES, "erhalten sie" }, { MARK_COMES, "sie bekommen" },
    { MARK_COMES, "bekommen sie" }, { MARK_COMES, "sie horen" }, { MARK_COMES, "horen sie" },
    { MARK_COMES, "du bekommst" }, { MARK_COMES, "bekommst du" }, { MARK_COMES, "wird" }, { MARK_COMES, "werden" },
    { MARK_COMES, "kommt" }, { MARK_COMES, "geht" }, { MARK_COMES, "ist fertig" },
};

static const struct row french[] = {
    { MARK_PAST, "j'ai" }, { MARK_PAST, "je * ai" }, { MARK_PAST, "nous * avons" }, { MARK_PAST, "j'avais" },
    { MARK_PAST, "j'etais" }, { MARK_PAST, "nous avons" }, { MARK_PAST, "vous avez" }, { MARK_PAST, "a ete" },
    { MARK_PAST, "avait" }, { MARK_PAST, "etait" }, { MARK_PAST, "hier" },
    { MARK_BEFORE, "dernier" }, { MARK_BEFORE, "depuis" },
    { MARK_PAST, "comme promis" }, { MARK_PAST, "je suis" }, { MARK_PAST, "nous sommes" },
    { MARK_REQUEST, "s'il vous plait" }, { MARK_REQUEST, "veuillez" }, { MARK_REQUEST, "pouvez vous" },
    { MARK_REQUEST, "pourriez vous" }, { MARK_REQUEST, "si" }, { MARK_REQUEST, "merci de" },
    { MARK_REQUEST, "vous pouvez" }, { MARK_REQUEST, "vous devez" }, { MARK_REQUEST, "je vous prie" },
    { MARK_REQUEST, "j'espere" }, { MARK_REQUEST, "quand vous" }, { MARK_REQUEST, "entre" },
    { MARK_NOT, "ne" }, { MARK_NOT, "n'*" }, { MARK_NOT, "pas" }, { MARK_NOT, "jamais" },
    { MARK_OURS, "je vais" }, { MARK_OURS, "nous allons" }, { MARK_OURS, "on va" }, { MARK_OURS, "je *" },
    { MARK_OURS, "j'*" }, { MARK_OURS, "nous *ons" },
    { MARK_COMES, "vous *rez" }, { MARK_COMES, "sera" }, { MARK_COMES, "aura" }, { MARK_COMES, "arrivera" },
    { MARK_COMES, "partira" }, { MARK_COMES, "seront" }, { MARK_COMES, "part" }, { MARK_COMES, "arrive" },
};

static const struct row spanish[] = {
    { MARK_PAST, "he" }, { MARK_PAST, "hemos" }, { MARK_PAST, "ha" }, { MARK_PAST, "habia" }, { MARK_PAST, "estaba" },
    { MARK_PAST, "era" }, { MARK_PAST, "fue" }, { MARK_PAST, "ayer" },
    { MARK_BEFORE, "pasado" }, { MARK_BEFORE, "desde" },
    { MARK_PAST, "llame" }, { MARK_PAST, "escribi" }, { MARK_PAST, "escribio" }, { MARK_PAST, "*aste" },
    { MARK_PAST, "como prometi" },
    { MARK_BEFORE, "cada" },
    { MARK_REQUEST, "por favor" }, { MARK_REQUEST, "puede" }, { MARK_REQUEST, "podria" }, { MARK_REQUEST, "puedes" },
    { MARK_REQUEST, "podrias" }, { MARK_REQUEST, "si" }, { MARK_REQUEST, "cuando" }, { MARK_REQUEST, "necesito" },
    { MARK_REQUEST, "digame" }, { MARK_REQUEST, "dime" }, { MARK_REQUEST, "avise*" }, { MARK_REQUEST, "envieme" },
    { MARK_REQUEST, "mandeme" }, { MARK_REQUEST, "debe" }, { MARK_REQUEST, "espero" }, { MARK_REQUEST, "entre" },
    { MARK_NOT, "no" }, { MARK_NOT, "nunca" }, { MARK_NOT, "tampoco" },
    { MARK_OURS, "voy a" }, { MARK_OURS, "vamos a" }, { MARK_OURS, "*are" }, { MARK_OURS, "*ere" },
    { MARK_OURS, "*ire" }, { MARK_OURS, "*aremos" }, { MARK_OURS, "*eremos" }, { MARK_OURS, "*iremos" },
    { MARK_OURS, "hare" }, { MARK_OURS, "dire" }, { MARK_OURS, "pondre" }, { MARK_OURS, "tendre" },
    { MARK_OURS, "le envio" }, { MARK_OURS, "te envio" }, { MARK_OURS, "les envio" }, { MARK_OURS, "le mando" },
    { MARK_OURS, "te mando" }, { MARK_OURS, "le llamo" }, { MARK_OURS, "te llamo" }, { MARK_OURS, "le escribo" },
    { MARK_OURS, "te escribo" }, { MARK_OURS, "le aviso" }, { MARK_OURS, "te aviso" }, { MARK_OURS, "le confirmo" },
    { MARK_OURS, "te confirmo" },
    { MARK_COMES, "tendra" }, { MARK_COMES, "tendras" }, { MARK_COMES, "recibira" }, { MARK_COMES, "recibiras" },
    { MARK_COMES, "estara" }, { MARK_COMES, "llegara" }, { MARK_COMES, "saldra" }, { MARK_COMES, "llega" },
    { MARK_COMES, "sale" },
};

static const struct {
    const char *tag;
    const struct row *rows;
    size_t count;
} languages[FIND_LANGUAGE_COUNT] = {
    [FIND_ENGLISH] = { "en", english, sizeof english / sizeof english[0] },
    [FIND_GERMAN] = { "de", german, sizeof german / sizeof german[0] },
    [FIND_FRENCH] = { "fr", french, sizeof french / sizeof french[0] },
    [FIND_SPANISH] = { "es", spanish, sizeof spanish / sizeof spanish[0] },
};

/* The mark at token AT, MARK_NONE when there is none; *COUNT is what it takes, at least 1. */
static enum mark mark_at(const struct tokens *tokens, size_t at, enum find_language language, size_t *count)
{
    enum mark mark = MARK_NONE;
    size_t most = 0;
    for (size_t i = 0; i < languages[language].count; i++) {
        size_t taken = tokens_match(tokens, at, languages[language].rows[i].phrase);
        if (taken > most) {
            most = taken;
            mark = languages[language].rows[i].mark;
        }
    }
    *count = most > 0 ? most : 1;
    return mark;
}

/* One time and the sentence around it. */
struct candidate {
    const struct tokens *tokens;
    enum find_language language;
    size_t first, after;   /* the sentence */
    size_t at, end;        /* the time in it */
    bool limit;
    /* what promises it; none when commit_end is 0 */
    enum mark commit;
    size_t commit_at, commit_end;
};

static bool is_coming(enum mark mark)
{
    return mark == MARK_OURS || mark == MARK_COMES;
}

static enum mark after_mark(const struct candidate *c, enum mark before, enum mark mark)
{
    if (mark == MARK_NONE || (mark == MARK_PARTICIPLE && is_coming(before)))
        return before;
    if (c->language == FIND_SPANISH && before == MARK_NOT && is_coming(mark))
        return MARK_NOT; /* "no llegará": the denial stands before the verb */
    return mark == MARK_PARTICIPLE ? MARK_PAST : mark;
}

static void remember_commit(struct candidate *c, enum mark mark, size_t at, size_t count)
{
    if (!is_coming(mark))
        return;
    c->commit = mark;
    c->commit_at = at;
    c->commit_end = at + count;
}

/* The mark that counts for the time: the nearest before it, else the first after it. A comma ends a denial. */
static enum mark judge(struct candidate *c)
{
    enum mark state = MARK_NONE;
    size_t count;
    for (size_t i = c->first; i < c->at; i += count) {
        enum mark mark = mark_at(c->tokens, i, c->language, &count);
        if (mark == MARK_BEFORE && i + count < c->at)
            continue;
        if (state == MARK_NOT && token_is(&c->tokens->items[i], ","))
            state = MARK_NONE;
        state = after_mark(c, state, mark);
        remember_commit(c, mark, i, count);
    }
    if (state != MARK_NONE)
        return state;
    for (size_t i = c->end; i < c->after; i += count) {
        enum mark mark = mark_at(c->tokens, i, c->language, &count);
        if (mark == MARK_NONE || mark == MARK_BEFORE)
            continue;
        remember_commit(c, mark, i, count);
        return after_mark(c, MARK_NONE, mark);
    }
    return MARK_NONE;
}

/* German says "not" at the end: "Ich schaffe es bis Dienstag nicht." */
static bool denied_later(const struct candidate *c)
{
    if (c->language != FIND_GERMAN)
        return false;
    for (size_t i = c->end; i < c->after && !token_is(&c->tokens->items[i], ","); i++)
        if (token_is(&c->tokens->items[i], "nicht"))
            return true;
    return false;
}

static bool is_question(const struct candidate *c)
{
    return c->after > c->first && token_is(&c->tokens->items[c->after - 1], "?");
}

/* On a line that begins with '>', or between quotation marks. */
static bool is_quoted(const struct candidate *c)
{
    static const char *const marks[] = { "\"", "“", "”", "„", "«", "»" };
    size_t line = c->at;
    while (line > 0 && c->tokens->items[line - 1].kind != TOKEN_LINE)
        line--;
    if (token_is(&c->tokens->items[line], ">"))
        return true;
    size_t seen = 0;
    for (size_t i = line; i < c->at; i++)
        for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++)
            seen += token_is(&c->tokens->items[i], marks[k]);
    return seen % 2 == 1;
}

static bool is_promise(struct candidate *c)
{
    if (is_question(c) || is_quoted(c))
        return false;
    enum mark mark = judge(c);
    if (mark == MARK_NONE)
        return c->limit && !denied_later(c);
    return is_coming(mark) && !denied_later(c);
}

/* The original text of tokens FROM to END, without the marks at its ends. */
static struct str text_between(const struct tokens *tokens, struct str text, size_t from, size_t end)
{
    while (from < end && tokens->items[from].kind != TOKEN_WORD && tokens->items[from].kind != TOKEN_NUMBER)
        from++;
    while (end > from && tokens->items[end - 1].kind != TOKEN_WORD && tokens->items[end - 1].kind != TOKEN_NUMBER)
        end--;
    if (from == end)
        return STR("");
    size_t start = tokens->items[from].start;
    return str_slice(text, start, tokens->items[end - 1].end - start);
}

/* The clause before the time begins after the last comma before it. */
static size_t clause_begin(const struct candidate *c, size_t until)
{
    size_t begin = c->first;
    for (size_t i = c->first; i < until; i++)
        if (token_is(&c->tokens->items[i], ",") || token_is(&c->tokens->items[i], ":"))
            begin = i + 1;
    return begin;
}

/* What English says behind the time where it belongs to what stood before: "tell you by Friday which wheel arrives". */
static struct str what_goes_on(const struct candidate *c, struct str text)
{
    static const char *const openers[] = { "which", "what", "whether", "when", "where", "how", "why", "who", "whose", "about" };
    size_t end = c->end;
    bool opens = false;
    for (size_t i = 0; end < c->after && i < sizeof openers / sizeof openers[0]; i++)
        opens |= token_is(&c->tokens->items[end], openers[i]);
    while (opens && end < c->after && !token_is(&c->tokens->items[end], ",") && !token_is(&c->tokens->items[end], ";"))
        end++;
    return text_between(c->tokens, text, c->end, end);
}

/* English says it before the time or after it, seldom on both sides; the others put the verb's end behind ("… bis Dienstag
 * ein Etikett"), so there both sides belong together. */
static struct str what_is_promised(TALLOC_CTX *mem, const struct candidate *c, struct str text)
{
    bool before = c->commit_end != 0 && c->commit_end <= c->at;
    size_t from = before && c->commit == MARK_OURS ? c->commit_end : clause_begin(c, before ? c->commit_at : c->at);
    if (c->language != FIND_ENGLISH)
        from = clause_begin(c, before ? c->commit_at : c->at);
    struct str left = text_between(c->tokens, text, from, c->at);
    size_t right_from = c->commit == MARK_OURS && c->commit_end > c->end ? c->commit_end : c->end;
    struct str right = text_between(c->tokens, text, right_from, c->after);
    if (c->language == FIND_ENGLISH && left.len > 0)
        right = what_goes_on(c, text);
    if (left.len == 0 || right.len == 0)
        return str_copy(mem, utf8_clip(left.len > 0 ? left : right, TEXT_BYTES_MOST));
    return utf8_clip(str_format(mem, STR_FMT " " STR_FMT, STR_ARG(left), STR_ARG(right)), TEXT_BYTES_MOST);
}

/* The longest time at AT in any language; of equals the hinted one. */
static bool longest_time(const struct tokens *tokens, size_t at, enum find_language hint, const struct zone *zone,
                         time_ms now, struct time_phrase *best, enum find_language *language)
{
    *best = (struct time_phrase){ 0 };
    for (int i = 0; i < FIND_LANGUAGE_COUNT; i++) {
        enum find_language next = (enum find_language)((i + (int)hint) % FIND_LANGUAGE_COUNT);
        struct time_phrase phrase;
        if (time_phrase_at(tokens, at, next, zone, now, &phrase) && phrase.count > best->count) {
            *best = phrase;
            *language = next;
        }
    }
    return best->count > 0;
}

static enum find_language language_of(struct str tag)
{
    for (int i = 0; i < FIND_LANGUAGE_COUNT; i++)
        if (str_starts_nocase(tag, str_from(languages[i].tag)))
            return (enum find_language)i;
    return FIND_ENGLISH;
}

struct list promise_find(TALLOC_CTX *mem, struct str text, struct str language, const struct zone *zone, time_ms now)
{
    struct promise_found *found = MEM_ARRAY(mem, struct promise_found, LIMIT_PROMISES_PER_MESSAGE);
    struct list out = { found, 0 };
    struct tokens tokens = tokens_of(mem, text);
    if (tokens.count > TOKENS_READ_MOST)
        tokens.count = TOKENS_READ_MOST;
    for (size_t at = 0; at < tokens.count && out.count < LIMIT_PROMISES_PER_MESSAGE;) {
        struct time_phrase phrase;
        struct candidate c = { .tokens = &tokens, .at = at };
        if (!longest_time(&tokens, at, language_of(language), zone, now, &phrase, &c.language)) {
            at++;
            continue;
        }
        c.end = at + phrase.count;
        c.limit = phrase.limit;
        size_t unused;
        tokens_sentence(&tokens, at, &c.first, &unused);
        tokens_sentence(&tokens, c.end - 1, &unused, &c.after);
        if (is_promise(&c)) {
            size_t start = tokens.items[at].start;
            found[out.count++] = (struct promise_found){ start, tokens.items[c.end - 1].end - start, phrase.due,
                                                         what_is_promised(mem, &c, text) };
        }
        at = c.end;
    }
    return out;
}
