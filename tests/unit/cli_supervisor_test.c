#include "cli/supervisor.h"

#include <semaphore.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "base/log.h"
#include "check.h"

/* What the parts, in their processes, tell the test and each other. */
struct board {
    _Atomic int starts;
    _Atomic int stopped;
    sem_t stands; /* posted by a part that is ready to be stopped */
};

static struct board *board_new(void)
{
    void *shared = mmap(NULL, sizeof(struct board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    struct board *board = shared;
    assert_int_equal(sem_init(&board->stands, 1, 0), 0);
    return board;
}

static void nothing_to_do(int signal)
{
    (void)signal;
}

/* Waits for SIGTERM, then says that it stopped. */
static int stand(void *data)
{
    struct board *board = data;
    const struct sigaction action = { .sa_handler = nothing_to_do };
    sigset_t term;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    sigaction(SIGTERM, &action, NULL);
    sem_post(&board->stands);
    int got;
    sigwait(&term, &got);
    board->stopped++;
    return 0;
}

/* Falls over twice, stops its supervisor at the third start. */
static int fall_twice(void *data)
{
    struct board *board = data;
    if (++board->starts < 3)
        raise(SIGKILL);
    kill(getppid(), SIGTERM);
    return 0;
}

static int refuse_configuration(void *data)
{
    (void)data;
    return status_exit(STATUS_INVALID);
}

/* Stops the supervisor as soon as the part beside it stands. */
static int stop_when_it_stands(void *data)
{
    struct board *board = data;
    while (sem_wait(&board->stands) != 0) /* interrupted */
        continue;
    kill(getppid(), SIGTERM);
    return 0;
}

static int ignore_sigterm(void *data)
{
    struct board *board = data;
    signal(SIGTERM, SIG_IGN);
    sem_post(&board->stands);
    while (pause() != 0)
        continue;
    return 0;
}

static void what_falls_is_started_again(void **state)
{
    struct board *board = board_new();
    const struct part parts[] = { { "falls", fall_twice, board } };
    assert_ok(supervise(*state, parts, 1, clock_system(*state), NULL));
    assert_int_equal(board->starts, 3);
}

static void sigterm_stops_all_in_good_order(void **state)
{
    struct board *board = board_new();
    const struct part parts[] = { { "stands", stand, board }, { "stops", stop_when_it_stands, board } };
    struct clock *clock = clock_system(*state);
    span_ms begin = clock->monotonic(clock);
    assert_ok(supervise(*state, parts, 2, clock, NULL));
    assert_true(clock->monotonic(clock) - begin < STOP_PATIENCE_MS);
    assert_int_equal(board->stopped, 1);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left */
}

static void what_does_not_stop_is_killed_within_two_seconds(void **state)
{
    struct board *board = board_new();
    const struct part parts[] = { { "deaf", ignore_sigterm, board }, { "stops", stop_when_it_stands, board } };
    struct clock *clock = clock_system(*state);
    span_ms begin = clock->monotonic(clock);
    assert_ok(supervise(*state, parts, 2, clock, NULL));
    assert_in_range(clock->monotonic(clock) - begin, STOP_PATIENCE_MS, 2000);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void a_part_that_can_never_run_ends_all(void **state)
{
    struct board *board = board_new();
    const struct part parts[] = { { "stands", stand, board }, { "refuses", refuse_configuration, NULL } };
    struct err err;
    assert_int_equal(supervise(*state, parts, 2, clock_system(*state), &err), STATUS_INVALID);
    assert_string_equal(err.key, "supervisor.part");
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

int main(void)
{
    log_setup(LOG_ERROR, false, "test");
    const struct CMUnitTest tests[] = {
        TEST(what_falls_is_started_again),
        TEST(sigterm_stops_all_in_good_order),
        TEST(what_does_not_stop_is_killed_within_two_seconds),
        TEST(a_part_that_can_never_run_ends_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
