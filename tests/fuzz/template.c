#include "base/limits.h"
#include "base/template.h"
#include "fuzz.h"

/* The template is its own partial: whatever includes itself ends at the limit of depth. */
static bool find_itself(const struct template_source *source, struct str name, struct str *text)
{
    (void)name;
    *text = *(const struct str *)source->data;
    return true;
}

/* Any text is either rendered or refused, and a text without tags stays as it is. */
int fuzz_one(const uint8_t *data, size_t size)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct str text = FUZZ_INPUT(data, size);
    struct value *top = value_object(mem), *list = value_list(mem);
    value_set_text(top, "a", STR("{{a}}"));
    value_set_bool(top, "b", true);
    value_append(list, value_text(list, STR("1")));
    value_append(list, value_text(list, STR("2")));
    value_set(top, "c", list);

    const struct template_source source = { .find = find_itself, .data = &text };
    struct buf out;
    buf_init(&out, mem, LIMIT_PARAGRAPH_BYTES);
    enum status status = template_render(&out, text, top, ESCAPE_HTML, &source, NULL);
    FUZZ_ASSERT(status == STATUS_OK || status == STATUS_INVALID || status == STATUS_TOO_LARGE);
    if (status == STATUS_OK && str_find(text, STR("{{"), 0) == SIZE_MAX)
        FUZZ_ASSERT(str_equal(buf_str(&out), text));
    talloc_free(mem);
    return 0;
}
