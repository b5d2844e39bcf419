#include "mail/dot_text.h"

/* Everything up to and with the next CR, or all of it. */
static size_t line_part(struct str rest)
{
    const char *cr = memchr(rest.ptr, '\r', rest.len);
    return cr == NULL ? rest.len : (size_t)(cr - rest.ptr) + 1;
}

/* Inside a line; takes at least one byte. */
static size_t read_line(struct dot_text *text, struct str rest, struct buf *out)
{
    size_t len = line_part(rest);
    buf_add(out, str_slice(rest, 0, len));
    text->place = rest.ptr[len - 1] == '\r' ? DOT_AFTER_CR : DOT_IN_LINE;
    return len;
}

static size_t read_after_cr(struct dot_text *text, struct str rest, struct buf *out)
{
    if (rest.ptr[0] != '\n')
        return read_line(text, rest, out);
    buf_add_char(out, '\n');
    text->place = DOT_LINE_START;
    return 1;
}

static size_t read_after_dot_cr(struct dot_text *text, struct str rest, struct buf *out)
{
    if (rest.ptr[0] == '\n') {
        text->place = DOT_END;
        return 1;
    }
    buf_add_char(out, '\r'); /* the dot was stuffing, the CR a lone one */
    return read_line(text, rest, out);
}

size_t dot_text_read(struct dot_text *text, struct str bytes, struct buf *out)
{
    size_t used = 0;
    while (used < bytes.len && text->place != DOT_END) {
        struct str rest = str_slice(bytes, used, SIZE_MAX);
        bool dot = rest.ptr[0] == '.', cr = rest.ptr[0] == '\r';
        switch (text->place) {
        case DOT_LINE_START:
            if (dot)
                text->place = DOT_AFTER_DOT;
            used += dot ? 1 : read_line(text, rest, out);
            break;
        case DOT_AFTER_DOT:
            if (cr)
                text->place = DOT_AFTER_DOT_CR;
            used += cr ? 1 : read_line(text, rest, out);
            break;
        case DOT_IN_LINE:
            used += read_line(text, rest, out);
            break;
        case DOT_AFTER_CR:
            used += read_after_cr(text, rest, out);
            break;
        case DOT_AFTER_DOT_CR:
            used += read_after_dot_cr(text, rest, out);
            break;
        case DOT_END:
            break;
        }
    }
    return used;
}

bool dot_text_ended(const struct dot_text *text)
{
    return text->place == DOT_END;
}
