#pragma once
/* From a request to its route, and from the route to an answer. */
#include "web/http_server.h"
#include "web/route.h"

/* The callbacks of http_server.h; DATA is the struct web. */
void router_begin(void *data, struct http_request *request);
void router_answer(void *data, struct http_request *request);
void router_refuse(void *data, struct http_request *request, int status, const char *why);
void router_ended(void *data, const struct http_request *request, span_ms took_ms);

/* Whether PATH is one that PATTERN describes; fills what stands in its braces. Pure. */
bool route_matches(const char *pattern, struct str path, int64_t *id, struct str *token);
