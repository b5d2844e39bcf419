#include "app/promise.h"

#include "web/answer.h"
#include "web/api/api.h"

enum status api_promise_keep(struct call *call, struct err *err)
{
    struct promise_view promise;
    TRY(promise_keep(call->web->app, call->mem, &call->who, (promise_id){ call->id }, &promise, err));
    return answer_shape(call, &promise, err);
}

enum status api_promise_renew(struct call *call, struct err *err)
{
    struct promise_view promise;
    TRY(promise_renew(call->web->app, call->mem, &call->who, (promise_id){ call->id }, call->input, &promise, err));
    return answer_shape(call, &promise, err);
}
