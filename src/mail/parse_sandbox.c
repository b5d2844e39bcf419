#include "mail/parse_sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include "base/limits.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

enum {
    CPU_SECONDS = 600,     /* of a worker's whole life; each request has its own clock */
    SANITIZER_FACTOR = 20, /* how much slower instrumented code may be */
};

/* What a parser needs: memory, its socket, the clock, an orderly end. */
static const int allowed[] = {
    SCMP_SYS(brk),        SCMP_SYS(clock_gettime), SCMP_SYS(close),        SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(fstat),         SCMP_SYS(futex),        SCMP_SYS(getpid),
    SCMP_SYS(getrandom),  SCMP_SYS(getrusage),     SCMP_SYS(gettid),       SCMP_SYS(gettimeofday),
    SCMP_SYS(lseek),      SCMP_SYS(madvise),       SCMP_SYS(mremap),       SCMP_SYS(munmap),
    SCMP_SYS(newfstatat), SCMP_SYS(read),          SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield), SCMP_SYS(setitimer),
    SCMP_SYS(tgkill),     SCMP_SYS(write),         SCMP_SYS(writev),
};

/* A library that looks for a file shall find none, and go on. */
static const int refused[] = {
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(ioctl), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(stat), SCMP_SYS(statx),
};

/* The runtime of AddressSanitizer, for its reports. */
static const int for_asan[] = {
    SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(sigaltstack), SCMP_SYS(sched_getaffinity), SCMP_SYS(prctl),
    SCMP_SYS(getppid), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64),
};

static bool set_limit(__rlimit_resource_t resource, rlim_t value)
{
    return setrlimit(resource, &(struct rlimit){ value, value }) == 0;
}

/* Bytes of private memory that the process had before its first message: shared pages of its parent for the most part. */
static rlim_t data_so_far(void)
{
    unsigned long pages_total = 0, resident = 0, shared = 0, text = 0, library = 0, data = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL)
        return RLIM_INFINITY;
    int found = fscanf(file, "%lu %lu %lu %lu %lu %lu", &pages_total, &resident, &shared, &text, &library, &data);
    fclose(file);
    return found == 6 ? (rlim_t)data * (rlim_t)sysconf(_SC_PAGESIZE) : RLIM_INFINITY;
}

static enum status limit_resources(struct err *err)
{
    rlim_t data = data_so_far();
    bool ok = set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_NOFILE, 0)
              && set_limit(RLIMIT_CPU, CPU_SECONDS);
    if (!UNDER_ASAN && data != RLIM_INFINITY)
        ok = ok && set_limit(RLIMIT_DATA, data + LIMIT_PARSE_MEMORY_BYTES);
    if (!ok)
        return FAIL(err, STATUS_BROKEN, "parse.sandbox", "could not limit the parse process");
    return STATUS_OK;
}

/* No rule at all: every handled right is gone. Absent on old kernels, which is why its failure is no failure. */
static void leave_file_system(void)
{
    struct landlock_ruleset_attr attributes = { .handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
    long ruleset = syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0);
    if (ruleset < 0)
        return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        (void)syscall(SYS_landlock_restrict_self, ruleset, 0);
    close((int)ruleset);
}

static void filter_done(scmp_filter_ctx *filter)
{
    if (*filter != NULL)
        seccomp_release(*filter);
}

static bool add_rules(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, action, calls[i], 0) != 0)
            return false;
    return true;
}

/* Memory may grow, but never become code. */
static bool add_memory_rules(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp no_exec = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, no_exec) == 0
           && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_exec) == 0;
}

static enum status filter_calls(struct err *err)
{
    CLEANUP(filter_done) scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter != NULL && add_rules(filter, SCMP_ACT_ALLOW, allowed, sizeof(allowed) / sizeof(allowed[0]))
              && add_rules(filter, SCMP_ACT_ERRNO(EACCES), refused, sizeof(refused) / sizeof(refused[0]));
    if (UNDER_ASAN)
        ok = ok && add_rules(filter, SCMP_ACT_ALLOW, for_asan, sizeof(for_asan) / sizeof(for_asan[0]));
    else
        ok = ok && add_memory_rules(filter);
    if (!ok || seccomp_load(filter) != 0)
        return FAIL(err, STATUS_BROKEN, "parse.sandbox", "could not close the walls of the parse process");
    return STATUS_OK;
}

enum status parse_sandbox_enter(struct err *err)
{
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    leave_file_system();
    TRY(limit_resources(err));
    return filter_calls(err);
}

void parse_sandbox_clock(int64_t ms)
{
    ms *= UNDER_ASAN ? SANITIZER_FACTOR : 1;
    struct itimerval timer = { .it_value = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 } };
    (void)setitimer(ITIMER_PROF, &timer, NULL);
}
