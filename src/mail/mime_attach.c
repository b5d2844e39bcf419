#include "mail/mime_attach.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/file_name.h"
#include "mail/mime_inside.h"
#include "mail/mime_param.h"
#include "mail/mime_word.h"

enum { SNIFF_BYTES = 4096, TYPE_BYTES = 100, CID_BYTES = 250 };

struct measure {
    struct sha256_stream digest;
    int64_t size;
    struct buf head;
};

static void measure_piece(void *data, struct str piece)
{
    struct measure *measure = data;
    sha256_add(&measure->digest, piece);
    measure->size += (int64_t)piece.len;
    buf_add(&measure->head, str_slice(piece, 0, SNIFF_BYTES - measure->head.len));
}

static bool is_family(struct str type, const char *family)
{
    return str_starts(type, str_from(family));
}

/* Types whose bytes libmagic knows for sure, by a signature. */
static bool is_known_by_bytes(struct str type)
{
    return is_family(type, "image/") || is_family(type, "audio/") || is_family(type, "video/")
           || str_equal(type, STR("application/pdf")) || is_family(type, "application/x-dosexec")
           || is_family(type, "application/vnd.microsoft.portable-executable");
}

struct str mime_attach_type(TALLOC_CTX *mem, magic_t magic, struct str head, struct str declared)
{
    bool is_vague = declared.len == 0 || declared.len > TYPE_BYTES || str_find(declared, STR("/"), 0) == SIZE_MAX
                    || str_equal(declared, STR("application/octet-stream"));
    const char *answer = head.len > 0 && magic != NULL ? magic_buffer(magic, head.ptr, head.len) : NULL;
    struct str sniffed = str_from(answer);
    /* libmagic knows a Targa picture by no signature, and takes many a file for one. */
    bool tells_nothing = sniffed.len == 0 || str_equal(sniffed, STR("application/octet-stream"))
                         || str_equal(sniffed, STR("image/x-tga"));
    if (tells_nothing)
        return is_vague ? STR("application/octet-stream") : declared;
    if (is_vague || is_known_by_bytes(sniffed))
        return str_copy(mem, sniffed);
    bool claims_media = is_family(declared, "image/") || is_family(declared, "audio/") || is_family(declared, "video/");
    return claims_media && is_family(sniffed, "text/") ? str_copy(mem, sniffed) : declared;
}

/* The last step of Content-Location, the subject of a message, or a name made from the type. */
static struct str other_name(TALLOC_CTX *mem, const struct mime_part *part, struct str type, int64_t number,
                             struct str hint)
{
    struct str location = mime_word_text(mem, mime_header(&part->headers, "Content-Location"), hint);
    for (size_t i = location.len; i > 0; i--)
        if (location.ptr[i - 1] == '/') {
            location = str_slice(location, i, location.len);
            break;
        }
    struct str name = file_name_clean(mem, location);
    if (name.len > 0)
        return name;
    struct str subject = mime_word_text(mem, mime_header(&part->message, "Subject"), hint);
    name = file_name_clean(mem, utf8_clip(subject, LIMIT_NAME_BYTES - strlen(".eml")));
    if (name.len > 0 && part->message.count > 0)
        return str_format(mem, STR_FMT ".eml", STR_ARG(name));
    return file_name_for_type(mem, type, number);
}

static struct str part_name(TALLOC_CTX *mem, const struct mime_part *part, struct str type, int64_t number,
                            struct str hint)
{
    struct str name = mime_param(mem, mime_header(&part->headers, "Content-Disposition"), "filename", hint);
    if (name.len == 0)
        name = mime_param(mem, mime_header(&part->headers, "Content-Type"), "name", hint);
    name = file_name_clean(mem, name);
    return name.len > 0 ? name : other_name(mem, part, type, number, hint);
}

static struct str content_id(TALLOC_CTX *mem, const struct mime_part *part)
{
    struct str value = mime_header(&part->headers, "Content-ID");
    if (value.len == 0)
        return STR_NONE;
    value = mime_one_line(mem, utf8_clean(mem, value));
    if (str_starts(value, STR("<")))
        value = str_slice(value, 1, value.len);
    if (str_ends(value, STR(">")))
        value = str_slice(value, 0, value.len - 1);
    return value.len > 0 && value.len <= CID_BYTES ? value : STR_NONE;
}

static bool is_related(const struct mime_tree *tree, const struct mime_part *part)
{
    return part->parent >= 0 && str_equal(tree->parts[part->parent].type, STR("multipart/related"));
}

static struct mail_attachment read_one(TALLOC_CTX *mem, magic_t magic, const struct mime_tree *tree,
                                       const struct mime_part *part, int64_t number, struct str hint)
{
    struct measure measure = { 0 };
    buf_init(&measure.head, mem, SNIFF_BYTES);
    sha256_begin(&measure.digest);
    mime_part_stream(mem, part, measure_piece, &measure);
    struct sha256 digest = sha256_finish(&measure.digest);
    struct mail_attachment out = { .part = part->index, .size = measure.size, .sha256 = sha256_hex(mem, &digest) };
    bool is_message = str_equal(part->type, STR("message/rfc822"));
    out.type = is_message ? part->type : mime_attach_type(mem, magic, buf_str(&measure.head), part->type);
    out.name = part_name(mem, part, out.type, number, hint);
    out.cid = content_id(mem, part);
    struct str disposition = mime_header(&part->headers, "Content-Disposition");
    struct str head = disposition.len > 0 ? mime_param_head(mem, disposition) : STR("");
    out.is_inline = str_equal(head, STR("inline")) || (out.cid.ptr != NULL && head.len == 0)
                    || (out.cid.ptr != NULL && is_related(tree, part));
    return out;
}

/* A file inside a part has the number of its part, plus LIMIT_MAIL_PARTS for each place in the list. */
static int64_t number_inside(const struct mime_part *part, size_t place)
{
    return part->index + (int64_t)(place + 1) * LIMIT_MAIL_PARTS;
}

struct attachments {
    struct mail_attachment *items;
    size_t count;
};

static struct mail_attachment *attachment_add(TALLOC_CTX *mem, struct attachments *list)
{
    list->items = mem_need(talloc_realloc(mem, list->items, struct mail_attachment, (unsigned)(list->count + 1)));
    return &list->items[list->count++];
}

static void add_inside(TALLOC_CTX *mem, magic_t magic, const struct mime_part *part, const struct list *inside,
                       struct attachments *list)
{
    const struct mime_file *files = inside->items;
    for (size_t i = 0; i < inside->count && list->count < LIMIT_MAIL_PARTS; i++) {
        struct sha256 digest = sha256_of(files[i].bytes);
        struct mail_attachment *out = attachment_add(mem, list);
        struct str type = mime_attach_type(mem, magic, str_slice(files[i].bytes, 0, SNIFF_BYTES), STR(""));
        struct str name = file_name_clean(mem, files[i].name);
        *out = (struct mail_attachment){
            .part = number_inside(part, i),
            .name = name.len > 0 ? name : file_name_for_type(mem, type, (int64_t)list->count),
            .type = type,
            .size = (int64_t)files[i].bytes.len,
            .sha256 = sha256_hex(mem, &digest),
        };
    }
}

static void add_part(TALLOC_CTX *mem, magic_t magic, const struct mime_tree *tree, const struct mime_part *part,
                     struct str hint, struct attachments *list)
{
    struct mail_attachment *out = attachment_add(mem, list);
    *out = read_one(mem, magic, tree, part, (int64_t)list->count, hint);
}

void mime_attach_read(TALLOC_CTX *mem, magic_t magic, const struct mime_tree *tree, const struct mime_body *body,
                      struct str hint, struct mail *out)
{
    struct attachments list = { 0 };
    for (size_t i = 0; i < tree->count; i++) {
        const struct mime_part *part = &tree->parts[i];
        struct mime_inside inside;
        bool is_file = body->is_attachment[i], is_words = body->is_words[i];
        if (part->is_multipart || (!is_file && !is_words))
            continue;
        if (is_words == str_equal(part->type, STR("text/plain")) && mime_inside_read(mem, part, &inside)
            && inside.files.count > 0)
            add_inside(mem, magic, part, &inside.files, &list);
        else if (is_file)
            add_part(mem, magic, tree, part, hint, &list);
    }
    out->attachments = (struct list){ list.items, list.count };
}

bool mime_attach_stream(TALLOC_CTX *mem, const struct mime_tree *tree, int64_t number, mime_piece *piece, void *data)
{
    if (number < 0 || number % LIMIT_MAIL_PARTS >= (int64_t)tree->count)
        return false;
    const struct mime_part *part = &tree->parts[number % LIMIT_MAIL_PARTS];
    if (number < LIMIT_MAIL_PARTS) {
        mime_part_stream(mem, part, piece, data);
        return true;
    }
    struct mime_inside inside;
    size_t place = (size_t)(number / LIMIT_MAIL_PARTS) - 1;
    if (!mime_inside_read(mem, part, &inside) || place >= inside.files.count)
        return false;
    piece(data, ((const struct mime_file *)inside.files.items)[place].bytes);
    return true;
}

struct str mime_attach_text(TALLOC_CTX *mem, const struct mime_tree *tree)
{
    struct mime_inside inside;
    for (size_t i = 0; i < tree->count; i++)
        if (mime_inside_read(mem, &tree->parts[i], &inside) && inside.text.len > 0)
            return utf8_clip(inside.text, LIMIT_MAIL_TEXT_BYTES);
    return STR("");
}
