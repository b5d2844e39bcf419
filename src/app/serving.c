#include "app/serving.h"

#include <signal.h>

#include "app/parsing.h"

static void fill_endings(sigset_t *out)
{
    sigemptyset(out);
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGINT);
    sigaddset(out, DB_BROKEN_SIGNAL);
}

void serving_begin(void)
{
    sigset_t endings;
    fill_endings(&endings);
    pthread_sigmask(SIG_BLOCK, &endings, NULL);
    signal(SIGPIPE, SIG_IGN);
}

enum status serving_wait(struct app *app, struct err *err)
{
    const struct timespec rest = { .tv_sec = PARSING_REST_SECONDS };
    sigset_t endings;
    int heard = -1;
    fill_endings(&endings);
    db_signal_broken(app->db);
    while (heard < 0) {
        heard = sigtimedwait(&endings, NULL, &rest);
        if (heard < 0)
            app_parsing_rest(app);
    }
    return heard == DB_BROKEN_SIGNAL ? FAIL(err, STATUS_BROKEN, "serve.broken", "the database needs a new start") : STATUS_OK;
}
