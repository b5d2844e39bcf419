#include "app/handover.h"

#include "app/hop.h"
#include "app/overrule.h"
#include "web/answer.h"
#include "web/api/api.h"

enum status api_handover_draft(struct call *call, struct err *err)
{
    struct handover_draft draft;
    TRY(handover_draft(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, &draft, err));
    return answer_shape(call, &draft, err);
}

enum status api_handover_offer(struct call *call, struct err *err)
{
    struct handover_view handover;
    TRY(handover_offer(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &handover, err));
    return answer_shape(call, &handover, err);
}

enum status api_overrule(struct call *call, struct err *err)
{
    struct overrule_outcome outcome;
    TRY(owner_overrule(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &outcome, err));
    return answer_shape(call, &outcome, err);
}

enum status api_hop_ask(struct call *call, struct err *err)
{
    struct hop_view hop;
    TRY(hop_ask(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &hop, err));
    return answer_shape(call, &hop, err);
}

enum status api_hop_allow(struct call *call, struct err *err)
{
    struct hop_view hop;
    TRY(hop_allow(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &hop, err));
    return answer_shape(call, &hop, err);
}

enum status api_handover_accept(struct call *call, struct err *err)
{
    struct handover_view handover;
    TRY(handover_accept(call->web->app, call->mem, &call->who, (handover_id){ call->id }, &handover, err));
    return answer_shape(call, &handover, err);
}

enum status api_handover_decline(struct call *call, struct err *err)
{
    const struct answer_input *answer = call->input;
    struct handover_view handover;
    TRY(handover_decline(call->web->app, call->mem, &call->who, (handover_id){ call->id }, answer->text, &handover, err));
    return answer_shape(call, &handover, err);
}

enum status api_handover_give_back(struct call *call, struct err *err)
{
    struct handover_view handover;
    TRY(handover_give_back(call->web->app, call->mem, &call->who, (handover_id){ call->id }, &handover, err));
    return answer_shape(call, &handover, err);
}

enum status api_handover_withdraw(struct call *call, struct err *err)
{
    struct handover_view handover;
    TRY(handover_withdraw(call->web->app, call->mem, &call->who, (handover_id){ call->id }, &handover, err));
    return answer_shape(call, &handover, err);
}
