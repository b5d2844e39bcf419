#pragma once
/* The API described from its own tables: routes and shapes. What is printed here is what runs. */
#include "base/buf.h"

void api_doc_openapi(struct buf *out);    /* OpenAPI 3.1, JSON */
void api_doc_typescript(struct buf *out); /* the app's types */
void api_doc_routes(struct buf *out);     /* a line for each route: method, path, who, right, flags; for tests */
