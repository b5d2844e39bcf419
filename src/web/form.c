#include "web/form.h"

#include <assert.h>

#include "base/buf.h"
#include "base/limits.h"

static bool decode(TALLOC_CTX *mem, struct str text, struct str *out)
{
    struct buf plain;
    buf_init(&plain, mem, LIMIT_REQUEST_BODY_BYTES);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '%') {
            int high = i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_digit(text.ptr[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        if (c == '\n' && plain.len > 0 && plain.ptr[plain.len - 1] == '\r')
            buf_cut(&plain, plain.len - 1);
        buf_add_char(&plain, c);
    }
    *out = buf_str(&plain);
    return !plain.over && utf8_valid(*out);
}

struct pair {
    struct str name, value;
};

/* The next "name=value" of *REST; false at the end. *FINE tells whether it is well formed. */
static bool next_pair(TALLOC_CTX *mem, struct str *rest, struct pair *out, bool *fine)
{
    struct str piece = STR("");
    while (piece.len == 0)
        if (!str_next(rest, '&', &piece))
            return false;
    size_t equals = str_find(piece, STR("="), 0);
    struct str value = equals == SIZE_MAX ? STR("") : str_slice(piece, equals + 1, SIZE_MAX);
    *fine = decode(mem, str_slice(piece, 0, equals), &out->name) && decode(mem, value, &out->value);
    return true;
}

static const struct field *field_named(const struct shape *shape, struct str name, size_t *index)
{
    for (*index = 0; *index < shape->field_count; ++*index)
        if (str_equal(name, str_from(shape->fields[*index].name)))
            return &shape->fields[*index];
    return NULL;
}

static bool read_word(const struct field *field, struct str text, int *out)
{
    for (size_t i = 0; i < field->word_count; i++)
        if (str_equal(text, str_from(field->words[i]))) {
            *out = (int)i;
            return true;
        }
    return false;
}

static bool read_value(const struct field *field, struct str text, void *place)
{
    switch (field->type) {
    case FIELD_TEXT:
        *(struct str *)place = text;
        return text.len <= field->max || field->max == 0;
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_TIME:
        return parse_i64(text, 0, field->max > 0 ? (int64_t)field->max : INT64_MAX, place);
    case FIELD_BOOL:
        *(bool *)place = str_equal(text, STR("1")) || str_equal(text, STR("true"));
        return *(bool *)place || str_equal(text, STR("0")) || str_equal(text, STR("false"));
    case FIELD_ENUM:
        return read_word(field, text, place);
    case FIELD_LIST:
    case FIELD_TYPE_COUNT:
        break;
    }
    return false;
}

enum { FORM_FIELDS_MOST = 32 };

static enum status check_required(const struct shape *shape, const bool *given, const void *out, struct err *err)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if ((field->flags & REQUIRED) == 0)
            continue;
        const struct str *text = (const void *)((const char *)out + field->offset);
        if (!given[i] || (field->type == FIELD_TEXT && str_trim(*text).len == 0))
            return FAIL_FIELD(err, STATUS_INVALID, "form.missing", field->name, "%s is missing", field->name);
    }
    return STATUS_OK;
}

enum status form_read(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out, struct err *err)
{
    bool given[FORM_FIELDS_MOST] = { false };
    struct pair pair;
    bool fine;
    assert(shape->field_count <= FORM_FIELDS_MOST);
    memset(out, 0, shape->size);
    while (next_pair(mem, &text, &pair, &fine)) {
        size_t index;
        if (!fine)
            return FAIL(err, STATUS_INVALID, "form.syntax", "this is not a well formed form");
        const struct field *field = field_named(shape, pair.name, &index);
        if (field == NULL)
            return FAIL(err, STATUS_INVALID, "form.unknown", "the field \"" STR_FMT "\" is not known here",
                        STR_ARG(utf8_clip(pair.name, 60)));
        if (given[index])
            return FAIL_FIELD(err, STATUS_INVALID, "form.duplicate", field->name, "%s is given twice", field->name);
        given[index] = true;
        if (!read_value(field, pair.value, (char *)out + field->offset))
            return FAIL_FIELD(err, STATUS_INVALID, "form.value", field->name, "%s is not a value that fits here", field->name);
    }
    return check_required(shape, given, out, err);
}

struct str form_value(TALLOC_CTX *mem, struct str text, struct str name)
{
    struct pair pair;
    bool fine;
    while (next_pair(mem, &text, &pair, &fine))
        if (fine && str_equal(pair.name, name))
            return pair.value;
    return STR("");
}
