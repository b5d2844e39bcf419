#pragma once
/* The text of a mail as lines, each of which is shown or folded. What quote_fold.h does, it does to these. */
#include "base/buf.h"

enum line_kind {
    LINE_WORDS,
    LINE_BLANK,
    LINE_QUOTE, /* "> …", also with the quoted person's initials before the mark */
};

struct line {
    struct str text; /* without its \n */
    enum line_kind kind;
    bool folded;
};

/* Nobody writes more above an earlier mail; further lines are not searched for one, which keeps the longest text within
 * the time that reading a mail may take. */
enum { QUOTE_LINES_SEARCHED = 5000 };

struct quote_lines {
    TALLOC_CTX *mem;
    struct line *items;
    size_t count;
    size_t end;         /* what stands from here on is shown as it is: a mail that is passed on */
    struct buf scratch; /* one line made comparable */
    struct buf joined;  /* a few lines made one */
};

/* TEXT must outlive OUT. */
void quote_lines_read(TALLOC_CTX *mem, struct str text, struct quote_lines *out);

/* The line as quote_marks_normal makes it, a quoted one without its marks. Valid until the next call. */
struct str quote_lines_normal(struct quote_lines *lines, size_t at);

bool quote_lines_is(const struct quote_lines *lines, size_t at, enum line_kind kind); /* false behind the end */
void quote_lines_fold(struct quote_lines *lines, size_t from, size_t to);
size_t quote_lines_skip_blank(const struct quote_lines *lines, size_t at);
size_t quote_lines_back_over_blank(const struct quote_lines *lines, size_t at); /* the first of the blank ones above AT */

/* The folded or the shown lines in order, without the blank ones at the end, and MORE behind them. */
struct str quote_lines_gather(const struct quote_lines *lines, bool folded, struct str more);
