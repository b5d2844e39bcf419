#pragma once
/* Files of the program's own: the agent app (ui/dist, or --ui DIR in development) and what customers' pages use. */
#include "web/route.h"

/* Whether PATH is such a file, or an address of the app, which shows its one page for all of them. */
bool asset_exists(const struct web *web, TALLOC_CTX *mem, struct str path);
void asset_answer(const struct web *web, struct http_request *request);
