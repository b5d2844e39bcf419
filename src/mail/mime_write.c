#include "mail/mime_write.h"

#include "base/buf.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "mail/mime_encode.h"
#include "mail/mime_header.h"
#include "mail/send_address.h"

enum { BOUNDARY_HEX = 24, TYPE_BYTES = 100 };

/* ---- header ---- */

static enum status add_addresses(struct buf *out, const char *name, const struct mail_address *list, size_t count,
                                 struct err *err)
{
    struct mail_address *sane = MEM_ARRAY(out->mem, struct mail_address, count);
    for (size_t i = 0; i < count; i++) {
        sane[i].name = list[i].name;
        TRY(send_address(out->mem, list[i].address, &sane[i].address, err));
    }
    mime_header_addresses(out, name, sane, count);
    return STATUS_OK;
}

static enum status add_header(struct buf *out, const struct mime_mail *mail, struct err *err)
{
    struct mail_address reply_to = { .address = mail->reply_to };
    mime_header_text(out, "Date", mail->date);
    TRY(add_addresses(out, "From", &mail->from, 1, err));
    TRY(add_addresses(out, "Reply-To", &reply_to, mail->reply_to.len > 0, err));
    TRY(add_addresses(out, "To", mail->to.items, mail->to.count, err));
    TRY(add_addresses(out, "Cc", mail->cc.items, mail->cc.count, err));
    mime_header_text(out, "Subject", mail->subject);
    if (!mime_id_is_sane(mail->message_id))
        return FAIL(err, STATUS_INVALID, "mail.message_id", "the Message-ID cannot be written");
    mime_header_ids(out, "Message-ID", mail->message_id);
    mime_header_ids(out, "In-Reply-To", mail->in_reply_to);
    mime_header_ids(out, "References", mail->references);
    if (mail->automatic) {
        buf_add_c(out, mail->in_reply_to.len > 0 ? "Auto-Submitted: auto-replied\r\n" : "Auto-Submitted: auto-generated\r\n");
        buf_add_c(out, "X-Auto-Response-Suppress: All\r\n");
    }
    buf_add_c(out, "MIME-Version: 1.0\r\n");
    return STATUS_OK;
}

/* ---- parts ---- */

/* The multiparts of one mail: each kind occurs once, so that the kind makes its boundary unique. */
enum multipart { MIXED, RELATED, ALTERNATIVE };
static const char *const multipart_words[] = { [MIXED] = "mixed", [RELATED] = "related", [ALTERNATIVE] = "alternative" };

struct writer {
    struct buf *out;
    const struct mime_mail *mail;
    struct str seed; /* hex of the Message-ID's digest */
};

static void add_boundary(const struct writer *w, enum multipart kind, const char *end)
{
    buf_addf(w->out, "=_" STR_FMT "_%c%s", STR_ARG(w->seed), multipart_words[kind][0], end);
}

static void open_multipart(const struct writer *w, enum multipart kind)
{
    buf_addf(w->out, "Content-Type: multipart/%s;\r\n boundary=\"", multipart_words[kind]);
    add_boundary(w, kind, "\"\r\n\r\n");
}

static void next_part(const struct writer *w, enum multipart kind)
{
    buf_add_c(w->out, "--");
    add_boundary(w, kind, "\r\n");
}

static void close_multipart(const struct writer *w, enum multipart kind)
{
    buf_add_c(w->out, "--");
    add_boundary(w, kind, "--\r\n");
}

static void add_text_part(const struct writer *w, const char *type, struct str text)
{
    buf_addf(w->out, "Content-Type: %s; charset=utf-8\r\n", type);
    mime_encode_text(w->out, text);
}

/* "image/png": two tokens of RFC 2045. message/… and multipart/… may not be encoded as bytes are. */
static bool type_is_sane(struct str type)
{
    size_t slash = str_find(type, STR("/"), 0);
    if (slash == 0 || slash >= type.len - 1 || type.len > TYPE_BYTES || str_starts_nocase(type, STR("message/")) ||
        str_starts_nocase(type, STR("multipart/")))
        return false;
    for (size_t i = 0; i < type.len; i++) {
        unsigned char c = (unsigned char)type.ptr[i];
        if (c <= ' ' || c >= 0x7f || (c == '/' && i != slash) || strchr("()<>@,;:\\\"[]?=", c) != NULL)
            return false;
    }
    return true;
}

static void add_file_part(const struct writer *w, const struct mime_file *file, bool shown_inside)
{
    struct str type = type_is_sane(file->type) ? file->type : STR("application/octet-stream");
    buf_addf(w->out, "Content-Type: " STR_FMT "\r\nContent-Disposition: %s", STR_ARG(type),
             shown_inside ? "inline" : "attachment");
    mime_header_param(w->out, "filename", file->name.len > 0 ? file->name : STR("file"));
    buf_add_c(w->out, "\r\n");
    if (shown_inside)
        mime_header_ids(w->out, "Content-ID", file->cid);
    mime_encode_bytes(w->out, file->bytes);
}

static bool is_shown_inside(const struct writer *w, const struct mime_file *file)
{
    return w->mail->html.len > 0 && mime_id_is_sane(file->cid);
}

static size_t count_files(const struct writer *w, bool shown_inside)
{
    const struct mime_file *files = w->mail->files.items;
    size_t count = 0;
    for (size_t i = 0; i < w->mail->files.count; i++)
        count += is_shown_inside(w, &files[i]) == shown_inside;
    return count;
}

static void add_files(const struct writer *w, enum multipart within, bool shown_inside)
{
    const struct mime_file *files = w->mail->files.items;
    for (size_t i = 0; i < w->mail->files.count; i++) {
        if (is_shown_inside(w, &files[i]) != shown_inside)
            continue;
        next_part(w, within);
        add_file_part(w, &files[i], shown_inside);
    }
}

static void add_html(const struct writer *w)
{
    if (count_files(w, true) == 0) {
        add_text_part(w, "text/html", w->mail->html);
        return;
    }
    open_multipart(w, RELATED);
    next_part(w, RELATED);
    add_text_part(w, "text/html", w->mail->html);
    add_files(w, RELATED, true);
    close_multipart(w, RELATED);
}

static void add_words(const struct writer *w)
{
    if (w->mail->html.len == 0) {
        add_text_part(w, "text/plain", w->mail->text);
        return;
    }
    open_multipart(w, ALTERNATIVE);
    next_part(w, ALTERNATIVE);
    add_text_part(w, "text/plain", w->mail->text);
    next_part(w, ALTERNATIVE);
    add_html(w);
    close_multipart(w, ALTERNATIVE);
}

static void add_body(const struct writer *w)
{
    if (count_files(w, false) == 0) {
        add_words(w);
        return;
    }
    open_multipart(w, MIXED);
    next_part(w, MIXED);
    add_words(w);
    add_files(w, MIXED, false);
    close_multipart(w, MIXED);
}

enum status mime_write(TALLOC_CTX *mem, const struct mime_mail *mail, struct str *out, struct err *err)
{
    struct buf bytes;
    buf_init(&bytes, mem, LIMIT_MAIL_BYTES);
    TRY(add_header(&bytes, mail, err));
    struct sha256 digest = sha256_of(mail->message_id);
    struct writer w = { &bytes, mail, str_slice(sha256_hex(mem, &digest), 0, BOUNDARY_HEX) };
    add_body(&w);
    return buf_end(&bytes, "mail.too_large", out, err);
}
