/* mail-scores FOLDER [-v]: reads every set of tests/corpus and prints how much of it was understood; ends with 1 when a
 * set is below what it must reach. */
#include <stdio.h>

#include "base/digest.h"
#include "score_sets.h"

static const struct set {
    const char *name;
    struct score (*score)(const struct corpus *corpus);
    double least; /* percent */
} sets[] = {
    { "subjects", score_subjects, 100 },
    { "senders", score_senders, 100 },
    { "attachments, byte for byte", score_attachments, 100 },
    { "replies folded right", score_replies, 95 },
    { "lines of replies kept", score_reply_lines, 100 },
    { "bounces recognised", score_bounces_seen, 98 },
    { "bounces classed hard or soft", score_bounces_classed, 98 },
    { "HTML vectors inert", score_html_inert, 100 },
    { "addresses judged right", score_addresses, 98 },
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
    int bad = 0;
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
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
