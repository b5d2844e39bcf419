#include "store/search_store.h"

#include <assert.h>

static const struct field search_hit_fields[] = {
    FIELD(struct search_hit, docid, INT, REQUIRED, 0),
    FIELD_OF_ID(struct search_hit, message_id, REQUIRED),
    FIELD_OF_ID(struct search_hit, ticket_id, REQUIRED),
};
static const struct shape search_hit_shape = SHAPE("SearchHit", struct search_hit, search_hit_fields);

/* How many of the queue's first there are, and the last of them. */
static enum status read_queue(struct tx *tx, size_t limit, int64_t *last, size_t *count, struct err *err)
{
    bool row;
    CLEANUP(rows_done) struct rows rows = { .state = NULL };
    TRY(query_rows(&rows, tx, Q_SEARCH_QUEUE_FIRST, PARAMS({ "limit", db_int((int64_t)limit) }), err));
    TRY(rows_next(&rows, &row, err));
    for (*count = 0; row; ++*count) {
        *last = row_int(&rows, 0);
        TRY(rows_next(&rows, &row, err));
    }
    return STATUS_OK;
}

enum status search_index(struct tx *tx, size_t limit, size_t *count, struct err *err)
{
    int64_t last = 0, docid = 0;
    assert(limit > 0 && limit <= SEARCH_LUMP);
    TRY(read_queue(tx, limit, &last, count, err));
    if (*count == 0)
        return STATUS_OK;
    TRY(counter_take(tx, "search_doc", (int64_t)*count, &docid, err));
    TRY(query_run(tx, Q_SEARCH_DOCS_INSERT, PARAMS({ "docid", db_int(docid) }, { "count", db_int((int64_t)*count) }), NULL, err));
    return query_run(tx, Q_SEARCH_QUEUE_DONE_UNTIL, PARAMS({ "message_id", db_id(last) }), NULL, err);
}

enum status search_newest(struct tx *tx, TALLOC_CTX *mem, struct str plan, int64_t before, size_t limit, struct list *out, struct err *err)
{
    int64_t end = before == 0 ? INT64_MAX : before;
    return query_list(tx, mem, Q_SEARCH_NEWEST, PARAMS({ "plan", db_text(plan) }, { "before", db_int(end) }, { "limit", db_int((int64_t)limit) }),
                      &search_hit_shape, limit, out, err);
}

enum status search_forget(struct tx *tx, message_id message, struct err *err)
{
    TRY(query_run(tx, Q_SEARCH_QUEUE_DONE, PARAMS({ "message_id", db_id(message.v) }), NULL, err));
    return query_run(tx, Q_SEARCH_DOC_DELETE, PARAMS({ "message_id", db_id(message.v) }), NULL, err);
}
