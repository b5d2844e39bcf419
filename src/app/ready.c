#include "app/ready.h"

enum status desk_is_ready(struct app *app, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    int64_t seq;
    TRY(tx_begin_read(&tx, app->db, err));
    return journal_last(&tx, &seq, err);
}
