#include "mail/file_name.h"

#include "base/buf.h"
#include "base/limits.h"

enum { EXTENSION_BYTES = 16 };

static const struct extension_row {
    const char *type;
    const char *extension;
} extensions[] = {
    { "application/ms-tnef", "dat" },
    { "application/pdf", "pdf" },
    { "application/pgp-encrypted", "asc" },
    { "application/pgp-signature", "asc" },
    { "application/pkcs7-mime", "p7m" },
    { "application/pkcs7-signature", "p7s" },
    { "application/x-pkcs7-mime", "p7m" },
    { "application/x-pkcs7-signature", "p7s" },
    { "application/zip", "zip" },
    { "image/gif", "gif" },
    { "image/jpeg", "jpg" },
    { "image/png", "png" },
    { "image/svg+xml", "svg" },
    { "image/webp", "webp" },
    { "message/delivery-status", "txt" },
    { "message/rfc822", "eml" },
    { "text/calendar", "ics" },
    { "text/csv", "csv" },
    { "text/html", "html" },
    { "text/plain", "txt" },
    { "text/vcard", "vcf" },
    { "text/x-vcard", "vcf" },
};

/* Characters that change how the rest of a line looks, or that nobody sees. */
static bool is_treacherous(uint32_t c)
{
    return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f)
           || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0xfffd
           || (c >= 0xe0000 && c <= 0xe007f);
}

/* Where a name is a path, its last step; a slash inside an ordinary name ("invoice 3/2026.pdf") is not a path. */
static struct str without_path(struct str name)
{
    bool is_path =
        name.len > 1 && (name.ptr[0] == '/' || name.ptr[0] == '\\' || name.ptr[0] == '.' || name.ptr[1] == ':');
    for (size_t i = name.len; is_path && i > 0; i--)
        if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\')
            return str_slice(name, i, name.len);
    return name;
}

static struct str shortened(TALLOC_CTX *mem, struct str name)
{
    if (name.len <= LIMIT_NAME_BYTES)
        return name;
    size_t dot = name.len;
    while (dot > name.len - EXTENSION_BYTES && name.ptr[dot - 1] != '.')
        dot--;
    bool has_extension = dot > name.len - EXTENSION_BYTES;
    struct str extension = has_extension ? str_slice(name, dot - 1, name.len) : STR("");
    struct str stem = utf8_clip(name, LIMIT_NAME_BYTES - extension.len);
    return str_format(mem, STR_FMT STR_FMT, STR_ARG(stem), STR_ARG(extension));
}

struct str file_name_clean(TALLOC_CTX *mem, struct str name)
{
    struct buf out;
    buf_init(&out, mem, name.len + 1);
    struct str rest = name;
    uint32_t c;
    struct buf visible;
    buf_init(&visible, mem, name.len + 1);
    while (utf8_next(&rest, &c))
        if (!is_treacherous(c))
            buf_add_utf8(&visible, c);
    rest = without_path(str_trim(buf_str(&visible)));
    for (size_t i = 0; i < rest.len; i++) {
        char b = rest.ptr[i];
        if (out.len == 0 && (b == '.' || b == ' '))
            continue;
        buf_add_char(&out, b == '/' || b == '\\' ? '_' : b);
    }
    return shortened(mem, str_trim(buf_str(&out)));
}

struct str file_name_for_type(TALLOC_CTX *mem, struct str type, int64_t number)
{
    const char *extension = "bin";
    for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
        if (str_equal(type, str_from(extensions[i].type)))
            extension = extensions[i].extension;
    return str_format(mem, "attachment-%lld.%s", (long long)number, extension);
}
