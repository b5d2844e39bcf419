#include "mail/mime_encode.h"

enum {
    LINE_BYTES = 76,
    BASE64_LINE_RAW_BYTES = LINE_BYTES / 4 * 3,
};

/* Takes the next line off *REST, without its end: CR LF, CR or LF. */
static bool next_line(struct str *rest, struct str *line)
{
    if (rest->len == 0)
        return false;
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '\r' && rest->ptr[end] != '\n')
        end++;
    *line = str_slice(*rest, 0, end);
    bool both = end + 1 < rest->len && rest->ptr[end] == '\r' && rest->ptr[end + 1] == '\n';
    *rest = str_slice(*rest, end + (both ? 2 : 1), SIZE_MAX);
    return true;
}

/* Whether a line goes through every relay unchanged: old ones stumble over "From " and dots, some strip spaces. */
static bool line_is_safe(struct str line)
{
    if (line.len > LINE_BYTES || str_starts(line, STR("From ")) || str_starts(line, STR(".")) ||
        str_ends(line, STR(" ")) || str_ends(line, STR("\t")) || str_find(line, STR("=_"), 0) != SIZE_MAX)
        return false;
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        if ((c < ' ' && c != '\t') || c >= 0x7f)
            return false;
    }
    return true;
}

static bool text_is_safe(struct str text)
{
    struct str line;
    while (next_line(&text, &line)) {
        if (!line_is_safe(line))
            return false;
    }
    return true;
}

static void add_plain(struct buf *out, struct str text)
{
    struct str line;
    while (next_line(&text, &line)) {
        buf_add(out, line);
        buf_add_c(out, "\r\n");
    }
}

/* Whether the byte at I of LINE must be escaped; START: it begins a line of the encoded text. */
static bool must_escape(struct str line, size_t i, bool start)
{
    unsigned char c = (unsigned char)line.ptr[i];
    if (c == '=' || c >= 0x7f || (c < ' ' && c != '\t'))
        return true;
    if (start && (c == '.' || (c == 'F' && str_starts(str_slice(line, i, SIZE_MAX), STR("From ")))))
        return true;
    return (c == ' ' || c == '\t') && i + 1 == line.len;
}

static void add_quoted_line(struct buf *out, struct str line)
{
    size_t column = 0;
    for (size_t i = 0; i < line.len; i++) {
        size_t need = must_escape(line, i, column == 0) ? 3 : 1;
        if (column + need > LINE_BYTES - 1) {
            buf_add_c(out, "=\r\n");
            column = 0;
            need = must_escape(line, i, true) ? 3 : 1;
        }
        if (need == 3)
            buf_addf(out, "=%02X", (unsigned char)line.ptr[i]);
        else
            buf_add_char(out, line.ptr[i]);
        column += need;
    }
    buf_add_c(out, "\r\n");
}

void mime_encode_text(struct buf *out, struct str text)
{
    if (text_is_safe(text)) {
        buf_add_c(out, "Content-Transfer-Encoding: 7bit\r\n\r\n");
        add_plain(out, text);
        return;
    }
    buf_add_c(out, "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    struct str line;
    while (next_line(&text, &line))
        add_quoted_line(out, line);
}

void mime_encode_bytes(struct buf *out, struct str bytes)
{
    buf_add_c(out, "Content-Transfer-Encoding: base64\r\n\r\n");
    for (size_t at = 0; at < bytes.len; at += BASE64_LINE_RAW_BYTES) {
        buf_add_base64(out, str_slice(bytes, at, BASE64_LINE_RAW_BYTES));
        buf_add_c(out, "\r\n");
    }
}
