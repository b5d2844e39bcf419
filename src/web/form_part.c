#include "web/form_part.h"

enum { BOUNDARY_BYTES_MOST = 70 }; /* RFC 2046, 5.1.1 */

static bool find_boundary(TALLOC_CTX *mem, struct str type, struct str *out)
{
    static const struct str key = { "boundary=", 9 };
    size_t at = str_find_nocase(type, key, 0);
    if (at == SIZE_MAX)
        return false;
    struct str value = str_slice(type, at + key.len, SIZE_MAX);
    bool quoted = str_starts(value, STR("\""));
    value = quoted ? str_slice(value, 1, SIZE_MAX) : value;
    size_t end = str_find(value, quoted ? STR("\"") : STR(";"), 0);
    value = str_trim(str_slice(value, 0, end));
    *out = str_format(mem, "--" STR_FMT, STR_ARG(value));
    return value.len > 0 && value.len <= BOUNDARY_BYTES_MOST;
}

/* Whether the header lines HEAD of a part name the field. */
static bool is_named(TALLOC_CTX *mem, struct str head, struct str name)
{
    struct str line, wanted = str_format(mem, "name=\"" STR_FMT "\"", STR_ARG(name));
    while (str_next(&head, '\n', &line)) {
        size_t at = str_find(line, wanted, 0);
        if (str_starts_nocase(line, STR("Content-Disposition:")) && at != SIZE_MAX && line.ptr[at - 1] != 'e')
            return true; /* not filename="…" */
    }
    return false;
}

bool form_part(TALLOC_CTX *mem, struct str type, struct str body, struct str name, struct str *out)
{
    struct str mark;
    if (!find_boundary(mem, type, &mark) || !str_starts(body, mark))
        return false;
    struct str between = str_format(mem, "\r\n" STR_FMT, STR_ARG(mark));
    for (size_t at = mark.len, end; (end = str_find(body, between, at)) != SIZE_MAX; at = end + between.len) {
        struct str part = str_slice(body, at, end - at);
        size_t blank = str_find(part, STR("\r\n\r\n"), 0);
        if (blank == SIZE_MAX || !is_named(mem, str_slice(part, 0, blank), name))
            continue;
        *out = str_slice(part, blank + 4, SIZE_MAX);
        return true;
    }
    return false;
}
