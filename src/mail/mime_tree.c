#include "mail/mime_tree.h"

#include <gmime/gmime.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_limits.h"
#include "mail/mime_param.h"
#include "mail/mime_repair.h"
#include "mail/mime_sealed.h"
#include "mail/mime_tree_internal.h"

struct walk {
    TALLOC_CTX *mem;
    struct str raw;
    struct mime_tree *tree;
    size_t cap;
    size_t section; /* where the child begins that is next, when it has no headers to know it by; 0 elsewhere */
};

static const struct encoding_row {
    const char *name;
    enum mime_encoding encoding;
} encodings[] = {
    { "base64", MIME_BASE64 },
    { "base-64", MIME_BASE64 },
    { "quoted-printable", MIME_QUOTED_PRINTABLE },
    { "quotedprintable", MIME_QUOTED_PRINTABLE },
    { "quoted_printable", MIME_QUOTED_PRINTABLE },
    { "qp", MIME_QUOTED_PRINTABLE },
    { "uuencode", MIME_UUENCODE },
    { "x-uu", MIME_UUENCODE },
    { "x-uue", MIME_UUENCODE },
    { "x-uuencode", MIME_UUENCODE },
};

/* What nobody knows is taken for plain bytes: shown is better than hidden. Of several the one that decodes counts. */
enum mime_encoding mime_encoding_of(TALLOC_CTX *mem, const struct mime_headers *headers)
{
    for (size_t k = 0; k < headers->count; k++) {
        if (!str_equal_nocase(headers->items[k].name, STR("Content-Transfer-Encoding")))
            continue;
        struct str name = mime_param_head(mem, headers->items[k].value);
        for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
            if (str_equal(name, str_from(encodings[i].name)))
                return encodings[i].encoding;
    }
    return MIME_PLAIN;
}

struct str mime_header(const struct mime_headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (str_equal_nocase(headers->items[i].name, str_from(name)))
            return headers->items[i].value;
    return STR_NONE;
}

size_t mime_header_count(const struct mime_headers *headers, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < headers->count; i++)
        count += str_equal_nocase(headers->items[i].name, str_from(name));
    return count;
}

/* Appends the headers of OBJECT and returns where the last of them starts, or BEFORE. */
static int64_t headers_take(struct walk *walk, GMimeObject *object, struct mime_headers *out, int64_t before)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    int count = g_mime_header_list_get_count(list);
    out->items =
        mem_need(talloc_realloc(walk->mem, out->items, struct mime_header, (unsigned)(out->count + (size_t)count + 1)));
    for (int i = 0; i < count; i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        struct str value = str_trim(str_from(g_mime_header_get_raw_value(header)));
        out->items[out->count++] = (struct mime_header){ str_copy(walk->mem, str_from(g_mime_header_get_name(header))),
                                                         str_copy(walk->mem, value) };
        gint64 offset = g_mime_header_get_offset(header);
        before = offset > before ? offset : before;
    }
    return before;
}

/* Behind the blank line that ends the header which starts at OFFSET. */
static size_t body_start(struct str raw, int64_t offset)
{
    size_t at = offset > 0 ? (size_t)offset : 0;
    for (;;) {
        size_t end = str_find(raw, STR("\n"), at);
        if (end == SIZE_MAX)
            return raw.len;
        struct str next = str_slice(raw, end + 1, 2);
        if (str_starts(next, STR("\n")))
            return end + 2;
        if (str_equal(next, STR("\r\n")))
            return end + 3;
        at = end + 1;
    }
}

/* Where the line starts that delimits by BOUNDARY, at or after FROM, at most END. */
static size_t boundary_line(struct str raw, size_t from, size_t end, const char *boundary)
{
    if (boundary == NULL)
        return end;
    for (size_t at = from; at < end;) {
        struct str line = str_slice(raw, at, end - at);
        if (str_starts(line, STR("--")) && str_starts(str_slice(line, 2, line.len), str_from(boundary)))
            return at;
        size_t newline = str_find(line, STR("\n"), 0);
        if (newline == SIZE_MAX)
            return end;
        at += newline + 1;
    }
    return end;
}

/* Without the line break before a boundary, which belongs to the boundary (RFC 2046 section 5.1.1). */
static struct str before_boundary(struct str raw, size_t from, size_t end, size_t limit)
{
    if (end < limit && end > from && raw.ptr[end - 1] == '\n')
        end--;
    if (end < limit && end > from && raw.ptr[end] == '\n' && raw.ptr[end - 1] == '\r')
        end--;
    return str_slice(raw, from, end - from);
}

static struct mime_part *part_add(struct walk *walk, int64_t parent, int depth)
{
    struct mime_tree *tree = walk->tree;
    if (tree->count == LIMIT_MAIL_PARTS) {
        tree->too_many = true;
        return NULL;
    }
    if (depth > LIMIT_MAIL_DEPTH) {
        tree->too_deep = true;
        return NULL;
    }
    if (tree->count == walk->cap) {
        walk->cap = walk->cap == 0 ? 8 : walk->cap * 2;
        tree->parts = mem_need(talloc_realloc(walk->mem, tree->parts, struct mime_part, (unsigned)walk->cap));
    }
    struct mime_part *part = &tree->parts[tree->count];
    *part = (struct mime_part){ .index = (int64_t)tree->count, .parent = parent, .depth = depth };
    tree->count++;
    return part;
}

/* A type without its second half ("text", "html") is no type to RFC 2045, but some programs write it. */
static struct str type_of(TALLOC_CTX *mem, GMimeObject *object, const struct mime_headers *headers)
{
    struct str said = mime_header(headers, "Content-Type");
    struct str head = said.len > 0 ? mime_param_head(mem, said) : STR("");
    if (said.len > 0 && str_find(head, STR("/"), 0) == SIZE_MAX)
        return str_equal(head, STR("html")) ? STR("text/html") : STR("text/plain");
    char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
    struct str lower = str_lower(mem, str_from(type));
    g_free(type);
    return lower;
}

/* A message inside that was packed in base64 has its headers there (RFC 2046 forbids it, Exchange does it). */
static struct mime_headers packed_headers(TALLOC_CTX *mem, const struct mime_part *part)
{
    enum { HEAD_BYTES = 16 * 1024 };
    struct str head = mime_part_bytes(mem, part, HEAD_BYTES, NULL);
    size_t end = body_start(head, -1);
    return mime_headers_read(mem, utf8_clean(mem, str_slice(head, 0, end)));
}

static struct str leaf_body(struct str raw, GMimePart *leaf)
{
    GMimeDataWrapper *content = g_mime_part_get_content(leaf);
    GMimeStream *stream = content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;
    if (stream == NULL || stream->bound_start < 0)
        return STR("");
    size_t start = (size_t)stream->bound_start;
    size_t end = stream->bound_end < 0 ? raw.len : (size_t)stream->bound_end;
    /* GMime leaves the first half of the line break that belongs to the boundary. */
    if (end > start && end < raw.len && raw.ptr[end] == '\n' && raw.ptr[end - 1] == '\r')
        end--;
    return start < end && end <= raw.len ? str_slice(raw, start, end - start) : STR("");
}

/* END: where the enclosing part ends; LAST_HEADER: the offset of the last header that belongs to OBJECT. */
static void walk_object(struct walk *walk, GMimeObject *object, int64_t parent, int depth, struct mime_headers headers,
                        int64_t last_header, size_t end);

static void walk_child(struct walk *walk, GMimeObject *object, int64_t parent, int depth, size_t end)
{
    struct mime_headers headers = { 0 };
    int64_t last = headers_take(walk, object, &headers, -1);
    walk_object(walk, object, parent, depth, headers, last, end);
}

static void walk_message(struct walk *walk, GMimeMessage *message, struct mime_headers *headers, int64_t parent,
                         int depth, size_t end)
{
    GMimeObject *root = g_mime_message_get_mime_part(message);
    int64_t last = headers_take(walk, GMIME_OBJECT(message), headers, -1);
    if (root == NULL)
        return;
    last = headers_take(walk, root, headers, last);
    walk_object(walk, root, parent, depth, *headers, last, end);
}

/* Behind the next line that delimits by BOUNDARY. */
static size_t section_after(struct str raw, size_t from, size_t end, const char *boundary)
{
    size_t newline = str_find(raw, STR("\n"), boundary_line(raw, from, end, boundary));
    return newline < end ? newline + 1 : end;
}

/* The parts of a digest are messages (RFC 2046 section 5.1.5), mostly without a header of the part: only a blank line. */
static size_t section_body(struct str raw, size_t section)
{
    struct str start = str_slice(raw, section, 2);
    return section + (str_starts(start, STR("\n")) ? 1 : str_equal(start, STR("\r\n")) ? 2 : 0);
}

static void walk_multipart(struct walk *walk, GMimeMultipart *multipart, int64_t index, int depth, size_t end)
{
    size_t section = (size_t)(walk->tree->parts[index].body.ptr - walk->raw.ptr);
    bool is_digest = str_equal(walk->tree->parts[index].type, STR("multipart/digest"));
    int count = g_mime_multipart_get_count(multipart);
    const char *boundary = g_mime_multipart_get_boundary(multipart);
    for (int i = 0; i < count && !walk->tree->too_many; i++) {
        GMimeObject *child = g_mime_multipart_get_part(multipart, i);
        size_t child_end = end;
        section = is_digest ? section_after(walk->raw, section, end, boundary) : section;
        if (GMIME_IS_MULTIPART(child) || GMIME_IS_MESSAGE_PART(child)) {
            struct mime_headers headers = { 0 };
            int64_t last = headers_take(walk, child, &headers, -1);
            child_end = boundary_line(walk->raw, last < 0 ? section : (size_t)last, end, boundary);
            walk->section = last < 0 && is_digest ? section : 0;
        }
        walk_child(walk, child, index, depth + 1, child_end);
    }
}

static void walk_object(struct walk *walk, GMimeObject *object, int64_t parent, int depth, struct mime_headers headers,
                        int64_t last_header, size_t end)
{
    struct mime_part *part = part_add(walk, parent, depth);
    if (part == NULL)
        return;
    int64_t index = part->index;
    part->headers = headers;
    part->encoding = mime_encoding_of(walk->mem, &headers);
    part->type = type_of(walk->mem, object, &headers);
    if (GMIME_IS_PART(object)) {
        part->body = leaf_body(walk->raw, GMIME_PART(object));
        if (mime_part_is_packed(part))
            part->message = packed_headers(walk->mem, part);
        return;
    }
    size_t start = walk->section > 0 ? section_body(walk->raw, walk->section) : body_start(walk->raw, last_header);
    walk->section = 0;
    part->body = start < end ? before_boundary(walk->raw, start, end, walk->raw.len) : STR("");
    if (GMIME_IS_MULTIPART(object)) {
        part->is_multipart = g_mime_multipart_get_count(GMIME_MULTIPART(object)) > 0;
        if (!part->is_multipart)
            part->type = STR("text/plain"); /* its boundary never comes: shown as it is */
        walk_multipart(walk, GMIME_MULTIPART(object), index, depth, end);
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        struct mime_headers inner = { 0 };
        if (message != NULL)
            walk_message(walk, message, &inner, index, depth + 1, end);
        walk->tree->parts[index].message = inner;
    }
}

static void unref(GObject **object)
{
    g_clear_object(object);
}

static void bytes_done(GByteArray **bytes)
{
    if (*bytes != NULL)
        g_byte_array_free(*bytes, FALSE); /* the bytes are the caller's */
}

/* The header section alone, and the rest as one text. */
static void read_too_complex(struct walk *walk)
{
    struct mime_tree *tree = walk->tree;
    tree->too_complex = true;
    size_t end = body_start(walk->raw, -1);
    struct str block = str_slice(walk->raw, 0, end < LIMIT_MAIL_HEADER_BYTES ? end : LIMIT_MAIL_HEADER_BYTES);
    tree->headers = mime_headers_read(walk->mem, block);
    if (tree->headers.count == 0)
        block.len = 0; /* no header at all: every line of it is words */
    struct mime_part *part = part_add(walk, -1, 0);
    part->headers = tree->headers;
    part->type = STR("text/plain");
    part->encoding = MIME_PLAIN;
    part->body = str_slice(walk->raw, block.len, walk->raw.len);
}

void mime_careful_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out)
{
    *out = (struct mime_tree){ 0 };
    struct walk walk = { .mem = mem, .raw = raw, .tree = out };
    if (mime_is_too_complex(raw)) {
        read_too_complex(&walk);
        return;
    }
    CLEANUP(bytes_done) GByteArray *bytes = g_byte_array_new_take((guint8 *)(uintptr_t)raw.ptr, raw.len);
    CLEANUP(unref) GObject *stream = G_OBJECT(g_mime_stream_mem_new_with_byte_array(bytes));
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    CLEANUP(unref) GObject *parser = G_OBJECT(g_mime_parser_new_with_stream(GMIME_STREAM(stream)));
    CLEANUP(unref) GObject *message = G_OBJECT(g_mime_parser_construct_message(GMIME_PARSER(parser), NULL));
    if (message == NULL) {
        read_too_complex(&walk);
        return;
    }
    walk_message(&walk, GMIME_MESSAGE(message), &out->headers, -1, 0, raw.len);
    if (out->count == 0)
        read_too_complex(&walk);
}

void mime_entity_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out)
{
    if (mime_is_too_complex(raw) || !mime_quick_read(mem, raw, out))
        mime_careful_read(mem, mime_repair(mem, raw), out);
}

void mime_tree_read(TALLOC_CTX *mem, struct str raw, struct mime_tree *out)
{
    mime_entity_read(mem, raw, out);
    mime_sealed_open(mem, out);
}

struct mime_headers mime_headers_read(TALLOC_CTX *mem, struct str block)
{
    struct mime_headers out = { 0 };
    size_t cap = 0;
    struct str rest = block, line;
    while (str_next(&rest, '\n', &line)) {
        if (str_trim(line).len == 0)
            continue;
        if ((line.ptr[0] == ' ' || line.ptr[0] == '\t') && out.count > 0) {
            struct str *value = &out.items[out.count - 1].value;
            *value = (struct str){ value->ptr, (size_t)(line.ptr + line.len - value->ptr) };
            continue;
        }
        size_t colon = str_find(line, STR(":"), 0);
        if (colon == SIZE_MAX || colon == 0)
            continue;
        if (out.count == cap) {
            cap = cap == 0 ? 16 : cap * 2;
            out.items = mem_need(talloc_realloc(mem, out.items, struct mime_header, (unsigned)cap));
        }
        out.items[out.count++] = (struct mime_header){ str_trim(str_slice(line, 0, colon)),
                                                       str_trim(str_slice(line, colon + 1, line.len)) };
    }
    return out;
}

bool mime_part_is_packed(const struct mime_part *part)
{
    size_t end = str_find(part->body, STR("\n"), 0);
    return str_equal(part->type, STR("message/rfc822")) && part->encoding == MIME_BASE64
        && str_find(str_slice(part->body, 0, end), STR(":"), 0) == SIZE_MAX;
}

void mime_part_stream(TALLOC_CTX *mem, const struct mime_part *part, mime_piece *piece, void *data)
{
    bool is_message = str_equal(part->type, STR("message/rfc822"));
    bool is_plain = part->is_multipart || (is_message && !mime_part_is_packed(part));
    mime_decode(mem, part->body, is_plain ? MIME_PLAIN : part->encoding, piece, data);
}

static void collect(void *data, struct str piece)
{
    struct buf *out = data;
    struct str room = str_slice(piece, 0, out->max - out->len);
    buf_add(out, room);
    if (room.len < piece.len)
        out->over = true;
}

struct str mime_part_bytes(TALLOC_CTX *mem, const struct mime_part *part, size_t max, bool *cut)
{
    struct buf out;
    buf_init(&out, mem, max);
    mime_part_stream(mem, part, collect, &out);
    if (cut != NULL)
        *cut = out.over;
    return buf_str(&out);
}
