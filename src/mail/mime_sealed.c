#include "mail/mime_sealed.h"

#include <gnutls/pkcs7.h>

#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_param.h"

enum { SEALED_BYTES_MAX = 16 * 1024 * 1024 }; /* larger ones stay closed: they are kept as they came */

static void pkcs7_done(gnutls_pkcs7_t *pkcs7)
{
    if (*pkcs7 != NULL)
        gnutls_pkcs7_deinit(*pkcs7);
}

static void datum_done(gnutls_datum_t *datum)
{
    gnutls_free(datum->data);
}

/* Encrypted ones say so; older programs say nothing at all, and are tried. */
static bool may_be_signed(TALLOC_CTX *mem, const struct mime_part *part)
{
    if (!str_equal(part->type, STR("application/pkcs7-mime")) && !str_equal(part->type, STR("application/x-pkcs7-mime")))
        return false;
    struct str kind = mime_param(mem, mime_header(&part->headers, "Content-Type"), "smime-type", STR(""));
    return kind.len == 0 || str_equal_nocase(kind, STR("signed-data"));
}

/* What PART signs, as a MIME entity; "" when it signs nothing that can be had. */
static struct str signed_entity(TALLOC_CTX *mem, const struct mime_part *part)
{
    bool cut;
    CLEANUP(pkcs7_done) gnutls_pkcs7_t pkcs7 = NULL;
    CLEANUP(datum_done) gnutls_datum_t inner = { 0 };
    struct str der = mime_part_bytes(mem, part, SEALED_BYTES_MAX, &cut);
    if (cut || der.len == 0 || gnutls_pkcs7_init(&pkcs7) < 0)
        return STR("");
    gnutls_datum_t outer = { (unsigned char *)(uintptr_t)der.ptr, (unsigned)der.len };
    if (gnutls_pkcs7_import(pkcs7, &outer, GNUTLS_X509_FMT_DER) < 0 || gnutls_pkcs7_get_embedded_data(pkcs7, 0, &inner) < 0)
        return STR("");
    return str_copy(mem, (struct str){ (const char *)inner.data, inner.size });
}

/* Puts the parts of INNER behind the part at AT, as its children. */
static void insert(TALLOC_CTX *mem, struct mime_tree *tree, size_t at, const struct mime_tree *inner)
{
    size_t count = tree->count + inner->count, depth = (size_t)tree->parts[at].depth + 1;
    struct mime_part *parts = MEM_ARRAY(mem, struct mime_part, count);
    memcpy(parts, tree->parts, (at + 1) * sizeof(parts[0]));
    for (size_t i = 0; i < inner->count; i++) {
        struct mime_part part = inner->parts[i];
        part.index += (int64_t)at + 1;
        part.parent += (int64_t)at + 1; /* -1, no parent, becomes AT */
        part.depth += (int)depth;
        parts[at + 1 + i] = part;
    }
    for (size_t i = at + 1; i < tree->count; i++) {
        struct mime_part part = tree->parts[i];
        part.index += (int64_t)inner->count;
        part.parent += part.parent > (int64_t)at ? (int64_t)inner->count : 0;
        parts[i + inner->count] = part;
    }
    parts[at].is_multipart = true;
    tree->parts = parts;
    tree->count = count;
}

void mime_sealed_open(TALLOC_CTX *mem, struct mime_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        struct mime_tree inner;
        struct str entity = may_be_signed(mem, &tree->parts[i]) ? signed_entity(mem, &tree->parts[i]) : STR("");
        if (entity.len == 0)
            continue;
        mime_entity_read(mem, entity, &inner);
        bool fits = !inner.too_complex && tree->count + inner.count <= LIMIT_MAIL_PARTS;
        tree->too_many = tree->too_many || !fits;
        if (!fits)
            continue;
        insert(mem, tree, i, &inner);
        i += inner.count; /* what is signed inside once more stays closed */
    }
}
