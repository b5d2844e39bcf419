#pragma once
/* The answers that handlers give: JSON from a shape, nothing, a redirect, bytes, and problems (RFC 9457). */
#include "base/json.h"
#include "web/route.h"

/* OBJECT of the shape that the route gives, with the route's status. */
MUST_CHECK enum status answer_shape(struct call *call, const void *object, struct err *err);
MUST_CHECK enum status answer_nothing(struct call *call); /* 204 */
MUST_CHECK enum status answer_redirect(struct call *call, struct str path); /* 303, to a path of ours */
MUST_CHECK enum status answer_bytes(struct call *call, enum answer_kind kind, const char *type, struct str bytes);

/* Something from outside as a download, whatever it says it is (RFC 6266; AC-045). */
MUST_CHECK enum status answer_file(struct call *call, struct str name, struct str bytes);

/* A failure, as JSON or, where PAGE, as a page for people. STATUS is the HTTP status. BROKEN things are told in general words:
 * what happened is in the log, under the same id (AC-145). */
void answer_problem(const struct web *web, struct http_request *request, bool page, int status, const struct err *err);

/* How a request is called in the log and in a problem. */
struct str request_name(const struct web *web, const struct http_request *request);
