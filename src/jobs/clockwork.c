#include "jobs/clockwork.h"

#include "app/promise.h"

enum { SWEEP_TICKETS = 100 };

enum status clockwork_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    struct sweep_outcome outcome = { 0 };
    TRY(promise_sweep(workers->app, SWEEP_TICKETS, &outcome, err));
    round->more = outcome.more;
    round->next_ms = outcome.next_ms;
    return STATUS_OK;
}
