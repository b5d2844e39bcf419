#pragma once
/* Whether a request is one that every reader understands in the same way (RFC 9112; AC-142, AC-143, AC-146).
 *
 * Two programs that read the same bytes differently are how requests get smuggled and rights get around. So nothing here
 * repairs: what is not plainly right is refused. Pure functions of the bytes; safe from any thread.
 */
#include "base/err.h"
#include "base/str.h"
#include "web/http.h"

enum method method_of(struct str word);

/* Splits a request target into path and query. 0, or the HTTP status of the refusal: 400 for anything but the origin
 * form, 404 for a path that is not canonical: other bytes than letters, digits and "-._~@" in segments that are not
 * empty and do not begin with a dot. A path has no percent signs: no route needs any. */
int http_target_split(struct str target, struct str *path, struct str *query);

bool http_name_is_token(struct str name);   /* RFC 9110, 5.6.2 */
bool http_value_is_clean(struct str value); /* no control characters but the tab */

/* A whole header section, as it lay in memory. */
struct http_head {
    const char *begin;       /* of the method */
    size_t size;             /* up to and with the empty line */
    struct str version;      /* "HTTP/1.1" */
};
struct http_field {
    struct str name, value;
};

/* 0, or the HTTP status of the refusal. WHY tells a person. Looks for: names that are no tokens, folded lines and bare line
 * feeds (the fields must lie in HEAD one behind the other with CRLF between them), Host other than once, Content-Length twice,
 * not a number, or with Transfer-Encoding, a Transfer-Encoding other than "chunked". */
int http_fields_check(const struct http_head *head, const struct http_field *fields, size_t count, const char **why);

/* Whether HOST ("name", "name:port", "[::1]:port") is AUTHORITY, or a name of this very machine. */
bool http_host_is_ours(struct str host, struct str authority);

/* The bytes that a request's Content-Length announces; -1 when it has none. The field was checked. */
long long http_length_announced(const struct http_field *fields, size_t count);
