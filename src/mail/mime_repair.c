#include "mail/mime_repair.h"

#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_param.h"

enum {
    REPAIR_BYTES = 8 * 1024 * 1024, /* a copy of more would cost more memory than such a mail is worth */
    TYPES_MAX = 8,
};

static char *copy_of(TALLOC_CTX *mem, struct str raw)
{
    return memcpy(mem_need(talloc_size(mem, raw.len)), raw.ptr, raw.len);
}

static struct str with_newlines(TALLOC_CTX *mem, struct str raw)
{
    char *out = copy_of(mem, raw);
    for (size_t i = 0; i < raw.len; i++)
        out[i] = out[i] == '\r' ? '\n' : out[i];
    return (struct str){ out, raw.len };
}

/* The values of the Content-Type headers of the first section; returns how many, and where the section ends. */
static size_t types_find(struct str raw, struct str values[TYPES_MAX], size_t *body)
{
    static const char name[] = "content-type:";
    struct str rest = raw, line;
    size_t count = 0;
    bool in_type = false;
    while (str_next(&rest, '\n', &line)) {
        if (line.len == 0 || (line.len == 1 && line.ptr[0] == '\r'))
            break;
        if (line.ptr[0] == ' ' || line.ptr[0] == '\t') {
            if (in_type)
                values[count - 1].len = (size_t)(line.ptr + line.len - values[count - 1].ptr);
            continue;
        }
        in_type = count < TYPES_MAX && str_starts_nocase(line, str_from(name));
        if (in_type)
            values[count++] = str_slice(line, sizeof name - 1, line.len);
    }
    *body = raw.len - rest.len;
    return count;
}

static bool is_multipart_of(TALLOC_CTX *mem, struct str value, struct str body)
{
    if (!str_starts_nocase(str_trim(value), STR("multipart/")))
        return false;
    struct str boundary = mime_param(mem, value, "boundary", STR(""));
    return boundary.len > 0
           && str_find(body, str_format(mem, "--" STR_FMT, STR_ARG(boundary)), 0) != SIZE_MAX;
}

/* The others get another name. */
static struct str with_one_type(TALLOC_CTX *mem, struct str raw, const struct str *values, size_t count, size_t body)
{
    static const size_t before = sizeof "content-type:" - 1;
    size_t best = 0;
    for (size_t i = count; i > 0; i--) {
        if (is_multipart_of(mem, values[i - 1], str_slice(raw, body, raw.len)))
            best = i - 1;
    }
    char *out = copy_of(mem, raw);
    for (size_t i = 0; i < count; i++) {
        if (i != best)
            out[(size_t)(values[i].ptr - raw.ptr) - before] = 'X';
    }
    return (struct str){ out, raw.len };
}

struct str mime_repair(TALLOC_CTX *mem, struct str raw)
{
    struct str values[TYPES_MAX];
    size_t body;
    if (raw.len == 0 || raw.len > REPAIR_BYTES)
        return raw;
    if (memchr(raw.ptr, '\n', raw.len) == NULL && memchr(raw.ptr, '\r', raw.len) != NULL)
        raw = with_newlines(mem, raw);
    size_t count = types_find(str_slice(raw, 0, LIMIT_MAIL_HEADER_BYTES), values, &body);
    return count > 1 ? with_one_type(mem, raw, values, count, body) : raw;
}
