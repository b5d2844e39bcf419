#pragma once
/* Whether the desk can work now: its database answers. For /ready; says why not. */
#include "app/app.h"

MUST_CHECK enum status desk_is_ready(struct app *app, struct err *err);
