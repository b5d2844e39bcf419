#include "web/router.h"

#include "app/idempotency.h"
#include "app/customer_page.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/mem.h"
#include "web/answer.h"
#include "web/assets.h"
#include "web/form.h"
#include "web/http_check.h"
#include "web/kept.h"
#include "web/ingress_check.h"
#include "web/rates.h"
#include "web/signed_in.h"

const char *const route_who_words[ROUTE_WHO_COUNT] = { "nobody", "anybody", "colleague", "customer", "mailbox" };

/* What was found at the end of the headers: a route, or a file. */
struct plan {
    const struct route *route; /* NULL: a file */
    int64_t id;
    struct str token;
    uint64_t loads[LOAD_COUNT]; /* what it counts for while it is under way */
};

enum { ANSWER_MEMORY_BYTES = 64 * 1024 };

/* ---- finding the route ---- */

enum { TOKEN_CHARACTERS = 52 };

static bool is_token(struct str part)
{
    for (size_t i = 0; i < part.len; i++)
        if (!(part.ptr[i] >= 'a' && part.ptr[i] <= 'z') && !(part.ptr[i] >= '2' && part.ptr[i] <= '7'))
            return false;
    return part.len == TOKEN_CHARACTERS;
}

static bool part_matches(struct str wanted, struct str part, int64_t *id, struct str *token)
{
    if (str_equal(wanted, STR("{id}")))
        return parse_i64(part, 1, ((int64_t)1 << 53) - 1, id) && part.ptr[0] != '0';
    if (str_equal(wanted, STR("{token}"))) {
        *token = part;
        return is_token(part);
    }
    return str_equal(wanted, part);
}

bool route_matches(const char *pattern, struct str path, int64_t *id, struct str *token)
{
    struct str wanted_rest = str_from(pattern);
    struct str wanted, part;
    *id = 0;
    *token = STR("");
    for (;;) {
        bool more = str_next(&wanted_rest, '/', &wanted);
        if (more != str_next(&path, '/', &part))
            return false;
        if (!more)
            return true;
        if (!part_matches(wanted, part, id, token))
            return false;
    }
}

static struct str allowed_methods(TALLOC_CTX *mem, struct str path)
{
    struct buf allow;
    struct plan plan;
    buf_init(&allow, mem, LIMIT_LINE_BYTES);
    for (size_t i = 0; i < route_count; i++)
        if (route_matches(routes[i].path, path, &plan.id, &plan.token)) {
            if (routes[i].method == METHOD_GET)
                buf_add_c(&allow, allow.len > 0 ? ", GET, HEAD" : "GET, HEAD");
            else
                buf_addf(&allow, "%s%s", allow.len > 0 ? ", " : "", method_words[routes[i].method]);
        }
    return buf_str(&allow);
}

static const struct route *find_route(const struct http_request *request, struct plan *plan)
{
    enum method method = request->method == METHOD_HEAD ? METHOD_GET : request->method;
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == method && route_matches(routes[i].path, request->path, &plan->id, &plan->token))
            return &routes[i];
    return NULL;
}

static bool is_for_people(const struct http_request *request)
{
    return !str_starts(request->path, STR("/api/"));
}

/* ---- how often, and how much at once (AC-134) ---- */

static void put_off(const struct web *web, struct http_request *request, bool page, span_ms wait)
{
    struct err err;
    FAIL(&err, STATUS_TOO_MANY, "request.rate", "that was often; please go on in a moment");
    request->answer.again_s = (unsigned)(wait / SECOND_MS + 1);
    answer_problem(web, request, page, status_http(STATUS_TOO_MANY), &err);
}

/* Who is not signed in is counted by their network and, on a private page, by its link: many customers may come
 * through one network, and one link may be tried from many. Mail is never put off for coming often. */
static span_ms ask_rates(const struct web *web, const struct http_request *request, const struct plan *plan)
{
    bool reads = request->method == METHOD_GET || request->method == METHOD_HEAD;
    span_ms wait = 0;
    if (plan->route->who == WHO_MAILBOX ||
        (plan->route->who == WHO_COLLEAGUE && http_cookie(request, web->session_cookie).len > 0))
        return 0;
    if (plan->route->who == WHO_CUSTOMER)
        wait = rates_ask(web->rates, reads ? RATE_PAGE_READ : RATE_PAGE_WRITE, plan->token);
    return wait > 0 ? wait : rates_ask(web->rates, RATE_NETWORK, http_network(request));
}

/* What waits for a worker keeps others from it. */
static bool take_loads(const struct web *web, const struct http_request *request, struct plan *plan)
{
    const struct route *route = plan->route;
    struct str session = http_cookie(request, web->session_cookie);
    struct str who = session.len > 0 ? session : http_network(request);
    if (request->quick || (route->flags & ROUTE_STREAM) != 0)
        return true;
    if (!load_begins(web->rates, LOAD_REQUESTS, who, &plan->loads[LOAD_REQUESTS]))
        return false;
    return (route->flags & ROUTE_SEARCH) == 0 || load_begins(web->rates, LOAD_SEARCHES, who, &plan->loads[LOAD_SEARCHES]);
}

static void check_rates(const struct web *web, struct http_request *request, struct plan *plan)
{
    bool page = (plan->route->flags & ROUTE_PAGE) != 0;
    span_ms wait = plan->route->flags & ROUTE_ALIVE ? 0 : ask_rates(web, request, plan);
    if (wait > 0)
        put_off(web, request, page, wait);
    else if (!take_loads(web, request, plan))
        put_off(web, request, page, 0);
}

void router_begin(void *data, struct http_request *request)
{
    const struct web *web = data;
    struct plan *plan = MEM_NEW(request->mem, struct plan);
    bool reads = request->method == METHOD_GET || request->method == METHOD_HEAD;
    request->plan = plan;
    plan->route = find_route(request, plan);
    if (plan->route != NULL) {
        request->body_max = plan->route->body_max;
        request->quick = (plan->route->flags & web->quick_flags) != 0;
        request->slow = (plan->route->flags & ROUTE_SLOW) != 0;
        request->spool = (plan->route->flags & ROUTE_UPLOAD) != 0;
        check_rates(web, request, plan);
        return;
    }
    struct str allow = allowed_methods(request->mem, request->path);
    if (allow.len == 0 && asset_exists(web, request->mem, request->path)) {
        request->quick = true;
        if (reads)
            return;
        allow = STR("GET, HEAD");
    }
    struct err err = { .key = "request.nothing" };
    if (allow.len == 0) {
        FAIL(&err, STATUS_NOT_FOUND, "request.nothing", "there is nothing here");
        answer_problem(web, request, is_for_people(request), 404, &err);
        return;
    }
    FAIL(&err, STATUS_INVALID, "request.method", "this method is not used here");
    answer_problem(web, request, is_for_people(request), 405, &err);
    http_answer_header(request, "Allow", allow);
}

/* ---- what must be true before the function runs ---- */

static enum status check_caller(struct call *call, struct err *err)
{
    const struct route *route = call->route;
    struct rights_actor actor = { .relations = ~0u };
    if (call->request->method != METHOD_GET && call->request->method != METHOD_HEAD)
        TRY(origin_check(call, err));
    switch (route->who) {
    case WHO_ANYBODY:
        return STATUS_OK;
    case WHO_COLLEAGUE:
        TRY(signed_in_check(call, err));
        actor.role = call->who.role;
        break;
    case WHO_CUSTOMER:
        TRY(page_open(call->web->app, call->token,
                      http_cookie(call->request, page_cookie_name(call->mem, call->web, call->token)), &call->who, err));
        actor.customer = true;
        break;
    case WHO_MAILBOX:
        return ingress_check(call, err);
    case WHO_NOBODY:
    case ROUTE_WHO_COUNT:
        return FAIL(err, STATUS_DENIED, "request.forgotten", "nobody may do this");
    }
    if (!rights_allow(&actor, route->right))
        return FAIL(err, STATUS_DENIED, "right.none", "your role does not allow this");
    return STATUS_OK;
}

static bool is_of_type(struct str header, struct str type)
{
    return str_starts_nocase(header, type) &&
           (header.len == type.len || header.ptr[type.len] == ';' || header.ptr[type.len] == ' ');
}

static enum status read_input(struct call *call, struct err *err)
{
    const struct route *route = call->route;
    const struct http_request *request = call->request;
    if (route->takes == NULL)
        return STATUS_OK;
    void *input = mem_need(talloc_zero_size(call->mem, route->takes->size));
    call->input = input;
    if ((route->flags & ROUTE_QUERY) != 0)
        return form_read(call->mem, request->query, route->takes, input, err);
    if ((route->flags & ROUTE_MAYBE) != 0 && request->body.len == 0)
        return STATUS_OK;
    bool form = (route->flags & ROUTE_FORM) != 0;
    struct str type = form ? STR("application/x-www-form-urlencoded") : STR("application/json");
    if (!is_of_type(http_header(request, "Content-Type"), type))
        return FAIL(err, STATUS_INVALID, "request.type", "Content-Type must be " STR_FMT, STR_ARG(type));
    if (form)
        return form_read(call->mem, request->body, route->takes, input, err);
    return json_read(call->mem, request->body, route->takes, input, err);
}

/* A form carries its key in a field, made when the page was. Who goes back, writes something else and sends the form again
 * has not done the same twice: so the whole form is the key. */
static struct str once_key(const struct call *call)
{
    const struct http_request *request = call->request;
    if ((call->route->flags & ROUTE_FORM) == 0)
        return http_header(request, "Idempotency-Key");
    return form_value(call->mem, request->body, STR("once")).len > 0 ? request->body : STR("");
}

static enum status read_once(struct call *call, struct err *err)
{
    bool form = (call->route->flags & ROUTE_FORM) != 0;
    struct str key = (call->route->flags & ROUTE_ONCE) != 0 ? once_key(call) : STR("");
    if (key.len == 0)
        return STATUS_OK;
    if (!form && (key.len > ONCE_KEY_BYTES_MOST || !http_value_is_clean(key)))
        return FAIL(err, STATUS_INVALID, "idempotency.key", "the Idempotency-Key is too long");
    struct once *once = MEM_NEW(call->mem, struct once);
    const struct http_request *request = call->request;
    once->key = sha256_of(str_format(call->mem, "%s%lld " STR_FMT, form ? "page " : "",
                                     (long long)(form ? call->who.person.v : call->who.colleague.v), STR_ARG(key)));
    once->request = sha256_of(str_format(call->mem, "%s " STR_FMT "\n" STR_FMT, method_words[request->method],
                                         STR_ARG(request->path), STR_ARG(request->body)));
    call->who.once = once;
    return STATUS_OK;
}

static enum status run(struct call *call, struct err *err)
{
    TRY(check_caller(call, err));
    TRY(read_input(call, err));
    TRY(read_once(call, err));
    return call->route->function(call, err);
}

/* ---- the answer ---- */

/* Where HTTP tells more than the status does. */
struct finer {
    const char *key;
    int http;
};
static const struct finer finers[] = {
    { "form.syntax", 400 }, { "json.duplicate", 400 }, { "json.depth", 400 }, { "json.syntax", 400 }, { "request.type", 415 },
    { "db.old_schema", 503 }, { "db.new_schema", 503 }, { "ready.room", 503 },
};

static int http_of(enum status status, const struct err *err)
{
    for (size_t i = 0; err->key != NULL && i < sizeof finers / sizeof finers[0]; i++)
        if (strcmp(finers[i].key, err->key) == 0)
            return finers[i].http;
    return status_http(status);
}

/* Room for the rows and the text of a usual answer, taken at once: malloc's arenas are shared by workers and event
 * threads. A stream keeps its memory as long as somebody listens and gets none ahead. */
static TALLOC_CTX *memory_of(const struct http_request *request, const struct route *route)
{
    bool stays = (route->flags & ROUTE_STREAM) != 0;
    return stays ? request->mem : mem_need(talloc_pool(request->mem, ANSWER_MEMORY_BYTES));
}

void router_answer(void *data, struct http_request *request)
{
    struct web *web = data;
    const struct plan *plan = request->plan;
    if (plan->route == NULL) {
        asset_answer(web, request);
        return;
    }
    struct call call = {
        .web = web, .request = request, .route = plan->route, .id = plan->id, .token = plan->token,
    };
    if ((plan->route->flags & ROUTE_KEPT) != 0 && kept_answer(&call))
        return;
    call.mem = memory_of(request, plan->route);
    struct err err = { .key = NULL };
    enum status status = run(&call, &err);
    if (call.waits)
        request->quick = false;
    if (status == STATUS_OK || call.waits)
        return;
    if (status_http(status) >= 500) {
        err_context(&err, "answering " STR_FMT " %s", STR_ARG(request_name(web, request)), plan->route->path);
        log_err(LOG_ERROR, "request.failed", status, &err);
    }
    /* What one may not know and what never was must not differ in a word (AC-046). */
    if (status == STATUS_NOT_FOUND)
        FAIL(&err, STATUS_NOT_FOUND, "request.nothing", "there is nothing here");
    answer_problem(web, request, (plan->route->flags & ROUTE_PAGE) != 0, http_of(status, &err), &err);
}

void router_refuse(void *data, struct http_request *request, int status, const char *why)
{
    struct err err;
    FAIL(&err, STATUS_INVALID, "request.refused", "%s", why);
    answer_problem(data, request, request->path.len > 0 && is_for_people(request), status, &err);
}

/* Failures only: a line for each request would be most of the log. The route's own words, never the path: it may hold a customer's secret link (AC-153). */
void router_ended(void *data, const struct http_request *request, span_ms took_ms)
{
    const struct web *web = data;
    const struct plan *plan = request->plan;
    const struct http_answer *answer = &request->answer;
    char status[16], took[24];
    for (size_t i = 0; plan != NULL && i < LOAD_COUNT; i++)
        load_ends(web->rates, plan->loads[i]);
    if (answer->status < 400)
        return;
    snprintf(status, sizeof status, "%d", answer->status);
    snprintf(took, sizeof took, "%lld", (long long)took_ms);
    log_line(answer->status >= 500 ? LOG_WARN : LOG_DEBUG, "request", "id", request_name(web, request).ptr, "method",
             method_words[request->method], "route", plan == NULL || plan->route == NULL ? "" : plan->route->path, "status",
             status, "ms", took, NULL);
}
