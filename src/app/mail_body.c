#include "app/mail_body.h"

#include <cmark-gfm.h>

#include "app/mail_out.h"
#include "app/mail_quote.h"
#include "app/mail_text.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/template.h"
#include "base/words.h"

enum { BODY_BYTES = 8 * LIMIT_REPLY_BODY_BYTES }; /* a text and a conversation with their markup */

/* Pictures no wider than the text. In what cmark writes only a picture begins like this: typed HTML is left out. */
static struct str pictures_fitted(TALLOC_CTX *mem, struct str html)
{
    const struct str mark = STR("<img ");
    struct buf out;
    size_t from = 0;
    buf_init(&out, mem, BODY_BYTES);
    for (size_t at = str_find(html, mark, 0); at != SIZE_MAX; at = str_find(html, mark, from)) {
        buf_add(&out, str_slice(html, from, at - from));
        buf_add_c(&out, "<img style=\"max-width:100%;height:auto\" ");
        from = at + mark.len;
    }
    buf_add(&out, str_slice(html, from, SIZE_MAX));
    return buf_str(&out);
}

static struct str text_to_html(TALLOC_CTX *mem, struct str text)
{
    char *html =
        cmark_markdown_to_html(text.ptr == NULL ? "" : text.ptr, text.len, CMARK_OPT_DEFAULT | CMARK_OPT_HARDBREAKS);
    struct str fitted = pictures_fitted(mem, str_from(html));
    free(html);
    return fitted;
}

/* Lines of plain text, escaped. */
static struct str lines_to_html(TALLOC_CTX *mem, struct str text)
{
    struct buf out;
    struct str line;
    buf_init(&out, mem, BODY_BYTES);
    while (str_next(&text, '\n', &line)) {
        if (out.len > 0)
            buf_add_c(&out, "<br>");
        buf_add_html(&out, line);
    }
    return buf_str(&out);
}

static struct str quoted_to_html(TALLOC_CTX *mem, struct str quoted)
{
    struct buf out;
    buf_init(&out, mem, BODY_BYTES);
    mail_quote_html(&out, quoted);
    return buf_str(&out);
}

static struct value *data_of(TALLOC_CTX *mem, const struct mail_body_input *in)
{
    struct value *data = value_object(mem);
    value_set_text(data, "language", in->language);
    value_set_text(data, "sign_off", in->sign_off);
    value_set_text(data, "link", in->link);
    value_set_text(data, "where", words_text(mem, in->language, "mail.where", NULL));
    return data;
}

static enum status plain(TALLOC_CTX *mem, const struct mail_body_input *in, const struct value *data, struct str *out,
                         struct err *err)
{
    struct str words, footer;
    struct buf text;
    TRY(mail_text_of(mem, str_trim(in->text), &words, err));
    TRY(mail_out_text(mem, in->language, "footer", data, &footer, err));
    buf_init(&text, mem, BODY_BYTES);
    buf_add(&text, words);
    footer = str_trim(footer);
    if (footer.len > 0)
        buf_addf(&text, "\n\n-- \n" STR_FMT, STR_ARG(footer));
    if (in->quoted.len > 0)
        buf_addf(&text, "\n\n" STR_FMT, STR_ARG(in->quoted));
    buf_add_char(&text, '\n');
    return buf_end(&text, "mail.too_large", out, err);
}

enum status mail_body(TALLOC_CTX *mem, const struct mail_body_input *in, struct str *text, struct str *html,
                      struct err *err)
{
    struct value *data = data_of(mem, in);
    struct str frame;
    struct buf out;
    TRY(plain(mem, in, data, text, err));
    buf_init(&out, mem, BODY_BYTES);
    value_set_text(data, "body", text_to_html(mem, in->text));
    value_set_text(data, "sign_off_lines", lines_to_html(mem, in->sign_off));
    value_set_text(data, "quoted", quoted_to_html(mem, in->quoted));
    if (!template_embedded(STR("en/mail_body.html"), &frame))
        return FAIL(err, STATUS_BROKEN, "template.missing", "the frame of a mail is missing");
    TRY(template_render(&out, frame, data, ESCAPE_HTML, NULL, err));
    return buf_end(&out, "mail.too_large", html, err);
}
