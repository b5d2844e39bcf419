#include "base/json.h"

#include <assert.h>
#include <string.h>

struct json_writer json_writer_on(struct buf *out)
{
    return (struct json_writer){ .out = out, .comma = false };
}

static void before_value(struct json_writer *w)
{
    if (w->comma)
        buf_add_char(w->out, ',');
    w->comma = true;
}

static void open_level(struct json_writer *w, char bracket)
{
    before_value(w);
    buf_add_char(w->out, bracket);
    w->comma = false;
}

static void close_level(struct json_writer *w, char bracket)
{
    buf_add_char(w->out, bracket);
    w->comma = true;
}

void json_open_object(struct json_writer *w)
{
    open_level(w, '{');
}

void json_close_object(struct json_writer *w)
{
    close_level(w, '}');
}

void json_open_array(struct json_writer *w)
{
    open_level(w, '[');
}

void json_close_array(struct json_writer *w)
{
    close_level(w, ']');
}

static void write_escape(struct buf *out, unsigned char c)
{
    switch (c) {
    case '"':
        buf_add_c(out, "\\\"");
        break;
    case '\\':
        buf_add_c(out, "\\\\");
        break;
    case '\n':
        buf_add_c(out, "\\n");
        break;
    case '\r':
        buf_add_c(out, "\\r");
        break;
    case '\t':
        buf_add_c(out, "\\t");
        break;
    default:
        buf_add_c(out, "\\u00");
        buf_add_hex(out, (struct str){ (const char *)&c, 1 });
        break;
    }
}

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

/* Whether a byte of the eight is 0; bytes above a zero may be taken for one too, never instead of it. */
static uint64_t zeros(uint64_t eight)
{
    return (eight - ones) & ~eight & highs;
}

/* How many bytes from FROM on go out as they are. Most texts have nothing to escape: they are looked at eight bytes at
 * a time. */
static size_t plain_until(struct str s, size_t from)
{
    size_t i = from;
    for (; s.len - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, s.ptr + i, sizeof(eight));
        uint64_t control = (eight - ones * 0x20) & ~eight & highs;
        if ((control | zeros(eight ^ ones * '"') | zeros(eight ^ ones * '\\')) != 0)
            break;
    }
    for (; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 || c == '"' || c == '\\')
            break;
    }
    return i;
}

static void write_string(struct buf *out, struct str s)
{
    size_t plain = plain_until(s, 0);
    if (plain == s.len) {
        char *at = buf_reserve(out, s.len + 2);
        if (at == NULL)
            return;
        at[0] = '"';
        memcpy(at + 1, s.ptr, s.len);
        at[s.len + 1] = '"';
        buf_used(out, s.len + 2);
        return;
    }
    buf_add_char(out, '"');
    buf_add(out, str_slice(s, 0, plain));
    while (plain < s.len) {
        write_escape(out, (unsigned char)s.ptr[plain]);
        size_t from = plain + 1;
        plain = plain_until(s, from);
        buf_add(out, str_slice(s, from, plain - from));
    }
    buf_add_char(out, '"');
}

/* KEY is a word of ours: nothing in it needs escaping. */
void json_key(struct json_writer *w, const char *key)
{
    size_t len = strlen(key), comma = w->comma ? 1 : 0;
    w->comma = false;
    char *at = buf_reserve(w->out, comma + len + 3);
    if (at == NULL)
        return;
    at[0] = ',';
    at[comma] = '"';
    memcpy(at + comma + 1, key, len);
    memcpy(at + comma + 1 + len, "\":", 2);
    buf_used(w->out, comma + len + 3);
}

void json_text(struct json_writer *w, struct str s)
{
    if (s.ptr == NULL) {
        json_write_null(w);
        return;
    }
    before_value(w);
    write_string(w->out, s);
}

void json_int(struct json_writer *w, int64_t number)
{
    before_value(w);
    buf_add_i64(w->out, number);
}

void json_bool(struct json_writer *w, bool value)
{
    json_raw(w, value ? STR("true") : STR("false"));
}

void json_write_null(struct json_writer *w)
{
    json_raw(w, STR("null"));
}

void json_raw(struct json_writer *w, struct str json)
{
    before_value(w);
    buf_add(w->out, json);
}

void json_field_text(struct json_writer *w, const char *key, struct str s)
{
    json_key(w, key);
    json_text(w, s);
}

void json_field_int(struct json_writer *w, const char *key, int64_t number)
{
    json_key(w, key);
    json_int(w, number);
}

void json_field_bool(struct json_writer *w, const char *key, bool value)
{
    json_key(w, key);
    json_bool(w, value);
}

static void write_id_or_time(struct json_writer *w, int64_t number)
{
    if (number == 0)
        json_write_null(w);
    else
        json_int(w, number);
}

static void write_word(struct json_writer *w, const struct field *field, int value)
{
    assert(value >= 0 && (size_t)value < field->word_count);
    json_text(w, str_from(field->words[value]));
}

static void write_list(struct json_writer *w, const struct field *field, const struct list *list)
{
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++)
        json_shape(w, field->of, (const char *)list->items + i * field->of->size);
    json_close_array(w);
}

static void write_field(struct json_writer *w, const struct field *field, const void *member)
{
    assert(field->type < FIELD_TYPE_COUNT);
    json_key(w, field->name);
    switch (field->type) {
    case FIELD_INT:
        json_int(w, *(const int64_t *)member);
        break;
    case FIELD_ID:
    case FIELD_TIME:
        write_id_or_time(w, *(const int64_t *)member);
        break;
    case FIELD_BOOL:
        json_bool(w, *(const bool *)member);
        break;
    case FIELD_TEXT:
        json_text(w, *(const struct str *)member);
        break;
    case FIELD_ENUM:
        write_word(w, field, *(const int *)member);
        break;
    case FIELD_LIST:
        write_list(w, field, member);
        break;
    case FIELD_TYPE_COUNT:
        break;
    }
}

void json_shape_fields(struct json_writer *w, const struct shape *shape, const void *object)
{
    for (size_t i = 0; i < shape->field_count; i++)
        write_field(w, &shape->fields[i], (const char *)object + shape->fields[i].offset);
}

void json_shape(struct json_writer *w, const struct shape *shape, const void *object)
{
    json_open_object(w);
    json_shape_fields(w, shape, object);
    json_close_object(w);
}
