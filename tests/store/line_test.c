/* The line of writers, over a pretended database: who commits for whom, and who hears of a failure. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "check.h"
#include "store/db_line.h"

enum { CROWD = 12 };

struct pretended {
    struct line line;
    int begun, committed, abandoned;
    enum status begin_status, commit_status, lost_status;
    atomic_int kept, failed;
};

static enum status begin(void *self, struct err *err)
{
    struct pretended *p = self;
    p->begun++;
    return p->begin_status == STATUS_OK ? STATUS_OK : FAIL(err, p->begin_status, "test.begin", "not now");
}

static enum status commit(void *self, struct err *err)
{
    struct pretended *p = self;
    p->committed++;
    return p->commit_status == STATUS_OK ? STATUS_OK : FAIL(err, p->commit_status, "test.commit", "not kept");
}

static void abandon(void *self)
{
    ((struct pretended *)self)->abandoned++;
}

static enum status lost(void *self, struct err *err)
{
    struct pretended *p = self;
    return p->lost_status == STATUS_OK ? STATUS_OK : FAIL(err, p->lost_status, "test.lost", "gone");
}

static const struct line_ops ops = { .begin = begin, .commit = commit, .abandon = abandon, .lost = lost };

static struct pretended *pretended_new(TALLOC_CTX *mem, int units_max)
{
    struct pretended *p = talloc_zero(mem, struct pretended);
    line_init(&p->line, &ops, p, units_max);
    return p;
}

static void *member(void *argument)
{
    struct pretended *p = argument;
    struct err err;
    enum status status = line_enter(&p->line, &err);
    if (status == STATUS_OK)
        status = line_leave(&p->line, LINE_KEPT, &err);
    atomic_fetch_add(status == STATUS_OK ? &p->kept : &p->failed, 1);
    return NULL;
}

static int waiting(struct line *line)
{
    pthread_mutex_lock(&line->lock);
    int count = line->waiting;
    pthread_mutex_unlock(&line->lock);
    return count;
}

/* Holds the writer until CROWD others stand in line, then leaves; returns what leaving said. */
static enum status lead_crowd(struct pretended *p, enum line_end end)
{
    pthread_t threads[CROWD];
    struct err err;
    assert_ok(line_enter(&p->line, &err));
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, member, p), 0);
    while (waiting(&p->line) < CROWD)
        sched_yield();
    enum status status = line_leave(&p->line, end, &err);
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
    return status;
}

static void one_alone_commits_at_once(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    member(p);
    member(p);
    assert_int_equal(p->kept, 2);
    assert_int_equal(p->begun, 2);
    assert_int_equal(p->committed, 2);
    line_done(&p->line);
}

static void a_crowd_shares_one_commit(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    assert_ok(lead_crowd(p, LINE_KEPT));
    assert_int_equal(p->kept, CROWD);
    assert_int_equal(p->begun, 1);
    assert_int_equal(p->committed, 1);
    line_done(&p->line);
}

static void the_last_commits_even_when_the_first_kept_nothing(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    assert_ok(lead_crowd(p, LINE_UNDONE));
    assert_int_equal(p->kept, CROWD);
    assert_int_equal(p->committed, 1);
    line_done(&p->line);
}

static void a_batch_has_an_end_however_many_wait(void **state)
{
    struct pretended *p = pretended_new(*state, 5);
    assert_ok(lead_crowd(p, LINE_KEPT));
    assert_int_equal(p->kept, CROWD);
    assert_int_equal(p->begun, 3); /* 13 units: 5, 5, 3 */
    assert_int_equal(p->committed, 3);
    line_done(&p->line);
}

static void a_failed_commit_fails_all_of_its_batch(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    p->commit_status = STATUS_FULL;
    assert_int_equal(lead_crowd(p, LINE_KEPT), STATUS_FULL);
    assert_int_equal(p->failed, CROWD);
    assert_int_equal(p->committed, 1);
    line_done(&p->line);
}

static void a_unit_that_keeps_nothing_hears_no_failure_and_commits_nothing(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    struct err err;
    p->commit_status = STATUS_FULL;
    assert_ok(line_enter(&p->line, &err));
    assert_ok(line_leave(&p->line, LINE_UNDONE, &err));
    assert_int_equal(p->committed, 0);
    assert_int_equal(p->abandoned, 1);
    line_done(&p->line);
}

static void a_transaction_that_the_database_ended_is_lost_for_its_unit(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    struct err err;
    assert_ok(line_enter(&p->line, &err));
    p->lost_status = STATUS_FULL;
    assert_int_equal(line_leave(&p->line, LINE_KEPT, &err), STATUS_FULL);
    assert_int_equal(p->committed, 0);
    assert_int_equal(p->abandoned, 1);
    line_done(&p->line);
}

/* Whoever waits while the first is kept, what it finds and how it leaves. */
struct second {
    struct pretended *p;
    bool may_spoil;
    enum line_end end;
};

static void *second_unit(void *argument)
{
    const struct second *second = argument;
    struct err err;
    assert_ok(line_enter(&second->p->line, &err));
    assert_int_equal(line_may_spoil(&second->p->line), second->may_spoil);
    assert_ok(line_leave(&second->p->line, second->end, &err));
    return NULL;
}

/* What the first hears, who leaves with END while the second waits. */
static enum status two_units(enum line_end end, struct second *second)
{
    struct line *line = &second->p->line;
    pthread_t thread;
    struct err err;
    assert_ok(line_enter(line, &err));
    assert_true(line_may_spoil(line));
    assert_int_equal(pthread_create(&thread, NULL, second_unit, second), 0);
    while (waiting(line) < 1)
        sched_yield();
    enum status status = line_leave(line, end, &err);
    pthread_join(thread, NULL);
    return status;
}

static void whom_a_mate_has_spoiled_hears_that_it_may_try_again(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    struct second second = { .p = p, .may_spoil = true, .end = LINE_SPOILED };
    assert_int_equal(two_units(LINE_KEPT_RETRIED, &second), STATUS_BUSY);
    assert_int_equal(p->committed, 0);
    assert_int_equal(p->abandoned, 1);
    member(p);
    assert_int_equal(p->kept, 1);
    line_done(&p->line);
}

static void nobody_may_spoil_what_is_not_run_again(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    struct second second = { .p = p, .may_spoil = false, .end = LINE_UNDONE };
    assert_ok(two_units(LINE_KEPT, &second));
    assert_int_equal(p->committed, 1);
    assert_true(line_may_spoil(&p->line)); /* the next shared transaction */
    line_done(&p->line);
}

static void a_failed_begin_passes_the_writer_on(void **state)
{
    struct pretended *p = pretended_new(*state, 64);
    p->begin_status = STATUS_BUSY;
    member(p);
    assert_int_equal(p->failed, 1);
    p->begin_status = STATUS_OK;
    member(p);
    assert_int_equal(p->kept, 1);
    line_done(&p->line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_alone_commits_at_once),
        TEST(a_crowd_shares_one_commit),
        TEST(the_last_commits_even_when_the_first_kept_nothing),
        TEST(a_batch_has_an_end_however_many_wait),
        TEST(a_failed_commit_fails_all_of_its_batch),
        TEST(a_unit_that_keeps_nothing_hears_no_failure_and_commits_nothing),
        TEST(a_transaction_that_the_database_ended_is_lost_for_its_unit),
        TEST(whom_a_mate_has_spoiled_hears_that_it_may_try_again),
        TEST(nobody_may_spoil_what_is_not_run_again),
        TEST(a_failed_begin_passes_the_writer_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
