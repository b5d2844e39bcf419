#include "app/search_index.h"

#include "store/search_store.h"

/* The index's own commit wakes the indexer again; this look keeps that from being a write. */
static enum status anything_waits(struct app *app, bool *waits, struct err *err)
{
    int64_t first;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(query_int(&tx, Q_SEARCH_QUEUE_FIRST, PARAMS({ "limit", db_int(1) }), &first, err));
    *waits = first != 0;
    return STATUS_OK;
}

enum status search_catch_up(struct app *app, bool *more, struct err *err)
{
    size_t count;
    TRY(anything_waits(app, more, err));
    if (!*more)
        return STATUS_OK;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(search_index(&tx, SEARCH_LUMP, &count, err));
    TRY(tx_commit(&tx, err));
    *more = count == SEARCH_LUMP;
    return STATUS_OK;
}
