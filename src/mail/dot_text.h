#pragma once
/* The text between DATA and its final dot (RFC 5321 section 4.5.2), decoded as it comes in.
 *
 * The one idea: only CR LF ends a line. A lone CR or LF is content like any other byte, so that whatever a sender hides
 * behind one stays inside this mail (AC-015: SMTP smuggling needs two sides that disagree about where a mail ends).
 */
#include "base/buf.h"

enum dot_place {
    DOT_LINE_START, /* the zeroed struct stands here: DATA begins with a line */
    DOT_IN_LINE,
    DOT_AFTER_CR,
    DOT_AFTER_DOT,    /* a dot began the line and is held back */
    DOT_AFTER_DOT_CR, /* the dot and a CR: an LF now ends the mail */
    DOT_END,
};

struct dot_text {
    enum dot_place place;
};

/* Decodes BYTES into OUT up to the end of the mail, and returns how many of them were used; all of them unless the end
 * was reached. OUT may run over its maximum: reading goes on, so that the conversation stays in step. */
size_t dot_text_read(struct dot_text *text, struct str bytes, struct buf *out);

bool dot_text_ended(const struct dot_text *text);
