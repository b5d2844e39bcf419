#include "mail/mime_text.h"

#include "base/buf.h"
#include "base/mem.h"
#include "mail/mime_inside.h"
#include "mail/mime_param.h"

enum { META_BYTES = 2048 }; /* where a document must have named its set (HTML, 4.2.5.5) */

struct str mime_text_charset(TALLOC_CTX *mem, const struct mime_part *part)
{
    return mime_param(mem, mime_header(&part->headers, "Content-Type"), "charset", STR(""));
}

static struct str meta_charset(struct str html)
{
    struct str head = str_slice(html, 0, META_BYTES);
    size_t at = str_find_nocase(head, STR("charset="), 0);
    if (at == SIZE_MAX)
        return STR("");
    at += strlen("charset=");
    while (at < head.len && (head.ptr[at] == '"' || head.ptr[at] == '\'' || head.ptr[at] == ' '))
        at++;
    size_t end = at;
    while (end < head.len && strchr("\"'> ;/\r\n", head.ptr[end]) == NULL)
        end++;
    return str_slice(head, at, end - at);
}

/* \r\n, \r and the line separators of Unicode as \n. */
static struct str with_newlines(TALLOC_CTX *mem, struct str s)
{
    char *out = mem_need(talloc_size(mem, s.len + 1));
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\r') {
            if (i + 1 < s.len && s.ptr[i + 1] == '\n')
                continue;
            c = '\n';
        } else if (c == '\f' || c == '\v') {
            c = '\n';
        }
        out[len++] = c;
    }
    out[len] = '\0';
    return (struct str){ out, len };
}

/* RFC 3676 section 4: a line that ends with a space goes on in the next one of the same quote depth; one space at
 * the start was stuffed; "-- " stands alone. */
static struct str unflowed(TALLOC_CTX *mem, struct str s, bool delete_space)
{
    struct buf out;
    buf_init(&out, mem, s.len * 2 + 16);
    struct str rest = s, line;
    bool flowing = false;
    size_t depth_before = 0;
    while (str_next(&rest, '\n', &line)) {
        size_t depth = 0;
        while (depth < line.len && line.ptr[depth] == '>')
            depth++;
        struct str text = str_slice(line, depth, line.len);
        if (str_starts(text, STR(" ")))
            text = str_slice(text, 1, text.len);
        bool is_signature = str_equal(text, STR("-- "));
        if (flowing && (depth != depth_before || is_signature)) {
            buf_add_char(&out, '\n');
            flowing = false;
        }
        for (size_t i = 0; !flowing && i < depth; i++)
            buf_add_char(&out, '>');
        if (!flowing && depth > 0 && text.len > 0)
            buf_add_char(&out, ' ');
        bool flows = !is_signature && str_ends(text, STR(" "));
        buf_add(&out, flows && delete_space ? str_slice(text, 0, text.len - 1) : text);
        if (!flows)
            buf_add_char(&out, '\n');
        flowing = flows;
        depth_before = depth;
    }
    return buf_str(&out);
}

void mime_text_read(TALLOC_CTX *mem, const struct mime_part *part, size_t max, struct mime_text *out)
{
    *out = (struct mime_text){ 0 };
    bool is_html = str_equal(part->type, STR("text/html")), is_plain = str_equal(part->type, STR("text/plain"));
    struct str bytes = is_plain ? mime_inside_words(mem, part, max, &out->cut) : mime_part_bytes(mem, part, max, &out->cut);
    struct str label = mime_text_charset(mem, part);
    if (is_html && label.len == 0)
        label = meta_charset(bytes);
    struct str text = charset_text(mem, bytes, label, &out->trust);
    if (memchr(text.ptr, '\r', text.len) != NULL || memchr(text.ptr, '\f', text.len) != NULL)
        text = with_newlines(mem, text);
    struct str value = mime_header(&part->headers, "Content-Type");
    if (!is_html && str_find_nocase(value, STR("flowed"), 0) != SIZE_MAX
        && str_equal_nocase(mime_param(mem, value, "format", STR("")), STR("flowed")))
        text = unflowed(mem, text, str_equal_nocase(mime_param(mem, value, "delsp", STR("")), STR("yes")));
    out->text = utf8_clip(text, max);
    out->cut = out->cut || out->text.len < text.len;
}
