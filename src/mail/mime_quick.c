#include "mail/mime_tree_internal.h"

#include "base/mem.h"
#include "mail/mime_param.h"

enum {
    QUICK_DEPTH = 8,        /* more is careful work */
    QUICK_PARTS = 64,
    QUICK_HEADERS = 200,    /* of one part */
    BOUNDARY_BYTES = 70,    /* RFC 2046 section 5.1.1 */
    FIRST_PARTS = 4,
};

struct quick {
    TALLOC_CTX *mem;
    struct mime_part *parts;
    size_t count, room;
};

static bool is_blank(struct str line)
{
    return line.len == 0 || (line.len == 1 && line.ptr[0] == '\r');
}

/* The name before the colon: printable ASCII without spaces (RFC 5322 section 2.2). */
static size_t name_len(struct str line)
{
    size_t len = 0;
    while (len < line.len && line.ptr[len] > ' ' && line.ptr[len] < 0x7f && line.ptr[len] != ':')
        len++;
    return len > 0 && len < line.len && line.ptr[len] == ':' ? len : 0;
}

/* The header section at the start of SECTION, up to its blank line; *BODY is where that ends. */
static bool read_headers(struct quick *quick, struct str section, struct mime_headers *out, size_t *body)
{
    struct mime_header items[QUICK_HEADERS];
    struct str rest = section, line;
    size_t count = 0;
    while (str_next(&rest, '\n', &line)) {
        if (is_blank(line)) {
            *body = section.len - rest.len;
            out->items = memcpy(MEM_ARRAY(quick->mem, struct mime_header, count + 1), items, count * sizeof(items[0]));
            out->count = count;
            return line.ptr + line.len < section.ptr + section.len;
        }
        if (line.ptr[0] == ' ' || line.ptr[0] == '\t') {
            if (count == 0)
                return false;
            struct str *value = &items[count - 1].value;
            *value = (struct str){ value->ptr, (size_t)(line.ptr + line.len - value->ptr) };
            continue;
        }
        size_t len = name_len(line);
        if (len == 0 || count == QUICK_HEADERS)
            return false;
        items[count++] = (struct mime_header){ str_slice(line, 0, len), str_slice(line, len + 1, line.len) };
    }
    return false;
}

static bool trim_values(struct mime_headers *headers)
{
    size_t types = 0;
    for (size_t i = 0; i < headers->count; i++) {
        headers->items[i].value = str_trim(headers->items[i].value);
        types += str_equal_nocase(headers->items[i].name, STR("Content-Type"));
    }
    return types <= 1;
}

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool is_special = s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f || strchr("()<>@,;:\\\"/[]?=", s.ptr[i]) != NULL;
        if (is_special)
            return false;
    }
    return s.len > 0;
}

/* "text/plain", lower case; "" when it is not written as it should be. */
static struct str type_of(TALLOC_CTX *mem, const struct mime_headers *headers)
{
    struct str value = mime_header(headers, "Content-Type");
    if (value.ptr == NULL)
        return STR("text/plain");
    struct str head = mime_param_head(mem, value);
    size_t slash = str_find(head, STR("/"), 0);
    bool right = slash != SIZE_MAX && is_token(str_slice(head, 0, slash)) && is_token(str_slice(head, slash + 1, head.len));
    return right ? head : STR("");
}

static struct mime_part *part_add(struct quick *quick, int64_t parent, int depth)
{
    if (quick->count == QUICK_PARTS || depth > QUICK_DEPTH)
        return NULL;
    if (quick->count == quick->room) {
        quick->room = quick->room == 0 ? FIRST_PARTS : quick->room * 2;
        quick->parts = mem_need(talloc_realloc(quick->mem, quick->parts, struct mime_part, (unsigned)quick->room));
    }
    struct mime_part *part = &quick->parts[quick->count];
    *part = (struct mime_part){ .index = (int64_t)quick->count, .parent = parent, .depth = depth };
    quick->count++;
    return part;
}

/* ---- multiparts ---- */

enum line { LINE_INSIDE, LINE_DELIMITER, LINE_CLOSE, LINE_DOUBTFUL };

/* What begins with the boundary and goes on is perhaps another, longer one: doubtful. */
static enum line line_is(struct str line, struct str boundary)
{
    if (line.len < boundary.len + 2 || line.ptr[0] != '-' || line.ptr[1] != '-'
        || memcmp(line.ptr + 2, boundary.ptr, boundary.len) != 0)
        return LINE_INSIDE;
    struct str after = str_slice(line, boundary.len + 2, line.len);
    if (is_blank(after))
        return LINE_DELIMITER;
    bool closes = str_starts(after, STR("--")) && is_blank(str_slice(after, 2, after.len));
    return closes ? LINE_CLOSE : LINE_DOUBTFUL;
}

/* The line break before a boundary belongs to the boundary. */
static struct str without_break(struct str part)
{
    part.len -= part.len > 0 && part.ptr[part.len - 1] == '\n';
    part.len -= part.len > 0 && part.ptr[part.len - 1] == '\r';
    return part;
}

static bool read_part(struct quick *quick, struct str section, int64_t parent, int depth);

static bool read_children(struct quick *quick, struct str body, struct str boundary, int64_t parent, int depth)
{
    struct str rest = body, line;
    const char *start = NULL;
    while (str_next(&rest, '\n', &line)) {
        enum line kind = line_is(line, boundary);
        if (kind == LINE_INSIDE)
            continue;
        if (kind == LINE_DOUBTFUL)
            return false;
        struct str child = { start, start == NULL ? 0 : (size_t)(line.ptr - start) };
        if (start != NULL && !read_part(quick, without_break(child), parent, depth))
            return false;
        if (kind == LINE_CLOSE)
            return start != NULL;
        start = rest.ptr;
    }
    return false;
}

/* A message inside, and what has a default type of its own, is careful work. */
static bool is_quick(struct str type)
{
    return type.len > 0 && !str_starts(type, STR("message/")) && !str_equal(type, STR("multipart/digest"));
}

static bool read_body(struct quick *quick, size_t index, struct str body)
{
    struct mime_part *part = &quick->parts[index];
    part->body = body;
    if (!str_starts(part->type, STR("multipart/")))
        return true;
    struct str boundary = mime_param(quick->mem, mime_header(&part->headers, "Content-Type"), "boundary", STR(""));
    part->is_multipart = true;
    bool usable = boundary.len > 0 && boundary.len <= BOUNDARY_BYTES && boundary.ptr[boundary.len - 1] != ' ';
    return usable && read_children(quick, body, boundary, part->index, part->depth + 1);
}

static bool read_part(struct quick *quick, struct str section, int64_t parent, int depth)
{
    struct mime_part *part = part_add(quick, parent, depth);
    size_t body = 0;
    if (part == NULL || !read_headers(quick, section, &part->headers, &body) || !trim_values(&part->headers))
        return false;
    part->type = type_of(quick->mem, &part->headers);
    part->encoding = mime_encoding_of(quick->mem, &part->headers);
    return is_quick(part->type) && read_body(quick, (size_t)part->index, str_slice(section, body, section.len));
}

bool mime_quick_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out)
{
    struct quick quick = { .mem = mem };
    bool has_header = raw.len > 0 && raw.ptr[0] != '\n' && raw.ptr[0] != '\r';
    if (!has_header || memchr(raw.ptr, '\0', raw.len) != NULL || !read_part(&quick, raw, -1, 0))
        return false;
    *out = (struct mime_tree){ .headers = quick.parts[0].headers, .parts = quick.parts, .count = quick.count };
    return true;
}
