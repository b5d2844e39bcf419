#include "app/parsing.h"

#include "mail/parse_client.h"

enum status app_parsing_start(struct app *app, int workers, struct err *err)
{
    return parse_pool_new(app, workers, NULL, app->config->authserv_id, &app->parse, err);
}

void app_parsing_rest(struct app *app)
{
    parse_pool_rest(app->parse);
}

void app_parsing_end(struct app *app)
{
    parse_pool_free(app->parse);
    app->parse = NULL;
}
