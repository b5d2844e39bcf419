#pragma once
/* What introduces an earlier mail in a text: a sentence ("On …, Bo wrote:"), a title ("-----Original Message-----"), a
 * block of header lines ("From: … Sent: … Subject: …"), or a rule above one.
 *
 * What follows it may have quote marks or not. Without them nothing tells where the earlier mail ends, so an introduction
 * must be sure of itself.
 */
#include "mail/quote_lines.h"

struct quote_intro {
    size_t start; /* its first line */
    size_t end;   /* behind its last one: the earlier mail's words begin here or below */
};

/* The introduction that begins in line AT, or, of a sentence, ends there: sure even where no quote marks follow. */
bool quote_intro_at(struct quote_lines *lines, size_t at, struct quote_intro *out);

/* Whether a mail that the sender passes on begins in line AT: by its title, or by the header that Mozilla's programs put
 * above it under the title of an answer. */
bool quote_intro_is_forward(struct quote_lines *lines, size_t at);

/* The sentence above the quote whose first line is QUOTE: where it begins. */
bool quote_intro_above(struct quote_lines *lines, size_t quote, size_t *start);

/* Whether a header block stands at the beginning of the quoted lines FROM … TO; whether it is all there is. */
bool quote_intro_has_header(struct quote_lines *lines, size_t from, size_t to);
bool quote_intro_is_header(struct quote_lines *lines, size_t from, size_t to);

/* The rule above AT, or AT when there is none. */
size_t quote_intro_with_rule(struct quote_lines *lines, size_t at);
