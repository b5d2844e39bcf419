/* mail-scores FOLDER [-v]: reads every set of tests/corpus and prints how much of it was understood; ends with 1 when a
 * set is below what it must reach. */
#include <stdio.h>
#include <unistd.h>

#include "base/digest.h"
#include "score_sets.h"

static const struct set {
    const char *name;
    struct score (*score)(const struct corpus *corpus);
    double least; /* percent */
    bool beside;  /* needs the list mails */
} sets[] = {
    { "subjects", score_subjects, 100, false },
    { "senders", score_senders, 100, false },
    { "attachments, byte for byte", score_attachments, 100, false },
    { "replies folded right", score_replies, 95, false },
    { "lines of replies kept", score_reply_lines, 100, false },
    { "bounces recognised", score_bounces_seen, 98, false },
    { "bounces classed hard or soft", score_bounces_classed, 98, false },
    { "HTML vectors inert", score_html_inert, 100, false },
    { "addresses judged right", score_addresses, 98, false },
    { "pairs of list mails threaded", score_threads, 99, true },
    { "list mails never answered", score_never_answered, 100, true },
};

int main(int argc, char **argv)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    struct err err = { 0 };
    struct corpus corpus = { .folder = argc > 1 ? argv[1] : "tests/corpus", .verbose = argc > 2 };
    if (digest_start(&err) != STATUS_OK || mime_reader_new(mem, STR(""), &corpus.reader, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    const char *threads = talloc_asprintf(mem, "%s/../../../shared/corpus/threads/easy-ham-2", corpus.folder);
    corpus.threads = access(threads, R_OK) == 0 ? threads : NULL;
    int bad = 0;
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        if (sets[i].beside && corpus.threads == NULL) {
            printf("%-30s skipped: the list mails are not here\n", sets[i].name);
            continue;
        }
        struct score score = sets[i].score(&corpus);
        double percent = score.count > 0 ? 100.0 * (double)score.right / (double)score.count : 0;
        bool good = score.count > 0 && percent >= sets[i].least;
        printf("%-30s %4zu of %4zu  %6.2f %%  (at least %.0f) %s\n", sets[i].name, score.right, score.count, percent,
               sets[i].least, good ? "" : "TOO LOW");
        bad += !good;
    }
    talloc_free(mem);
    return bad > 0;
}
