#include "base/template.h"

#include "base/embed.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/template_internal.h"

/* What a name is looked up in, the innermost first. */
struct frame {
    const struct value *value;
    const struct frame *outer;
};

struct renderer {
    struct buf *out;
    enum template_escape escape;
    const struct template_source *partials;
    TALLOC_CTX *mem;
    int depth;
    int steps;
    struct err *err;
};

static const struct value *lookup(const struct frame *frame, struct str name)
{
    if (str_equal(name, STR(".")))
        return frame == NULL ? NULL : frame->value;
    struct str rest = name, part;
    const struct value *value = NULL;
    if (!str_next(&rest, '.', &part))
        return NULL;
    for (; frame != NULL && value == NULL; frame = frame->outer)
        value = value_get(frame->value, part);
    while (value != NULL && str_next(&rest, '.', &part))
        value = value_get(value, part);
    return value;
}

static void write_variable(struct renderer *r, const struct frame *frame, const struct token *token)
{
    const struct value *value = lookup(frame, token->text);
    if (value == NULL)
        return;
    if (token->kind == TOKEN_VARIABLE && r->escape == ESCAPE_HTML)
        buf_add_html(r->out, value->text);
    else
        buf_add(r->out, value->text);
}

static enum status render(struct renderer *r, struct tokens tokens, const struct frame *frame);

static enum status render_section(struct renderer *r, const struct value *value, struct tokens inside,
                                  const struct frame *frame)
{
    if (!value_holds(value))
        return STATUS_OK;
    if (value->kind != VALUE_LIST)
        return render(r, inside, &(struct frame){ value, frame });
    for (const struct value_member *item = value->first; item != NULL; item = item->next)
        TRY(render(r, inside, &(struct frame){ item->value, frame }));
    return STATUS_OK;
}

/* The specification indents the partial's own lines, never those of a value: so before rendering. */
static struct str indent_lines(TALLOC_CTX *mem, struct str text, struct str indent)
{
    if (indent.len == 0)
        return text;
    struct buf out;
    buf_init(&out, mem, LIMIT_TEMPLATE_BYTES);
    while (text.len > 0) {
        size_t end = str_find(text, STR("\n"), 0);
        size_t len = end == SIZE_MAX ? text.len : end + 1;
        buf_add(&out, indent);
        buf_add(&out, str_slice(text, 0, len));
        text = str_slice(text, len, text.len);
    }
    return buf_str(&out);
}

static enum status render_partial(struct renderer *r, const struct token *token, const struct frame *frame)
{
    struct str text;
    if (r->partials == NULL || !r->partials->find(r->partials, token->text, &text))
        return STATUS_OK;
    struct tokens tokens;
    TRY(template_tokens(r->mem, indent_lines(r->mem, text, token->indent), &tokens, r->err));
    return render(r, tokens, frame);
}

static struct tokens inside_of(struct tokens tokens, size_t section)
{
    return (struct tokens){ tokens.items + section + 1, tokens.items[section].inside };
}

static enum status render_tokens(struct renderer *r, struct tokens tokens, const struct frame *frame)
{
    for (size_t i = 0; i < tokens.count; i++) {
        const struct token *token = &tokens.items[i];
        if (++r->steps > LIMIT_TEMPLATE_STEPS || r->out->over)
            return FAIL(r->err, STATUS_TOO_LARGE, "template.long", "the filled template is longer than allowed");
        switch (token->kind) {
        case TOKEN_TEXT:
            buf_add(r->out, token->text);
            break;
        case TOKEN_VARIABLE:
        case TOKEN_RAW:
            write_variable(r, frame, token);
            break;
        case TOKEN_SECTION:
            TRY(render_section(r, lookup(frame, token->text), inside_of(tokens, i), frame));
            i += token->inside;
            break;
        case TOKEN_INVERTED:
            if (!value_holds(lookup(frame, token->text)))
                TRY(render(r, inside_of(tokens, i), frame));
            i += token->inside;
            break;
        case TOKEN_PARTIAL:
            TRY(render_partial(r, token, frame));
            break;
        case TOKEN_CLOSE:
            break;
        }
    }
    return STATUS_OK;
}

static enum status render(struct renderer *r, struct tokens tokens, const struct frame *frame)
{
    if (r->depth == LIMIT_TEMPLATE_DEPTH)
        return FAIL(r->err, STATUS_INVALID, "template.depth", "nested deeper than %d levels", LIMIT_TEMPLATE_DEPTH);
    r->depth++;
    enum status status = render_tokens(r, tokens, frame);
    r->depth--;
    return status;
}

static void drop(TALLOC_CTX **mem)
{
    talloc_free(*mem);
}

enum status template_render(struct buf *out, struct str text, const struct value *data, enum template_escape escape,
                            const struct template_source *partials, struct err *err)
{
    CLEANUP(drop) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct tokens tokens;
    TRY(template_tokens(mem, text, &tokens, err));
    struct renderer r = { .out = out, .escape = escape, .partials = partials, .mem = mem, .err = err };
    struct frame top = { data, NULL };
    TRY(render(&r, tokens, data == NULL ? NULL : &top));
    if (out->over)
        return FAIL(err, STATUS_TOO_LARGE, "template.long", "the filled template is longer than the %zu bytes allowed",
                    out->max);
    return STATUS_OK;
}

extern const struct embedded_folder embedded_templates;

bool template_embedded(struct str path, struct str *text)
{
    const struct embedded_file *file = embedded_find(&embedded_templates, path);
    if (file == NULL)
        return false;
    *text = (struct str){ (const char *)file->data, file->len };
    return true;
}
