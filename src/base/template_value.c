/* The data of base/template.h: a small tree of values. */
#include "base/template_internal.h"

#include <assert.h>

#include "base/mem.h"

static struct value *value_new(TALLOC_CTX *mem, enum value_kind kind)
{
    struct value *value = MEM_NEW(mem, struct value);
    value->kind = kind;
    return value;
}

struct value *value_object(TALLOC_CTX *mem)
{
    return value_new(mem, VALUE_OBJECT);
}

struct value *value_list(TALLOC_CTX *mem)
{
    return value_new(mem, VALUE_LIST);
}

struct value *value_text(TALLOC_CTX *mem, struct str text)
{
    struct value *value = value_new(mem, VALUE_TEXT);
    value->text = str_copy(value, text);
    return value;
}

struct value *value_bool(TALLOC_CTX *mem, bool yes)
{
    struct value *value = value_new(mem, VALUE_BOOL);
    value->yes = yes;
    value->text = yes ? STR("true") : STR("false");
    return value;
}

static void append_member(struct value *holder, struct str name, struct value *child)
{
    struct value_member *member = MEM_NEW(holder, struct value_member);
    *member = (struct value_member){ .name = name, .value = talloc_steal(member, child) };
    if (holder->last == NULL)
        holder->first = member;
    else
        holder->last->next = member;
    holder->last = member;
}

void value_set(struct value *object, const char *name, struct value *child)
{
    assert(object->kind == VALUE_OBJECT);
    struct str key = str_from(name);
    for (struct value_member *member = object->first; member != NULL; member = member->next) {
        if (str_equal(member->name, key)) {
            member->value = talloc_steal(member, child);
            return;
        }
    }
    append_member(object, str_copy(object, key), child);
}

void value_set_text(struct value *object, const char *name, struct str text)
{
    value_set(object, name, value_text(object, text));
}

void value_set_bool(struct value *object, const char *name, bool yes)
{
    value_set(object, name, value_bool(object, yes));
}

void value_append(struct value *list, struct value *item)
{
    assert(list->kind == VALUE_LIST);
    append_member(list, STR_NONE, item);
}

const struct value *value_get(const struct value *object, struct str name)
{
    if (object->kind != VALUE_OBJECT)
        return NULL;
    for (const struct value_member *member = object->first; member != NULL; member = member->next)
        if (str_equal(member->name, name))
            return member->value;
    return NULL;
}

bool value_holds(const struct value *value)
{
    if (value == NULL)
        return false;
    switch (value->kind) {
    case VALUE_TEXT:
        return value->text.len > 0;
    case VALUE_BOOL:
        return value->yes;
    case VALUE_LIST:
        return value->first != NULL;
    case VALUE_OBJECT:
        return true;
    }
    return false;
}
