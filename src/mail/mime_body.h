#pragma once
/* Which parts of a mail are its words, and which are attachments.
 *
 * The words are gathered as blocks in reading order. A block has a text, an HTML or both (multipart/alternative), so
 * that whichever of the two is shown, nothing of the other is missing. Messages inside the message are attachments;
 * their words follow behind the sender's own, as `carried`.
 */
#include "mail/mime_text.h"

struct mime_body {
    struct str text;      /* the sender's own words as text; "" when there is only HTML or nothing */
    struct str html;      /* not clean; ptr NULL when no block has any */
    struct str carried;   /* the words of forwarded messages, each below a few lines of its header; "" for none */
    bool *is_attachment;  /* one for each part of the tree */
    bool *is_words;       /* the same: its words are among those above */
    bool cut;
    bool bad_charset;     /* a label was unknown or contradicted, and the set had to be guessed */
    bool refused_charset;
};

/* How HTML becomes text; brought by the caller, so that this module knows no HTML. */
struct mime_html {
    struct str (*text)(void *data, TALLOC_CTX *mem, struct str html);
    void *data;
};

void mime_body_read(TALLOC_CTX *mem, const struct mime_tree *tree, const struct mime_html *html, struct mime_body *out);

/* True when the part was declared an attachment, or has a name. */
bool mime_part_has_name(TALLOC_CTX *mem, const struct mime_part *part);
