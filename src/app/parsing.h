#pragma once
/* Parse processes for whoever needs to read mail or HTML: made on first use, ended with the app that has them. */
#include "app/app.h"

MUST_CHECK enum status app_parsing_start(struct app *app, int workers, struct err *err);
/* Every so often: ends the processes that have nothing to do. */
enum { PARSING_REST_SECONDS = 5 };
void app_parsing_rest(struct app *app);
void app_parsing_end(struct app *app); /* also when none was started */
