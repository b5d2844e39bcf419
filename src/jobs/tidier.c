#include "jobs/tidier.h"

#include "app/customer_page.h"
#include "app/idempotency.h"
#include "app/mail_out.h"
#include "app/session.h"
#include "app/upload.h"

enum status tidier_round(struct workers *workers, TALLOC_CTX *mem, struct round *round, struct err *err)
{
    (void)mem;
    struct clock *clock = workers->app->clock;
    TRY(once_forget(workers->app, err));
    TRY(uploads_forget(workers->app, err));
    TRY(sessions_forget(workers->app, err));
    TRY(page_keys_forget(workers->app, err));
    TRY(mail_out_forget(workers->app, err));
    round->next_ms = clock->now(clock) + HOUR_MS;
    return STATUS_OK;
}
