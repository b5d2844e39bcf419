#include "mail/mime_repair.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_param.h"

enum {
    REPAIR_BYTES = 8 * 1024 * 1024, /* a copy of more would cost more memory than such a mail is worth */
    TYPES_MAX = 8,
    STRAY_LINES_MAX = 10, /* before the first header */
    BOUNDARY_BYTES = 70,  /* RFC 2046 section 5.1.1 */
};

static char *copy_of(TALLOC_CTX *mem, struct str raw)
{
    return memcpy(mem_need(talloc_size(mem, raw.len)), raw.ptr, raw.len);
}

static bool is_blank(struct str line)
{
    return line.len == 0 || (line.len == 1 && line.ptr[0] == '\r');
}

static bool is_folded(struct str line)
{
    return line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
}

/* "Name:" at the start of LINE, of which the name; "" when it is none. */
static struct str header_name(struct str line)
{
    size_t len = 0;
    while (len < line.len && line.ptr[len] > ' ' && line.ptr[len] < 0x7f && line.ptr[len] != ':')
        len++;
    size_t colon = len;
    while (colon < line.len && (line.ptr[colon] == ' ' || line.ptr[colon] == '\t'))
        colon++;
    return str_slice(line, 0, len > 0 && colon < line.len && line.ptr[colon] == ':' ? len : 0);
}

/* Whether LINE is a header beyond doubt, where "Hello: you" may be words. */
static bool is_known_header(struct str line)
{
    static const char *const names[] = { "from", "to", "cc", "bcc", "subject", "date", "received", "message-id", "mime-version",
                                         "return-path", "reply-to", "sender", "in-reply-to", "references", "delivered-to",
                                         "dkim-signature", "authentication-results", "importance", "precedence" };
    static const char *const families[] = { "content-", "x-", "list-", "arc-", "resent-" };
    struct str name = header_name(line);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal_nocase(name, str_from(names[i])))
            return true;
    for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
        if (str_starts_nocase(name, str_from(families[i])))
            return true;
    return false;
}

/* ---- line ends ---- */

static struct str with_newlines(TALLOC_CTX *mem, struct str raw)
{
    char *out = copy_of(mem, raw);
    for (size_t i = 0; i < raw.len; i++)
        out[i] = out[i] == '\r' ? '\n' : out[i];
    return (struct str){ out, raw.len };
}

static bool has_double_returns(struct str raw)
{
    size_t end = str_find(raw, STR("\n"), 0);
    return end != SIZE_MAX && end > 1 && raw.ptr[end - 1] == '\r' && raw.ptr[end - 2] == '\r';
}

static struct str with_single_returns(TALLOC_CTX *mem, struct str raw)
{
    char *out = mem_need(talloc_size(mem, raw.len));
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++)
        if (!str_starts(str_slice(raw, i, 3), STR("\r\r\n")))
            out[len++] = raw.ptr[i];
    return (struct str){ out, len };
}

/* ---- where the header begins and ends ---- */

static struct str without_stray_lines(struct str raw)
{
    struct str rest = raw, line;
    for (int i = 0; i < STRAY_LINES_MAX; i++) {
        const char *start = rest.ptr;
        if (!str_next(&rest, '\n', &line))
            return raw;
        bool is_known = is_known_header(line);
        if (is_known || header_name(line).len > 0 || str_starts(line, STR("From ")) || str_starts(line, STR(">From ")))
            return i > 0 && is_known ? str_slice(raw, (size_t)(start - raw.ptr), raw.len) : raw;
    }
    return raw;
}

/* Where the words begin that follow the header without a blank line; SIZE_MAX when they do not. A line among headers
 * that is none is only dirt. */
static size_t words_start(struct str section)
{
    struct str rest = section, line;
    size_t found = SIZE_MAX;
    bool any = false;
    while (str_next(&rest, '\n', &line) && !is_blank(line)) {
        if (is_folded(line) && any)
            continue;
        if (is_known_header(line))
            found = SIZE_MAX;
        else if (found == SIZE_MAX && any && header_name(line).len == 0)
            found = (size_t)(line.ptr - section.ptr);
        any = any || header_name(line).len > 0;
    }
    return found;
}

static struct str with_blank_line(TALLOC_CTX *mem, struct str raw, size_t at)
{
    struct buf out;
    buf_init(&out, mem, raw.len + 1);
    buf_add(&out, str_slice(raw, 0, at));
    buf_add_char(&out, '\n');
    buf_add(&out, str_slice(raw, at, raw.len));
    return buf_str(&out);
}

/* Another control: shown as a space, and still no part of an address (AC-011). */
static struct str without_nuls(TALLOC_CTX *mem, struct str raw, size_t body)
{
    char *out = copy_of(mem, raw);
    for (size_t i = 0; i < body; i++)
        out[i] = out[i] == '\0' ? '\1' : out[i];
    return (struct str){ out, raw.len };
}

/* ---- the type of the message ---- */

/* The values of the Content-Type headers of the first section; returns how many, and where the section ends. */
static size_t types_find(struct str raw, struct str values[TYPES_MAX], size_t *body)
{
    static const char name[] = "content-type:";
    struct str rest = raw, line;
    size_t count = 0;
    bool in_type = false;
    while (str_next(&rest, '\n', &line) && !is_blank(line)) {
        if (is_folded(line)) {
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

static bool is_multipart(struct str value)
{
    return str_starts_nocase(str_trim(value), STR("multipart/"));
}

static bool is_multipart_of(TALLOC_CTX *mem, struct str value, struct str body)
{
    if (!is_multipart(value))
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

/* The first line of BODY that delimits something which begins with a Content header; "" when there is none. */
static struct str boundary_find(struct str body)
{
    struct str rest = body, line;
    while (str_next(&rest, '\n', &line)) {
        struct str boundary = str_starts(line, STR("--")) ? str_trim(str_slice(line, 2, line.len)) : STR("");
        bool fits = boundary.len > 0 && boundary.len <= BOUNDARY_BYTES && memchr(boundary.ptr, '"', boundary.len) == NULL
                 && memchr(boundary.ptr, '\\', boundary.len) == NULL;
        if (fits && str_starts_nocase(rest, STR("content-")))
            return boundary;
    }
    return STR("");
}

static struct str with_boundary(TALLOC_CTX *mem, struct str raw, struct str value, size_t body)
{
    struct str boundary = boundary_find(str_slice(raw, body, raw.len));
    if (boundary.len == 0)
        return raw;
    size_t start = (size_t)(value.ptr - raw.ptr);
    struct buf out;
    buf_init(&out, mem, raw.len + BOUNDARY_BYTES + LIMIT_LINE_BYTES);
    buf_add(&out, str_slice(raw, 0, start));
    buf_addf(&out, " " STR_FMT "; boundary=\"" STR_FMT "\"", STR_ARG(mime_param_head(mem, value)), STR_ARG(boundary));
    buf_add(&out, str_slice(raw, start + value.len, raw.len));
    return buf_str(&out);
}

static struct str repair_type(TALLOC_CTX *mem, struct str raw)
{
    struct str values[TYPES_MAX];
    size_t body;
    size_t count = types_find(str_slice(raw, 0, LIMIT_MAIL_HEADER_BYTES), values, &body);
    if (count > 1)
        return with_one_type(mem, raw, values, count, body);
    bool is_lost = count == 1 && is_multipart(values[0]) && !is_multipart_of(mem, values[0], str_slice(raw, body, raw.len));
    return is_lost ? with_boundary(mem, raw, values[0], body) : raw;
}

struct str mime_repair(TALLOC_CTX *mem, struct str raw)
{
    if (raw.len == 0 || raw.len > REPAIR_BYTES)
        return raw;
    if (memchr(raw.ptr, '\n', raw.len) == NULL && memchr(raw.ptr, '\r', raw.len) != NULL)
        raw = with_newlines(mem, raw);
    else if (has_double_returns(raw))
        raw = with_single_returns(mem, raw);
    raw = without_stray_lines(raw);
    struct str section = str_slice(raw, 0, LIMIT_MAIL_HEADER_BYTES), values[TYPES_MAX];
    size_t words = words_start(section), body;
    if (words != SIZE_MAX)
        raw = with_blank_line(mem, raw, words);
    types_find(str_slice(raw, 0, LIMIT_MAIL_HEADER_BYTES), values, &body);
    if (body > 0 && memchr(raw.ptr, '\0', body) != NULL)
        raw = without_nuls(mem, raw, body);
    return repair_type(mem, raw);
}
