#include "mail/mime_inside.h"

#include "base/buf.h"
#include "base/mem.h"
#include "mail/charset.h"
#include "mail/tnef_read.h"
#include "mail/uu_read.h"

enum {
    UU_FILES_MAX = 100,
    UU_TEXT_BYTES_MAX = 8 * 1024 * 1024, /* longer texts stay as they are */
};

static bool is_tnef(const struct mime_part *part)
{
    return str_equal(part->type, STR("application/ms-tnef")) || str_equal(part->type, STR("application/vnd.ms-tnef"));
}

static bool read_tnef(TALLOC_CTX *mem, const struct mime_part *part, struct mime_inside *out)
{
    bool cut;
    struct tnef tnef;
    struct str bytes = mime_part_bytes(mem, part, TNEF_BYTES_MAX, &cut);
    if (cut || !tnef_read(mem, bytes, &tnef))
        return false;
    const struct tnef_file *from = tnef.files.items;
    struct mime_file *files = MEM_ARRAY(mem, struct mime_file, tnef.files.count + 1);
    for (size_t i = 0; i < tnef.files.count; i++)
        files[i] = (struct mime_file){ from[i].name, from[i].bytes };
    *out = (struct mime_inside){ { files, tnef.files.count }, tnef.text };
    return tnef.files.count > 0 || tnef.text.len > 0;
}

static bool read_uu(TALLOC_CTX *mem, const struct mime_part *part, struct mime_inside *out)
{
    bool cut;
    struct str text = mime_part_bytes(mem, part, UU_TEXT_BYTES_MAX, &cut);
    struct uu_file file;
    struct mime_file *files = NULL;
    size_t count = 0;
    for (size_t at = 0; !cut && count < UU_FILES_MAX && uu_next(text, at, &file); at = file.end) {
        files = mem_need(talloc_realloc(mem, files, struct mime_file, (unsigned)(count + 1)));
        files[count++] = (struct mime_file){ charset_text(mem, file.name, STR(""), NULL), uu_bytes(mem, &file) };
    }
    *out = (struct mime_inside){ { files, count }, STR("") };
    return count > 0;
}

bool mime_inside_read(TALLOC_CTX *mem, const struct mime_part *part, struct mime_inside *out)
{
    if (is_tnef(part))
        return read_tnef(mem, part, out);
    return str_equal(part->type, STR("text/plain")) && read_uu(mem, part, out);
}

struct str mime_inside_words(TALLOC_CTX *mem, const struct mime_part *part, size_t max, bool *cut)
{
    bool too_long;
    struct uu_file file;
    struct str text = mime_part_bytes(mem, part, max, cut);
    if (str_find(text, STR("begin "), 0) == SIZE_MAX)
        return text;
    struct str all = *cut ? mime_part_bytes(mem, part, UU_TEXT_BYTES_MAX, &too_long) : text;
    struct buf words;
    buf_init(&words, mem, max);
    size_t at = 0;
    for (size_t count = 0; count < UU_FILES_MAX && uu_next(all, at, &file); count++, at = file.end)
        buf_add(&words, str_slice(all, at, file.start - at));
    if (at == 0)
        return text;
    buf_add(&words, str_slice(all, at, all.len));
    *cut = words.over;
    return buf_str(&words);
}
