#pragma once
/* Replies written down with what must come of them: a line begins with + when the sender's words are shown, with - when
 * it is folded. A blank line may go either way. */
#include "mail/quote_fold.h"

#include "base/buf.h"
#include "check.h"

/* The same words in the same lines; blank lines (quoted ones too), rules and the white space around a line are furniture. */
static inline bool fold_next_words(struct str *rest, struct str *line)
{
    while (str_next(rest, '\n', line)) {
        *line = str_trim(*line);
        if (line->len > 0 && !str_equal(*line, STR(">")) && !str_starts(*line, STR("____")))
            return true;
    }
    return false;
}

static inline bool fold_same_words(struct str a, struct str b)
{
    struct str line_a, line_b;
    for (;;) {
        bool more_a = fold_next_words(&a, &line_a), more_b = fold_next_words(&b, &line_b);
        if (!more_a || !more_b)
            return more_a == more_b;
        if (!str_equal(line_a, line_b))
            return false;
    }
}

/* The lines of PATTERN that begin with one of MARKS, without it. */
static inline struct str fold_lines(TALLOC_CTX *mem, struct str pattern, const char *marks)
{
    struct buf out;
    buf_init(&out, mem, 1 << 20);
    struct str line;
    while (str_next(&pattern, '\n', &line)) {
        if (line.len == 0 || strchr(marks, line.ptr[0]) == NULL)
            continue;
        buf_add(&out, str_slice(line, 1, line.len));
        buf_add_char(&out, '\n');
    }
    return buf_str(&out);
}
