#include "app/changes.h"

enum status changes_tip(struct app *app, int64_t *seq, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_read(&tx, app->db, err));
    return journal_last(&tx, seq, err);
}
