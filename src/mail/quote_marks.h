#pragma once
/* The lines by which mail programs set earlier mails apart, in the languages they speak (quote_words.h).
 *
 * All functions take a line as quote_marks_normal makes it: lower case, plain spaces, no invisible marks.
 */
#include "base/buf.h"
#include "mail/quote_words.h"

enum { MARK_LINE_BYTES = 600 }; /* no mark is longer; longer lines are words */

/* LINE for comparison, in SCRATCH until its next use; "" when it is too long to be a mark. */
struct str quote_marks_normal(struct buf *scratch, struct str line);

/* The role of "Label: value", with or without asterisks around the label. */
enum mark_role quote_marks_role(struct str line);

/* A label and no colon behind it: "From "Bo Ek" <bo@x.example>". Counts only below a title. */
bool quote_marks_begins_with_label(struct str line);

/* A label and its value, whatever the label says: what a header block in an unknown language consists of. */
bool quote_marks_is_labelled(struct str line);

/* A line of a mail's source that no program quotes ("Received: …"): somebody pasted the source. */
bool quote_marks_is_source(struct str line);

/* "-----Original Message-----" and its sisters: an earlier mail follows, without any quote marks. */
bool quote_marks_is_original(struct str line);

/* What may be such a title, in a language that is not known or without its dashes: it needs a header block below it. */
bool quote_marks_is_title(struct str line);

/* "---------- Forwarded message ----------": a mail that the sender wants to be read follows. */
bool quote_marks_is_forward(struct str line);

/* The start of a forwarded mail's subject: "fwd: …". */
bool quote_marks_forwards(struct str subject);

/* A rule made of dashes, underscores or the like. */
bool quote_marks_is_rule(struct str line);

/* "[...]" or "<snip>": something was left out of a quote. */
bool quote_marks_is_cut(struct str line);

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

/* Whether the line may be the first of one that was wrapped: it opens one, or has a date or an address in it. */
bool quote_marks_may_open(struct str line);

/* Whether the line says that there is something to read in the mail below: "see below", "my answers in red". */
bool quote_marks_points_below(struct str line);

/* "Sent from my iPhone": nothing that the sender wrote. */
bool quote_marks_is_device(struct str line);

/* A short line with a date and nothing said: "пт, 20 нояб. 2026 г." */
bool quote_marks_is_day(struct str line);
