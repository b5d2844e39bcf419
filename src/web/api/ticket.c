#include "app/ticket_create.h"
#include "app/views.h"
#include "app/word_record.h"
#include "base/limits.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/kept.h"

enum status api_tickets(struct call *call, struct err *err)
{
    struct ticket_page page;
    TRY(ticket_list(call->web->app, call->mem, &call->who, call->input, &page, err));
    return answer_shape(call, &page, err);
}

enum status api_ticket_create(struct call *call, struct err *err)
{
    struct ticket_created created;
    TRY(ticket_create(call->web->app, call->mem, &call->who, call->input, &created, err));
    http_answer_header(call->request, "Location",
                       str_format(call->mem, "/api/v1/tickets/%lld", (long long)created.id.v));
    return answer_shape(call, &created, err);
}

enum status api_ticket(struct call *call, struct err *err)
{
    struct ticket_view ticket;
    TRY(ticket_read(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, &ticket, err));
    return kept_shape(call, &ticket, ticket.now_ms, ticket.until_ms, err);
}

enum status api_ticket_seen(struct call *call, struct err *err)
{
    TRY(ticket_seen(call->web->app, &call->who, (ticket_id){ call->id }, err));
    return answer_nothing(call);
}

enum status api_word_record(struct call *call, struct err *err)
{
    struct word_outcome outcome;
    TRY(word_record(call->web->app, call->mem, &call->who, (ticket_id){ call->id }, call->input, &outcome, err));
    return answer_shape(call, &outcome, err);
}
