#include "mail/mime_word.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/charset.h"
#include "mail/mime_decode.h"

struct word {
    struct str charset; /* without the language of RFC 2231 section 5 */
    char encoding;      /* 'q' or 'b' */
    struct str text;    /* still encoded */
    size_t end;         /* where the value goes on */
};

struct str mime_unfold(TALLOC_CTX *mem, struct str value)
{
    char *out = mem_need(talloc_size(mem, value.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\r' && value.ptr[i] != '\n')
            out[len++] = value.ptr[i];
    out[len] = '\0';
    return str_trim((struct str){ out, len });
}

struct str mime_one_line(TALLOC_CTX *mem, struct str s)
{
    char *out = mem_need(talloc_size(mem, s.len + 1));
    size_t len = 0;
    bool space = false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c == 0x7f) {
            space = true;
            continue;
        }
        if (space && len > 0)
            out[len++] = ' ';
        space = false;
        out[len++] = (char)c;
    }
    out[len] = '\0';
    return (struct str){ out, len };
}

static struct str q_bytes(TALLOC_CTX *mem, struct str text)
{
    char *out = mem_need(talloc_size(mem, text.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        int high = c == '=' && i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = c == '_' ? ' ' : c;
        }
    }
    return (struct str){ out, len };
}

/* Whether an encoded word starts at AT. Its text may hold white space: a fold or a careless sender put it there. One
 * that does not end was cut off, and goes to the end of S. */
static bool word_at(struct str s, size_t at, struct word *word)
{
    enum { CHARSET_BYTES_MAX = 75 }; /* RFC 2047 section 2: the longest word */
    if (at + 2 >= s.len || s.ptr[at] != '=' || s.ptr[at + 1] != '?')
        return false;
    size_t i = at + 2;
    while (i < s.len && i - at < CHARSET_BYTES_MAX && s.ptr[i] >= ' ' && s.ptr[i] != '?')
        i++;
    if (i + 3 >= s.len || s.ptr[i] != '?' || s.ptr[i + 2] != '?')
        return false;
    char encoding = (char)(s.ptr[i + 1] | 0x20);
    if (encoding != 'q' && encoding != 'b')
        return false;
    size_t end = str_find(s, STR("?="), i + 3);
    struct str charset = str_slice(s, at + 2, i - at - 2);
    size_t star = str_find(charset, STR("*"), 0);
    word->charset = star == SIZE_MAX ? charset : str_slice(charset, 0, star);
    word->encoding = encoding;
    word->text = str_slice(s, i + 3, end == SIZE_MAX ? SIZE_MAX : end - i - 3);
    word->end = end == SIZE_MAX ? s.len : end + 2;
    if (end == SIZE_MAX && str_ends(word->text, STR("?")))
        word->text.len--;
    return true;
}

size_t mime_word_end(struct str s, size_t at, size_t max)
{
    struct word word;
    s = str_slice(s, 0, at + max);
    bool is_whole = word_at(s, at, &word) && str_equal(str_slice(s, word.end - 2, 2), STR("?="));
    return is_whole ? word.end : 0;
}

static size_t skip_space(struct str s, size_t at)
{
    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\t'))
        at++;
    return at;
}

/* Adds WORD and those that follow it in the same set, converted together. Returns where the value goes on. */
static size_t add_words(TALLOC_CTX *mem, struct buf *out, struct str s, struct word word)
{
    struct buf bytes;
    buf_init(&bytes, mem, LIMIT_MAIL_HEADER_BYTES);
    struct str charset = word.charset;
    size_t at;
    for (;;) {
        struct str piece = word.encoding == 'b' ? mime_base64_bytes(mem, word.text) : q_bytes(mem, word.text);
        buf_add(&bytes, piece);
        at = word.end;
        if (!word_at(s, skip_space(s, at), &word) || !str_equal_nocase(word.charset, charset))
            break;
    }
    buf_add(out, charset_text(mem, buf_str(&bytes), charset, NULL));
    return at;
}

static void add_plain(TALLOC_CTX *mem, struct buf *out, struct str bytes, struct str hint)
{
    buf_add(out, charset_text(mem, bytes, charset_has_high(bytes) && !utf8_valid(bytes) ? hint : STR(""), NULL));
}

struct str mime_word_text(TALLOC_CTX *mem, struct str value, struct str hint)
{
    struct str s = mime_unfold(mem, value);
    struct buf out;
    buf_init(&out, mem, (size_t)LIMIT_MAIL_HEADER_BYTES * 4);
    size_t plain = 0, at = 0;
    while (at < s.len) {
        struct word word;
        if (s.ptr[at] != '=' || !word_at(s, at, &word)) {
            at++;
            continue;
        }
        add_plain(mem, &out, str_slice(s, plain, at - plain), hint);
        at = add_words(mem, &out, s, word);
        size_t next = skip_space(s, at);
        plain = next < s.len && word_at(s, next, &word) ? next : at; /* no space between two encoded words */
        at = plain;
    }
    add_plain(mem, &out, str_slice(s, plain, s.len), hint);
    return mime_one_line(mem, buf_str(&out));
}
