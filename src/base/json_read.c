/* The reading half of base/json.h. */
#include "base/json.h"

#include <jansson.h>

#include "base/limits.h"
#include "base/mem.h"

static void json_release(json_t **json)
{
    json_decref(*json);
}

/* jansson recurses: the depth is judged before it sees the text. Brackets within strings don't count. */
static bool too_deep(struct str text)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > LIMIT_JSON_DEPTH)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

static enum status wrong_type(const struct field *field, const char *wanted, struct err *err)
{
    return FAIL_FIELD(err, STATUS_INVALID, "json.type", field->name, "%s must be %s", field->name, wanted);
}

static enum status read_int(const struct field *field, const json_t *json, int64_t *out, struct err *err)
{
    if (!json_is_integer(json))
        return wrong_type(field, "a whole number", err);
    int64_t number = json_integer_value(json);
    bool id_or_time = field->type == FIELD_ID || field->type == FIELD_TIME;
    bool in_range = id_or_time ? number > 0 : field->max == 0 || (number >= 0 && (uint64_t)number <= field->max);
    if (!in_range)
        return FAIL_FIELD(err, STATUS_INVALID, "json.range", field->name, "%s is out of range", field->name);
    *out = number;
    return STATUS_OK;
}

static enum status read_text(TALLOC_CTX *mem, const struct field *field, const json_t *json, struct str *out,
                             struct err *err)
{
    if (!json_is_string(json))
        return wrong_type(field, "a text", err);
    struct str text = { json_string_value(json), json_string_length(json) };
    if (field->max > 0 && text.len > field->max)
        return FAIL_FIELD(err, STATUS_INVALID, "json.long", field->name,
                          "%s is longer than the %zu bytes that are allowed", field->name, field->max);
    if ((field->flags & REQUIRED) != 0 && text.len == 0)
        return FAIL_FIELD(err, STATUS_INVALID, "json.missing", field->name, "%s must not be empty", field->name);
    *out = str_copy(mem, text);
    return STATUS_OK;
}

static enum status read_word(const struct field *field, const json_t *json, int *out, struct err *err)
{
    if (!json_is_string(json))
        return wrong_type(field, "a text", err);
    struct str text = { json_string_value(json), json_string_length(json) };
    for (size_t i = 0; i < field->word_count; i++) {
        if (str_equal(text, str_from(field->words[i]))) {
            *out = (int)i;
            return STATUS_OK;
        }
    }
    return FAIL_FIELD(err, STATUS_INVALID, "json.word", field->name, "%s is none of the words that are known here",
                      field->name);
}

static enum status read_object(TALLOC_CTX *mem, const json_t *json, const struct shape *shape, void *out,
                               struct err *err);

static enum status read_list(TALLOC_CTX *mem, const struct field *field, const json_t *json, struct list *out,
                             struct err *err)
{
    if (!json_is_array(json))
        return wrong_type(field, "a list", err);
    size_t count = json_array_size(json);
    if (field->max > 0 && count > field->max)
        return FAIL_FIELD(err, STATUS_INVALID, "json.long", field->name, "%s has more than the %zu items allowed",
                          field->name, field->max);
    char *items = mem_need(talloc_zero_size(mem, count * field->of->size + 1));
    for (size_t i = 0; i < count; i++)
        TRY(read_object(mem, json_array_get(json, i), field->of, items + i * field->of->size, err));
    *out = (struct list){ items, count };
    return STATUS_OK;
}

static enum status read_value(TALLOC_CTX *mem, const struct field *field, const json_t *json, void *member,
                              struct err *err)
{
    switch (field->type) {
    case FIELD_INT:
    case FIELD_ID:
    case FIELD_TIME:
        return read_int(field, json, member, err);
    case FIELD_BOOL:
        if (!json_is_boolean(json))
            return wrong_type(field, "true or false", err);
        *(bool *)member = json_is_true(json);
        return STATUS_OK;
    case FIELD_TEXT:
        return read_text(mem, field, json, member, err);
    case FIELD_ENUM:
        return read_word(field, json, member, err);
    case FIELD_LIST:
        return read_list(mem, field, json, member, err);
    case FIELD_TYPE_COUNT:
        break;
    }
    return FAIL(err, STATUS_BROKEN, "json.shape", "the shape of %s is wrong", field->name);
}

static enum status refuse_unknown(const json_t *json, const struct shape *shape, struct err *err)
{
    for (void *at = json_object_iter((json_t *)(uintptr_t)json); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)json, at)) {
        struct str key = str_from(json_object_iter_key(at));
        bool known = false;
        for (size_t i = 0; i < shape->field_count && !known; i++)
            known = str_equal(key, str_from(shape->fields[i].name));
        if (!known)
            return FAIL(err, STATUS_INVALID, "json.unknown", "the field \"" STR_FMT "\" is not known here",
                        STR_ARG(utf8_clip(key, 60)));
    }
    return STATUS_OK;
}

static enum status read_fields(TALLOC_CTX *mem, const json_t *json, const struct shape *shape, void *out,
                               struct err *err)
{
    if (!json_is_object(json))
        return FAIL(err, STATUS_INVALID, "json.type", "a JSON object is expected");
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        const json_t *value = json_object_get(json, field->name);
        if (value != NULL && !json_is_null(value))
            TRY(read_value(mem, field, value, (char *)out + field->offset, err));
        else if ((field->flags & REQUIRED) != 0)
            return FAIL_FIELD(err, STATUS_INVALID, "json.missing", field->name, "%s is missing", field->name);
    }
    return STATUS_OK;
}

static enum status read_object(TALLOC_CTX *mem, const json_t *json, const struct shape *shape, void *out,
                               struct err *err)
{
    if (json_is_object(json))
        TRY(refuse_unknown(json, shape, err));
    return read_fields(mem, json, shape, out, err);
}

static enum status load(struct str text, json_t **out, struct err *err)
{
    if (too_deep(text))
        return FAIL(err, STATUS_INVALID, "json.depth", "nested deeper than %d levels", LIMIT_JSON_DEPTH);
    json_error_t problem;
    *out = json_loadb(text.len == 0 ? "" : text.ptr, text.len, JSON_REJECT_DUPLICATES, &problem);
    if (*out == NULL && json_error_code(&problem) == json_error_duplicate_key)
        return FAIL(err, STATUS_INVALID, "json.duplicate", "a field is given twice (line %d)", problem.line);
    if (*out == NULL)
        return FAIL(err, STATUS_INVALID, "json.syntax", "not valid JSON at line %d, column %d", problem.line,
                    problem.column);
    return STATUS_OK;
}

enum status json_read(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out, struct err *err)
{
    CLEANUP(json_release) json_t *json = NULL;
    memset(out, 0, shape->size);
    TRY(load(text, &json, err));
    return read_object(mem, json, shape, out, err);
}

enum status json_read_known(TALLOC_CTX *mem, struct str text, const struct shape *shape, void *out, struct err *err)
{
    CLEANUP(json_release) json_t *json = NULL;
    memset(out, 0, shape->size);
    TRY(load(text, &json, err));
    return read_fields(mem, json, shape, out, err);
}
