#pragma once
/* The lines by which mail programs set earlier mails apart, in the languages they speak.
 *
 * All functions take a line as quote_marks_normal makes it: lower case, plain spaces, no invisible marks.
 */
#include "base/buf.h"

enum { MARK_LINE_BYTES = 600 }; /* no mark is longer; longer lines are words */

/* Roles of the lines of a quoted header block ("Von: … Gesendet: … An: … Betreff: …"). */
enum mark_role { ROLE_NONE, ROLE_FROM, ROLE_SENT, ROLE_TO, ROLE_CC, ROLE_SUBJECT, ROLE_COUNT };

/* LINE for comparison, in SCRATCH until its next use; "" when it is too long to be a mark. */
struct str quote_marks_normal(struct buf *scratch, struct str line);

/* The role of "Label: value", with or without asterisks around the label. */
enum mark_role quote_marks_role(struct str line);

/* "-----Original Message-----" and its sisters: an earlier mail follows, without any quote marks. */
bool quote_marks_is_original(struct str line);

/* "---------- Forwarded message ----------": a mail that the sender wants to be read follows. */
bool quote_marks_is_forward(struct str line);

/* The start of a forwarded mail's subject: "fwd: …". */
bool quote_marks_forwards(struct str subject);

/* A rule made of dashes, underscores or the like. */
bool quote_marks_is_rule(struct str line);

/* How sure it is that TEXT (one line, or a few joined by spaces) introduces a quote: "On …, … wrote:". */
enum mark_attribution {
    ATTRIBUTION_NONE,
    ATTRIBUTION_WEAK,   /* it is one if a quote follows */
    ATTRIBUTION_DATED,  /* the same, and it has its date: nothing more belongs to it */
    ATTRIBUTION_STRONG, /* it is one even if what follows has no quote marks */
};
enum mark_attribution quote_marks_attribution(struct str text);

/* Whether TEXT begins as such an introduction does: "On ", "Am ", "Le " … */
bool quote_marks_opens(struct str text);
