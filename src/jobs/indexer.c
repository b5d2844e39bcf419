#include "jobs/indexer.h"

#include "app/search_index.h"

enum status indexer_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    round->next_ms = 0;
    return search_catch_up(workers->app, &round->more, err);
}
