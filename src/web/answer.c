#include "web/answer.h"

#include "base/limits.h"
#include "base/template.h"

struct words {
    int status;
    const char *title; /* RFC 9110's phrase, for programs */
    const char *heading, *text; /* for people */
};

/* The last row stands for every other status. */
static const struct words all_words[] = {
    { 400, "Bad Request", "That did not arrive in one piece", "Please go back and try once more." },
    { 401, "Unauthorized", "Please sign in", "Your session has ended. What you wrote stays where it is." },
    { 403, "Forbidden", "That cannot be done from here", "Please open the page from your own link and try once more." },
    { 404, "Not Found", "There is nothing behind this link",
      "It may have ended, or a piece of it is missing. If you are in touch with us, simply reply to our last message: it "
      "reaches the same person." },
    { 405, "Method Not Allowed", "That cannot be done here", "Please go back and try another way." },
    { 409, "Conflict", "Something changed in the meantime", "Please load the page again and look before you go on." },
    { 413, "Content Too Large", "That is too long", "Please shorten it, or send it in pieces." },
    { 415, "Unsupported Media Type", "That did not arrive in one piece", "Please go back and try once more." },
    { 421, "Misdirected Request", "There is nothing behind this address", "Please use the link exactly as you got it." },
    { 422, "Unprocessable Content", "Something is missing", "Please go back and fill it in." },
    { 431, "Request Header Fields Too Large", "That did not arrive in one piece", "Please delete this page's cookies, and try once more." },
    { 429, "Too Many Requests", "That was often", "Please wait some minutes, then try once more." },
    { 502, "Bad Gateway", "We cannot be reached for a moment", "Nothing is lost. Please try again in some minutes." },
    { 503, "Service Unavailable", "We cannot be reached for a moment", "Nothing is lost. Please try again in some minutes." },
    { 507, "Insufficient Storage", "We cannot take this for a moment", "Please try again later, or write us a mail." },
    { 0, "Internal Server Error", "Something went wrong on our side",
      "We have written it down and look into it. Please try again in some minutes, or write us a mail." },
};

static const struct words *words_for(int status)
{
    const struct words *words = all_words;
    while (words->status != 0 && words->status != status)
        words++;
    return words;
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
    json_field_text(&json, "title", str_from(words_for(status)->title));
    json_field_int(&json, "status", status);
    json_field_text(&json, "detail", told(err, status));
    json_field_text(&json, "key", err->key == NULL ? STR_NONE : str_from(err->key));
    json_field_text(&json, "field", err->field == NULL ? STR_NONE : str_from(err->field));
    json_field_text(&json, "instance", request_name(web, request));
    json_close_object(&json);
    return buf_str(&out);
}

static struct str problem_page(struct http_request *request, int status)
{
    const struct words *words = words_for(status);
    struct value *data = value_object(request->mem);
    struct str template = STR("");
    struct buf out;
    struct err err;
    buf_init(&out, request->mem, LIMIT_PARAGRAPH_BYTES);
    value_set_text(data, "title", str_from(words->heading));
    value_set_text(data, "text", str_from(words->text));
    if (!template_embedded(STR("en/page_error.html"), &template) ||
        template_render(&out, template, data, ESCAPE_HTML, NULL, &err) != STATUS_OK)
        return str_from(words->heading);
    return buf_str(&out);
}

void answer_problem(const struct web *web, struct http_request *request, bool page, int status, const struct err *err)
{
    const struct http_answer before = request->answer;
    request->answer = (struct http_answer){ .close = before.close };
    if (page)
        set(request, status, ANSWER_PAGE, "text/html; charset=utf-8", problem_page(request, status));
    else
        set(request, status, ANSWER_API, "application/problem+json", problem_json(web, request, status, err));
    unsigned usual = status == 429 ? 60 : 5, again = before.again_s > 0 ? before.again_s : usual;
    if (status == 429 || status >= 502)
        http_answer_header(request, "Retry-After", str_format(request->mem, "%u", again));
}
