#include "cli/supervisor.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "base/log.h"
#include "base/mem.h"

struct child {
    const struct part *part;
    pid_t pid;          /* 0: not running */
    span_ms started_ms; /* of the monotonic clock */
    span_ms pause_ms;   /* before the next start */
    span_ms due_ms;     /* when to start; while pid is 0 */
};

struct supervisor {
    struct child *children;
    size_t count;
    struct clock *clock;
    sigset_t awaited;  /* blocked while supervising, taken by sigtimedwait */
    sigset_t original; /* what the children get back */
};

static span_ms now_of(struct supervisor *s)
{
    return s->clock->monotonic(s->clock);
}

static _Noreturn void run_child(struct supervisor *s, const struct part *part, pid_t supervisor)
{
    prctl(PR_SET_NAME, part->name);
    /* A supervisor that was killed takes its processes with it: who starts the desk again finds the ports free. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != supervisor)
        _exit(0);
    sigprocmask(SIG_SETMASK, &s->original, NULL);
    int code = part->run(part->data);
    fflush(NULL);
    _exit(code);
}

static void start(struct supervisor *s, struct child *child)
{
    pid_t supervisor = getpid();
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        run_child(s, child->part, supervisor);
    child->started_ms = now_of(s);
    if (pid < 0) {
        log_line(LOG_ERROR, "supervisor.fork", "part", child->part->name, "error", strerror(errno), NULL);
        child->due_ms = child->started_ms + RESTART_MOST_MS;
        return;
    }
    child->pid = pid;
}

static void start_due(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pid == 0 && s->children[i].due_ms <= now_of(s))
            start(s, &s->children[i]);
}

/* How long nothing needs to be started; -1 for ever. */
static span_ms until_next_start(struct supervisor *s)
{
    span_ms least = -1;
    for (size_t i = 0; i < s->count; i++) {
        if (s->children[i].pid != 0)
            continue;
        span_ms left = s->children[i].due_ms - now_of(s);
        left = left < 0 ? 0 : left;
        if (least < 0 || left < least)
            least = left;
    }
    return least;
}

static void log_end(TALLOC_CTX *mem, const struct child *child, int state)
{
    struct str how = WIFSIGNALED(state) ? str_format(mem, "signal %d", WTERMSIG(state))
                                        : str_format(mem, "exit %d", WEXITSTATUS(state));
    struct str pause = str_format(mem, "%lld", (long long)child->pause_ms);
    log_line(LOG_WARN, "supervisor.ended", "part", child->part->name, "by", how.ptr, "again_in_ms", pause.ptr, NULL);
}

/* Takes in what has ended. *HOPELESS is set to a part that would only fail again. */
static void reap(TALLOC_CTX *mem, struct supervisor *s, bool stopping, const struct part **hopeless)
{
    int state;
    for (pid_t pid = waitpid(-1, &state, WNOHANG); pid > 0; pid = waitpid(-1, &state, WNOHANG)) {
        for (size_t i = 0; i < s->count; i++) {
            struct child *child = &s->children[i];
            if (child->pid != pid)
                continue;
            span_ms now = now_of(s);
            bool stood = now - child->started_ms >= STANDING_MS;
            child->pid = 0;
            child->pause_ms = stood || child->pause_ms == 0 ? RESTART_FIRST_MS : child->pause_ms * 2;
            if (child->pause_ms > RESTART_MOST_MS)
                child->pause_ms = RESTART_MOST_MS;
            child->due_ms = now + child->pause_ms;
            if (!stopping && WIFEXITED(state) && WEXITSTATUS(state) == status_exit(STATUS_INVALID))
                *hopeless = child->part;
            if (!stopping)
                log_end(mem, child, state);
        }
    }
}

/* The next signal, or 0 after PATIENCE (negative: for ever). */
static int await_signal(const struct supervisor *s, span_ms patience)
{
    if (patience < 0)
        return sigwaitinfo(&s->awaited, NULL);
    const struct timespec wait = { .tv_sec = patience / 1000, .tv_nsec = patience % 1000 * 1000000 };
    int signal = sigtimedwait(&s->awaited, NULL, &wait);
    return signal < 0 ? 0 : signal;
}

static size_t signal_all(struct supervisor *s, int signal)
{
    size_t running = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->children[i].pid == 0)
            continue;
        running++;
        if (signal != 0)
            kill(s->children[i].pid, signal);
    }
    return running;
}

static void stop_all(TALLOC_CTX *mem, struct supervisor *s)
{
    const struct part *hopeless = NULL;
    span_ms end = now_of(s) + STOP_PATIENCE_MS;
    signal_all(s, SIGTERM);
    while (signal_all(s, 0) > 0 && now_of(s) < end) {
        await_signal(s, end - now_of(s));
        reap(mem, s, true, &hopeless);
    }
    if (signal_all(s, SIGKILL) == 0)
        return;
    log_line(LOG_WARN, "supervisor.killed", "reason", "a process did not stop in time", NULL);
    while (signal_all(s, 0) > 0) {
        await_signal(s, STOP_PATIENCE_MS);
        reap(mem, s, true, &hopeless);
    }
}

static void block_signals(struct supervisor *s)
{
    sigemptyset(&s->awaited);
    sigaddset(&s->awaited, SIGTERM);
    sigaddset(&s->awaited, SIGINT);
    sigaddset(&s->awaited, SIGCHLD);
    sigprocmask(SIG_BLOCK, &s->awaited, &s->original);
}

enum status supervise(TALLOC_CTX *mem, const struct part *parts, size_t count, struct clock *clock, struct err *err)
{
    struct supervisor s = { .children = MEM_ARRAY(mem, struct child, count), .count = count, .clock = clock };
    for (size_t i = 0; i < count; i++)
        s.children[i].part = &parts[i];
    block_signals(&s);

    const struct part *hopeless = NULL;
    bool stop = false;
    while (!stop && hopeless == NULL) {
        start_due(&s);
        int signal = await_signal(&s, until_next_start(&s));
        stop = signal == SIGTERM || signal == SIGINT;
        reap(mem, &s, false, &hopeless);
    }
    stop_all(mem, &s);
    sigprocmask(SIG_SETMASK, &s.original, NULL);
    if (hopeless != NULL)
        return FAIL(err, STATUS_INVALID, "supervisor.part", "the part %s cannot run; the lines above say why",
                    hopeless->name);
    return STATUS_OK;
}
