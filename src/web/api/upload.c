#include "app/mail_copies.h"
#include "app/upload.h"
#include "web/answer.h"
#include "web/api/api.h"

enum status api_upload(struct call *call, struct err *err)
{
    const struct upload_query *query = call->input;
    struct attachment_view upload;
    TRY(upload_add(call->web->app, call->mem, &call->who, query->name, call->request->spool_fd, &upload, err));
    return answer_shape(call, &upload, err);
}

enum status api_copies_set(struct call *call, struct err *err)
{
    TRY(ticket_copies_set(call->web->app, &call->who, (ticket_id){ call->id }, call->input, err));
    return answer_nothing(call);
}
