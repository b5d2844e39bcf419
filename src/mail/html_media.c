#include "mail/html_media.h"

#include <stdlib.h>

enum feature { MIN_WIDTH, MAX_WIDTH, IS, NUMBER_MAX };

static const struct feature_row {
    struct str name;
    enum feature feature;
    struct str value; /* of IS: the one that holds; of NUMBER_MAX: the largest minimum that holds */
} features[] = {
    { { "min-width", 9 }, MIN_WIDTH, { "", 0 } },
    { { "max-width", 9 }, MAX_WIDTH, { "", 0 } },
    { { "min-device-width", 16 }, MIN_WIDTH, { "", 0 } },
    { { "max-device-width", 16 }, MAX_WIDTH, { "", 0 } },
    { { "orientation", 11 }, IS, { "landscape", 9 } },
    { { "prefers-color-scheme", 20 }, IS, { "light", 5 } },
    { { "prefers-reduced-motion", 22 }, IS, { "reduce", 6 } },
    { { "hover", 5 }, IS, { "hover", 5 } },
    { { "pointer", 7 }, IS, { "fine", 4 } },
    { { "-webkit-min-device-pixel-ratio", 30 }, NUMBER_MAX, { "1", 1 } },
};

/* A length in pixels; what has no unit that is known is far too long for anything. */
static double pixels(struct str length)
{
    enum { EM_PX = 16 };
    char digits[32] = "";
    size_t len = 0;
    for (; len < length.len && len < sizeof(digits) - 1 && strchr("0123456789.", length.ptr[len]) != NULL; len++)
        digits[len] = length.ptr[len];
    struct str unit = str_trim(str_slice(length, len, length.len));
    bool is_em = str_equal_nocase(unit, STR("em")) || str_equal_nocase(unit, STR("rem"));
    bool is_known = is_em || unit.len == 0 || str_equal_nocase(unit, STR("px"));
    return !is_known ? 1e9 : strtod(digits, NULL) * (is_em ? EM_PX : 1);
}

static bool feature_holds(struct str text)
{
    size_t colon = str_find(text, STR(":"), 0);
    struct str name = str_trim(str_slice(text, 0, colon));
    struct str value = colon == SIZE_MAX ? STR("") : str_trim(str_slice(text, colon + 1, text.len));
    for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++) {
        const struct feature_row *row = &features[i];
        if (!str_equal_nocase(name, row->name))
            continue;
        switch (row->feature) {
        case MIN_WIDTH:
            return pixels(value) <= HTML_MEDIA_WIDTH_PX;
        case MAX_WIDTH:
            return pixels(value) >= HTML_MEDIA_WIDTH_PX;
        case IS:
            return str_equal_nocase(value, row->value);
        case NUMBER_MAX:
            return pixels(value) <= pixels(row->value);
        }
    }
    return false;
}

/* Takes the next word or the inside of the next parentheses off *REST. */
static bool next_part(struct str *rest, struct str *part, bool *is_feature)
{
    *rest = str_trim(*rest);
    if (rest->len == 0)
        return false;
    *is_feature = rest->ptr[0] == '(';
    size_t from = *is_feature ? 1 : 0, len = 0;
    while (from + len < rest->len &&
           (*is_feature ? rest->ptr[len + from] != ')' : rest->ptr[len] > ' ' && rest->ptr[len] != '('))
        len++;
    *part = str_trim(str_slice(*rest, from, len));
    *rest = str_slice(*rest, from + len + from, rest->len);
    return true;
}

/* "not screen and (max-width: 600px)": one query of a list. */
static bool query_holds(struct str query)
{
    struct str part;
    bool is_feature, is_not = false, holds = true;
    while (next_part(&query, &part, &is_feature)) {
        if (is_feature)
            holds = holds && feature_holds(part);
        else if (str_equal_nocase(part, STR("not")))
            is_not = true;
        else if (!str_equal_nocase(part, STR("only")) && !str_equal_nocase(part, STR("and")))
            holds = holds && (str_equal_nocase(part, STR("screen")) || str_equal_nocase(part, STR("all")));
    }
    return holds != is_not;
}

bool html_media_holds(struct str query)
{
    struct str one;
    if (str_trim(query).len == 0)
        return true;
    while (str_next(&query, ',', &one))
        if (query_holds(one))
            return true;
    return false;
}
