#include "mail/text_language.h"

#include <stdlib.h>

enum {
    TEXT_BYTES = 800,  /* what the beginning does not tell the rest will not */
    WORD_BYTES = 10,   /* longer than the longest in the table */
    LEAST_HITS = 3,
};

/* The first four are the languages of our templates. */
enum { EN = 1 << 0, DE = 1 << 1, FR = 1 << 2, ES = 1 << 3, IT = 1 << 4, PT = 1 << 5, NL = 1 << 6, SV = 1 << 7, DA = 1 << 8, PL = 1 << 9 };
enum { LANGUAGES = 10, ANSWERED = 4 };

#define TEXT(literal) { literal, sizeof(literal) - 1 }

struct row {
    struct str word;
    int languages;
};

/* clang-format off */
static const struct row rows[] = { /* sorted by bytes */
    { TEXT("aan"), NL }, { TEXT("aber"), DE }, { TEXT("af"), DA }, { TEXT("al"), ES | IT }, { TEXT("alla"), IT },
    { TEXT("am"), EN }, { TEXT("and"), EN }, { TEXT("ao"), PT }, { TEXT("are"), EN }, { TEXT("as"), PT },
    { TEXT("at"), DA }, { TEXT("att"), SV }, { TEXT("au"), FR }, { TEXT("auch"), DE }, { TEXT("auf"), DE },
    { TEXT("av"), SV }, { TEXT("avec"), FR }, { TEXT("be"), EN }, { TEXT("bedankt"), NL }, { TEXT("been"), EN },
    { TEXT("bei"), DE }, { TEXT("bitte"), DE }, { TEXT("bom"), PT }, { TEXT("bonjour"), FR },
    { TEXT("buongiorno"), IT }, { TEXT("but"), EN }, { TEXT("can"), EN }, { TEXT("ce"), FR }, { TEXT("cette"), FR },
    { TEXT("che"), IT }, { TEXT("ciao"), IT }, { TEXT("com"), PT }, { TEXT("come"), IT }, { TEXT("como"), ES },
    { TEXT("con"), ES | IT }, { TEXT("cuando"), ES }, { TEXT("czy"), PL }, { TEXT("da"), PT }, { TEXT("danke"), DE },
    { TEXT("dans"), FR }, { TEXT("das"), DE }, { TEXT("dat"), NL }, { TEXT("de"), FR | ES | PT | NL },
    { TEXT("dei"), IT }, { TEXT("del"), ES | IT }, { TEXT("della"), IT }, { TEXT("dem"), DE },
    { TEXT("den"), DE | SV | DA }, { TEXT("der"), DE }, { TEXT("des"), FR }, { TEXT("det"), SV | DA },
    { TEXT("di"), IT }, { TEXT("die"), DE }, { TEXT("dit"), NL }, { TEXT("do"), PT | PL }, { TEXT("dobry"), PL },
    { TEXT("du"), FR }, { TEXT("dzień"), PL }, { TEXT("e"), IT | PT }, { TEXT("een"), NL }, { TEXT("ein"), DE },
    { TEXT("eine"), DE }, { TEXT("el"), ES }, { TEXT("em"), PT }, { TEXT("en"), ES | NL | SV | DA },
    { TEXT("er"), NL | DA }, { TEXT("es"), DE | ES }, { TEXT("est"), FR }, { TEXT("está"), ES | PT },
    { TEXT("et"), FR | DA }, { TEXT("ett"), SV }, { TEXT("for"), EN | DA }, { TEXT("from"), EN },
    { TEXT("för"), SV }, { TEXT("für"), DE }, { TEXT("gli"), IT }, { TEXT("graag"), NL }, { TEXT("gracias"), ES },
    { TEXT("grazie"), IT }, { TEXT("guten"), DE }, { TEXT("habe"), DE }, { TEXT("haben"), DE },
    { TEXT("har"), SV | DA }, { TEXT("has"), EN }, { TEXT("hat"), DE }, { TEXT("have"), EN }, { TEXT("heb"), NL },
    { TEXT("hebben"), NL }, { TEXT("hej"), SV | DA }, { TEXT("hello"), EN }, { TEXT("het"), NL }, { TEXT("ho"), IT },
    { TEXT("hola"), ES }, { TEXT("hvornår"), DA }, { TEXT("i"), PL }, { TEXT("ich"), DE }, { TEXT("ik"), NL },
    { TEXT("ikke"), DA }, { TEXT("il"), IT }, { TEXT("inte"), SV }, { TEXT("is"), EN | NL }, { TEXT("ist"), DE },
    { TEXT("it"), EN }, { TEXT("jag"), SV }, { TEXT("jak"), PL }, { TEXT("je"), FR | NL }, { TEXT("jeg"), DA },
    { TEXT("jest"), PL }, { TEXT("już"), PL }, { TEXT("kan"), NL | SV | DA }, { TEXT("kann"), DE },
    { TEXT("kiedy"), PL }, { TEXT("la"), FR | ES | IT }, { TEXT("las"), ES }, { TEXT("le"), FR }, { TEXT("les"), FR },
    { TEXT("lo"), ES | IT }, { TEXT("los"), ES }, { TEXT("ma"), FR | IT }, { TEXT("maar"), NL }, { TEXT("mais"), FR },
    { TEXT("mam"), PL }, { TEXT("mas"), PT }, { TEXT("me"), ES }, { TEXT("med"), SV | DA }, { TEXT("mein"), DE },
    { TEXT("meine"), DE }, { TEXT("merci"), FR }, { TEXT("mes"), FR }, { TEXT("met"), NL }, { TEXT("meu"), PT },
    { TEXT("mi"), ES | IT }, { TEXT("mijn"), NL }, { TEXT("min"), SV | DA }, { TEXT("minha"), PT },
    { TEXT("mit"), DE | DA }, { TEXT("mitt"), SV }, { TEXT("moja"), PL }, { TEXT("mon"), FR }, { TEXT("muito"), PT },
    { TEXT("muy"), ES }, { TEXT("my"), EN }, { TEXT("más"), ES }, { TEXT("mój"), PL }, { TEXT("na"), PT | PL },
    { TEXT("naar"), NL }, { TEXT("ne"), FR }, { TEXT("nel"), IT }, { TEXT("nicht"), DE }, { TEXT("nie"), PL },
    { TEXT("niet"), NL }, { TEXT("no"), ES | PT }, { TEXT("noch"), DE }, { TEXT("non"), IT }, { TEXT("not"), EN },
    { TEXT("nous"), FR }, { TEXT("não"), PT }, { TEXT("när"), SV }, { TEXT("o"), PT }, { TEXT("obrigado"), PT },
    { TEXT("och"), SV }, { TEXT("od"), PL }, { TEXT("oder"), DE }, { TEXT("of"), EN }, { TEXT("og"), DA },
    { TEXT("olá"), PT }, { TEXT("om"), SV | DA }, { TEXT("ook"), NL }, { TEXT("op"), NL }, { TEXT("order"), EN },
    { TEXT("os"), PT }, { TEXT("para"), ES | PT }, { TEXT("pas"), FR }, { TEXT("per"), IT }, { TEXT("pero"), ES },
    { TEXT("please"), EN }, { TEXT("plus"), FR }, { TEXT("po"), PL }, { TEXT("por"), ES | PT }, { TEXT("pour"), FR },
    { TEXT("proszę"), PL }, { TEXT("puede"), ES }, { TEXT("på"), SV | DA }, { TEXT("quando"), IT | PT },
    { TEXT("que"), FR | ES | PT }, { TEXT("questo"), IT }, { TEXT("qui"), FR }, { TEXT("se"), ES | PT },
    { TEXT("sehr"), DE }, { TEXT("sie"), DE }, { TEXT("sin"), ES }, { TEXT("się"), PL }, { TEXT("sobre"), ES },
    { TEXT("som"), SV | DA }, { TEXT("sono"), IT }, { TEXT("sont"), FR }, { TEXT("su"), ES }, { TEXT("suis"), FR },
    { TEXT("sur"), FR }, { TEXT("tack"), SV }, { TEXT("tak"), DA }, { TEXT("te"), NL }, { TEXT("tengo"), ES },
    { TEXT("thanks"), EN }, { TEXT("the"), EN }, { TEXT("there"), EN }, { TEXT("they"), EN }, { TEXT("this"), EN },
    { TEXT("til"), DA }, { TEXT("till"), SV }, { TEXT("to"), EN | PL }, { TEXT("u"), NL }, { TEXT("um"), PT },
    { TEXT("uma"), PT }, { TEXT("un"), FR | ES | IT }, { TEXT("una"), ES | IT }, { TEXT("und"), DE },
    { TEXT("une"), FR }, { TEXT("van"), NL }, { TEXT("vi"), SV | DA }, { TEXT("você"), PT }, { TEXT("von"), DE },
    { TEXT("voor"), NL }, { TEXT("votre"), FR }, { TEXT("vous"), FR }, { TEXT("w"), PL }, { TEXT("wann"), DE },
    { TEXT("wanneer"), NL }, { TEXT("was"), EN }, { TEXT("wel"), NL }, { TEXT("what"), EN }, { TEXT("when"), EN },
    { TEXT("will"), EN }, { TEXT("wir"), DE }, { TEXT("wird"), DE }, { TEXT("with"), EN }, { TEXT("would"), EN },
    { TEXT("y"), ES }, { TEXT("you"), EN }, { TEXT("your"), EN }, { TEXT("z"), PL }, { TEXT("za"), PL },
    { TEXT("zijn"), NL }, { TEXT("zu"), DE }, { TEXT("är"), SV }, { TEXT("è"), IT }, { TEXT("é"), PT },
    { TEXT("été"), FR }, { TEXT("że"), PL },
};
/* clang-format on */

static int compare(const void *a, const void *b)
{
    const struct str *one = &((const struct row *)a)->word, *other = &((const struct row *)b)->word;
    size_t len = one->len < other->len ? one->len : other->len;
    int order = memcmp(one->ptr, other->ptr, len);
    return order != 0 ? order : (one->len > other->len) - (one->len < other->len);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static void count_word(struct str word, int hits[LANGUAGES])
{
    const struct row *row = bsearch(&(struct row){ word, 0 }, rows, sizeof rows / sizeof rows[0], sizeof rows[0], compare);
    for (int i = 0; row != NULL && i < LANGUAGES; i++)
        hits[i] += (row->languages >> i) & 1;
}

struct str text_language(TALLOC_CTX *mem, struct str text)
{
    static const char *const names[ANSWERED] = { "en", "de", "fr", "es" };
    int hits[LANGUAGES] = { 0 };
    struct str lower = str_lower(mem, utf8_clip(text, TEXT_BYTES));
    for (size_t i = 0; i < lower.len;) {
        size_t start = i;
        while (i < lower.len && is_letter(lower.ptr[i]))
            i++;
        if (i > start && i - start <= WORD_BYTES)
            count_word(str_slice(lower, start, i - start), hits);
        i += i == start;
    }
    int best = 0, second = 0;
    for (int i = 1; i < LANGUAGES; i++)
        best = hits[i] > hits[best] ? i : best;
    for (int i = 0; i < LANGUAGES; i++)
        second = i != best && hits[i] > second ? hits[i] : second;
    bool is_clear = best < ANSWERED && hits[best] >= LEAST_HITS && hits[best] * 2 >= second * 3;
    return is_clear ? str_from(names[best]) : STR("");
}
