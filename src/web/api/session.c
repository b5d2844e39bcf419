#include "app/session.h"
#include "app/session_list.h"

#include "web/answer.h"
#include "web/api/api.h"
#include "web/signed_in.h"

enum status api_session_open(struct call *call, struct err *err)
{
    struct session_new session;
    struct me_view me;
    TRY(session_open(call->web->app, call->mem, call->input, http_network(call->request),
                     http_header(call->request, "User-Agent"), &session, err));
    TRY(me_read(call->web->app, call->mem, &session.who, &me, err));
    me.csrf = session.csrf;
    session_cookie_set(call, session.token);
    return answer_shape(call, &me, err);
}

enum status api_session_read(struct call *call, struct err *err)
{
    struct me_view me;
    TRY(me_read(call->web->app, call->mem, &call->who, &me, err));
    me.csrf = session_csrf(call->web->app, call->mem, call->session);
    return answer_shape(call, &me, err);
}

enum status api_session_close(struct call *call, struct err *err)
{
    TRY(session_close(call->web->app, call->session, err));
    session_cookie_clear(call);
    http_answer_header(call->request, "Clear-Site-Data", STR("\"cache\", \"cookies\""));
    return answer_nothing(call);
}

enum status api_sessions(struct call *call, struct err *err)
{
    struct session_list list;
    TRY(session_list_read(call->web->app, call->mem, &call->who, call->session, &list, err));
    return answer_shape(call, &list, err);
}

enum status api_session_end(struct call *call, struct err *err)
{
    TRY(session_end(call->web->app, &call->who, call->id, err));
    return answer_nothing(call);
}
