#include "mail/quote_date.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many digits stand at I, 0 where they are the rest of a number; AFTER: the character behind them, FOLLOWED: a digit
 * behind that. */
static size_t number_at(struct str text, size_t i, char *after, bool *followed)
{
    if (!is_digit(text.ptr[i]) || (i > 0 && is_digit(text.ptr[i - 1])))
        return 0;
    size_t digits = 1;
    while (i + digits < text.len && is_digit(text.ptr[i + digits]))
        digits++;
    *after = i + digits < text.len ? text.ptr[i + digits] : '\0';
    *followed = i + digits + 1 < text.len && is_digit(text.ptr[i + digits + 1]);
    return digits;
}

bool quote_date_has_time(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char after;
        bool followed;
        size_t digits = number_at(text, i, &after, &followed);
        if (digits > 0 && digits <= 2 && followed && (after == ':' || after == 'h')) /* 18:02, 18h02 */
            return true;
    }
    return str_find(text, STR("時"), 0) != SIZE_MAX || str_find(text, STR("시 "), 0) != SIZE_MAX;
}

bool quote_date_has_year(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char after;
        bool followed;
        struct str century = str_slice(text, i, 2);
        if (number_at(text, i, &after, &followed) == 4
            && (str_equal(century, STR("19")) || str_equal(century, STR("20"))
                || str_equal(century, STR("25")))) /* the last: of Buddha's era, in Thailand */
            return true;
    }
    return false;
}

bool quote_date_has_date(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char after;
        bool followed;
        size_t digits = number_at(text, i, &after, &followed);
        if (digits > 0 && digits <= 2 && followed && (after == '.' || after == '/' || after == '-')) /* 26.06., 2/4 */
            return true;
    }
    return quote_date_has_year(text);
}
