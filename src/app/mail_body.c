#include "app/mail_body.h"

#include <cmark-gfm.h>

#include "app/mail_out.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/template.h"

enum { BODY_BYTES = 4 * LIMIT_REPLY_BODY_BYTES }; /* a text with its markup */

static struct str text_to_html(TALLOC_CTX *mem, struct str text)
{
    char *html =
        cmark_markdown_to_html(text.ptr == NULL ? "" : text.ptr, text.len, CMARK_OPT_DEFAULT | CMARK_OPT_HARDBREAKS);
    struct str copy = str_copy(mem, str_from(html));
    free(html);
    return copy;
}

static struct value *data_of(TALLOC_CTX *mem, const struct mail_body_input *in)
{
    struct value *data = value_object(mem);
    value_set_text(data, "language", in->language);
    value_set_text(data, "owner", in->owner);
    value_set_text(data, "desk", in->desk);
    value_set_text(data, "link", in->link);
    return data;
}

enum status mail_body(TALLOC_CTX *mem, const struct mail_body_input *in, struct str *text, struct str *html,
                      struct err *err)
{
    struct value *data = data_of(mem, in);
    struct str footer, frame;
    TRY(mail_out_text(mem, in->language, "footer", data, &footer, err));
    *text = str_format(mem, STR_FMT "\n\n-- \n" STR_FMT, STR_ARG(str_trim(in->text)), STR_ARG(footer));

    struct buf out;
    buf_init(&out, mem, BODY_BYTES);
    value_set_text(data, "body", text_to_html(mem, in->text));
    if (!template_embedded(str_format(mem, STR_FMT "/mail_body.html", STR_ARG(in->language)), &frame)
        && !template_embedded(STR("en/mail_body.html"), &frame))
        return FAIL(err, STATUS_BROKEN, "template.missing", "the frame of a mail is missing");
    TRY(template_render(&out, frame, data, ESCAPE_HTML, NULL, err));
    return buf_end(&out, "mail.too_large", html, err);
}
