#include "mail/mail_pack.h"

#include "base/mem.h"
#include "mail/mail_json.h"

static const uint64_t NO_TEXT = UINT64_MAX; /* the length of STR_NONE */

struct reader {
    TALLOC_CTX *mem;
    struct str left;
    bool bad;
};

static void write_number(struct buf *out, uint64_t number)
{
    buf_add(out, (struct str){ (const char *)&number, sizeof(number) });
}

static void write_shape(struct buf *out, const struct shape *shape, const char *object);

static void write_field(struct buf *out, const struct field *field, const char *object)
{
    const void *member = object + field->offset;
    switch (field->type) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_TIME:
        write_number(out, (uint64_t) * (const int64_t *)member);
        return;
    case FIELD_BOOL:
        write_number(out, *(const bool *)member);
        return;
    case FIELD_ENUM:
        write_number(out, (uint64_t) * (const int *)member);
        return;
    case FIELD_TEXT: {
        const struct str *text = member;
        write_number(out, text->ptr == NULL ? NO_TEXT : text->len);
        buf_add(out, *text);
        return;
    }
    case FIELD_LIST: {
        const struct list *list = member;
        write_number(out, list->count);
        for (size_t i = 0; i < list->count; i++)
            write_shape(out, field->of, (const char *)list->items + i * field->of->size);
        return;
    }
    case FIELD_TYPE_COUNT:
        return;
    }
}

static void write_shape(struct buf *out, const struct shape *shape, const char *object)
{
    for (size_t i = 0; i < shape->field_count; i++)
        write_field(out, &shape->fields[i], object);
}

void mail_pack(struct buf *out, const struct mail *mail)
{
    write_shape(out, &mail_shape, (const char *)mail);
}

static uint64_t read_number(struct reader *reader)
{
    uint64_t number = 0;
    if (reader->left.len < sizeof(number)) {
        reader->bad = true;
        return 0;
    }
    memcpy(&number, reader->left.ptr, sizeof(number));
    reader->left = str_slice(reader->left, sizeof(number), reader->left.len);
    return number;
}

static void read_text(struct reader *reader, const struct field *field, struct str *out)
{
    uint64_t len = read_number(reader);
    if (len == NO_TEXT)
        return;
    struct str text = str_slice(reader->left, 0, len);
    if (text.len != len || len > field->max || !utf8_valid(text) || (len > 0 && memchr(text.ptr, '\0', len) != NULL)) {
        reader->bad = true;
        return;
    }
    *out = len > 0 ? text : STR("");
    reader->left = str_slice(reader->left, len, reader->left.len);
}

static void read_shape(struct reader *reader, const struct shape *shape, char *object);

static void read_list(struct reader *reader, const struct field *field, struct list *out)
{
    uint64_t count = read_number(reader);
    if (count > field->max || reader->bad) {
        reader->bad = true;
        return;
    }
    char *items = mem_need(talloc_zero_size(reader->mem, (size_t)count * field->of->size + 1));
    for (uint64_t i = 0; i < count && !reader->bad; i++)
        read_shape(reader, field->of, items + i * field->of->size);
    *out = (struct list){ count > 0 ? items : NULL, (size_t)count };
}

static void read_field(struct reader *reader, const struct field *field, char *object)
{
    void *member = object + field->offset;
    uint64_t number;
    switch (field->type) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_TIME:
        *(int64_t *)member = (int64_t)read_number(reader);
        return;
    case FIELD_BOOL:
        *(bool *)member = read_number(reader) != 0;
        return;
    case FIELD_ENUM:
        number = read_number(reader);
        reader->bad = reader->bad || number >= field->word_count;
        *(int *)member = reader->bad ? 0 : (int)number;
        return;
    case FIELD_TEXT:
        read_text(reader, field, member);
        return;
    case FIELD_LIST:
        read_list(reader, field, member);
        return;
    case FIELD_TYPE_COUNT:
        return;
    }
}

static void read_shape(struct reader *reader, const struct shape *shape, char *object)
{
    for (size_t i = 0; i < shape->field_count && !reader->bad; i++)
        read_field(reader, &shape->fields[i], object);
}

enum status mail_unpack(TALLOC_CTX *mem, struct str packed, struct mail *out, struct err *err)
{
    struct reader reader = { .mem = mem, .left = packed };
    struct mail mail = { 0 };
    read_shape(&reader, &mail_shape, (char *)&mail);
    if (reader.bad || reader.left.len > 0)
        return FAIL(err, STATUS_INVALID, "mail.packed", "this is no packed mail");
    *out = mail;
    return STATUS_OK;
}
