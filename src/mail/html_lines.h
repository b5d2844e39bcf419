#pragma once
/* The lines of a readable text while it is made of HTML: words with one space between them, marks before a line.
 *
 * Nothing is written before a word needs it: spaces, the bars between cells, the marks of quotes and of list items. So
 * an element without words leaves nothing behind. Characters that nobody sees (soft hyphens, zero-width spaces, which
 * newsletters put in by the hundred) are left out; those that join letters stay within words.
 */
#include "base/buf.h"

enum { HTML_LISTS_MAX = 20, HTML_EMPTY_LINES_MAX = 2 };

struct html_lines {
    struct buf out;
    size_t quotes; /* open block quotes: so many '>' before a line */
    struct html_list {
        bool ordered;
        int64_t next;
    } lists[HTML_LISTS_MAX];
    size_t list_count; /* open lists; those deeper than HTML_LISTS_MAX are counted only */
    char marker[24];   /* of the list item that the next word begins; "" for none */
    bool in_line;      /* a word stands in this line */
    bool space;        /* is owed before the next word */
    bool cell;         /* the next word begins another cell of a row */
    bool blank;        /* this line holds a no-break space, by which mail programs mean an empty line */
    bool full;         /* more than LIMIT_MAIL_TEXT_BYTES */
    size_t ends;       /* line breaks at the end of `out` */
};

void html_lines_init(struct html_lines *lines, TALLOC_CTX *mem);

/* Words, with white space shrunk to single spaces, or KEPT as it is. */
void html_lines_add(struct html_lines *lines, struct str text, bool kept);

/* One word as it stands, with a space before it. */
void html_lines_word(struct html_lines *lines, struct str word);

/* A line break; many in a row leave HTML_EMPTY_LINES_MAX empty lines. */
void html_lines_break(struct html_lines *lines);

/* The line is over; with COUNT 2 an empty one follows. */
void html_lines_edge(struct html_lines *lines, size_t count);

void html_lines_list(struct html_lines *lines, bool ordered, int64_t first);
void html_lines_list_end(struct html_lines *lines);
void html_lines_item(struct html_lines *lines);
void html_lines_cell(struct html_lines *lines);

/* A line that says that a signature follows: "-- " (RFC 3676 section 4.3); whether the last words are one. */
void html_lines_mark(struct html_lines *lines);
bool html_lines_are_marked(const struct html_lines *lines);

/* Valid UTF-8, without white space at its end but for one line break. */
struct str html_lines_text(struct html_lines *lines, TALLOC_CTX *mem);
