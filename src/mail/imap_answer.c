#include "mail/imap_answer.h"

#include "base/buf.h"
#include "base/limits.h"

enum { NESTED_MOST = 100 };

bool imap_word(struct str *rest, struct str *word)
{
    while (str_starts(*rest, STR(" ")))
        *rest = str_slice(*rest, 1, SIZE_MAX);
    return str_next(rest, ' ', word);
}

bool imap_code_number(struct str answer, struct str key, int64_t *out)
{
    size_t at = str_find_nocase(answer, key, 0);
    if (at == SIZE_MAX || at == 0 || answer.ptr[at - 1] != '[')
        return false;
    struct str rest = str_slice(answer, at + key.len, SIZE_MAX), number;
    return imap_word(&rest, &number) && parse_i64(str_slice(number, 0, str_find(number, STR("]"), 0)), 0, UINT32_MAX, out);
}

/* ---- values ---- */

/* Takes COUNT bytes off *REST. */
static struct str take(struct str *rest, size_t count)
{
    struct str part = str_slice(*rest, 0, count);
    *rest = str_slice(*rest, count, SIZE_MAX);
    return part;
}

static bool take_quoted(struct str *rest, struct str *value)
{
    for (size_t i = 1; i < rest->len; i++) {
        if (rest->ptr[i] == '\\')
            i++;
        else if (rest->ptr[i] == '"') {
            *value = str_slice(*rest, 1, i - 1);
            take(rest, i + 1);
            return true;
        }
    }
    return false;
}

static bool take_literal(struct str *rest, struct str *value)
{
    int64_t size;
    size_t close = str_find(*rest, STR("}"), 0), line = str_find(*rest, STR("\n"), 0);
    if (close == SIZE_MAX || line == SIZE_MAX || line < close)
        return false;
    struct str digits = str_slice(*rest, 1, close - 1);
    if (str_ends(digits, STR("+")))
        digits.len--;
    if (!parse_i64(digits, 0, (int64_t)rest->len, &size) || (size_t)size > rest->len - line - 1)
        return false;
    take(rest, line + 1);
    *value = take(rest, (size_t)size);
    return true;
}

static bool take_value(struct str *rest, struct str *value, int depth);

static bool take_list(struct str *rest, int depth)
{
    struct str ignored;
    take(rest, 1);
    for (;;) {
        while (str_starts(*rest, STR(" ")))
            take(rest, 1);
        if (str_starts(*rest, STR(")"))) {
            take(rest, 1);
            return true;
        }
        if (!take_value(rest, &ignored, depth + 1))
            return false;
    }
}

/* A string, a number, an atom; of a list only its end is found. NIL and a list give STR_NONE. */
static bool take_value(struct str *rest, struct str *value, int depth)
{
    *value = STR_NONE;
    if (rest->len == 0 || depth > NESTED_MOST)
        return false;
    if (rest->ptr[0] == '"')
        return take_quoted(rest, value);
    if (rest->ptr[0] == '{')
        return take_literal(rest, value);
    if (rest->ptr[0] == '(')
        return take_list(rest, depth);
    size_t len = 0;
    while (len < rest->len && rest->ptr[len] != ' ' && rest->ptr[len] != '(' && rest->ptr[len] != ')')
        len++;
    *value = take(rest, len);
    if (str_equal_nocase(*value, STR("NIL")))
        *value = STR_NONE;
    return len > 0;
}

/* ---- FETCH ---- */

/* "UID", "BODY[HEADER]", "BODY[]<0>": up to the space that is in no bracket. */
static struct str take_name(struct str *rest)
{
    size_t len = 0;
    for (bool inside = false; len < rest->len && (inside || (rest->ptr[len] != ' ' && rest->ptr[len] != ')')); len++) {
        inside = inside || rest->ptr[len] == '[';
        inside = inside && rest->ptr[len] != ']';
    }
    return take(rest, len);
}

static bool note(struct str name, struct str value, struct imap_fetched *out)
{
    if (str_equal_nocase(name, STR("UID")))
        return parse_i64(value, 1, UINT32_MAX, &out->uid);
    if (str_equal_nocase(name, STR("RFC822.SIZE")))
        return parse_i64(value, 0, INT64_MAX, &out->size);
    if (str_starts_nocase(name, STR("BODY[")))
        out->body = value;
    return true;
}

bool imap_fetched_read(struct str answer, struct imap_fetched *out)
{
    struct str word, rest = answer;
    *out = (struct imap_fetched){ .size = -1, .body = STR_NONE };
    if (!imap_word(&rest, &word) || !str_equal_nocase(word, STR("FETCH")) || !str_starts(rest, STR("(")))
        return false;
    take(&rest, 1);
    for (;;) {
        while (str_starts(rest, STR(" ")))
            take(&rest, 1);
        if (str_starts(rest, STR(")")))
            return true;
        struct str name = take_name(&rest), value;
        if (name.len == 0 || !str_starts(rest, STR(" ")))
            return false;
        take(&rest, 1);
        if (!take_value(&rest, &value, 0) || !note(name, value, out))
            return false;
    }
}

struct str imap_quoted(TALLOC_CTX *mem, struct str text)
{
    struct buf out;
    buf_init(&out, mem, 2 * text.len + 2);
    buf_add_char(&out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\')
            buf_add_char(&out, '\\');
        buf_add_char(&out, text.ptr[i]);
    }
    buf_add_char(&out, '"');
    return buf_str(&out);
}
