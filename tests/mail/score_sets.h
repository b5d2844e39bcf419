#pragma once
/* The sets of tests/corpus, each with what is counted and how much of it must be right. */
#include "mail/mime_read.h"

struct score {
    size_t right, count;
};

struct corpus {
    const char *folder;         /* tests/corpus */
    struct mime_reader *reader;
    const char *threads;        /* list mails, which lie beside the project and not in it; NULL: not here */
    bool verbose;               /* names what is wrong */
};

/* The bytes of FOLDER/SET/NAME followed by SUFFIX; "" when there is no such file. */
struct str corpus_file(TALLOC_CTX *mem, const char *folder, const char *set, const char *name, const char *suffix);

struct score score_subjects(const struct corpus *corpus);
struct score score_senders(const struct corpus *corpus);
struct score score_attachments(const struct corpus *corpus);
struct score score_replies(const struct corpus *corpus);       /* visible is what the sender wrote */
struct score score_reply_lines(const struct corpus *corpus);   /* lines that the sender wrote and that are visible */
struct score score_bounces_seen(const struct corpus *corpus);
struct score score_bounces_classed(const struct corpus *corpus);
struct score score_html_inert(const struct corpus *corpus);
struct score score_addresses(const struct corpus *corpus);
struct score score_threads(const struct corpus *corpus);        /* pairs of mails that belong together, or do not */
struct score score_never_answered(const struct corpus *corpus); /* mails that say that nobody is to answer by itself */
