#pragma once
/* Checks the invariants I1–I8 over the whole desk, each with a named statement; reads only. */
#include "app/app.h"

struct verify_row { struct str rule, text; int64_t checked, wrong; struct str first; }; /* first: the first offender, for people */
MUST_CHECK enum status desk_verify(struct app *app, TALLOC_CTX *mem, struct list *out /* verify_row, I1…I8 and the database's own check */, struct err *err);
