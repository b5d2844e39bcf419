#include "mail/mime_body.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_param.h"
#include "mail/mime_word.h"

struct block {
    struct str text; /* ptr NULL: none */
    struct str html;
};

struct blocks {
    struct block *items;
    size_t count;
};

struct reader {
    TALLOC_CTX *mem;
    const struct mime_tree *tree;
    struct mime_body *out;
    struct buf carried;
    const struct mime_html *html;
    size_t text_left, html_left; /* of the limits */
};

bool mime_part_has_name(TALLOC_CTX *mem, const struct mime_part *part)
{
    struct str disposition = mime_header(&part->headers, "Content-Disposition");
    struct str head = disposition.len == 0 ? STR("") : mime_param_head(mem, disposition);
    if (str_equal(head, STR("attachment")))
        return true;
    if (disposition.len > 0 && mime_param(mem, disposition, "filename", STR("")).len > 0)
        return true;
    struct str type = mime_header(&part->headers, "Content-Type");
    return str_find_nocase(type, STR("name"), 0) != SIZE_MAX && mime_param(mem, type, "name", STR("")).len > 0;
}

static size_t after_subtree(const struct mime_tree *tree, size_t at)
{
    size_t next = at + 1;
    while (next < tree->count && tree->parts[next].depth > tree->parts[at].depth)
        next++;
    return next;
}

static void block_add(struct reader *reader, struct blocks *to, struct block block)
{
    to->items = mem_need(talloc_realloc(reader->mem, to->items, struct block, (unsigned)(to->count + 1)));
    to->items[to->count++] = block;
}

/* Text as HTML that shows its line breaks. */
static void add_text_as_html(struct buf *out, struct str text)
{
    buf_add(out, STR("<div>"));
    struct str rest = text, line;
    while (str_next(&rest, '\n', &line)) {
        buf_add_html(out, line);
        buf_add(out, STR("<br>"));
    }
    buf_add(out, STR("</div>"));
}

static bool has_html(const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->items[i].html.ptr != NULL)
            return true;
    return false;
}

static struct str join_html(struct reader *reader, const struct blocks *blocks)
{
    if (blocks->count == 1)
        return blocks->items[0].html;
    struct buf out;
    buf_init(&out, reader->mem, (size_t)LIMIT_MAIL_HTML_BYTES * 2);
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->items[i].html.ptr != NULL)
            buf_add(&out, blocks->items[i].html);
        else
            add_text_as_html(&out, blocks->items[i].text);
    }
    return buf_str(&out);
}

static struct str join_text(struct reader *reader, const struct blocks *blocks, bool from_html)
{
    struct buf out;
    buf_init(&out, reader->mem, (size_t)LIMIT_MAIL_TEXT_BYTES * 2);
    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->items[i];
        bool none = block->text.ptr == NULL || (from_html && block->html.ptr != NULL && str_trim(block->text).len == 0);
        struct str text = !none       ? block->text
                          : from_html ? reader->html->text(reader->html->data, reader->mem, block->html)
                                      : STR("");
        if (out.len > 0 && text.len > 0)
            buf_add(&out, str_ends(buf_str(&out), STR("\n")) ? STR("\n") : STR("\n\n"));
        buf_add(&out, text);
    }
    return buf_str(&out);
}

/* A text of an unknown kind is shown as plain text (RFC 2046 section 4.1.4), except what is a file or for programs. */
static bool is_words_type(struct str type)
{
    static const char *const files[] = { "calendar", "csv", "tab-separated-values", "vcard", "x-vcard", "directory", "rtf",
                                         "xml", "css", "javascript", "rfc822-headers", "x-amp-html", "watch-html" };
    if (str_equal(type, STR("text")))
        return true;
    bool is_words = str_starts(type, STR("text/"));
    for (size_t i = 0; is_words && i < sizeof(files) / sizeof(files[0]); i++)
        is_words = !str_equal(str_slice(type, strlen("text/"), type.len), str_from(files[i]));
    return is_words;
}

/* The words once more, for programs that show little cards: neither to be read nor to be kept apart. */
static bool is_card(const struct reader *reader, const struct mime_part *part)
{
    bool is_form = part->parent >= 0 && str_equal(reader->tree->parts[part->parent].type, STR("multipart/alternative"));
    return is_form && (str_equal(part->type, STR("text/x-amp-html")) || str_equal(part->type, STR("text/watch-html")));
}

static void read_leaf(struct reader *reader, size_t at, struct blocks *to)
{
    const struct mime_part *part = &reader->tree->parts[at];
    bool is_html = str_equal(part->type, STR("text/html"));
    bool is_file = !is_words_type(part->type) || (part->parent >= 0 && mime_part_has_name(reader->mem, part));
    reader->out->is_attachment[at] = is_file && !is_card(reader, part);
    reader->out->is_words[at] = !is_file;
    if (is_file)
        return;
    size_t *left = is_html ? &reader->html_left : &reader->text_left;
    struct mime_text text;
    mime_text_read(reader->mem, part, *left, &text);
    *left -= text.text.len;
    reader->out->cut = reader->out->cut || text.cut;
    reader->out->refused_charset = reader->out->refused_charset || text.trust == CHARSET_REFUSED;
    reader->out->bad_charset =
        reader->out->bad_charset || text.trust == CHARSET_GUESSED || text.trust == CHARSET_UNKNOWN;
    struct block block = { is_html ? STR_NONE : text.text, is_html ? text.text : STR_NONE };
    block_add(reader, to, block);
}

static void read_part(struct reader *reader, size_t at, struct blocks *to);

/* One block of all forms of the same words: the plain one and the richest one. */
static void read_alternative(struct reader *reader, size_t at, struct blocks *to)
{
    struct block block = { STR_NONE, STR_NONE };
    size_t end = after_subtree(reader->tree, at);
    for (size_t child = at + 1; child < end; child = after_subtree(reader->tree, child)) {
        struct blocks forms = { 0 };
        read_part(reader, child, &forms);
        if (forms.count == 0)
            continue;
        if (has_html(&forms))
            block.html = join_html(reader, &forms);
        if (str_trim(block.text).len == 0) /* the first is the plainest (RFC 2046 section 5.1.4) */
            block.text = join_text(reader, &forms, false);
    }
    if (block.text.ptr != NULL && block.text.len == 0 && block.html.ptr != NULL)
        block.text = STR_NONE;
    if (block.text.ptr != NULL || block.html.ptr != NULL)
        block_add(reader, to, block);
}

static void carry_header(struct reader *reader, const struct mime_headers *headers, const char *name)
{
    struct str value = mime_header(headers, name);
    if (value.len > 0)
        buf_addf(&reader->carried, "%s: " STR_FMT "\n", name, STR_ARG(mime_word_text(reader->mem, value, STR(""))));
}

/* The words of a message that lies inside in base64, one level deep. */
static struct str packed_text(struct reader *reader, const struct mime_part *part)
{
    struct mime_tree tree;
    struct mime_body body;
    struct str raw = mime_part_bytes(reader->mem, part, LIMIT_MAIL_TEXT_BYTES, &reader->out->cut);
    mime_tree_read(reader->mem, raw, &tree);
    for (size_t i = 0; i < tree.count; i++) {
        if (mime_part_is_packed(&tree.parts[i]))
            tree.parts[i].type = STR("application/octet-stream");
    }
    mime_body_read(reader->mem, &tree, reader->html, &body);
    return body.text;
}

static void read_message(struct reader *reader, size_t at)
{
    const struct mime_part *part = &reader->tree->parts[at];
    reader->out->is_attachment[at] = true;
    struct str text;
    size_t end = after_subtree(reader->tree, at);
    if (mime_part_is_packed(part)) {
        text = packed_text(reader, part);
    } else if (at + 1 < end) {
        struct blocks inner = { 0 };
        read_part(reader, at + 1, &inner);
        /* What is attached inside belongs to the message inside, which is kept whole. */
        for (size_t child = at + 1; child < end; child++)
            reader->out->is_attachment[child] = reader->out->is_words[child] = false;
        text = join_text(reader, &inner, true);
    } else {
        return;
    }
    if (reader->carried.len > 0)
        buf_add_char(&reader->carried, '\n');
    buf_add(&reader->carried, STR("---------- Forwarded message ----------\n"));
    carry_header(reader, &part->message, "From");
    carry_header(reader, &part->message, "Date");
    carry_header(reader, &part->message, "Subject");
    carry_header(reader, &part->message, "To");
    buf_add_char(&reader->carried, '\n');
    buf_add(&reader->carried, text);
    if (!str_ends(text, STR("\n")))
        buf_add_char(&reader->carried, '\n');
}

static void read_part(struct reader *reader, size_t at, struct blocks *to)
{
    const struct mime_part *part = &reader->tree->parts[at];
    if (str_equal(part->type, STR("message/rfc822")) || str_equal(part->type, STR("message/news"))) {
        read_message(reader, at);
    } else if (!part->is_multipart) {
        read_leaf(reader, at, to);
    } else if (str_equal(part->type, STR("multipart/alternative"))) {
        read_alternative(reader, at, to);
    } else {
        size_t end = after_subtree(reader->tree, at);
        for (size_t child = at + 1; child < end; child = after_subtree(reader->tree, child))
            read_part(reader, child, to);
    }
}

void mime_body_read(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mime_html *html, struct mime_body *out)
{
    *out = (struct mime_body){ .is_attachment = MEM_ARRAY(mem, bool, tree->count + 1),
                               .is_words = MEM_ARRAY(mem, bool, tree->count + 1) };
    struct reader reader = { .mem = mem, .tree = tree, .out = out, .html = html,
                             .text_left = LIMIT_MAIL_TEXT_BYTES, .html_left = LIMIT_MAIL_HTML_BYTES };
    buf_init(&reader.carried, mem, LIMIT_MAIL_TEXT_BYTES);
    struct blocks blocks = { 0 };
    if (tree->count > 0)
        read_part(&reader, 0, &blocks);
    out->html = has_html(&blocks) ? join_html(&reader, &blocks) : STR_NONE;
    out->text = utf8_clip(join_text(&reader, &blocks, true), LIMIT_MAIL_TEXT_BYTES);
    out->carried = utf8_clip(buf_str(&reader.carried), LIMIT_MAIL_TEXT_BYTES);
}
