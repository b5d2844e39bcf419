#include "jobs/post.h"

#include <malloc.h>

#include "app/parsing.h"
#include "app/serving.h"
#include "base/log.h"
#include "base/mem.h"
#include "jobs/clockwork.h"
#include "jobs/indexer.h"
#include "jobs/intake.h"
#include "jobs/mailboxes.h"
#include "jobs/sender.h"
#include "jobs/tidier.h"
#include "jobs/workers.h"
#include "mail/lmtp_serve.h"
#include "mail/parse_client.h"
#include "mail/smtp_send.h"

enum {
    DATABASE_READERS = 4,
    PARSE_WORKERS = 2,
    MALLOC_ARENAS = 2,
    MALLOC_MAPPED_BYTES = 256 * 1024, /* what is larger goes back to the system when it is freed */
};

static const struct worker_row rows[] = {
    /* thread      does             threads  heeds changes, after (ms) */
    { "sender",    sender_round,    2,       true,  100 },
    { "clockwork", clockwork_round, 1,       true,  200 },
    { "indexer",   indexer_round,   1,       true,  300 },
    { "tidier",    tidier_round,    1,       false, 0 },
};

struct post {
    struct app *app;
    struct parse_pool *parse;
    struct stop *stop;
    struct workers *workers;
    struct mailboxes *mailboxes;
    struct lmtp_server *lmtp; /* NULL without a listener */
};

static struct str own_name(const struct config *config)
{
    return config->mail_domain.len > 0 ? config->mail_domain : STR("buckstop");
}

static enum status start(TALLOC_CTX *mem, const struct config *config, int lmtp_listener, struct post *post,
                         struct err *err)
{
    TRY(parse_pool_new(mem, PARSE_WORKERS, NULL, config->authserv_id, &post->parse, err));
    TRY(smtp_start(err));
    TRY(app_open(mem, config, DATABASE_READERS, &post->app, err));
    post->app->parse = post->parse;
    TRY(stop_new(mem, &post->stop, err));
    TRY(workers_start(mem, post->app, post->stop, rows, sizeof(rows) / sizeof(rows[0]), &post->workers, err));
    TRY(mailboxes_start(mem, post->app, post->stop, &post->mailboxes, err));
    if (lmtp_listener < 0)
        return STATUS_OK;
    const struct lmtp_options options = {
        .listener = lmtp_listener,
        .host = own_name(config),
        .port = intake_port(post->app),
        .stop = post->stop,
    };
    return lmtp_server_start(mem, &options, &post->lmtp, err);
}

/* What has begun ends whole: a mail whose last dot has come is stored and answered, a mail that was sent is recorded. */
static void finish(struct post *post)
{
    if (post->stop != NULL)
        stop_now(post->stop);
    if (post->lmtp != NULL)
        lmtp_server_join(post->lmtp);
    if (post->mailboxes != NULL)
        mailboxes_join(post->mailboxes);
    if (post->workers != NULL)
        workers_join(post->workers);
    if (post->app != NULL)
        app_close(post->app);
    if (post->parse != NULL)
        parse_pool_free(post->parse);
}

int post_main(const struct config *config, int lmtp_listener)
{
    log_setup(LOG_INFO, config->log_json, "post");
    mallopt(M_ARENA_MAX, MALLOC_ARENAS);
    mallopt(M_MMAP_THRESHOLD, MALLOC_MAPPED_BYTES);
    serving_begin();

    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    struct post post = { 0 };
    struct err err = { 0 };
    enum status status = start(mem, config, lmtp_listener, &post, &err);
    if (status == STATUS_OK) {
        log_line(LOG_INFO, "post.started", NULL);
        status = serving_wait(post.app, &err);
    }
    if (status != STATUS_OK)
        log_err(LOG_ERROR, "post.ended", status, &err);
    finish(&post);
    talloc_free(mem);
    return status_exit(status);
}
