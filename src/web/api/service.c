#include "app/ready.h"
#include "web/answer.h"
#include "web/api/api.h"
#include "web/api_doc.h"
#include "base/limits.h"
#include "base/log.h"

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

/* The text of KEY in a flat piece of JSON, as it stands there; "" when there is none. */
static struct str told(struct str report, struct str key)
{
    size_t at = str_find(report, key, 0);
    struct str rest = at == SIZE_MAX ? STR("") : str_slice(report, at + key.len, LIMIT_NAME_BYTES), text = STR("");
    size_t quote = str_find(rest, STR("\""), 0);
    rest = quote == SIZE_MAX ? STR("") : str_slice(rest, quote + 1, SIZE_MAX);
    str_next(&rest, '"', &text);
    return text;
}

/* Scheme and host of an address: the rest may be a customer's link (AC-153). */
static struct str site_of(struct str url)
{
    size_t scheme = str_find(url, STR("://"), 0);
    size_t path = scheme == SIZE_MAX ? SIZE_MAX : str_find(url, STR("/"), scheme + 3);
    return str_slice(url, 0, path);
}

/* Anybody may send one, so nothing of it is believed or kept but a line of the log. Its form is the Reporting API's. */
enum status service_policy_report(struct call *call, struct err *err)
{
    struct str report = call->request->body;
    (void)err;
    log_line(LOG_WARN, "csp.refused", "directive", str_to_c(call->mem, told(report, STR("\"effectiveDirective\""))), "blocked",
             str_to_c(call->mem, site_of(told(report, STR("\"blockedURL\"")))), NULL);
    return answer_nothing(call);
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
