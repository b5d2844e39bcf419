#include "web/web.h"

#include <errno.h>
#include <malloc.h>
#include <sys/resource.h>

#include "app/parsing.h"
#include "app/serving.h"
#include "base/log.h"
#include "base/mem.h"
#include "web/events.h"
#include "web/http_server.h"
#include "web/kept.h"
#include "web/rates.h"
#include "web/route.h"
#include "web/router.h"
#include "web/signed_in.h"

enum {
    EVENT_THREADS = 2,
    WORKERS = 8,             /* mostly waiting: for a commit that they share, so that more of them share it */
    OTHER_READERS = 2,       /* the stream of changes, sign-ins */
    PARSE_WORKERS = 1,       /* for files of mails, one at a time */
    FILES_KEPT = 200,        /* for the database, pipes and files */
    STOP_GRACE_MS = 1200,    /* of the two seconds that a clean stop may take */
    MALLOC_ARENAS = 4,       /* each further one costs memory that is never given back */
    MALLOC_KEPT_BYTES = 1024 * 1024, /* free at an arena's end; less, and each request's memory would be fetched anew */
};

/* "https://desk.example/path" into its parts. */
static void set_origin(struct web *web, TALLOC_CTX *mem, struct str url)
{
    web->secure = str_starts_nocase(url, STR("https://"));
    size_t from = str_find(url, STR("://"), 0);
    struct str rest = from == SIZE_MAX ? url : str_slice(url, from + 3, SIZE_MAX);
    size_t slash = str_find(rest, STR("/"), 0);
    web->authority = str_copy(mem, slash == SIZE_MAX ? rest : str_slice(rest, 0, slash));
    web->origin = str_format(mem, "%s://" STR_FMT, web->secure ? "https" : "http", STR_ARG(web->authority));
    web->session_cookie = session_cookie_name(web->secure);
}

static unsigned connections_most(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= 2 * FILES_KEPT)
        return FILES_KEPT;
    rlim_t most = limit.rlim_cur - FILES_KEPT;
    return most > 20000 ? 20000 : (unsigned)most;
}

static enum status serve(TALLOC_CTX *mem, const struct config *config, int listener, struct err *err)
{
    struct web *web = MEM_NEW(mem, struct web);
    struct http_server *server;
    web->config = config;
    set_origin(web, mem, config->url);
    TRY(app_open(mem, config, WORKERS + EVENT_THREADS + OTHER_READERS, &web->app, err));
    web->kept = kept_new(web, web);
    web->quick_flags = ROUTE_QUICK | (app_reads_are_near(web->app) ? ROUTE_NEAR : 0u);
    web->app->random->bytes(web->app->random, &web->boot, sizeof web->boot);
    web->rates = rates_new(web, web->app->clock, web->app->random);
    enum status status = app_parsing_start(web->app, PARSE_WORKERS, err);
    if (status == STATUS_OK)
        status = events_start(mem, web->app, &web->events, err);
    if (status != STATUS_OK) {
        app_parsing_end(web->app);
        app_close(web->app);
        return status;
    }
    const struct http_server_options options = {
        .listener = listener, .clock = web->app->clock, .authority = web->authority, .proxies = config->proxies,
        .event_threads = EVENT_THREADS, .workers = WORKERS, .connections = connections_most(),
        .spool_dir = str_to_c(mem, config->data_dir), .begin = router_begin, .answer = router_answer,
        .refuse = router_refuse, .ended = router_ended, .data = web,
    };
    status = http_server_start(mem, &options, &server, err);
    bool started = status == STATUS_OK;
    if (started) {
        status = serving_wait(web->app, err);
        http_server_quiesce(server);
    }
    events_end(web->events);
    if (started)
        http_server_stop(server, STOP_GRACE_MS);
    events_free(web->events);
    app_parsing_end(web->app);
    app_close(web->app);
    return status;
}

int web_main(const struct config *config, int listener)
{
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct err err = { .key = NULL };
    mallopt(M_ARENA_MAX, MALLOC_ARENAS);
    mallopt(M_TRIM_THRESHOLD, MALLOC_KEPT_BYTES);
    log_setup(LOG_INFO, config->log_json, "web");
    serving_begin();
    enum status status = serve(mem, config, listener, &err);
    if (status != STATUS_OK)
        log_err(LOG_ERROR, "web.ended", status, &err);
    talloc_free(mem);
    return status_exit(status);
}
