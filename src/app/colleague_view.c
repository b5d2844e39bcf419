#include "app/desk_facts.h"
#include "app/may.h"
#include "app/views.h"
#include "base/mem.h"
#include "store/handover_store.h"
#include "store/ticket_store.h"

static int64_t open_of(const struct list *workloads, colleague_id colleague)
{
    const struct workload *row = workloads->items;
    for (size_t i = 0; i < workloads->count; i++) {
        if (row[i].colleague_id.v == colleague.v)
            return row[i].open;
    }
    return 0;
}

static void due_add(const struct list *counts, struct colleague_view *views, size_t view_count)
{
    const struct due_count *row = counts->items;
    for (size_t i = 0; i < counts->count; i++) {
        for (size_t k = 0; k < view_count; k++) {
            if (views[k].id.v == row[i].owner_id.v)
                views[k].due_today += row[i].count;
        }
    }
}

enum status colleague_list_read(struct app *app, TALLOC_CTX *mem, const struct who *who, struct colleague_list *out,
                                struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct list workloads;
    TRY(may_at_desk(who, ACTION_SEE_COLLEAGUES, err));
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(workload_all(&tx, mem, &workloads, err));

    struct colleague_view *views = MEM_ARRAY(mem, struct colleague_view, facts->colleague_count + 1);
    for (size_t i = 0; i < facts->colleague_count; i++) {
        const struct colleague *c = &facts->colleagues[i].colleague;
        views[i] = (struct colleague_view){
            .id = c->id,
            .name = str_copy(mem, c->name),
            .public_name = str_copy(mem, c->public_name),
            .role = str_from(role_words[c->role]),
            .presence = str_from(presence_words[desk_presence(&facts->colleagues[i], tx.now)]),
            .about = str_copy(mem, c->about),
            .open = open_of(&workloads, c->id),
            .capacity = c->capacity,
            .active = c->state == COLLEAGUE_ACTIVE,
        };
    }
    time_ms tomorrow = desk_tomorrow(facts, tx.now);
    for (size_t i = 0; i < facts->team_count; i++) {
        struct list counts;
        TRY(due_counts(&tx, mem, facts->teams[i].team.id, tomorrow - 1, &counts, err));
        due_add(&counts, views, facts->colleague_count);
    }
    out->colleagues = (struct list){ views, facts->colleague_count };
    return STATUS_OK;
}

enum status presence_set(struct app *app, const struct who *who, const struct presence_input *in, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(may_at_desk(who, ACTION_SET_PRESENCE, err));
    if (in->presence < 0 || in->presence >= PRESENCE_COUNT)
        return FAIL_FIELD(err, STATUS_INVALID, "presence.unknown", "presence", "there is no such check-in");
    TRY(tx_begin_write(&tx, app->db, err));
    if (in->until_ms != 0 && in->until_ms <= tx.now)
        return FAIL_FIELD(err, STATUS_INVALID, "presence.past", "until_ms", "the end must be ahead");
    TRY(colleague_presence_save(&tx, who->colleague, (enum presence)in->presence, in->until_ms, err));
    TRY(desk_touch(&tx, err));
    TRY(journal_add(&tx, who_actor(who), "colleague.presence", (ticket_id){ 0 }, STR_NONE, err));
    return tx_commit(&tx, err);
}
