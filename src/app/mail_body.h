#pragma once
/* The two bodies of an outgoing mail, from what was written: plain text, and the same as simple HTML by Markdown.
 * Raw HTML in the text stays text: cmark's safe mode (AC-040). */
#include "app/app.h"

struct mail_body_input {
    struct str text, language;
    struct str quoted;        /* the conversation so far, as mail_quote gave it; "" none */
    struct str sign_off;      /* lines; "" none */
    struct str link;          /* the private page; "" none */
};
MUST_CHECK enum status mail_body(TALLOC_CTX *mem, const struct mail_body_input *in, struct str *text, struct str *html,
                                 struct err *err);
