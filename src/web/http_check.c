#include "web/http_check.h"

#include "base/limits.h"

const char *const method_words[METHOD_COUNT] = { "", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE" };

enum method method_of(struct str word)
{
    for (int i = METHOD_GET; i < METHOD_COUNT; i++)
        if (str_equal(word, str_from(method_words[i])))
            return (enum method)i;
    return METHOD_OTHER;
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool path_is_canonical(struct str path)
{
    bool begins_segment = false;
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (c == '/') {
            if (begins_segment)
                return false;
            begins_segment = true;
            continue;
        }
        if (!is_alnum(c) && !is_one_of(c, "-_~@") && (c != '.' || begins_segment))
            return false;
        begins_segment = false;
    }
    return path.len == 1 || !begins_segment;
}

int http_target_split(struct str target, struct str *path, struct str *query)
{
    if (target.len == 0 || target.ptr[0] != '/' || target.len > LIMIT_URL_BYTES)
        return target.len > LIMIT_URL_BYTES ? 414 : 400;
    for (size_t i = 0; i < target.len; i++)
        if ((unsigned char)target.ptr[i] <= ' ' || (unsigned char)target.ptr[i] >= 0x7f || target.ptr[i] == '#')
            return 400;
    size_t mark = str_find(target, STR("?"), 0);
    *path = mark == SIZE_MAX ? target : str_slice(target, 0, mark);
    *query = mark == SIZE_MAX ? STR("") : str_slice(target, mark + 1, SIZE_MAX);
    return path_is_canonical(*path) ? 0 : 404;
}

bool http_name_is_token(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_alnum(name.ptr[i]) && !is_one_of(name.ptr[i], "!#$%&'*+-.^_`|~"))
            return false;
    return name.len > 0;
}

bool http_value_is_clean(struct str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static size_t count_of(const struct http_field *fields, size_t count, struct str name, struct str *value)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (str_equal_nocase(fields[i].name, name)) {
            *value = fields[i].value;
            found++;
        }
    return found;
}

/* The server library joins a folded line to the field before it and takes a bare line feed for a line's end, and tells
 * neither. Both show in where the pieces lie: between a value and the next name there are exactly two bytes. */
static bool fields_lie_in_a_row(const struct http_head *head, const struct http_field *fields, size_t count)
{
    const char *at = head->version.ptr + head->version.len + 2;
    for (size_t i = 0; i < count; i++) {
        const char *value = fields[i].value.ptr;
        if (fields[i].name.ptr != at || value <= at + fields[i].name.len || value > head->begin + head->size)
            return false;
        at = value + fields[i].value.len + 2;
    }
    return at + 2 == head->begin + head->size;
}

static bool is_digits(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0 && s.len <= 18;
}

int http_fields_check(const struct http_head *head, const struct http_field *fields, size_t count, const char **why)
{
    struct str host = STR_NONE, length = STR_NONE, coding = STR_NONE;
    size_t hosts = count_of(fields, count, STR("Host"), &host);
    size_t lengths = count_of(fields, count, STR("Content-Length"), &length);
    size_t codings = count_of(fields, count, STR("Transfer-Encoding"), &coding);

    *why = NULL;
    for (size_t i = 0; i < count; i++)
        if (!http_name_is_token(fields[i].name) || !http_value_is_clean(fields[i].value))
            *why = "a header field is not well formed";
    if (*why == NULL && !fields_lie_in_a_row(head, fields, count))
        *why = "header fields must be one line each, ended by CRLF";
    if (*why == NULL && hosts != 1)
        *why = "exactly one Host is needed";
    if (*why == NULL && (lengths > 1 || codings > 1 || (lengths == 1 && codings == 1)))
        *why = "the length of the body must be told once";
    if (*why == NULL && lengths == 1 && !is_digits(length))
        *why = "Content-Length is not a number";
    if (*why == NULL && codings == 1 && !str_equal_nocase(coding, STR("chunked")))
        *why = "only the transfer coding chunked is understood";
    return *why == NULL ? 0 : 400;
}

static struct str without_port(struct str host)
{
    size_t from = str_starts(host, STR("[")) ? str_find(host, STR("]"), 0) : 0;
    size_t colon = from == SIZE_MAX ? SIZE_MAX : str_find(host, STR(":"), from);
    int64_t port;
    if (colon == SIZE_MAX || !parse_i64(str_slice(host, colon + 1, SIZE_MAX), 1, 65535, &port))
        return host;
    return str_slice(host, 0, colon);
}

bool http_host_is_ours(struct str host, struct str authority)
{
    struct str name = without_port(host);
    return str_equal_nocase(host, authority) || str_equal_nocase(name, STR("localhost")) ||
           str_equal(name, STR("127.0.0.1")) || str_equal(name, STR("[::1]"));
}

long long http_length_announced(const struct http_field *fields, size_t count)
{
    struct str length = STR_NONE;
    int64_t bytes;
    if (count_of(fields, count, STR("Content-Length"), &length) == 0 || !parse_i64(length, 0, INT64_MAX, &bytes))
        return -1;
    return bytes;
}
