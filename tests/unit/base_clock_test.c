#include "base/clock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/fault.h"
#include "check.h"

static void a_standing_clock_moves_only_when_told(void **state)
{
    struct clock *clock = clock_standing(*state, 1000);
    assert_int_equal(clock->now(clock), 1000);
    clock_set(clock, 5000);
    assert_int_equal(clock->now(clock), 5000);
    assert_int_equal(clock->monotonic(clock), 5000);
}

static void a_moved_clock_follows_its_file(void **state)
{
    char *path = talloc_strdup(*state, "/tmp/buckstop-clock-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct clock *clock, *machine = clock_system(*state);
    assert_ok(clock_moved(*state, path, &clock, NULL));
    span_ms apart = clock->now(clock) - machine->now(machine);
    assert_in_range(apart + 1000, 0, 2000);
    const int64_t week = 7 * DAY_MS;
    assert_int_equal(pwrite(fd, &week, sizeof(week), 0), sizeof(week));
    apart = clock->now(clock) - machine->now(machine) - week;
    assert_in_range(apart + 1000, 0, 2000);
    close(fd);
    unlink(path);
}

static void a_clock_file_that_cannot_be_opened_is_told(void **state)
{
    struct clock *clock;
    struct err err;
    assert_int_equal(clock_moved(*state, "/nowhere/clock", &clock, &err), STATUS_UNAVAILABLE);
    assert_string_equal(err.key, "clock.file");
}

static void without_a_plan_no_point_fails(void **state)
{
    (void)state;
    fault_setup(NULL);
    assert_false(fault_here("lmtp.before_commit"));
    fault_setup("nonsense");
    assert_false(fault_here("nonsense"));
}

static void a_point_fails_at_its_pass_and_only_there(void **state)
{
    (void)state;
    fault_setup("lmtp.before_commit:fail:3");
    assert_false(fault_here("lmtp.before_commit"));
    assert_false(fault_here("lmtp.after_commit"));
    assert_false(fault_here("lmtp.before_commit"));
    assert_true(fault_here("lmtp.before_commit"));
    assert_false(fault_here("lmtp.before_commit"));
    fault_setup(NULL);
}

static void a_point_can_kill_the_process(void **state)
{
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        fault_setup("parse.begin:kill:1");
        fault_here("parse.begin");
        _exit(0);
    }
    int how;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_true(WIFSIGNALED(how));
    assert_int_equal(WTERMSIG(how), SIGKILL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_standing_clock_moves_only_when_told),
        TEST(a_moved_clock_follows_its_file),
        TEST(a_clock_file_that_cannot_be_opened_is_told),
        TEST(without_a_plan_no_point_fails),
        TEST(a_point_fails_at_its_pass_and_only_there),
        TEST(a_point_can_kill_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
