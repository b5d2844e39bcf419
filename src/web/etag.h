#pragma once
/* Whether the caller has an answer already, as it would be given now (RFC 9110, 8.8.3 and 13.1.2). */
#include "web/http.h"

/* Names the answer ETAG (with its quotes). When the request says that the caller has it (If-None-Match), the answer is
 * made a 304, and true. */
bool etag_unchanged(struct http_request *request, struct str etag);

/* Whether FIELD, the value of If-None-Match, names ETAG: a list, "*" for anything, and a weak tag is as good as a strong
 * one. Pure. */
bool etag_is_named(struct str field, struct str etag);
