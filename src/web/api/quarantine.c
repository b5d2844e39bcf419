#include "app/quarantine.h"
#include "app/spam.h"
#include "web/answer.h"
#include "web/api/api.h"

enum status api_quarantine(struct call *call, struct err *err)
{
    struct quarantine_list list;
    TRY(quarantine_look(call->web->app, call->mem, &call->who, call->input, &list, err));
    return answer_shape(call, &list, err);
}

enum status api_quarantine_mail(struct call *call, struct err *err)
{
    struct quarantine_mail mail;
    TRY(quarantine_read(call->web->app, call->mem, &call->who, (quarantine_id){ call->id }, &mail, err));
    return answer_shape(call, &mail, err);
}

enum status api_quarantine_release(struct call *call, struct err *err)
{
    struct quarantine_released released;
    TRY(quarantine_release(call->web->app, call->mem, &call->who, (quarantine_id){ call->id }, &released, err));
    return answer_shape(call, &released, err);
}

enum status api_quarantine_leave(struct call *call, struct err *err)
{
    TRY(quarantine_leave(call->web->app, &call->who, (quarantine_id){ call->id }, err));
    return answer_nothing(call);
}

enum status api_quarantine_leave_until(struct call *call, struct err *err)
{
    TRY(quarantine_leave_until(call->web->app, &call->who, call->input, err));
    return answer_nothing(call);
}

enum status api_spam_ask(struct call *call, struct err *err)
{
    struct spam_view spam;
    TRY(spam_ask(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, &spam, err));
    return answer_shape(call, &spam, err);
}

enum status api_spam_agree(struct call *call, struct err *err)
{
    struct spam_view spam;
    TRY(spam_agree(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, &spam, err));
    return answer_shape(call, &spam, err);
}

enum status api_spam_undo(struct call *call, struct err *err)
{
    struct spam_view spam;
    TRY(spam_undo(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, &spam, err));
    return answer_shape(call, &spam, err);
}
