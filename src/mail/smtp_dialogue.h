#pragma once
/* What an SMTP server said about each recipient of one mail, and what that means.
 *
 * The one idea: only what was heard counts. A recipient is served when the server has answered the final dot with 2xx. When
 * the mail was handed over and no answer came, nobody knows (F-05); when it was not, it is still ours (F-07).
 * Fed with the lines that were said and heard; knows no socket.
 */
#include "base/str.h"

enum smtp_verdict {
    SMTP_TAKEN,   /* 2xx after the final dot */
    SMTP_LATER,   /* 4xx, no connection, no TLS, no sign-in: try again */
    SMTP_REFUSED, /* 5xx to this sender, recipient or mail */
    SMTP_UNKNOWN, /* handed over, answer lost */
    SMTP_VERDICT_COUNT
};

struct smtp_result {
    enum smtp_verdict verdict;
    struct str reply; /* the server's words, or why there are none; one line of clean UTF-8 */
};

struct smtp_dialogue;

struct smtp_dialogue *smtp_dialogue_new(TALLOC_CTX *mem, size_t recipients);

/* As if nothing had been said. */
void smtp_dialogue_clear(struct smtp_dialogue *dialogue);

void smtp_dialogue_said(struct smtp_dialogue *dialogue, struct str command);
void smtp_dialogue_heard(struct smtp_dialogue *dialogue, struct str line);
void smtp_dialogue_handed_over(struct smtp_dialogue *dialogue); /* the last byte of the mail was given to the connection */
bool smtp_dialogue_answered(const struct smtp_dialogue *dialogue); /* the final dot has its answer */

/* The server ended the connection (421, or without a word) before it was given any of the mail: on another connection all
 * can be said again. */
bool smtp_dialogue_was_cut(struct smtp_dialogue *dialogue);

/* The result for each recipient, in the order of the RCPT commands. TROUBLE: why the connection ended, "" when it ended
 * well; it is the reply where the server gave none. */
void smtp_dialogue_results(const struct smtp_dialogue *dialogue, TALLOC_CTX *mem, struct str trouble,
                           struct smtp_result *results);
