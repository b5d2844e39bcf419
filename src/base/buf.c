#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>

#include "base/mem.h"

enum { BUF_FIRST_BYTES = 256 };

void buf_init(struct buf *buf, TALLOC_CTX *mem, size_t max)
{
    size_t cap = max < BUF_FIRST_BYTES ? max : BUF_FIRST_BYTES;
    *buf = (struct buf){ .ptr = mem_need(talloc_size(mem, cap + 1)), .cap = cap, .max = max, .mem = mem };
    buf->ptr[0] = '\0';
}

/* Makes room for MORE bytes; false past the maximum, of the buf or of its memory context. */
static bool buf_room(struct buf *buf, size_t more)
{
    if (buf->over || more > buf->max - buf->len) {
        buf->over = true;
        return false;
    }
    if (more <= buf->cap - buf->len)
        return true;
    size_t cap = buf->cap < buf->max / 2 ? buf->cap * 2 : buf->max;
    if (cap < buf->len + more)
        cap = buf->len + more;
    char *grown = talloc_realloc_size(buf->mem, buf->ptr, cap + 1);
    if (grown == NULL) {
        buf->over = true;
        return false;
    }
    buf->ptr = grown;
    buf->cap = cap;
    return true;
}

void buf_add(struct buf *buf, struct str s)
{
    if (s.len == 0 || !buf_room(buf, s.len))
        return;
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

char *buf_reserve(struct buf *buf, size_t bytes)
{
    return buf_room(buf, bytes) ? buf->ptr + buf->len : NULL;
}

void buf_used(struct buf *buf, size_t bytes)
{
    assert(bytes <= buf->cap - buf->len);
    buf->len += bytes;
    buf->ptr[buf->len] = '\0';
}

void buf_add_c(struct buf *buf, const char *text)
{
    buf_add(buf, str_from(text));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_add(buf, (struct str){ &c, 1 });
}

void buf_add_i64(struct buf *buf, int64_t number)
{
    char digits[20]; /* the longest: -9223372036854775808 */
    size_t at = sizeof(digits);
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        digits[--at] = '-';
    buf_add(buf, (struct str){ digits + at, sizeof(digits) - at });
}

void buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len > 0 && buf_room(buf, (size_t)len)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

void buf_add_utf8(struct buf *buf, uint32_t character)
{
    bool surrogate = character >= 0xd800 && character <= 0xdfff;
    uint32_t c = surrogate || character > 0x10ffff ? 0xfffd : character;
    char bytes[4];
    size_t len;
    if (c < 0x80) {
        bytes[0] = (char)c;
        len = 1;
    } else if (c < 0x800) {
        bytes[0] = (char)(0xc0 | c >> 6);
        len = 2;
    } else if (c < 0x10000) {
        bytes[0] = (char)(0xe0 | c >> 12);
        len = 3;
    } else {
        bytes[0] = (char)(0xf0 | c >> 18);
        len = 4;
    }
    for (size_t i = 1; i < len; i++)
        bytes[i] = (char)(0x80 | (c >> 6 * (len - 1 - i) & 0x3f));
    buf_add(buf, (struct str){ bytes, len });
}

void buf_clear(struct buf *buf)
{
    buf_cut(buf, 0);
    buf->over = false;
}

void buf_cut(struct buf *buf, size_t len)
{
    assert(len <= buf->len);
    buf->len = len;
    buf->ptr[len] = '\0';
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){ buf->ptr, buf->len };
}

enum status buf_end(struct buf *buf, const char *key, struct str *out, struct err *err)
{
    if (buf->over)
        return FAIL(err, STATUS_TOO_LARGE, key, "longer than the %zu bytes that are allowed", buf->max);
    *out = buf_str(buf);
    return STATUS_OK;
}

static const char *html_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void buf_add_html(struct buf *buf, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char *entity = html_entity(s.ptr[i]);
        if (entity == NULL)
            continue;
        buf_add(buf, str_slice(s, from, i - from));
        buf_add_c(buf, entity);
        from = i + 1;
    }
    buf_add(buf, str_slice(s, from, s.len));
}

static bool url_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void buf_add_url(struct buf *buf, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (url_unreserved(s.ptr[i]))
            buf_add_char(buf, s.ptr[i]);
        else
            buf_add(buf, (struct str){ (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3 });
    }
}

void buf_add_base64(struct buf *buf, struct str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    for (size_t i = 0; i < s.len; i += 3) {
        size_t have = s.len - i < 3 ? s.len - i : 3;
        uint32_t group = (uint32_t)bytes[i] << 16;
        if (have > 1)
            group |= (uint32_t)bytes[i + 1] << 8;
        if (have > 2)
            group |= bytes[i + 2];
        char out[4] = { digits[group >> 18], digits[group >> 12 & 63],
                        have > 1 ? digits[group >> 6 & 63] : '=', have > 2 ? digits[group & 63] : '=' };
        buf_add(buf, (struct str){ out, sizeof(out) });
    }
}

void buf_add_hex(struct buf *buf, struct str s)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        buf_add(buf, (struct str){ (char[]){ digits[c >> 4], digits[c & 15] }, 2 });
    }
}
