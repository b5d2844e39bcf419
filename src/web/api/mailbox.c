#include "app/mailbox_state.h"
#include "web/answer.h"
#include "web/api/api.h"

enum status api_mailboxes(struct call *call, struct err *err)
{
    struct mailbox_states states;
    TRY(mailbox_states_read(call->web->app, call->mem, &call->who, &states, err));
    return answer_shape(call, &states, err);
}

enum status api_mailbox_pause(struct call *call, struct err *err)
{
    TRY(mailbox_pause(call->web->app, &call->who, (mailbox_id){ call->id }, true, err));
    return answer_nothing(call);
}

enum status api_mailbox_resume(struct call *call, struct err *err)
{
    TRY(mailbox_pause(call->web->app, &call->who, (mailbox_id){ call->id }, false, err));
    return answer_nothing(call);
}
