#pragma once
/* The sets of tests/corpus, each with what is counted and how much of it must be right. */
#include "mail/mime_read.h"

struct score {
    size_t right, count;
};

struct corpus {
    const char *folder;         /* tests/corpus */
    struct mime_reader *reader;
    bool verbose;               /* names what is wrong */
};

struct score score_subjects(const struct corpus *corpus);
struct score score_senders(const struct corpus *corpus);
struct score score_attachments(const struct corpus *corpus);
struct score score_replies(const struct corpus *corpus);       /* visible is what the sender wrote */
struct score score_reply_lines(const struct corpus *corpus);   /* lines that the sender wrote and that are visible */
struct score score_bounces_seen(const struct corpus *corpus);
struct score score_bounces_classed(const struct corpus *corpus);
struct score score_html_inert(const struct corpus *corpus);
struct score score_addresses(const struct corpus *corpus);
