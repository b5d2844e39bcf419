#include "mail/dkim_sign.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/shape.h"

enum {
    LINE_BYTES = 76,
    NAMES_BYTES = 4096,
};

/* ---- relaxed ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* LINE with each run of blanks as one space and none at its end. */
static void add_relaxed(struct buf *out, struct str line)
{
    bool blank = false;
    for (size_t i = 0; i < line.len; i++) {
        if (is_blank(line.ptr[i])) {
            blank = true;
            continue;
        }
        if (blank)
            buf_add_char(out, ' ');
        blank = false;
        buf_add_char(out, line.ptr[i]);
    }
}

/* Takes the next line without its CR LF. */
static bool next_line(struct str *rest, struct str *line)
{
    if (rest->len == 0)
        return false;
    size_t end = str_find(*rest, STR("\r\n"), 0);
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end == SIZE_MAX ? rest->len : end + 2, SIZE_MAX);
    return true;
}

struct str dkim_body(TALLOC_CTX *mem, struct str body)
{
    struct buf out;
    struct str line;
    size_t empty = 0;
    buf_init(&out, mem, body.len + 2);
    while (next_line(&body, &line)) {
        size_t before = out.len;
        for (size_t i = 0; i < empty; i++)
            buf_add_c(&out, "\r\n");
        size_t content = out.len;
        add_relaxed(&out, line);
        if (out.len == content) { /* perhaps one of those at the end, which do not count */
            buf_cut(&out, before);
            empty++;
            continue;
        }
        buf_add_c(&out, "\r\n");
        empty = 0;
    }
    return buf_str(&out);
}

/* FIELD, "Name: value" with its folds, as "name:value". */
static void add_field(struct buf *out, struct str field)
{
    size_t colon = str_find(field, STR(":"), 0);
    struct str name = str_trim(str_slice(field, 0, colon)), value = str_trim(str_slice(field, colon + 1, SIZE_MAX)), line;
    struct buf unfolded;
    buf_init(&unfolded, out->mem, value.len + 1);
    while (next_line(&value, &line))
        buf_add(&unfolded, line);
    buf_add(out, str_lower(out->mem, name));
    buf_add_char(out, ':');
    add_relaxed(out, buf_str(&unfolded));
}

/* ---- fields ---- */

struct fields { struct str *items; size_t count; };

/* The fields of HEADER with their folded lines, without the last CR LF. */
static struct fields fields_of(TALLOC_CTX *mem, struct str header)
{
    struct fields fields = { .items = MEM_ARRAY(mem, struct str, header.len / 2 + 1) };
    struct str line;
    while (next_line(&header, &line)) {
        if (line.len > 0 && is_blank(line.ptr[0]) && fields.count > 0) {
            struct str *last = &fields.items[fields.count - 1];
            last->len = (size_t)(line.ptr + line.len - last->ptr);
        } else if (line.len > 0) {
            fields.items[fields.count++] = line;
        }
    }
    return fields;
}

static bool is_named(struct str field, struct str name)
{
    return str_equal_nocase(str_trim(str_slice(field, 0, str_find(field, STR(":"), 0))), name);
}

/* A name that comes again means the field of that name above the one that it meant before (5.4.2). */
static void add_named(struct buf *out, const struct fields *fields, bool *used, struct str name)
{
    for (size_t i = fields->count; i > 0; i--) {
        if (used[i - 1] || !is_named(fields->items[i - 1], name))
            continue;
        used[i - 1] = true;
        add_field(out, fields->items[i - 1]);
        buf_add_c(out, "\r\n");
        return;
    }
}

struct str dkim_signed_text(TALLOC_CTX *mem, struct str header, struct str names, struct str signature)
{
    struct fields fields = fields_of(mem, header);
    bool *used = MEM_ARRAY(mem, bool, fields.count + 1);
    struct str name;
    struct buf out;
    buf_init(&out, mem, 2 * LIMIT_MAIL_HEADER_BYTES);
    while (str_next(&names, ':', &name))
        add_named(&out, &fields, used, str_trim(name));
    add_field(&out, signature);
    return buf_str(&out);
}

/* ---- signing ---- */

/* Those of RFC 6376, 5.4.1, that we write, and those that steer machines. ONCE: a second one is never in a mail. */
static const struct { const char *name; bool once; } signed_names[] = {
    { "From", true },          { "Reply-To", true },     { "To", true },           { "Cc", true },
    { "Subject", true },       { "Date", true },         { "Message-ID", true },   { "In-Reply-To", true },
    { "References", true },    { "MIME-Version", true }, { "Content-Type", true }, { "Content-Transfer-Encoding", true },
    { "Auto-Submitted", true },
};

/* "From:From:To:To:Cc:…": each as often as it is there, and once more. */
static struct str names_of(TALLOC_CTX *mem, const struct fields *fields)
{
    struct buf names;
    buf_init(&names, mem, NAMES_BYTES);
    for (size_t i = 0; i < sizeof signed_names / sizeof signed_names[0]; i++) {
        struct str name = str_from(signed_names[i].name);
        size_t times = signed_names[i].once;
        for (size_t k = 0; k < fields->count; k++)
            times += is_named(fields->items[k], name);
        for (; times > 0; times--)
            buf_addf(&names, "%s" STR_FMT, names.len > 0 ? ":" : "", STR_ARG(name));
    }
    return buf_str(&names);
}

/* VALUE behind what stands there, broken between SEPARATORs (0: anywhere) into lines. */
static void add_folded(struct buf *out, struct str value, char separator)
{
    while (value.len > 0) {
        size_t fit = value.len < LINE_BYTES - 2 ? value.len : LINE_BYTES - 2;
        while (fit < value.len && separator != 0 && fit > 1 && value.ptr[fit - 1] != separator)
            fit--;
        buf_add_c(out, "\r\n  ");
        buf_add(out, str_slice(value, 0, fit));
        value = str_slice(value, fit, SIZE_MAX);
    }
}

static enum status add_signature(struct buf *out, TALLOC_CTX *mem, const struct dkim_signer *signer, struct str header,
                                 struct str body_hash, struct err *err)
{
    struct fields fields = fields_of(mem, header);
    struct str names = names_of(mem, &fields), value;
    struct buf field;
    buf_init(&field, mem, LIMIT_MAIL_HEADER_BYTES);
    buf_addf(&field, "DKIM-Signature: v=1; a=%s-sha256; c=relaxed/relaxed;\r\n d=" STR_FMT "; s=" STR_FMT ";\r\n h=",
             dkim_algorithm_words[signer->algorithm], STR_ARG(signer->domain), STR_ARG(signer->selector));
    add_folded(&field, names, ':');
    buf_addf(&field, ";\r\n bh=" STR_FMT ";\r\n b=", STR_ARG(body_hash));
    struct str text = dkim_signed_text(mem, header, names, buf_str(&field));
    TRY(dkim_key_sign(mem, (enum dkim_algorithm)signer->algorithm, signer->pem, text, &value, err));
    add_folded(&field, value, 0);
    buf_add(out, buf_str(&field));
    buf_add_c(out, "\r\n");
    return STATUS_OK;
}

enum status dkim_sign(TALLOC_CTX *mem, struct str mail, const struct list *signers, struct str *out, struct err *err)
{
    CLEANUP(mem_done) TALLOC_CTX *own = mem_need(talloc_new(NULL));
    const struct dkim_signer *all = signers->items;
    size_t end = str_find(mail, STR("\r\n\r\n"), 0);
    if (end == SIZE_MAX)
        return FAIL(err, STATUS_INVALID, "dkim.mail", "this mail has no end of its header");
    struct str header = str_slice(mail, 0, end + 2);
    struct sha256 digest = sha256_of(dkim_body(own, str_slice(mail, end + 4, SIZE_MAX)));
    struct buf hash, signed_mail;
    buf_init(&hash, own, 2 * SHA256_BYTES);
    buf_add_base64(&hash, (struct str){ (const char *)digest.bytes, SHA256_BYTES });
    buf_init(&signed_mail, mem, LIMIT_MAIL_BYTES + LIMIT_MAIL_HEADER_BYTES);
    for (size_t i = 0; i < signers->count; i++)
        TRY(add_signature(&signed_mail, own, &all[i], header, buf_str(&hash), err));
    buf_add(&signed_mail, mail);
    return buf_end(&signed_mail, "mail.too_large", out, err);
}
