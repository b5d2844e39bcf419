#include "jobs/upkeep.h"

#include "app/idempotency.h"
#include "app/search_index.h"

enum status indexer_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    return search_catch_up(workers->app, &round->more, err);
}

enum status tidier_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    struct clock *clock = workers->app->clock;
    TRY(once_forget(workers->app, err));
    round->next_ms = clock->now(clock) + HOUR_MS;
    return STATUS_OK;
}
