#include "mail/uu_read.h"

#include "base/buf.h"

enum { LINE_BYTES_MAX = 45 }; /* of data; what all encoders write */

static struct str without_cr(struct str line)
{
    return str_ends(line, STR("\r")) ? str_slice(line, 0, line.len - 1) : line;
}

/* "begin 644 name" */
static bool is_begin(struct str line, struct str *name)
{
    if (!str_starts(line, STR("begin ")))
        return false;
    size_t i = strlen("begin "), mode = i;
    while (i < line.len && line.ptr[i] >= '0' && line.ptr[i] <= '7')
        i++;
    bool has_mode = i - mode >= 3 && i - mode <= 4 && i < line.len && line.ptr[i] == ' ';
    *name = has_mode ? str_trim(str_slice(line, i, line.len)) : STR("");
    return name->len > 0;
}

/* How many bytes LINE says that it holds; -1 when it is no line of data. White space at its end may have been lost, and
 * one more character may be a sum. */
static int length_of(struct str line)
{
    if (line.len == 0)
        return 0;
    int length = (line.ptr[0] - ' ') & 0x3f;
    size_t digits = (size_t)(length + 2) / 3 * 4;
    bool fits = line.ptr[0] >= ' ' && line.ptr[0] <= '`' && length <= LINE_BYTES_MAX && line.len <= digits + 3;
    for (size_t i = 0; fits && i < line.len; i++)
        fits = line.ptr[i] >= ' ' && line.ptr[i] <= '`';
    return fits ? length : -1;
}

/* From the line behind "begin" on: where the data ends and where the frame does; false when it is none. */
static bool read_frame(struct str rest, const char *text, struct uu_file *out)
{
    struct str line;
    const char *start = rest.ptr;
    bool any = false;
    for (;;) {
        if (!str_next(&rest, '\n', &line))
            return false;
        line = without_cr(line);
        bool is_end = str_equal(str_trim(line), STR("end"));
        int length = is_end ? 0 : length_of(line);
        if (length < 0)
            return false;
        if (is_end) {
            out->lines = (struct str){ start, (size_t)(line.ptr - start) };
            out->end = rest.len > 0 ? (size_t)(rest.ptr - text) : (size_t)(line.ptr + line.len - text);
            return any;
        }
        any = any || length > 0;
    }
}

bool uu_next(struct str text, size_t from, struct uu_file *out)
{
    for (size_t at = str_find(text, STR("begin "), from); at != SIZE_MAX; at = str_find(text, STR("begin "), at + 1)) {
        if (at > 0 && text.ptr[at - 1] != '\n')
            continue;
        struct str rest = str_slice(text, at, text.len), line;
        str_next(&rest, '\n', &line);
        if (!is_begin(without_cr(line), &out->name) || !read_frame(rest, text.ptr, out))
            continue;
        out->start = at;
        return true;
    }
    return false;
}

static uint32_t digit_at(struct str line, size_t at)
{
    return at < line.len ? ((uint32_t)(unsigned char)line.ptr[at] - ' ') & 0x3f : 0;
}

struct str uu_bytes(TALLOC_CTX *mem, const struct uu_file *file)
{
    struct buf out;
    buf_init(&out, mem, file->lines.len + 1);
    struct str rest = file->lines, line;
    while (str_next(&rest, '\n', &line)) {
        line = without_cr(line);
        int length = length_of(line);
        for (int i = 0, at = 1; i < length; i += 3, at += 4) {
            uint32_t bits = digit_at(line, (size_t)at) << 18 | digit_at(line, (size_t)at + 1) << 12
                          | digit_at(line, (size_t)at + 2) << 6 | digit_at(line, (size_t)at + 3);
            for (int k = 0; k < 3 && i + k < length; k++)
                buf_add_char(&out, (char)(bits >> (16 - 8 * k) & 0xff));
        }
    }
    return buf_str(&out);
}
