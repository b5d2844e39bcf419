#include "mail/quote_sign.h"

#include "mail/quote_marks.h"

enum {
    SIGNATURE_LINES = 20,
    FOOTER_LINES = 12,
};

/* The mark, and the few lines below it, up to the end or a quote. */
static void fold_signature(struct quote_lines *lines)
{
    for (size_t i = lines->end; i > 0; i--) {
        struct str line = lines->items[i - 1].text;
        bool is_mark = str_equal(line, STR("-- ")) || str_equal(line, STR("- -- ")); /* the second: inside a signed text */
        if (!is_mark || lines->items[i - 1].folded)
            continue;
        size_t end = i;
        while (end < lines->end && !lines->items[end].folded)
            end++;
        if (end - i <= SIGNATURE_LINES)
            quote_lines_fold(lines, i - 1, end);
        return;
    }
}

/* What stands above the first blank line of a clear-signed text, and the signature. */
static void fold_armor(struct quote_lines *lines)
{
    for (size_t i = 0; i < lines->end; i++) {
        struct str line = str_trim(lines->items[i].text);
        bool opens = str_equal(line, STR("-----BEGIN PGP SIGNED MESSAGE-----"));
        if (!opens && !str_equal(line, STR("-----BEGIN PGP SIGNATURE-----")))
            continue;
        size_t end = i + 1;
        while (end < lines->end && !(opens ? lines->items[end].kind == LINE_BLANK
                                           : str_starts(str_trim(lines->items[end - 1].text), STR("-----END PGP"))))
            end++;
        quote_lines_fold(lines, i, end);
    }
}

static bool shows_words(const struct quote_lines *lines, size_t to)
{
    for (size_t i = 0; i < to; i++)
        if (!lines->items[i].folded && lines->items[i].kind != LINE_BLANK)
            return true;
    return false;
}

/* Below the last quote: a signature or the footer of a list, set apart by a line of dashes or underscores. Where nothing
 * stands above the quote, the words below it are the answer. */
static void fold_footer(struct quote_lines *lines)
{
    size_t last = lines->end;
    while (last > 0 && !lines->items[last - 1].folded)
        last--;
    size_t at = quote_lines_skip_blank(lines, last);
    if (last == 0 || at == lines->end || lines->end - at > FOOTER_LINES || !shows_words(lines, last))
        return;
    struct str line = str_trim(lines->items[at].text);
    bool is_mark = str_equal(line, STR("--")) || str_equal(line, STR("__")) || quote_marks_is_rule(line);
    if (is_mark)
        quote_lines_fold(lines, at, lines->end);
}

void quote_sign_fold(struct quote_lines *lines)
{
    fold_armor(lines);
    fold_signature(lines);
    fold_footer(lines);
}
