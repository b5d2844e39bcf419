#include "app/hop.h"

#include "app/alarm.h"
#include "app/idempotency.h"
#include "app/may.h"
#include "base/limits.h"
#include "core/handover.h"
#include "store/hop_store.h"

static const struct field view_fields[] = {
    FIELD(struct hop_view, hops, INT, REQUIRED, 0),
    FIELD(struct hop_view, needs_leader, BOOL, REQUIRED, 0),
    FIELD(struct hop_view, allowed_by, TEXT, 0, LIMIT_NAME_BYTES),
};
const struct shape hop_view_shape = SHAPE("HopView", struct hop_view, view_fields);

static const struct field input_fields[] = { FIELD(struct hop_input, text, TEXT, OPTIONAL, LIMIT_LINE_BYTES) };
const struct shape hop_input_shape = SHAPE("HopInput", struct hop_input, input_fields);

static bool leads(const struct desk_facts *facts, const struct who *who, team_id team)
{
    bool leads = false;
    return desk_is_member(facts, team, who->colleague, &leads) && leads && who->role >= ROLE_LEADER;
}

enum status hop_consent_of(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct who *who,
                           const struct ticket *ticket, bool is_loan, colleague_id *out, struct err *err)
{
    struct hop_consent consent;
    bool have;
    *out = (colleague_id){ 0 };
    if (!handover_needs_leader(ticket->hops, is_loan, ticket->acknowledged_ms != 0))
        return STATUS_OK;
    if (leads(facts, who, ticket->team_id)) {
        *out = who->colleague;
        return STATUS_OK;
    }
    TRY(hop_consent_find(tx, mem, ticket->id, ticket->hops, &consent, &have, err));
    if (have)
        *out = consent.leader_id;
    return STATUS_OK;
}

enum status hop_view_of(struct tx *tx, TALLOC_CTX *mem, const struct desk_facts *facts, const struct ticket *ticket,
                        struct hop_view *out, struct err *err)
{
    struct hop_consent consent;
    bool have = false, needed = handover_needs_leader(ticket->hops, false, ticket->acknowledged_ms != 0);
    if (needed)
        TRY(hop_consent_find(tx, mem, ticket->id, ticket->hops, &consent, &have, err));
    *out = (struct hop_view){ .hops = ticket->hops, .needs_leader = needed,
                              .allowed_by = have ? str_copy(mem, desk_name(facts, consent.leader_id)) : STR_NONE };
    return STATUS_OK;
}

/* ---- asking and saying yes ---- */

struct step {
    struct app *app;
    struct tx *tx;
    TALLOC_CTX *mem;
    const struct desk_facts *facts;
    const struct who *who;
    struct ticket ticket;
    struct str text;
};
typedef enum status (*step_work)(const struct step *step, struct err *err);

static enum status ask(const struct step *step, struct err *err)
{
    struct value *data = alarm_data(step->app, step->mem, step->facts, &step->ticket);
    value_set_text(data, "asker", desk_name(step->facts, step->who->colleague));
    value_set_text(data, "count", str_format(step->mem, "%lld", (long long)step->ticket.hops + 2));
    value_set_text(data, "text", step->text);
    TRY(journal_add(step->tx, who_actor(step->who), "hop.asked", step->ticket.id, STR_NONE, err));
    return alarm_leaders(step->app, step->tx, step->mem, step->facts, &step->ticket, step->who->colleague,
                         "alarm_third_hop", data, err);
}

static enum status allow(const struct step *step, struct err *err)
{
    const struct hop_consent consent = { .ticket_id = step->ticket.id, .hops = step->ticket.hops,
                                         .leader_id = step->who->colleague, .text = step->text, .at_ms = step->tx->now };
    TRY(hop_consent_insert(step->tx, &consent, err));
    return journal_add(step->tx, who_actor(step->who), "hop.allowed", step->ticket.id,
                       str_format(step->mem, "{\"hops\":%lld}", (long long)step->ticket.hops), err);
}

static enum status step_do(const struct step *step, step_work work, struct hop_view *out, struct err *err)
{
    TRY(hop_view_of(step->tx, step->mem, step->facts, &step->ticket, out, err));
    if (!out->needs_leader)
        return FAIL(err, STATUS_CONFLICT, "hop.free", "the next handover needs nobody's yes");
    if (out->allowed_by.ptr != NULL)
        return STATUS_OK;
    TRY(work(step, err));
    return hop_view_of(step->tx, step->mem, step->facts, &step->ticket, out, err);
}

static enum status in_unit(struct app *app, TALLOC_CTX *mem, const struct who *who, enum action right, ticket_id ticket,
                           const struct hop_input *in, step_work work, struct hop_view *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct hop_view view;
    bool again;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, right, ticket, err));
    TRY(once_begin(&tx, mem, who->once, &hop_view_shape, out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &facts, err));
    struct step step = { .app = app, .tx = &tx, .mem = mem, .facts = facts, .who = who,
                         .text = in->text.ptr == NULL ? STR("") : str_trim(in->text) };
    TRY(ticket_load(&tx, mem, ticket, &step.ticket, err));
    TRY(step_do(&step, work, &view, err));
    TRY(once_end(&tx, who->once, &hop_view_shape, &view, err));
    TRY(tx_commit(&tx, err));
    *out = view;
    return STATUS_OK;
}

enum status hop_ask(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                    const struct hop_input *in, struct hop_view *out, struct err *err)
{
    return in_unit(app, mem, who, ACTION_HANDOVER_OFFER, ticket, in, ask, out, err);
}

enum status hop_allow(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                      const struct hop_input *in, struct hop_view *out, struct err *err)
{
    return in_unit(app, mem, who, ACTION_THIRD_HOP, ticket, in, allow, out, err);
}
