#include "app/ready.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/api_doc.h"
#include "base/limits.h"

enum status api_health(struct call *call, struct err *err)
{
    (void)err;
    return answer_bytes(call, ANSWER_API, "text/plain; charset=utf-8", STR("alive\n"));
}

enum status api_ready(struct call *call, struct err *err)
{
    TRY(desk_is_ready(call->web->app, err));
    return answer_bytes(call, ANSWER_API, "text/plain; charset=utf-8", STR("ready\n"));
}

enum status api_description(struct call *call, struct err *err)
{
    struct buf out;
    struct str text;
    buf_init(&out, call->mem, LIMIT_ANSWER_BYTES);
    api_doc_openapi(&out);
    TRY(buf_end(&out, "answer.large", &text, err));
    return answer_bytes(call, ANSWER_API, "application/json", text);
}
