#pragma once
/* Keeps the full-text index at the desk's heels. Called by post's indexer after each change. */
#include "app/app.h"

/* Indexes one lump of waiting messages; *MORE when others still wait. Takes the write lock only when there is work. */
MUST_CHECK enum status search_catch_up(struct app *app, bool *more, struct err *err);
