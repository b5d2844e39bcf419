#include "app/overrule.h"

#include "app/alarm.h"
#include "app/idempotency.h"
#include "app/may.h"
#include "app/owner_change.h"
#include "app/ownership.h"
#include "base/limits.h"

static const struct field input_fields[] = {
    FIELD_OF_ID(struct overrule_input, to_id, REQUIRED),
    FIELD(struct overrule_input, reason, TEXT, REQUIRED, LIMIT_LINE_BYTES),
    FIELD(struct overrule_input, customer_text, TEXT, REQUIRED, LIMIT_PARAGRAPH_BYTES),
};
const struct shape overrule_input_shape = SHAPE("OverruleInput", struct overrule_input, input_fields);

static const struct field outcome_fields[] = {
    FIELD_OF_ID(struct overrule_outcome, owner_id, REQUIRED),
    FIELD(struct overrule_outcome, version, INT, REQUIRED, 0),
};
const struct shape overrule_outcome_shape = SHAPE("OverruleOutcome", struct overrule_outcome, outcome_fields);

static enum status check(const struct turn *work, const struct overrule_input *in, struct err *err)
{
    const struct colleague_facts *receiver = desk_colleague(work->facts, in->to_id);
    const struct handover_facts facts = {
        .state = (enum ticket_state)work->ticket.state,
        .owner = work->ticket.owner_id,
        .receiver_can_own = receiver != NULL && receiver->colleague.state == COLLEAGUE_ACTIVE,
    };
    return handover_check_overrule(&facts, in->to_id, in->reason, in->customer_text, work->mem, err);
}

/* Neither was asked: both hear who decided it, and why. */
static enum status tell_colleagues(struct app *app, const struct turn *work, const struct who *who, colleague_id before,
                                   struct str reason, struct err *err)
{
    const colleague_id readers[] = { before, work->ticket.owner_id };
    struct value *data = alarm_data(app, work->mem, work->facts, &work->ticket);
    value_set_text(data, "leader", desk_name(work->facts, who->colleague));
    value_set_text(data, "reason", str_trim(reason));
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (readers[i].v != who->colleague.v)
            TRY(alarm_send(app, work->tx, work->mem, work->facts, &work->ticket, readers[i], "alarm_overrule", data, err));
    }
    return STATUS_OK;
}

static enum status overrule(struct app *app, struct turn *work, const struct who *who, const struct overrule_input *in,
                            struct err *err)
{
    colleague_id before = work->ticket.owner_id;
    const struct owner_move move = {
        .way = OWNER_OVERRULE, .to = in->to_id, .reason = str_trim(in->reason),
        .hop = handover_is_hop(OWNER_OVERRULE, false, work->ticket.acknowledged_ms != 0),
    };
    struct str told;
    TRY(check(work, in, err));
    TRY(owner_change_text(work->mem, work->facts, in->customer_text, in->to_id, &told, err));
    TRY(offer_withdraw(work, err));
    TRY(owner_move(app, work->tx, work->mem, work->facts, work->actor, &work->ticket, &move, err));
    TRY(owner_change_tell(app, work, "overrule", before, told, err));
    TRY(tell_colleagues(app, work, who, before, in->reason, err));
    return turn_settle(work, err);
}

enum status owner_overrule(struct app *app, TALLOC_CTX *mem, const struct who *who, ticket_id ticket,
                           const struct overrule_input *in, struct overrule_outcome *out, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { 0 };
    CLEANUP(desk_facts_release) struct desk_facts *facts = NULL;
    struct turn work;
    bool again;
    TRY(tx_begin_write(&tx, app->db, err));
    TRY(may(&tx, who, ACTION_OVERRULE, ticket, err));
    TRY(once_begin(&tx, mem, who->once, &overrule_outcome_shape, out, &again, err));
    if (again)
        return STATUS_OK;
    TRY(desk_facts_get(app, &tx, &facts, err));
    TRY(turn_open(&work, &tx, mem, facts, who_actor(who), ticket, err));
    TRY(overrule(app, &work, who, in, err));
    const struct overrule_outcome outcome = { .owner_id = work.ticket.owner_id, .version = work.ticket.version };
    TRY(once_end(&tx, who->once, &overrule_outcome_shape, &outcome, err));
    TRY(tx_commit(&tx, err));
    *out = outcome;
    return STATUS_OK;
}
