#include "mail/parse_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "base/mem.h"

enum {
    TIMEOUT_SECONDS = 20, /* of silence: LIMIT_PARSE_CPU_MS on a machine that has much else to do */
    KEPT_MOST = 8,
};

/* Of the environment, in which passwords may stand, only what tests and sanitizers need. */
static const char *const kept_variables[] = { "BUCKSTOP_FAULT", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH" };
_Static_assert(sizeof(kept_variables) / sizeof(kept_variables[0]) < KEPT_MOST, "room for each variable and the end");

static void keep_variables(TALLOC_CTX *mem, char *kept[KEPT_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof(kept_variables) / sizeof(kept_variables[0]); i++) {
        const char *value = getenv(kept_variables[i]);
        if (value != NULL)
            kept[count++] = mem_need(talloc_asprintf(mem, "%s=%s", kept_variables[i], value));
    }
    kept[count] = NULL;
}

/* Its signals are as if a shell had started it. */
static bool set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    return posix_spawnattr_setsigmask(attributes, &none) == 0 && posix_spawnattr_setsigdefault(attributes, &all) == 0
           && posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
}

/* Of all that is open, the socket stays, as standard input, and standard error. */
static bool set_files(posix_spawn_file_actions_t *actions, int socket)
{
    return posix_spawn_file_actions_adddup2(actions, socket, STDIN_FILENO) == 0
           && posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0
           && posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1) == 0;
}

/* 0, or the errno that says why not. */
static int spawn(TALLOC_CTX *mem, const char *program, struct str authserv_id, int socket, pid_t *pid)
{
    char *words[] = { mem_need(talloc_strdup(mem, "buckstop")), mem_need(talloc_strdup(mem, PARSE_COMMAND)),
                      mem_need(talloc_strdup(mem, "--")), str_to_c(mem, authserv_id), NULL };
    char *kept[KEPT_MOST];
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    keep_variables(mem, kept);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int problem = set_files(&actions, socket) && set_signals(&attributes)
                      ? posix_spawn(pid, program == NULL ? "/proc/self/exe" : program, &actions, &attributes, words, kept)
                      : ENOMEM;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return problem;
}

static enum status start_failed(int problem, struct err *err)
{
    enum status status = FAIL(err, STATUS_UNAVAILABLE, "parse.start", "could not start a parse process");
    err_detail(err, "%s", strerror(problem));
    return status;
}

enum status parse_process_start(const char *program, struct str authserv_id, struct parse_process *out,
                                struct err *err)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return start_failed(errno, err);
    const struct timeval silence = { .tv_sec = TIMEOUT_SECONDS };
    (void)setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence));
    (void)setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof(silence));

    struct parse_process process = { .fd = ends[0] };
    TALLOC_CTX *mem = mem_need(talloc_new(NULL));
    int problem = spawn(mem, program, authserv_id, ends[1], &process.pid);
    talloc_free(mem);
    close(ends[1]);
    if (problem == 0) {
        *out = process;
        return STATUS_OK;
    }
    close(ends[0]);
    return start_failed(problem, err);
}

/* The process is our child until it is waited for, so that its number is nobody else's. */
bool parse_process_stop(struct parse_process *process)
{
    int end = 0;
    close(process->fd);
    kill(process->pid, SIGKILL);
    while (waitpid(process->pid, &end, 0) < 0 && errno == EINTR)
        ;
    *process = (struct parse_process){ .fd = -1 };
    return WIFSIGNALED(end) && WTERMSIG(end) == SIGKILL;
}
