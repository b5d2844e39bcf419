#pragma once
/* The words of mail programs around an earlier mail, in the languages they speak: the tables behind quote_marks.h.
 *
 * All in the form of quote_marks_normal: lower case, plain spaces, straight apostrophes.
 */
#include "base/str.h"

struct quote_words {
    const char *const *items;
    size_t count;
};

extern const struct quote_words quote_originals;        /* "original message" */
extern const struct quote_words quote_forwards;         /* "begin forwarded message" */
extern const struct quote_words quote_forward_subjects; /* "fwd:" */
extern const struct quote_words quote_verbs;            /* "wrote": said of the person who is quoted */
extern const struct quote_words quote_openers;          /* "on ": how an introduction begins */
extern const struct quote_words quote_sentence_words;   /* "your": words of a sentence, never of a program's introduction */
extern const struct quote_words quote_pointers;         /* "see below": what follows is meant to be read */
extern const struct quote_words quote_devices;          /* "sent from my": a phone's line under the text */
extern const struct quote_words quote_source_labels;    /* "received": a mail's source, as no program quotes it */

/* Roles of the lines of a quoted header block ("Von: … Gesendet: … An: … Betreff: …"). */
enum mark_role {
    ROLE_NONE,
    ROLE_FROM,
    ROLE_SENT, /* a label that only mails have */
    ROLE_DATE, /* one that stands on other papers too */
    ROLE_TO,
    ROLE_CC,
    ROLE_SUBJECT,
    ROLE_COUNT
};

/* The role of a label, without its colon. */
enum mark_role quote_words_role(struct str label);
