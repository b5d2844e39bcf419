#include <inttypes.h>

#include "app/list_place.h"
#include "app/may.h"
#include "app/views.h"
#include "base/limits.h"
#include "base/mem.h"
#include "search/plan.h"
#include "store/search_store.h"

enum {
    LIST_ROWS = 50,          /* unless asked otherwise */
    SEARCH_HITS = 200,       /* messages looked at in one step */
    SEARCH_STEPS = 10,       /* so that words that only foreign tickets hold end soon */
};

static int64_t rows_wished(const struct ticket_filter *filter)
{
    return filter->limit > 0 && filter->limit <= LIMIT_PAGE_ROWS ? filter->limit : LIST_ROWS;
}

static struct str text_or_empty(struct str text)
{
    return text.ptr == NULL ? STR("") : text;
}

/* ---- newest first ---- */

static enum status list_newest(struct tx *tx, TALLOC_CTX *mem, const struct who *who,
                               const struct ticket_filter *filter, struct ticket_page *out, struct err *err)
{
    int64_t most = rows_wished(filter);
    struct list_place place;
    struct list rows;
    TRY(list_place_read(filter->after, &place, err));
    TRY(query_list(tx, mem, Q_TICKET_ROWS_NEWEST,
                   PARAMS({ "before_ms", db_int(place.at) }, { "before_id", db_int(place.id) },
                          { "state", db_text(text_or_empty(filter->state)) }, { "owner_id", db_int(filter->owner) },
                          { "colleague_id", db_id(who->colleague.v) }, { "most", db_int(most + 1) }),
                   &ticket_row_shape, LIMIT_PAGE_ROWS + 1, &rows, err));
    *out = (struct ticket_page){ .tickets = rows, .count = (int64_t)rows.count, .next = STR_NONE };
    if ((int64_t)rows.count <= most)
        return STATUS_OK;
    const struct ticket_row *last = (const struct ticket_row *)rows.items + most - 1;
    out->tickets.count = (size_t)most;
    out->more = true;
    out->next = list_place_write(mem, last->created_ms, last->id.v);
    return STATUS_OK;
}

/* ---- search ---- */

struct finding {
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct who *who;
    const struct ticket_filter *filter;
    struct ticket_row *rows;
    size_t count, most;
    int64_t docid; /* of the last hit looked at */
};

static bool found_before(const struct finding *f, ticket_id ticket)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->rows[i].id.v == ticket.v)
            return true;
    }
    return false;
}

/* A ticket that may not be read is passed over as if it held none of the words (AC-086). */
static enum status hit_take(struct finding *f, const struct search_hit *hit, struct err *err)
{
    f->docid = hit->docid;
    if (found_before(f, hit->ticket_id))
        return STATUS_OK;
    enum status right = may(f->tx, f->who, ACTION_READ, hit->ticket_id, err);
    if (right == STATUS_NOT_FOUND || right == STATUS_DENIED)
        return STATUS_OK;
    TRY(right);
    struct list row;
    TRY(query_list(f->tx, f->mem, Q_TICKET_ROW_FOUND,
                   PARAMS({ "ticket_id", db_id(hit->ticket_id.v) }, { "message_id", db_id(hit->message_id.v) },
                          { "state", db_text(text_or_empty(f->filter->state)) },
                          { "owner_id", db_int(f->filter->owner) }),
                   &ticket_row_shape, 1, &row, err));
    if (row.count == 1)
        f->rows[f->count++] = *(const struct ticket_row *)row.items;
    return STATUS_OK;
}

static enum status search_rows(struct finding *f, struct str plan, bool *more, struct err *err)
{
    *more = true;
    for (int step = 0; step < SEARCH_STEPS && f->count < f->most; step++) {
        struct list hits;
        TRY(search_newest(f->tx, f->mem, plan, f->docid, SEARCH_HITS, &hits, err));
        const struct search_hit *hit = hits.items;
        for (size_t i = 0; i < hits.count && f->count < f->most; i++)
            TRY(hit_take(f, &hit[i], err));
        if (hits.count < SEARCH_HITS && f->count < f->most) {
            *more = false;
            return STATUS_OK;
        }
    }
    return STATUS_OK;
}

static enum status list_found(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct who *who,
                              const struct ticket_filter *filter, struct ticket_page *out, struct err *err)
{
    struct str plan;
    struct finding f = { .tx = tx, .mem = mem, .who = who, .filter = filter, .most = (size_t)rows_wished(filter) };
    *out = (struct ticket_page){ .next = STR_NONE };
    if (filter->after.len > 0 && !parse_i64(filter->after, 1, INT64_MAX, &f.docid))
        return FAIL_FIELD(err, STATUS_INVALID, "list.cursor", "after", "this is no place in the list");
    if (!search_plan(mem, filter->q, db_can(app->db).search, &plan))
        return STATUS_OK;
    f.rows = MEM_ARRAY(mem, struct ticket_row, f.most + 1);
    TRY(search_rows(&f, plan, &out->more, err));
    out->tickets = (struct list){ f.rows, f.count };
    out->count = (int64_t)f.count;
    if (out->more)
        out->next = str_format(mem, "%" PRId64, f.docid);
    return STATUS_OK;
}

enum status ticket_list(struct app *app, TALLOC_CTX *mem, const struct who *who, const struct ticket_filter *filter,
                        struct ticket_page *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(may_at_desk(who, ACTION_LIST, err));
    TRY(tx_begin_read(&tx, app->db, err));
    if (str_trim(filter->q).len > 0)
        return list_found(app, &tx, mem, who, filter, out, err);
    return list_newest(&tx, mem, who, filter, out, err);
}
