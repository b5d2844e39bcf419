#include "mail/html_look.h"

#include <stdlib.h>

#include "base/limits.h"
#include "mail/html_css.h"

/* The declarations as they win, one after the other. */
struct reading {
    struct html_look look;
    bool is_none, is_invisible, is_clear;
    bool is_flat;    /* no height or no width … */
    bool is_clipped; /* … and nothing hangs out of it */
};

static bool is_word(struct str value, const char *word)
{
    return str_equal_nocase(value, str_from(word));
}

/* The number that VALUE begins with, and its unit; 1000 for a word. */
static double number_of(struct str value, struct str *unit)
{
    enum { NO_NUMBER = 1000 };
    char digits[16] = "";
    size_t len = 0;
    for (; len < value.len && len < sizeof(digits) - 1 && strchr("0123456789.", value.ptr[len]) != NULL; len++)
        digits[len] = value.ptr[len];
    *unit = str_slice(value, len, value.len);
    return len > 0 ? strtod(digits, NULL) : NO_NUMBER;
}

/* Less than two pixels: nobody reads that. */
static bool is_tiny_length(struct str value)
{
    enum { TINY_PX = 2 };
    struct str unit;
    double number = number_of(value, &unit);
    bool is_absolute = is_word(unit, "px") || is_word(unit, "pt") || unit.len == 0;
    return number <= 0 || (is_absolute && number < TINY_PX);
}

static void read_display(struct reading *reading, struct str value)
{
    reading->is_none = is_word(value, "none");
}

static void read_visibility(struct reading *reading, struct str value)
{
    reading->is_invisible = is_word(value, "hidden") || is_word(value, "collapse");
}

static void read_opacity(struct reading *reading, struct str value)
{
    struct str unit;
    reading->is_clear = number_of(value, &unit) <= 0;
}

static void read_font_size(struct reading *reading, struct str value)
{
    reading->look.tiny = is_tiny_length(value);
}

static void read_size(struct reading *reading, struct str value)
{
    reading->is_flat = reading->is_flat || is_tiny_length(value);
}

static void read_overflow(struct reading *reading, struct str value)
{
    reading->is_clipped = is_word(value, "hidden") || is_word(value, "clip");
}

static void read_white_space(struct reading *reading, struct str value)
{
    reading->look.keeps_space = is_word(value, "pre") || is_word(value, "pre-wrap") || is_word(value, "pre-line")
                                || is_word(value, "break-spaces");
}

static const struct property_row {
    const char *name;
    void (*read)(struct reading *reading, struct str value);
} properties[] = {
    { "display", read_display },     { "visibility", read_visibility },   { "opacity", read_opacity },
    { "font-size", read_font_size }, { "height", read_size },             { "max-height", read_size },
    { "width", read_size },          { "max-width", read_size },          { "overflow", read_overflow },
    { "white-space", read_white_space },
};

static void read_style(TALLOC_CTX *mem, struct str style, bool important, struct reading *reading)
{
    struct html_declaration declaration;
    while (html_css_next(mem, &style, &declaration)) {
        for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
            if (declaration.important == important && str_equal(declaration.name, str_from(properties[i].name)))
                properties[i].read(reading, declaration.value);
    }
}

struct html_look html_look(TALLOC_CTX *mem, const struct html_sheet *sheet, const GumboNode *element,
                           struct html_look around)
{
    struct buf style;
    struct reading reading = { .look = around };
    struct str own = html_attribute(element, "style");
    bool is_marked = gumbo_get_attribute(&element->v.element.attributes, "hidden") != NULL;
    reading.look.keeps_space = around.keeps_space || element->v.element.tag == GUMBO_TAG_PRE;
    if (sheet != NULL || own.len > 0) {
        buf_init(&style, mem, LIMIT_PARAGRAPH_BYTES);
        if (sheet != NULL)
            html_sheet_style(sheet, element, &style);
        buf_add(&style, html_css_plain(mem, own));
        read_style(mem, buf_str(&style), false, &reading);
        read_style(mem, buf_str(&style), true, &reading);
    }
    reading.look.hidden = is_marked || reading.is_none || reading.is_invisible || reading.is_clear
                          || (reading.is_flat && reading.is_clipped);
    return reading.look;
}
