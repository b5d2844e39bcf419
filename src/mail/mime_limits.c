#include "mail/mime_limits.h"

#include "base/limits.h"

/* Far beyond any honest mail, far below what fills LIMIT_PARSE_MEMORY_BYTES: a part costs GMime about 2 kB, a header
 * about 0.3 kB. */
enum {
    DELIMITERS_MAX = 10000,
    HEADERS_MAX = 30000,  /* in one run of header-like lines */
    BOUNDARY_BYTES = 1000, /* RFC 2046 says 70 */
};

struct count {
    size_t delimiters;
    size_t headers;      /* in the present run */
    size_t header_bytes; /* of the first section */
    bool in_first;
};

static bool is_header_like(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i];
        if (c == ':')
            return i > 0;
        if (c <= ' ' || c >= 0x7f)
            return false;
    }
    return false;
}

static bool line_is_too_much(struct count *count, struct str line)
{
    bool blank = line.len == 0 || (line.len == 1 && line.ptr[0] == '\r');
    if (blank) {
        count->in_first = false;
        count->headers = 0;
        return false;
    }
    if (count->in_first) {
        count->header_bytes += line.len + 1;
        if (count->header_bytes > LIMIT_MAIL_HEADER_BYTES)
            return true;
    }
    if (line.ptr[0] == '-' && line.len > 1 && line.ptr[1] == '-')
        return ++count->delimiters > DELIMITERS_MAX;
    size_t boundary = line.len > BOUNDARY_BYTES
                          ? str_find_nocase(str_slice(line, 0, LIMIT_LINE_BYTES), STR("boundary="), 0)
                          : SIZE_MAX;
    if (boundary != SIZE_MAX)
        return true;
    if (is_header_like(line))
        return ++count->headers > HEADERS_MAX;
    return false;
}

bool mime_is_too_complex(struct str raw)
{
    struct count count = { .in_first = true };
    struct str rest = raw, line;
    while (str_next(&rest, '\n', &line))
        if (line_is_too_much(&count, line))
            return true;
    return false;
}
