#include "mail/mime_read.h"

#include <gmime/gmime.h>
#include <magic.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "core/customer_word.h"
#include "mail/auth_results.h"
#include "mail/calendar_text.h"
#include "mail/forward_find.h"
#include "mail/html_clean.h"
#include "mail/html_text.h"
#include "mail/mail_automatic.h"
#include "mail/mail_bounce.h"
#include "mail/mime_attach.h"
#include "mail/mime_body.h"
#include "mail/mime_envelope.h"
#include "mail/quote_fold.h"
#include "mail/text_language.h"

enum { THANKS_BYTES = 500 }; /* who writes more says more than thanks */

struct mime_reader {
    magic_t magic;
    struct str authserv_id;
};

static int reader_done(struct mime_reader *reader)
{
    if (reader->magic != NULL)
        magic_close(reader->magic);
    return 0;
}

enum status mime_reader_new(TALLOC_CTX *mem, struct str authserv_id, struct mime_reader **out, struct err *err)
{
    g_mime_init();
    struct mime_reader *reader = MEM_NEW(mem, struct mime_reader);
    talloc_set_destructor(reader, reader_done);
    reader->authserv_id = str_copy(reader, authserv_id);
    /* Only signatures: what is inside archives, and which encoding a text has, is not asked. */
    reader->magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_TOKENS
                               | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_CSV | MAGIC_NO_CHECK_JSON);
    if (reader->magic == NULL || magic_load(reader->magic, NULL) != 0) {
        const char *why = reader->magic != NULL ? magic_error(reader->magic) : NULL;
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "parse.magic", "could not load the table of file types");
        err_detail(err, "%s", why != NULL ? why : "no libmagic");
        talloc_free(reader);
        return status;
    }
    *out = reader;
    return STATUS_OK;
}

/* OpenPGP inside the text (RFC 9580, 6.2), as mail programs without PGP/MIME write it. */
static void name_armor(TALLOC_CTX *mem, struct mail *out)
{
    if (str_find(out->text, STR("-----BEGIN PGP MESSAGE-----\n"), 0) != SIZE_MAX)
        mail_problem_add(mem, out, "encrypted", "The mail is encrypted; it can be read with the key it was written for.");
    else if (str_find(out->text, STR("-----BEGIN PGP SIGNED MESSAGE-----\n"), 0) != SIZE_MAX)
        mail_problem_add(mem, out, "signed", "The mail carries a signature that was not checked.");
}

static void name_problems(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mime_body *body, struct mail *out)
{
    const struct {
        bool found;
        const char *key, *text;
    } rows[] = {
        { tree->too_complex, "too_complex", "The mail is too complex to be taken apart; it is shown as it came." },
        { tree->too_deep, "too_deep", "Parts that lie very deep inside the mail are not shown." },
        { tree->too_many, "too_many_parts", "The mail has more parts than are shown." },
        { body->cut, "text_cut", "The text is very long; its end is only in the raw mail." },
        { body->bad_charset, "bad_charset", "The mail names a wrong character set; the right one was guessed." },
        { body->refused_charset, "refused_charset", "The mail names a character set that is not read; it is shown raw." },
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].found)
            mail_problem_add(mem, out, rows[i].key, rows[i].text);
    for (size_t i = 0; i < tree->count; i++) {
        struct str type = tree->parts[i].type;
        bool is_sealed = str_ends(type, STR("/pkcs7-mime")) || str_ends(type, STR("/x-pkcs7-mime"));
        bool is_open = is_sealed && tree->parts[i].is_multipart; /* signed only, and shown */
        if (str_equal(type, STR("multipart/encrypted")) || (is_sealed && !is_open))
            mail_problem_add(mem, out, "encrypted", "The mail is encrypted or sealed; it is kept as an attachment.");
        else if (is_open || str_equal(type, STR("multipart/signed")))
            mail_problem_add(mem, out, "signed", "The mail carries a signature that was not checked.");
    }
    name_armor(mem, out);
}

/* The character set that raw 8-bit headers are read by: the one of the first words of the mail. */
static struct str charset_hint(TALLOC_CTX *mem, const struct mime_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (!str_starts(tree->parts[i].type, STR("text/")))
            continue;
        struct str label = mime_text_charset(mem, &tree->parts[i]);
        if (label.len > 0)
            return label;
    }
    return STR("");
}

/* The tree of the HTML that was read last: its text and its clean form are both made of it. */
struct document {
    struct str html;
    struct html_tree tree;
};

static void document_done(struct document *document)
{
    html_tree_done(&document->tree);
}

static const struct html_tree *document_tree(struct document *document, TALLOC_CTX *mem, struct str html)
{
    if (document->tree.output == NULL || document->html.ptr != html.ptr || document->html.len != html.len) {
        document_done(document);
        document->html = html;
        html_tree_read(mem, html, &document->tree);
    }
    return &document->tree;
}

static struct str document_text(void *data, TALLOC_CTX *mem, struct str html)
{
    return html_tree_text(mem, document_tree(data, mem, html));
}

static void read_html(TALLOC_CTX *mem, struct document *document, struct str html, struct mail *out)
{
    struct err err = { 0 };
    out->html = STR_NONE;
    if (html.ptr == NULL)
        return;
    const struct html_tree *tree = document_tree(document, mem, html);
    if (tree->cut)
        mail_problem_add(mem, out, "html_cut",
                         "The formatted form of the mail is too complex; its end is only in the raw mail.");
    if (html_clean_tree(mem, tree, &out->html, &err) != STATUS_OK)
        mail_problem_add(mem, out, "html_left_out",
                         "The formatted form of the mail could not be made safe; its text is shown.");
}

static void read_words(TALLOC_CTX *mem, const struct mime_body *body, struct mail *out)
{
    struct quote_fold fold;
    const struct quote_input input = { body->text, body->carried, quote_is_forward(mem, out->subject) };
    quote_fold(mem, &input, &fold);
    struct str gap =
        body->text.len > 0 && body->carried.len > 0 && !str_ends(body->text, STR("\n")) ? STR("\n") : STR("");
    out->text = body->carried.len == 0 ? body->text
                                       : str_format(mem, STR_FMT STR_FMT STR_FMT, STR_ARG(body->text), STR_ARG(gap),
                                                    STR_ARG(body->carried));
    out->text = utf8_clip(out->text, LIMIT_MAIL_TEXT_BYTES);
    out->visible = utf8_clip(fold.visible, LIMIT_MAIL_TEXT_BYTES);
    out->folded = utf8_clip(fold.folded, LIMIT_MAIL_TEXT_BYTES);
}

/* What the first invitation among the parts says; "" when there is none. */
static struct str invitation(TALLOC_CTX *mem, const struct mime_tree *tree)
{
    struct str text = STR("");
    for (size_t i = 0; text.len == 0 && i < tree->count; i++) {
        struct mime_text calendar;
        if (!str_equal(tree->parts[i].type, STR("text/calendar")))
            continue;
        mime_text_read(mem, &tree->parts[i], LIMIT_MAIL_TEXT_BYTES, &calendar);
        text = calendar_text(mem, calendar.text);
    }
    return text;
}

/* Words that are neither text nor HTML: those inside a winmail.dat, and what an invitation says, below the others. */
static void add_other_words(TALLOC_CTX *mem, const struct mime_tree *tree, struct mime_body *body)
{
    if (body->text.len == 0 && body->html.ptr == NULL)
        body->text = mime_attach_text(mem, tree);
    struct str told = invitation(mem, tree);
    if (told.len == 0)
        return;
    struct str own = str_trim(body->text);
    body->text = own.len == 0 ? told : str_format(mem, STR_FMT "\n\n" STR_FMT, STR_ARG(own), STR_ARG(told));
}

static void read_forward(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mime_body *body, struct mail *out)
{
    bool looks = quote_is_forward(mem, out->subject);
    struct forwarded found = { { STR(""), STR("") }, STR("") };
    if (looks || body->carried.len > 0)
        found = forward_find(mem, tree, body->text, looks);
    out->forwarded = found.from;
    out->forwarded_subject = utf8_clip(found.subject, LIMIT_SUBJECT_BYTES);
}

void mime_read(struct mime_reader *reader, TALLOC_CTX *mem, struct str raw, struct mail *out)
{
    *out = (struct mail){ 0 };
    struct mime_tree tree;
    mime_tree_read(mem, raw, &tree);
    struct str hint = charset_hint(mem, &tree);
    mime_envelope_read(mem, &tree.headers, hint, out);
    CLEANUP(document_done) struct document document = { 0 };
    struct mime_body body;
    mime_body_read(mem, &tree, &(struct mime_html){ document_text, &document }, &body);
    add_other_words(mem, &tree, &body);
    read_html(mem, &document, body.html, out);
    read_words(mem, &body, out);
    mime_attach_read(mem, reader->magic, &tree, &body, hint, out);
    struct auth_results auth = auth_results_read(mem, &tree.headers, reader->authserv_id);
    out->auth_results = auth.dmarc;
    out->auth_text = auth.text;
    out->automatic = mail_automatic_of(mem, &tree, out);
    read_forward(mem, &tree, &body, out);
    out->language = text_language(mem, out->visible);
    mail_bounce_read(mem, &tree, out);
    out->thanks = out->automatic == MAIL_HUMAN && out->visible.len <= THANKS_BYTES
                  && customer_word_of(mem, out->visible) == WORD_THANKS;
    name_problems(mem, &tree, &body, out);
}

static void collect(void *data, struct str piece)
{
    buf_add(data, piece);
}

enum status mime_read_part(TALLOC_CTX *mem, struct str raw, int64_t part, struct str *bytes, struct err *err)
{
    struct mime_tree tree;
    struct buf out;
    mime_tree_read(mem, raw, &tree);
    buf_init(&out, mem, LIMIT_MAIL_BYTES);
    if (!mime_attach_stream(mem, &tree, part, collect, &out))
        return FAIL(err, STATUS_NOT_FOUND, "mail.no_part", "the mail has no such part");
    return buf_end(&out, "mail.part_too_large", bytes, err);
}
