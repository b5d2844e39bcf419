#pragma once
/* Whether the desk can take work now, for /ready: its database answers, has this program's tables, and there is room to
 * write (F-09). Says why not. */
#include "app/app.h"

enum { READY_ROOM_BYTES = 1024 * 1024 }; /* less is a full disk: a unit of work and its log may need as much */

/* UNAVAILABLE (db.unavailable, db.old_schema, db.new_schema), FULL (ready.room). */
MUST_CHECK enum status desk_is_ready(struct app *app, struct err *err);
