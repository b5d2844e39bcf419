#include "app/ownership.h"

#include "app/alarm.h"
#include "base/mem.h"

static enum status put(struct tx *tx, TALLOC_CTX *mem, struct actor actor, struct ticket *ticket, colleague_id from,
                       const struct owner_move *move, struct err *err)
{
    int64_t id;
    TRY(id_new(tx, &id, err));
    struct ownership row = {
        .id = { id }, .ticket_id = ticket->id, .from_id = from, .to_id = move->to,
        .way = str_from(owner_way_words[move->way]), .reason = move->reason.ptr == NULL ? STR("") : move->reason,
        .handover_id = move->handover, .hop = move->hop, .at_ms = tx->now,
    };
    TRY(ownership_insert(tx, &row, err));
    ticket->owner_id = move->to;
    ticket->ownership_id = row.id;
    ticket->seen_ms = 0;
    if (move->hop)
        ticket->hops++;

    struct str data = str_format(mem, "{\"ownership\":%lld,\"from\":%lld,\"to\":%lld,\"way\":\"%s\"}", (long long)id,
                                 (long long)from.v, (long long)move->to.v, owner_way_words[move->way]);
    return journal_add(tx, actor, from.v == 0 ? "owner.named" : "owner.moved", ticket->id, data, err);
}

enum status owner_name(struct tx *tx, TALLOC_CTX *mem, struct actor actor, struct ticket *ticket,
                       const struct owner_move *move, struct err *err)
{
    return put(tx, mem, actor, ticket, (colleague_id){ 0 }, move, err);
}

static enum status alarm_of_hop(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                                struct actor actor, const struct ticket *ticket, struct err *err)
{
    TRY(journal_add(tx, actor, "hop.alarmed", ticket->id,
                    str_format(mem, "{\"hops\":%lld,\"to\":%lld}", (long long)ticket->hops,
                               (long long)ticket->owner_id.v),
                    err));
    return alarm_leaders(app, tx, mem, facts, ticket, ticket->owner_id, "alarm_second_hop",
                         alarm_data(app, mem, facts, ticket), err);
}

enum status owner_move(struct app *app, struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                       struct actor actor, struct ticket *ticket, const struct owner_move *move, struct err *err)
{
    TRY(put(tx, mem, actor, ticket, ticket->owner_id, move, err));
    return move->hop && ticket->hops == HOPS_ALARM ? alarm_of_hop(app, tx, mem, facts, actor, ticket, err) : STATUS_OK;
}

/* ---- choosing (O2) ---- */

static bool speaks(const struct colleague *colleague, struct str language)
{
    struct str rest = colleague->languages, word;
    while (str_next(&rest, ' ', &word)) {
        if (language.len > 0 && str_equal(word, language))
            return true;
    }
    return false;
}

static int64_t owed_by(const struct list *workloads, colleague_id colleague)
{
    const struct workload *rows = workloads->items;
    for (size_t i = 0; i < workloads->count; i++) {
        if (rows[i].colleague_id.v == colleague.v)
            return rows[i].owed;
    }
    return 0;
}

static void fill_duty(const struct desk_facts *facts, team_id team, time_ms now, struct routing_candidate *candidate)
{
    const struct calendar *duty = desk_duty(facts, team, candidate->colleague);
    struct calendar_stretch stretch;
    if (duty == NULL || !calendar_stretch_after(duty, now, &stretch))
        return;
    candidate->on_duty = stretch.from <= now;
    candidate->next_duty = stretch.from;
}

/* Everybody of the team, its steward, and whoever has looked after this customer before: a last owner may serve another
 * team by now. */
enum status owner_candidates(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                             const struct owner_question *question, struct routing_candidate **out, size_t *count,
                             struct err *err)
{
    const struct team_facts *team = desk_team(facts, question->team);
    if (team == NULL)
        return FAIL(err, STATUS_NOT_FOUND, "team.unknown", "there is no such team");
    struct list workloads, earlier = { NULL, 0 };
    TRY(workload_all(tx, mem, &workloads, err));
    if (question->person.v != 0 && question->took.v == 0) /* who took it owns it, whatever was before */
        TRY(tickets_of_person(tx, mem, question->person, &earlier, err));

    const struct ticket_of_person *before = earlier.items;
    struct routing_candidate *all = MEM_ARRAY(mem, struct routing_candidate, facts->colleague_count + 1);
    size_t used = 0;
    for (size_t i = 0; i < facts->colleague_count; i++) {
        const struct colleague_facts *colleague = &facts->colleagues[i];
        colleague_id id = colleague->colleague.id;
        struct routing_candidate candidate = {
            .colleague = id,
            .can_own = colleague->colleague.state == COLLEAGUE_ACTIVE,
            .presence = desk_presence(colleague, tx->now),
            .in_team = desk_is_member(facts, question->team, id, NULL),
            .owed = owed_by(&workloads, id),
            .capacity = colleague->colleague.capacity,
            .speaks = speaks(&colleague->colleague, question->language),
            .took = id.v == question->took.v,
            .addressed = id.v == question->addressed.v,
            .steward = id.v == team->team.steward_id.v,
            .owned_last = earlier.count > 0 && before[0].owner_id.v == id.v,
        };
        for (size_t k = 0; k < earlier.count; k++)
            candidate.owns_other_open |=
                before[k].owner_id.v == id.v && !ticket_is_ended((enum ticket_state)before[k].state);
        if (!candidate.in_team && !candidate.steward && !candidate.took && !candidate.addressed && !candidate.owned_last
            && !candidate.owns_other_open)
            continue;
        fill_duty(facts, question->team, tx->now, &candidate);
        all[used++] = candidate;
    }
    *out = all;
    *count = used;
    return STATUS_OK;
}

enum status owner_choose(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts,
                         const struct owner_question *question, struct routing_choice *out, struct err *err)
{
    struct routing_candidate *candidates;
    size_t count;
    TRY(owner_candidates(tx, mem, facts, question, &candidates, &count, err));
    return routing_choose(candidates, count, out, err);
}
