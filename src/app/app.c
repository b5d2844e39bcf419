#include "app/app.h"

#include "app/desk_facts.h"
#include "app/secret_key.h"
#include "base/fault.h"
#include "base/mem.h"

struct actor who_actor(const struct who *who)
{
    int64_t id = who->kind == ACTOR_COLLEAGUE ? who->colleague.v : who->kind == ACTOR_CUSTOMER ? who->person.v : 0;
    return (struct actor){ .kind = who->kind, .id = id };
}

struct str app_database_url(TALLOC_CTX *mem, const struct config *config)
{
    if (str_starts(config->database, STR("postgresql://")) || str_starts(config->database, STR("postgres://"))
        || str_starts(config->database, STR("sqlite:")))
        return config->database;
    return str_format(mem, "sqlite:" STR_FMT "/desk.db", STR_ARG(config->data_dir));
}

struct db_options app_database(TALLOC_CTX *mem, const struct config *config, struct clock *clock, int readers)
{
    return (struct db_options){
        .url = app_database_url(mem, config),
        .run_dir = str_format(mem, STR_FMT "/run", STR_ARG(config->data_dir)),
        .clock = clock,
        .readers = readers,
    };
}

enum status app_open(TALLOC_CTX *mem, const struct config *config, int readers, struct app **out, struct err *err)
{
    struct app *app = MEM_NEW(mem, struct app);
    app->config = config;
    fault_setup(config->fault.ptr);
    TRY(digest_start(err));
    TRY(secret_key_read(app, config->data_dir, &app->secret, err));
    if (config->clock_file.len > 0)
        TRY(clock_moved(app, str_to_c(app, config->clock_file), &app->clock, err));
    else
        app->clock = clock_system(app);
    app->random = random_system(app);
    app->facts = desk_facts_cache_new(app);
    app->language = STR("en");

    struct db_options options = app_database(app, config, app->clock, readers);
    TRY(db_open(app, &options, &app->db, err));
    *out = app;
    return STATUS_OK;
}

bool app_reads_are_near(const struct app *app)
{
    return !db_can(app->db).many_nodes;
}

void app_close(struct app *app)
{
    if (app == NULL)
        return;
    talloc_free(app->facts);
    app->facts = NULL;
    if (app->db != NULL)
        db_close(app->db);
    talloc_free(app);
}
