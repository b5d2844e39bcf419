#include "app/desk_facts.h"
#include "app/may.h"
#include "app/views.h"
#include "base/limits.h"
#include "base/mem.h"

/* The groups of My desk. What is promised comes before what is merely next; a proposal waits for the customer. Who never
 * got our answer is not the one to wait for. */
static struct str bucket_of(const struct desk_row *row, time_ms tomorrow)
{
    if (row->mail_trouble.len > 0)
        return STR("today");
    if (str_equal(row->turn, STR("customer")))
        return STR("customer");
    if (str_equal(row->next_kind, STR("acknowledgement")))
        return STR("acknowledge");
    if (str_equal(row->turn, STR("helper")))
        return STR("helper");
    return row->next_due_ms < tomorrow ? STR("today") : STR("owed");
}

static void offers_fill(const struct desk_facts *facts, struct list *offers)
{
    struct handover_view *offer = offers->items;
    for (size_t i = 0; i < offers->count; i++) {
        offer[i].from_name = desk_name(facts, offer[i].from_id);
        offer[i].to_name = desk_name(facts, offer[i].to_id);
    }
}

static void rows_fill(struct desk_view *desk, const struct list *offers, time_ms tomorrow)
{
    struct desk_row *row = desk->rows.items;
    const struct handover_view *offer = offers->items;
    for (size_t i = 0; i < desk->rows.count; i++) {
        row[i].bucket = bucket_of(&row[i], tomorrow);
        row[i].offered_to = STR_NONE;
        desk->due_today += !str_equal(row[i].bucket, STR("customer")) && row[i].next_due_ms < tomorrow;
        for (size_t k = 0; k < offers->count; k++) {
            if (offer[k].ticket_id.v == row[i].id.v)
                row[i].offered_to = offer[k].to_name;
        }
    }
    desk->rely = (int64_t)desk->rows.count;
}

/* Of all offers about this colleague those that wait for the colleague's own word. */
static struct list offers_to(TALLOC_CTX *mem, const struct list *offers, colleague_id me)
{
    const struct handover_view *from = offers->items;
    struct handover_view *mine = MEM_ARRAY(mem, struct handover_view, offers->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < offers->count; i++) {
        if (from[i].to_id.v == me.v)
            mine[count++] = from[i];
    }
    return (struct list){ mine, count };
}

static enum status counts_read(struct tx *tx, const struct desk_facts *facts, colleague_id me, struct desk_view *desk,
                               struct err *err)
{
    struct local_time today = zone_local(&facts->zone, tx->now);
    CLEANUP(rows_done) struct rows rows = { 0 };
    bool row;
    TRY(query_rows(&rows, tx, Q_PROMISE_COUNT_OF,
                   PARAMS({ "colleague_id", db_id(me.v) }, { "month", db_int(desk_month(&today)) }), err));
    TRY(rows_next(&rows, &row, err));
    if (row) {
        desk->kept_month = row_int(&rows, 0);
        desk->promised_month = row_int(&rows, 1);
    }
    return STATUS_OK;
}

static span_ms acknowledge_of(const struct desk_facts *facts, colleague_id me)
{
    for (size_t i = 0; i < facts->team_count; i++) {
        if (desk_is_member(facts, facts->teams[i].team.id, me, NULL))
            return facts->teams[i].team.acknowledge_ms;
    }
    return 0;
}

/* Names are the cache's until it is given back; an answer outlives that. */
static void names_keep(TALLOC_CTX *mem, struct list *offers)
{
    struct handover_view *offer = offers->items;
    for (size_t i = 0; i < offers->count; i++) {
        offer[i].from_name = str_copy(mem, offer[i].from_name);
        offer[i].to_name = str_copy(mem, offer[i].to_name);
    }
}

enum status desk_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct desk_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct list offers;
    TRY(may_at_desk(who, ACTION_LIST, err));
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    const struct colleague_facts *me = desk_colleague(facts, who->colleague);
    if (me == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "colleague.unknown", "there is no such colleague");

    struct db_param owner[] = { { "colleague_id", db_id(who->colleague.v) }, { NULL, { .kind = DB_NULL } } };
    enum presence presence = desk_presence(me, tx.now);
    time_ms tomorrow = desk_tomorrow(facts, tx.now);
    struct desk_view desk = {
        .now_ms = tx.now,
        .acknowledge_ms = acknowledge_of(facts, who->colleague),
        .presence = str_from(presence_words[presence]),
        .presence_until_ms = presence == PRESENCE_AVAILABLE ? 0 : me->colleague.presence_until_ms,
    };
    TRY(query_list(&tx, mem, Q_DESK_ROWS, owner, &desk_row_shape, LIMIT_DESK_ROWS, &desk.rows, err));
    TRY(query_list(&tx, mem, Q_DESK_OFFERS, owner, &handover_view_shape, LIMIT_DESK_ROWS, &offers, err));
    TRY(counts_read(&tx, facts, who->colleague, &desk, err));
    TRY(journal_last(&tx, &desk.seq, err));
    offers_fill(facts, &offers);
    names_keep(mem, &offers);
    rows_fill(&desk, &offers, tomorrow);
    desk.until_ms = desk.presence_until_ms != 0 && desk.presence_until_ms < tomorrow ? desk.presence_until_ms : tomorrow;
    desk.offers = offers_to(mem, &offers, who->colleague);
    *out = desk;
    return STATUS_OK;
}
