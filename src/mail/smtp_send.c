#include "mail/smtp_send.h"

#include <curl/curl.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/mem.h"
#include "mail/mail_folder.h"
#include "mail/send_address.h"
#include "mail/smtp_keep.h"

enum {
    COMMAND_BYTES = 4096,
    PIECE_BYTES = 16 * 1024, /* of a mail, stuffed and given at once */
};

enum status smtp_start(struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return FAIL(err, STATUS_BROKEN, "smtp.start", "the mail library could not be started");
    return STATUS_OK;
}

static void all_results(const struct smtp_mail *mail, enum smtp_verdict verdict, struct str reply,
                        struct smtp_result *results)
{
    for (size_t i = 0; i < mail->recipient_count; i++)
        results[i] = (struct smtp_result){ verdict, reply };
}

/* ---- the envelope ---- */

struct envelope {
    TALLOC_CTX *mem;
    const struct smtp_mail *mail;
    struct str from;       /* as sane addresses, domains as A-labels */
    struct str *recipients;
    bool utf8;             /* an address, in the envelope or in a header, that needs SMTPUTF8 */
};

static enum status envelope_read(struct envelope *e, struct err *err)
{
    const struct smtp_mail *mail = e->mail;
    e->from = STR("");
    if (mail->from.len > 0)
        TRY(send_address(e->mem, mail->from, &e->from, err));
    e->utf8 = send_address_is_utf8(e->from);
    e->recipients = MEM_ARRAY(e->mem, struct str, mail->recipient_count);
    for (size_t i = 0; i < mail->recipient_count; i++) {
        TRY(send_address(e->mem, mail->recipients[i], &e->recipients[i], err));
        e->utf8 |= send_address_is_utf8(e->recipients[i]);
    }
    for (size_t i = 0; i < mail->bytes.len && !e->utf8; i++) /* all else in a mail of ours is encoded */
        e->utf8 = (unsigned char)mail->bytes.ptr[i] >= 0x80;
    return STATUS_OK;
}

/* RFC 3461, section 4: what stands in a parameter. */
static void add_xtext(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c >= 0x7f || c == '+' || c == '=')
            buf_addf(out, "+%02X", c);
        else
            buf_add_char(out, (char)c);
    }
}

static struct str mail_command(const struct envelope *e, unsigned offers)
{
    struct buf out;
    buf_init(&out, e->mem, COMMAND_BYTES);
    buf_addf(&out, "MAIL FROM:<" STR_FMT ">", STR_ARG(e->from));
    if ((offers & SMTP_OFFERS_SIZE) != 0)
        buf_addf(&out, " SIZE=%zu", e->mail->bytes.len);
    if (e->utf8)
        buf_add_c(&out, " SMTPUTF8");
    if ((offers & SMTP_OFFERS_DSN) != 0 && e->mail->message_id.len > 0) {
        buf_add_c(&out, " RET=HDRS ENVID=");
        add_xtext(&out, e->mail->message_id);
    }
    return buf_str(&out);
}

static struct str recipient_command(const struct envelope *e, struct str address, unsigned offers)
{
    struct buf out;
    buf_init(&out, e->mem, COMMAND_BYTES);
    buf_addf(&out, "RCPT TO:<" STR_FMT ">", STR_ARG(address));
    if ((offers & SMTP_OFFERS_DSN) != 0 && e->from.len > 0)
        buf_addf(&out, " NOTIFY=%sFAILURE,DELAY", e->mail->confirm ? "SUCCESS," : "");
    if ((offers & SMTP_OFFERS_DSN) != 0 && e->from.len > 0 && !send_address_is_utf8(address)) {
        buf_add_c(&out, " ORCPT=rfc822;");
        add_xtext(&out, address);
    }
    return buf_str(&out);
}

/* ---- the mail ---- */

/* Lines with a dot before those that begin with one, and the dot that ends it all (RFC 5321, 4.5.2). */
static enum status give_mail(struct smtp_link *link, TALLOC_CTX *mem, struct str bytes, struct smtp_dialogue *dialogue,
                             struct err *err)
{
    struct buf piece;
    bool line_start = true;
    buf_init(&piece, mem, 2 * PIECE_BYTES);
    while (bytes.len > 0) {
        size_t end = str_find(bytes, STR("\r\n"), 0), most = end == SIZE_MAX ? bytes.len : end + 2;
        struct str part = str_slice(bytes, 0, most < PIECE_BYTES ? most : PIECE_BYTES);
        if (piece.len + part.len + 1 > PIECE_BYTES) {
            TRY(smtp_link_give(link, buf_str(&piece), err));
            buf_clear(&piece);
        }
        if (line_start && part.ptr[0] == '.')
            buf_add_char(&piece, '.');
        buf_add(&piece, part);
        line_start = str_ends(part, STR("\r\n"));
        bytes = str_slice(bytes, part.len, SIZE_MAX);
    }
    buf_add_c(&piece, line_start ? ".\r\n" : "\r\n.\r\n");
    smtp_dialogue_handed_over(dialogue); /* before, not after: a byte that left may have arrived */
    return smtp_link_give(link, buf_str(&piece), err);
}

/* The conversation, as far as the server goes along; what it said is in the dialogue. */
static enum status converse(struct smtp_link *link, const struct envelope *e, struct smtp_dialogue *dialogue,
                            struct err *err)
{
    unsigned offers = smtp_link_offers(link);
    size_t taken = 0;
    int code;
    TRY(smtp_link_ask(link, mail_command(e, offers), &code, err));
    if (code >= 400)
        return STATUS_OK;
    for (size_t i = 0; i < e->mail->recipient_count; i++) {
        TRY(smtp_link_ask(link, recipient_command(e, e->recipients[i], offers), &code, err));
        taken += code < 400;
    }
    if (taken == 0)
        return STATUS_OK;
    TRY(smtp_link_ask(link, STR("DATA"), &code, err));
    if (code >= 400)
        return STATUS_OK;
    TRY(give_mail(link, e->mem, e->mail->bytes, dialogue, err));
    return smtp_link_hear(link, &code, err);
}

/* One conversation. *USED as in smtp_keep_link. */
static enum status try_once(struct smtp_keep *keep, const struct smtp_route *route, const struct envelope *e,
                            struct smtp_dialogue *dialogue, bool *used, struct err *err)
{
    struct smtp_link *link;
    TRY(smtp_keep_link(keep, route, dialogue, &link, used, err));
    if (e->utf8 && (smtp_link_offers(link) & SMTP_OFFERS_UTF8) == 0)
        return FAIL(err, STATUS_INVALID, "smtp.utf8", "the mail server takes no address with such letters");
    return converse(link, e, dialogue, err);
}

/* A server that ends a connection after so many mails, or so much time, has nothing against the next mail: that gets a new
 * connection at once, as long as none of it was given away. */
static enum status try_twice(struct smtp_keep *keep, const struct smtp_route *route, const struct envelope *e,
                             struct smtp_dialogue *dialogue, struct err *err)
{
    bool used = false;
    enum status status = try_once(keep, route, e, dialogue, &used, err);
    if (used && smtp_dialogue_was_cut(dialogue)) {
        smtp_keep_drop(keep);
        smtp_dialogue_clear(dialogue);
        status = try_once(keep, route, e, dialogue, &used, err);
    }
    if (status != STATUS_OK || smtp_dialogue_was_cut(dialogue))
        smtp_keep_drop(keep);
    return status;
}

static void send_by_smtp(TALLOC_CTX *outer, struct smtp_keep *keep, const struct smtp_route *route,
                         const struct smtp_mail *mail, struct smtp_result *results)
{
    CLEANUP(mem_done) TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct smtp_dialogue *dialogue = smtp_dialogue_new(mem, mail->recipient_count);
    struct envelope e = { .mem = mem, .mail = mail };
    struct err err = { 0 };
    enum status status = envelope_read(&e, &err);
    if (status == STATUS_OK) {
        fault_here("out.before_data");
        status = try_twice(keep != NULL ? keep : smtp_keep_new(mem), route, &e, dialogue, &err);
    }
    if (status == STATUS_INVALID) {
        all_results(mail, SMTP_REFUSED, str_copy(outer, str_from(err.message)), results);
        return;
    }
    if (smtp_dialogue_answered(dialogue))
        fault_here("out.after_250");
    smtp_dialogue_results(dialogue, outer, status == STATUS_OK ? STR("") : str_from(err.message), results);
}

static void write_to_folder(TALLOC_CTX *mem, struct str folder, const struct smtp_mail *mail, struct smtp_result *results)
{
    struct err err = { 0 };
    struct str name;
    fault_here("out.before_data");
    if (mail_folder_add(mem, folder, mail->message_id, mail->bytes, &name, &err) == STATUS_OK) {
        fault_here("out.after_250");
        all_results(mail, SMTP_TAKEN, str_format(mem, "written to " STR_FMT, STR_ARG(name)), results);
    } else {
        all_results(mail, SMTP_LATER, str_format(mem, "%s: %s", err.message, err.detail), results);
    }
}

void smtp_send(TALLOC_CTX *mem, struct smtp_keep *keep, const struct smtp_route *route, const struct smtp_mail *mail,
               struct smtp_result *results)
{
    if (str_starts(route->url, STR("file:")))
        write_to_folder(mem, str_slice(route->url, 5, SIZE_MAX), mail, results);
    else
        send_by_smtp(mem, keep, route, mail, results);
}
