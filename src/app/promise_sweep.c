#include "app/promise.h"

#include "app/handover.h"
#include "app/ownership.h"
#include "app/promise_watch.h"
#include "app/silence.h"
#include "app/ticket_turn.h"
#include "core/routing.h"
#include "store/clockwork_store.h"
#include "store/handover_store.h"
#include "store/proposal_store.h"

/* The clockwork's round. First everything that is due is listed in one reading, then each item is done in a
 * transaction of its own, which looks again: between the two somebody may have answered. An item that fails does not
 * hold up the others. */

static const char sweep_lease[] = "clockwork";

enum {
    LEASE_SECONDS = 60, /* a round that takes longer has died */
    DEAL_EVERY_MINUTES =
        5, /* how often a steward's pile is looked at: people come on duty without any row falling due */
};

struct sweep {
    struct app *app;
    size_t left;               /* how many more items this round may do */
    struct sweep_outcome *out;
    enum status failed;        /* the first failure that is not for another try */
    struct err *err;
};

struct item {
    struct sweep *sweep;
    struct tx *tx;
    TALLOC_CTX *mem;
    struct desk_facts *facts;
    int64_t id;
    ticket_id ticket;
};
typedef enum status (*item_work)(struct item *item, struct err *err);

static const struct actor the_desk = { ACTOR_SYSTEM, 0 };

/* ---- what is done for one item ---- */

static struct watch watch_of(const struct item *item)
{
    return (struct watch){ item->sweep->app, item->tx, item->mem, item->facts };
}

static enum status break_promises(struct item *item, struct err *err)
{
    const struct watch watch = watch_of(item);
    int64_t broken;
    TRY(watch_break(&watch, item->ticket, &broken, err));
    item->sweep->out->broken += broken;
    return STATUS_OK;
}

static enum status warn(struct item *item, struct err *err)
{
    const struct watch watch = watch_of(item);
    bool done;
    TRY(watch_warn_owner(&watch, (promise_id){ item->id }, &done, err));
    item->sweep->out->warned += done;
    return STATUS_OK;
}

static enum status alarm_leaders_of(struct item *item, struct err *err)
{
    const struct watch watch = watch_of(item);
    bool done;
    TRY(watch_tell_leaders(&watch, (promise_id){ item->id }, &done, err));
    item->sweep->out->alarmed += done;
    return STATUS_OK;
}

static enum status expire(struct item *item, struct err *err)
{
    item->sweep->out->expired++;
    return handover_expire(item->sweep->app, item->tx, item->mem, item->facts, (handover_id){ item->id }, err);
}

static enum status return_loan(struct item *item, struct err *err)
{
    return handover_loan_return(item->sweep->app, item->tx, item->mem, item->facts, (handover_id){ item->id }, err);
}

static enum status silence(struct item *item, struct err *err)
{
    struct sweep_outcome *out = item->sweep->out;
    enum silence_step step;
    TRY(proposal_silence(item->sweep->app, item->tx, item->ticket, &step, err));
    out->reminded += step == SILENCE_REMIND;
    out->noticed += step == SILENCE_NOTICE;
    out->rested += step == SILENCE_REST;
    return STATUS_OK;
}

static enum status follow_up(struct item *item, struct err *err)
{
    bool changed;
    TRY(follow_up_told(item->tx, item->ticket, &changed, err));
    if (!changed)
        return STATUS_OK;
    item->sweep->out->followed_up++;
    return journal_add(item->tx, the_desk, "ticket.followed_up", item->ticket, STR_NONE, err);
}

/* One of a steward's waiting problems goes to who has room now (O2). */
static enum status deal(struct item *item, struct err *err)
{
    struct turn work;
    struct routing_candidate *candidates;
    size_t count;
    colleague_id to;
    TRY(turn_open(&work, item->tx, item->mem, item->facts, the_desk, item->ticket, err));
    if (work.ticket.acknowledged_ms != 0 || work.ticket.state != TICKET_OPEN)
        return STATUS_OK;
    const struct owner_question question = { .team = work.ticket.team_id, .person = work.ticket.person_id,
                                             .language = work.ticket.language };
    TRY(owner_candidates(item->tx, item->mem, item->facts, &question, &candidates, &count, err));
    if (!routing_deal(candidates, count, &to) || to.v == work.ticket.owner_id.v)
        return STATUS_OK;
    const struct owner_move move = { .way = OWNER_DEALT, .to = to, .reason = STR("room") };
    TRY(owner_move(item->sweep->app, item->tx, item->mem, item->facts, the_desk, &work.ticket, &move, err));
    item->sweep->out->dealt++;
    return turn_settle(&work, err);
}

/* ---- the round ---- */

static enum status do_in_unit(struct item *item, item_work work, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(tx_begin_write(&tx, item->sweep->app->db, err));
    TRY(desk_facts_get(item->sweep->app, &tx, &facts, err));
    item->tx = &tx;
    item->facts = facts;
    TRY(work(item, err));
    return tx_commit(&tx, err);
}

/* Whether a failure means that somebody else was faster: the item is looked at again in the next round. */
static bool comes_again(enum status status)
{
    return status == STATUS_CONFLICT || status == STATUS_BUSY;
}

static void do_item(struct sweep *sweep, item_work work, int64_t id, ticket_id ticket)
{
    if (sweep->left == 0) {
        sweep->out->more = true;
        return;
    }
    sweep->left--;
    struct err err = { 0 };
    struct sweep_outcome before = *sweep->out;
    struct item item = { .sweep = sweep, .mem = talloc_new(NULL), .id = id, .ticket = ticket };
    enum status status = do_in_unit(&item, work, &err);
    talloc_free(item.mem);
    if (status == STATUS_OK)
        return;
    *sweep->out = before;
    if (comes_again(status)) {
        sweep->out->more = true;
    } else if (sweep->failed == STATUS_OK) {
        sweep->failed = status;
        if (sweep->err != NULL)
            *sweep->err = err;
    }
}

struct due {
    struct list broken, warned, alarms, expired, loans, proposals, follow_ups, piles;
    bool stewards_owe;
};

/* Asked before a pile is read: in a flood it is long, and nobody has ROOM. WAITS: the steward owes anything, so that it is
 * to be asked again. */
static enum status somebody_has_room(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, team_id team,
                                     bool *room, bool *waits, struct err *err)
{
    struct routing_candidate *candidates;
    size_t count;
    colleague_id to;
    TRY(owner_candidates(tx, mem, facts, &(struct owner_question){ .team = team }, &candidates, &count, err));
    *room = routing_deal(candidates, count, &to);
    for (size_t i = 0; i < count; i++)
        *waits |= candidates[i].steward && candidates[i].owed > 0;
    return STATUS_OK;
}

/* Everything that a steward holds unanswered, of all teams, while it is that team's first. */
static enum status find_piles(struct sweep *sweep, struct tx *tx, TALLOC_CTX *mem, struct due *due, struct err *err)
{
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    TRY(desk_facts_get(sweep->app, tx, &facts, err));
    due->piles = (struct list){ 0 };
    due->stewards_owe = false;
    for (size_t i = 0; i < facts->team_count && due->piles.count == 0; i++) {
        const struct team *team = &facts->teams[i].team;
        bool room;
        TRY(somebody_has_room(tx, mem, facts, team->id, &room, &due->stewards_owe, err));
        if (room)
            TRY(stewards_pile(tx, mem, team->id, team->steward_id, sweep->left, &due->piles, err));
    }
    return STATUS_OK;
}

static enum status find_due(struct sweep *sweep, TALLOC_CTX *mem, struct due *due, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    size_t most = sweep->left;
    TRY(tx_begin_read(&tx, sweep->app->db, err));
    TRY(promises_due(&tx, mem, most, &due->broken, err));
    TRY(promises_to_warn(&tx, mem, most, &due->warned, err));
    TRY(promise_alarms_due(&tx, mem, most, &due->alarms, err));
    TRY(handovers_expired(&tx, mem, most, &due->expired, err));
    TRY(loans_over(&tx, mem, most, &due->loans, err));
    TRY(proposals_due(&tx, mem, most, &due->proposals, err));
    TRY(follow_ups_due(&tx, mem, most, &due->follow_ups, err));
    return find_piles(sweep, &tx, mem, due, err);
}

static void do_tickets(struct sweep *sweep, item_work work, const struct list *list)
{
    const struct due_ticket *rows = list->items;
    for (size_t i = 0; i < list->count; i++)
        do_item(sweep, work, 0, rows[i].ticket_id);
}

static void do_handovers(struct sweep *sweep, item_work work, const struct list *list)
{
    const struct handover_due *rows = list->items;
    for (size_t i = 0; i < list->count; i++)
        do_item(sweep, work, rows[i].id.v, rows[i].ticket_id);
}

static void do_promises(struct sweep *sweep, item_work work, const struct list *list)
{
    const struct due_promise *rows = list->items;
    for (size_t i = 0; i < list->count; i++)
        do_item(sweep, work, rows[i].id.v, rows[i].ticket_id);
}

static void do_proposals(struct sweep *sweep, const struct list *list)
{
    const struct proposal_due *rows = list->items;
    for (size_t i = 0; i < list->count; i++)
        do_item(sweep, silence, rows[i].id.v, rows[i].ticket_id);
}

static void keep_sooner(time_ms *soonest, time_ms at)
{
    if (at != 0 && (*soonest == 0 || at < *soonest))
        *soonest = at;
}

static enum status find_next(struct app *app, bool stewards_owe, time_ms *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    time_ms clockwork, handover, proposal, next = 0;
    TRY(tx_begin_read(&tx, app->db, err));
    TRY(clockwork_next(&tx, &clockwork, err));
    TRY(handover_next_due(&tx, &handover, err));
    TRY(proposal_next_due(&tx, &proposal, err));
    keep_sooner(&next, clockwork);
    keep_sooner(&next, handover);
    keep_sooner(&next, proposal);
    keep_sooner(&next, stewards_owe ? tx.now + DEAL_EVERY_MINUTES * MINUTE_MS : 0);
    *out = next;
    return STATUS_OK;
}

static enum status lease_change(struct app *app, bool take, int64_t *token, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    TRY(tx_begin_write(&tx, app->db, err));
    if (take)
        TRY(lease_take(&tx, sweep_lease, STR("post"), LEASE_SECONDS * SECOND_MS, token, err));
    else
        TRY(lease_end(&tx, sweep_lease, *token, err));
    return tx_commit(&tx, err);
}

static bool is_anything_due(const struct due *due)
{
    return due->broken.count + due->warned.count + due->alarms.count + due->expired.count + due->loans.count + due->proposals.count +
               due->follow_ups.count + due->piles.count >
           0;
}

static void do_all(struct sweep *sweep, const struct due *due)
{
    do_tickets(sweep, break_promises, &due->broken);
    do_handovers(sweep, expire, &due->expired);
    do_handovers(sweep, return_loan, &due->loans);
    do_proposals(sweep, &due->proposals);
    do_promises(sweep, warn, &due->warned);
    do_promises(sweep, alarm_leaders_of, &due->alarms);
    do_tickets(sweep, follow_up, &due->follow_ups);
    do_tickets(sweep, deal, &due->piles);
}

/* An idle round only reads. */
static enum status round_do(struct sweep *sweep, TALLOC_CTX *mem, struct err *err)
{
    struct due due;
    int64_t token;
    TRY(find_due(sweep, mem, &due, err));
    if (is_anything_due(&due)) {
        TRY(lease_change(sweep->app, true, &token, err));
        if (token == 0) { /* another node is at it */
            sweep->out->next_ms = sweep->app->clock->now(sweep->app->clock) + LEASE_SECONDS * SECOND_MS;
            return STATUS_OK;
        }
        do_all(sweep, &due);
        TRY(lease_change(sweep->app, false, &token, err));
    }
    TRY(find_next(sweep->app, due.stewards_owe, &sweep->out->next_ms, err));
    return sweep->failed;
}

enum status promise_sweep(struct app *app, size_t limit, struct sweep_outcome *out, struct err *err)
{
    struct sweep_outcome done = { 0 };
    struct sweep sweep = { .app = app, .left = limit, .out = &done, .failed = STATUS_OK, .err = err };
    TALLOC_CTX *mem = talloc_new(NULL);
    enum status status = round_do(&sweep, mem, err);
    talloc_free(mem);
    if (status == STATUS_OK)
        *out = done;
    return status;
}
