#pragma once
/* Where the stream of changes stands (changes_after of app/views.h tells what is in it). */
#include "app/app.h"

/* The last entry's place, 0 in a new desk. */
MUST_CHECK enum status changes_tip(struct app *app, int64_t *seq, struct err *err);
