#include "app/sign_off.h"
#include "app/views.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/kept.h"

enum status api_desk(struct call *call, struct err *err)
{
    struct desk_view desk;
    TRY(desk_read(call->web->app, call->mem, &call->who, &desk, err));
    return kept_shape(call, &desk, desk.now_ms, desk.until_ms, err);
}

enum status api_colleagues(struct call *call, struct err *err)
{
    struct colleague_list list;
    TRY(colleague_list_read(call->web->app, call->mem, &call->who, &list, err));
    return answer_shape(call, &list, err);
}

enum status api_signature(struct call *call, struct err *err)
{
    TRY(signature_set(call->web->app, &call->who, call->input, err));
    return answer_nothing(call);
}

enum status api_presence(struct call *call, struct err *err)
{
    TRY(presence_set(call->web->app, &call->who, call->input, err));
    return answer_nothing(call);
}
