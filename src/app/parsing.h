#pragma once
/* Parse processes for whoever needs to read mail or HTML: made on first use, ended with the app that has them. */
#include "app/app.h"

MUST_CHECK enum status app_parsing_start(struct app *app, int workers, struct err *err);
void app_parsing_end(struct app *app); /* also when none was started */
