#include "jobs/clockwork.h"

#include "app/promise.h"
#include "app/receipt.h"

enum { SWEEP_TICKETS = 100, RECEIPTS = 100 };

enum status clockwork_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    struct sweep_outcome outcome = { 0 };
    bool more_receipts;
    time_ms next_receipt;
    TRY(promise_sweep(workers->app, SWEEP_TICKETS, &outcome, err));
    TRY(receipts_write(workers->app, RECEIPTS, &more_receipts, &next_receipt, err));
    round->more = outcome.more || more_receipts;
    round->next_ms = outcome.next_ms;
    if (next_receipt != 0 && (round->next_ms == 0 || next_receipt < round->next_ms))
        round->next_ms = next_receipt;
    return STATUS_OK;
}
