#include "mail/mime_param.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/charset.h"
#include "mail/mime_word.h"

enum { SECTIONS_MAX = 1000 }; /* of one parameter; a file name of 70 kB */

struct section {
    int64_t number;   /* -1: the plain parameter, without a section */
    bool is_extended; /* percent-encoded */
    struct str value;
};

/* Takes one "name=value" off REST; false at its end. The value is unquoted. */
static bool param_next(TALLOC_CTX *mem, struct str *rest, struct str *name, struct str *value)
{
    size_t i = 0;
    while (i < rest->len && (rest->ptr[i] == ';' || rest->ptr[i] <= ' '))
        i++;
    *rest = str_slice(*rest, i, rest->len);
    if (rest->len == 0)
        return false;
    for (i = 0; i < rest->len && rest->ptr[i] != '=' && rest->ptr[i] != ';'; i++)
        ;
    *name = str_trim(str_slice(*rest, 0, i));
    *value = STR("");
    if (i == rest->len || rest->ptr[i] == ';') {
        *rest = str_slice(*rest, i, rest->len);
        return true;
    }
    *rest = str_trim(str_slice(*rest, i + 1, rest->len));
    if (rest->len == 0 || rest->ptr[0] != '"') {
        for (i = 0; i < rest->len && rest->ptr[i] != ';'; i++)
            ;
        *value = str_trim(str_slice(*rest, 0, i));
        *rest = str_slice(*rest, i, rest->len);
        return true;
    }
    char *text = mem_need(talloc_size(mem, rest->len + 1));
    size_t len = 0;
    for (i = 1; i < rest->len && rest->ptr[i] != '"'; i++) {
        /* A backslash before anything but a quote is a Windows path, not an escape. */
        if (rest->ptr[i] == '\\' && i + 1 < rest->len && (rest->ptr[i + 1] == '"' || rest->ptr[i + 1] == '\\'))
            i++;
        text[len++] = rest->ptr[i];
    }
    *value = (struct str){ text, len };
    while (i < rest->len && rest->ptr[i] != ';')
        i++;
    *rest = str_slice(*rest, i, rest->len);
    return true;
}

/* Whether FIELD is NAME, NAME*, NAME*3 or NAME*3*. */
static bool section_of(struct str field, struct str name, struct section *section)
{
    if (!str_starts_nocase(field, name))
        return false;
    struct str rest = str_slice(field, name.len, field.len);
    section->number = -1;
    section->is_extended = str_ends(rest, STR("*"));
    if (section->is_extended)
        rest = str_slice(rest, 0, rest.len - 1);
    if (rest.len == 0)
        return true;
    return rest.ptr[0] == '*' && parse_i64(str_slice(rest, 1, rest.len), 0, SECTIONS_MAX - 1, &section->number);
}

static void add_percent(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        int high = s.ptr[i] == '%' && i + 2 < s.len ? hex_digit(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.ptr[i + 2]) : -1;
        if (low >= 0) {
            buf_add_char(out, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_add_char(out, s.ptr[i]);
        }
    }
}

/* charset'language'text; the text alone when the apostrophes are missing. */
static struct str take_charset(struct str *value)
{
    size_t first = str_find(*value, STR("'"), 0);
    size_t second = first == SIZE_MAX ? SIZE_MAX : str_find(*value, STR("'"), first + 1);
    if (second == SIZE_MAX)
        return STR("");
    struct str charset = str_slice(*value, 0, first);
    *value = str_slice(*value, second + 1, value->len);
    return charset;
}

static struct str join(TALLOC_CTX *mem, struct section *const *sections, struct str hint)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_MAIL_HEADER_BYTES);
    struct str charset = hint;
    bool extended = false;
    for (int64_t i = 0; i < SECTIONS_MAX && sections[i] != NULL; i++) {
        struct str value = sections[i]->value;
        if (sections[i]->is_extended) {
            struct str named = i == 0 ? take_charset(&value) : STR("");
            charset = named.len > 0 ? named : charset;
            extended = true;
            add_percent(&out, value);
        } else {
            buf_add(&out, value);
        }
    }
    if (!extended)
        return mime_word_text(mem, buf_str(&out), hint);
    return mime_one_line(mem, charset_text(mem, buf_str(&out), charset, NULL));
}

/* Programs of the web write "Gr%C3%BCn.pdf" where no encoding is said; believed where it gives letters beyond ASCII. */
static struct str without_percent(TALLOC_CTX *mem, struct str plain)
{
    struct buf out;
    if (plain.len == 0 || memchr(plain.ptr, '%', plain.len) == NULL)
        return plain;
    buf_init(&out, mem, LIMIT_MAIL_HEADER_BYTES);
    add_percent(&out, plain);
    struct str decoded = buf_str(&out);
    return charset_has_high(decoded) && !charset_has_high(plain) && utf8_valid(decoded) ? decoded : plain;
}

struct str mime_param(TALLOC_CTX *mem, struct str value, const char *name, struct str hint)
{
    struct str rest = mime_unfold(mem, value);
    size_t start = str_find(rest, STR(";"), 0);
    if (start == SIZE_MAX)
        return STR("");
    rest = str_slice(rest, start, rest.len);
    struct section **sections = NULL; /* by number; most parameters have none */
    struct str field, text;
    struct str plain = STR_NONE;
    while (param_next(mem, &rest, &field, &text)) {
        struct section section = { .value = text };
        if (!section_of(field, str_from(name), &section))
            continue;
        if (section.number < 0 && !section.is_extended) {
            plain = plain.ptr == NULL ? text : plain;
            continue;
        }
        if (sections == NULL)
            sections = talloc_zero_array(mem, struct section *, SECTIONS_MAX);
        struct section **slot = &sections[section.number < 0 ? 0 : section.number];
        if (*slot == NULL)
            *slot = talloc_memdup(sections, &section, sizeof(section));
    }
    if (sections != NULL && sections[0] != NULL)
        return join(mem, sections, hint);
    return plain.ptr != NULL ? mime_word_text(mem, without_percent(mem, plain), hint) : STR("");
}

struct str mime_param_head(TALLOC_CTX *mem, struct str value)
{
    struct buf out;
    buf_init(&out, mem, LIMIT_NAME_BYTES);
    size_t depth = 0;
    for (size_t i = 0; i < value.len && (value.ptr[i] != ';' || depth > 0); i++) {
        char c = value.ptr[i];
        if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
        else if (depth == 0 && c > ' ' && c < 0x7f && c != '"')
            buf_add_char(&out, c);
    }
    return str_lower(mem, buf_str(&out));
}
