#include "web/answer.h"

#include "base/limits.h"
#include "base/words.h"
#include "web/page.h"

/* RFC 9110's phrases, for programs; what people read is error.STATUS of the catalogue. The last row stands for every
 * other status. */
struct phrase {
    int status;
    const char *title;
};
static const struct phrase phrases[] = {
    { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
    { 405, "Method Not Allowed" }, { 409, "Conflict" }, { 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
    { 421, "Misdirected Request" }, { 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
    { 431, "Request Header Fields Too Large" }, { 502, "Bad Gateway" }, { 503, "Service Unavailable" },
    { 507, "Insufficient Storage" }, { 0, "Internal Server Error" },
};

static const struct phrase *phrase_for(int status)
{
    const struct phrase *phrase = phrases;
    while (phrase->status != 0 && phrase->status != status)
        phrase++;
    return phrase;
}

static void set(struct http_request *request, int status, enum answer_kind kind, const char *type, struct str body)
{
    request->answer.status = status;
    request->answer.kind = kind;
    request->answer.type = type;
    request->answer.body = body;
}

enum status answer_shape(struct call *call, const void *object, struct err *err)
{
    struct buf out;
    struct str body;
    buf_init(&out, call->mem, LIMIT_ANSWER_BYTES);
    struct json_writer json = json_writer_on(&out);
    json_shape(&json, call->route->gives, object);
    TRY(buf_end(&out, "answer.large", &body, err));
    set(call->request, call->route->status, ANSWER_API, "application/json", body);
    return STATUS_OK;
}

enum status answer_nothing(struct call *call)
{
    set(call->request, 204, ANSWER_API, NULL, STR(""));
    return STATUS_OK;
}

enum status answer_redirect(struct call *call, struct str path)
{
    set(call->request, 303, ANSWER_PAGE, NULL, STR(""));
    http_answer_header(call->request, "Location", path);
    return STATUS_OK;
}

enum status answer_bytes(struct call *call, enum answer_kind kind, const char *type, struct str bytes)
{
    set(call->request, 200, kind, type, bytes);
    return STATUS_OK;
}

/* The last part of a path, without what a terminal or a shell could take for more than a name. */
static struct str plain_name(struct str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '/' || name.ptr[i - 1] == '\\') {
            name = str_slice(name, i, SIZE_MAX);
            break;
        }
    while (str_starts(name, STR(".")))
        name = str_slice(name, 1, SIZE_MAX);
    return name.len == 0 ? STR("file") : utf8_clip(name, LIMIT_NAME_BYTES);
}

enum status answer_file(struct call *call, struct str name, struct str bytes)
{
    struct buf header;
    name = plain_name(name);
    buf_init(&header, call->mem, LIMIT_LINE_BYTES);
    buf_add_c(&header, "attachment; filename=\"");
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
        buf_add_char(&header, plain ? c : '_');
    }
    buf_add_c(&header, "\"; filename*=UTF-8''");
    buf_add_url(&header, name);
    set(call->request, 200, ANSWER_FILE, "application/octet-stream", bytes);
    http_answer_header(call->request, "Content-Disposition", buf_str(&header));
    return STATUS_OK;
}

struct str request_name(const struct web *web, const struct http_request *request)
{
    return str_format(request->mem, "%08x-%llu", (unsigned)web->boot, (unsigned long long)request->number);
}

/* What broke is told to the log only: its words may name files, tables or peers. */
static struct str told(const struct err *err, int status)
{
    if (status == 500 || err->message[0] == '\0')
        return STR("something went wrong on our side, it has been written down");
    return str_from(err->message);
}

static struct str problem_json(const struct web *web, struct http_request *request, int status, const struct err *err)
{
    struct buf out;
    buf_init(&out, request->mem, LIMIT_PARAGRAPH_BYTES);
    struct json_writer json = json_writer_on(&out);
    json_open_object(&json);
    json_field_text(&json, "type", STR("about:blank"));
    json_field_text(&json, "title", str_from(phrase_for(status)->title));
    json_field_int(&json, "status", status);
    json_field_text(&json, "detail", told(err, status));
    json_field_text(&json, "key", err->key == NULL ? STR_NONE : str_from(err->key));
    json_field_text(&json, "field", err->field == NULL ? STR_NONE : str_from(err->field));
    json_field_text(&json, "instance", request_name(web, request));
    json_close_object(&json);
    return buf_str(&out);
}

static struct str problem_page(const struct web *web, struct http_request *request, int status)
{
    TALLOC_CTX *mem = request->mem;
    struct value *data = value_object(mem);
    struct str language = page_language_chosen(request), page;
    struct err err;
    if (language.len == 0)
        language = page_language_accepted(request);
    if (language.len == 0)
        language = web->app->language;
    struct str title = str_format(mem, "error.%d.title", phrase_for(status)->status);
    struct str text = str_format(mem, "error.%d.text", phrase_for(status)->status);
    value_set_text(data, "title", words_text(mem, language, title.ptr, NULL));
    value_set_text(data, "text", words_text(mem, language, text.ptr, NULL));
    return page_render(mem, language, "error", data, &page, &err) == STATUS_OK ? page : words_text(mem, language, title.ptr, NULL);
}

void answer_problem(const struct web *web, struct http_request *request, bool page, int status, const struct err *err)
{
    const struct http_answer before = request->answer;
    request->answer = (struct http_answer){ .close = before.close };
    if (page)
        set(request, status, ANSWER_PAGE, "text/html; charset=utf-8", problem_page(web, request, status));
    else
        set(request, status, ANSWER_API, "application/problem+json", problem_json(web, request, status, err));
    unsigned usual = status == 429 ? 60 : 5, again = before.again_s > 0 ? before.again_s : usual;
    if (status == 429 || status >= 502)
        http_answer_header(request, "Retry-After", str_format(request->mem, "%u", again));
}
