#include "base/str.h"

#include <stdarg.h>

#include "base/mem.h"

struct str str_from(const char *text)
{
    return text == NULL ? STR("") : (struct str){ text, strlen(text) };
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(const char *a, const char *b, size_t len)
{
    return len == 0 || memcmp(a, b, len) == 0;
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && same(a.ptr, b.ptr, a.len);
}

bool str_equal_nocase(struct str a, struct str b)
{
    return a.len == b.len && same_nocase(a.ptr, b.ptr, a.len);
}

int str_compare(struct str a, struct str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared == 0 ? 0 : memcmp(a.ptr, b.ptr, shared);
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && same(s.ptr, prefix.ptr, prefix.len);
}

bool str_starts_nocase(struct str s, struct str prefix)
{
    return s.len >= prefix.len && same_nocase(s.ptr, prefix.ptr, prefix.len);
}

bool str_ends(struct str s, struct str suffix)
{
    return str_equal(str_slice(s, s.len - (suffix.len < s.len ? suffix.len : s.len), s.len), suffix);
}

bool str_ends_nocase(struct str s, struct str suffix)
{
    return str_equal_nocase(str_slice(s, s.len - (suffix.len < s.len ? suffix.len : s.len), s.len), suffix);
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.len || needle.len > s.len - from)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    const char *at = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return at == NULL ? SIZE_MAX : (size_t)(at - s.ptr);
}

size_t str_find_nocase(struct str s, struct str needle, size_t from)
{
    if (from > s.len || needle.len > s.len - from)
        return SIZE_MAX;
    for (size_t i = from; i <= s.len - needle.len; i++)
        if (same_nocase(s.ptr + i, needle.ptr, needle.len))
            return i;
    return SIZE_MAX;
}

struct str str_slice(struct str s, size_t from, size_t len)
{
    if (s.ptr == NULL)
        return s;
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    return (struct str){ s.ptr + from, len };
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_space(s.ptr[s.len - 1]))
        s.len--;
    while (s.len > 0 && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    return s;
}

bool str_next(struct str *rest, char separator, struct str *part)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->ptr, separator, rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
    *part = str_slice(*rest, 0, len);
    *rest = str_slice(*rest, len + 1, rest->len);
    return true;
}

char *str_to_c(TALLOC_CTX *mem, struct str s)
{
    char *copy = mem_need(talloc_size(mem, s.len + 1));
    if (s.len > 0)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

struct str str_copy(TALLOC_CTX *mem, struct str s)
{
    return (struct str){ str_to_c(mem, s), s.len };
}

struct str str_lower(TALLOC_CTX *mem, struct str s)
{
    char *copy = str_to_c(mem, s);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = lower(copy[i]);
    return (struct str){ copy, s.len };
}

struct str str_format(TALLOC_CTX *mem, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = mem_need(talloc_vasprintf(mem, format, args));
    va_end(args);
    return str_from(text);
}

bool parse_i64(struct str s, int64_t min, int64_t max, int64_t *out)
{
    bool negative = s.len > 0 && s.ptr[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.len)
        return false;
    /* Counted downwards, because INT64_MIN has no positive twin. */
    int64_t number = 0;
    for (; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_sub_overflow(number, s.ptr[i] - '0', &number))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, number, &number))
        return false;
    if (number < min || number > max)
        return false;
    *out = number;
    return true;
}

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The length of the character at the start of the LEN bytes at S, or 0 where these are no UTF-8.
 * The bounds of the second byte are those of RFC 3629, section 4. */
static size_t utf8_read(const unsigned char *s, size_t len, uint32_t *character)
{
    unsigned char first = s[0];
    if (first < 0x80) {
        *character = first;
        return 1;
    }
    size_t size = first >= 0xc2 && first <= 0xdf   ? 2
                  : first >= 0xe0 && first <= 0xef ? 3
                  : first >= 0xf0 && first <= 0xf4 ? 4
                                                   : 0;
    if (size == 0 || size > len)
        return 0;
    unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (s[1] < least || s[1] > most)
        return 0;
    uint32_t value = first & (0xffu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3fu);
    }
    *character = value;
    return size;
}

/* The index of the first byte at or after FROM that is not UTF-8, or the length. */
static size_t utf8_bad(struct str s, size_t from)
{
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    while (from < s.len) {
        uint32_t character;
        size_t size = utf8_read(bytes + from, s.len - from, &character);
        if (size == 0)
            return from;
        from += size;
    }
    return s.len;
}

bool utf8_valid(struct str s)
{
    return utf8_bad(s, 0) == s.len;
}

struct str utf8_clean(TALLOC_CTX *mem, struct str s)
{
    static const char replacement[] = "\xef\xbf\xbd";
    size_t size = s.len * 3 + 1;
    if (utf8_valid(s))
        size = s.len + 1;
    char *clean = mem_need(talloc_size(mem, size));
    size_t len = 0;
    const unsigned char *bytes = (const unsigned char *)s.ptr;
    for (size_t i = 0; i < s.len;) {
        uint32_t character;
        size_t width = utf8_read(bytes + i, s.len - i, &character);
        if (width == 0) {
            memcpy(clean + len, replacement, 3);
            len += 3;
            i++;
            continue;
        }
        if (character != 0) {
            memcpy(clean + len, s.ptr + i, width);
            len += width;
        }
        i += width;
    }
    clean[len] = '\0';
    return (struct str){ clean, len };
}

struct str utf8_clip(struct str s, size_t max)
{
    size_t len = s.len < max ? s.len : max;
    /* A character is at most four bytes long: look back for a first byte whose rest was cut off. */
    for (size_t back = 1; back <= 4 && back <= len; back++) {
        unsigned char c = (unsigned char)s.ptr[len - back];
        if ((c & 0xc0) == 0x80)
            continue;
        size_t width = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
        if (width > back)
            len -= back;
        break;
    }
    return str_slice(s, 0, len);
}

bool utf8_next(struct str *rest, uint32_t *character)
{
    if (rest->len == 0)
        return false;
    size_t size = utf8_read((const unsigned char *)rest->ptr, rest->len, character);
    if (size == 0) {
        *character = 0xfffd;
        size = 1;
    }
    *rest = str_slice(*rest, size, rest->len);
    return true;
}
