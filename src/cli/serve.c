#include "cli/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cli/config_check.h"
#include "cli/listener.h"
#include "cli/supervisor.h"
#include "cli/upgrade.h"
#include "jobs/post.h"
#include "web/web.h"

enum {
    OPEN_FILES_WANTED = 65536,
    HOLD_WAIT_MS = 3000, /* what a desk that was just stopped or killed may take to end */
    HOLD_PAUSE_MS = 20,
};

const struct option_row serve_options[] = {
    { "only", "PART", "run one part only: web or post" },
    { "ui", "DIR", "read the agent app's files from DIR instead of the program" },
    { "check-config", NULL, "check the configuration and what it names, and end" },
    { 0 },
};

struct serve {
    struct config config;
    struct listener http, lmtp;
};

static void close_listener(const struct listener *listener)
{
    if (listener->fd >= 0)
        close(listener->fd);
}

static int run_web(void *data)
{
    const struct serve *serve = data;
    close_listener(&serve->lmtp);
    return web_main(&serve->config, serve->http.fd);
}

static int run_post(void *data)
{
    const struct serve *serve = data;
    close_listener(&serve->http);
    return post_main(&serve->config, serve->lmtp.fd);
}

/* Event streams hold a file each; Debian's soft limit of 1,024 is for programs that use select(2). */
static void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    rlim_t wanted = limit.rlim_max < OPEN_FILES_WANTED ? limit.rlim_max : OPEN_FILES_WANTED;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static enum status open_one(TALLOC_CTX *mem, struct str address, int index, struct listener *out, struct err *err)
{
    TRY(listener_inherited(mem, index, out, err));
    if (out->fd >= 0 || address.len == 0)
        return STATUS_OK;
    return listener_open(mem, address, out, err);
}

/* Where a port was left to the kernel, and where a socket was inherited, the configuration learns the real address. */
static enum status open_listeners(TALLOC_CTX *mem, struct serve *serve, bool web, bool post, struct err *err)
{
    struct config *config = &serve->config;
    bool url_follows = str_equal(config->url, str_format(mem, "http://" STR_FMT, STR_ARG(config->http)));
    if (web) {
        TRY(open_one(mem, config->http, 0, &serve->http, err));
        config->http = serve->http.address;
    }
    if (post) {
        TRY(open_one(mem, config->lmtp, web ? 1 : 0, &serve->lmtp, err));
        config->lmtp = serve->lmtp.fd < 0 ? STR("") : serve->lmtp.address;
    }
    if (url_follows)
        config->url = str_format(mem, "http://" STR_FMT, STR_ARG(config->http));
    return STATUS_OK;
}

static enum status file_failed(struct str path, struct err *err)
{
    return FAIL(err, STATUS_UNAVAILABLE, "serve.addresses", "could not write " STR_FMT ": %s", STR_ARG(path),
                strerror(errno));
}

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static enum status make_run_folder(TALLOC_CTX *mem, const struct config *config, struct str *out, struct err *err)
{
    *out = str_format(mem, STR_FMT "/run", STR_ARG(config->data_dir));
    if (mkdir(out->ptr, 0700) != 0 && errno != EEXIST)
        return file_failed(*out, err);
    return STATUS_OK;
}

/* A part of a desk runs once on a machine (F-36): two of them would fetch every mailbox twice. The lock is this process's
 * and its children's; it ends with the last of them, however they end, and so needs nobody to clear it away. */
static enum status hold_part(TALLOC_CTX *mem, const struct config *config, const char *part, struct err *err)
{
    struct str folder;
    TRY(make_run_folder(mem, config, &folder, err));
    struct str path = str_format(mem, STR_FMT "/%s.lock", STR_ARG(folder), part);
    int fd = open(path.ptr, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_failed(path, err);
    const struct timespec pause = { .tv_nsec = HOLD_PAUSE_MS * 1000000L };
    for (int waited = 0; waited < HOLD_WAIT_MS; waited += HOLD_PAUSE_MS) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return STATUS_OK;
        nanosleep(&pause, NULL);
    }
    close(fd);
    return FAIL(err, STATUS_CONFLICT, "serve.running", "the desk in " STR_FMT " is served already (%s); stop that one first",
                STR_ARG(config->data_dir), part);
}

/* DATA/run/addresses tells other programs where the desk listens; it is there whole or not at all. */
static enum status write_addresses(TALLOC_CTX *mem, const struct serve *serve, struct str line, struct err *err)
{
    struct str folder;
    TRY(make_run_folder(mem, &serve->config, &folder, err));
    struct str path = str_format(mem, STR_FMT "/addresses", STR_ARG(folder));
    struct str draft = str_format(mem, STR_FMT ".new", STR_ARG(path));
    CLEANUP(close_file) FILE *file = fopen(draft.ptr, "we");
    if (file == NULL || fprintf(file, STR_FMT "\n", STR_ARG(line)) < 0 || fflush(file) != 0 ||
        rename(draft.ptr, path.ptr) != 0)
        return file_failed(path, err);
    return STATUS_OK;
}

static struct str addresses_line(TALLOC_CTX *mem, const struct serve *serve)
{
    bool web = serve->http.fd >= 0, lmtp = serve->lmtp.fd >= 0;
    return str_format(mem, "%s" STR_FMT "%s%s" STR_FMT, web ? "http=" : "", STR_ARG(serve->http.address),
                      web && lmtp ? " " : "", lmtp ? "lmtp=" : "", STR_ARG(serve->lmtp.address));
}

static enum status check_desk(TALLOC_CTX *mem, const struct config *config, struct err *err)
{
    struct str key = str_format(mem, STR_FMT "/secret.key", STR_ARG(config->data_dir));
    if (access(key.ptr, R_OK) != 0)
        return FAIL(err, STATUS_INVALID, "desk.missing", "there is no desk in " STR_FMT "; buckstop init makes one",
                    STR_ARG(config->data_dir));
    struct str file = str_format(mem, STR_FMT "/desk.db", STR_ARG(config->data_dir));
    if (str_equal(config->database, STR("sqlite")) && access(file.ptr, R_OK | W_OK) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "desk.database", "could not open the database " STR_FMT ": %s",
                    STR_ARG(file), strerror(errno));
    return STATUS_OK;
}

enum status serve_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct str only = option_value(in, "only");
    bool web = only.ptr == NULL || str_equal(only, STR("web"));
    bool post = only.ptr == NULL || str_equal(only, STR("post"));
    if (!web && !post)
        return FAIL(err, STATUS_INVALID, "cli.option", "--only must be web or post");

    struct serve serve = { .http = { .fd = -1 }, .lmtp = { .fd = -1 } };
    TRY(invocation_config(mem, in, "supervisor", &serve.config, err));
    if (option_given(in, "ui"))
        serve.config.ui_dir = option_value(in, "ui");
    if (option_given(in, "check-config"))
        return config_check(mem, &serve.config, err);
    TRY(check_desk(mem, &serve.config, err));

    umask(0077);
    signal(SIGPIPE, SIG_IGN);
    raise_open_files();
    if (web)
        TRY(hold_part(mem, &serve.config, "web", err));
    if (post)
        TRY(hold_part(mem, &serve.config, "post", err));
    TRY(upgrade_before_serving(&serve.config, err));
    TRY(open_listeners(mem, &serve, web, post, err));
    struct str line = addresses_line(mem, &serve);
    TRY(write_addresses(mem, &serve, line, err));
    printf("listening " STR_FMT "\n", STR_ARG(line));
    fflush(stdout);

    struct part parts[2];
    size_t count = 0;
    if (web)
        parts[count++] = (struct part){ "web", run_web, &serve };
    if (post)
        parts[count++] = (struct part){ "post", run_post, &serve };
    return supervise(mem, parts, count, clock_system(mem), err);
}
