/* Folding SQLite's log into the database file, beside the writers instead of between them.
 *
 * SQLite would do it inside the commit that makes the log long: the one who is unlucky waits for a thousand pages and
 * two syncs, and a failure is thrown away. Here a thread with a connection of its own follows the log, while others
 * read and write. It never quite catches up with a busy writer, and a log is only begun anew when nothing in it is
 * left over; so when it has become really long the writer folds the small rest itself, before the next shared transaction.
 *
 * A failure ends all writing (G6): after a failed sync the kernel may have dropped pages that the next try, and the end
 * of the log, would take for written. The log is still whole; the next start reads it and writes all pages again.
 */
#include "base/mem.h"
#include "store/db_sqlite.h"

enum {
    FOLLOW_FRAMES = 1000,  /* pages that the log grows by between two rounds of the thread: 4 MiB */
    LONGEST_FRAMES = 8000, /* pages from which on the writer folds the rest: 32 MiB, as settings_of_writer */
};

struct checkpointer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t call;
    bool started, wanted, stop;
    int follow_at;             /* length of the log at which the thread is called next */
    struct sqlite_conn *conn;  /* the thread's */
};

/* Folds what can be folded without waiting for anybody. Busy is no failure: another process does it. */
static void fold(struct sqlite_db *self, struct sqlite_conn *conn)
{
    int code = sqlite3_wal_checkpoint_v2(conn->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    struct err err;
    if (code != SQLITE_OK && sqlite_fail(conn, code, &err) == STATUS_BROKEN)
        db_break(self->db);
}

static void *follow_log(void *argument)
{
    struct sqlite_db *self = argument;
    struct checkpointer *me = self->checkpointer;
    pthread_mutex_lock(&me->lock);
    while (!me->stop) {
        if (!me->wanted) {
            pthread_cond_wait(&me->call, &me->lock);
            continue;
        }
        me->wanted = false;
        pthread_mutex_unlock(&me->lock);
        fold(self, me->conn);
        pthread_mutex_lock(&me->lock);
    }
    pthread_mutex_unlock(&me->lock);
    return NULL;
}

/* Starts the thread when there is something to do for the first time: a short command never has it. The lock is held.
 * Without a thread the writer folds alone. */
static void start(struct sqlite_db *self)
{
    struct checkpointer *me = self->checkpointer;
    struct err err;
    if (me->conn == NULL && sqlite_connect(self, true, &me->conn, &err) != STATUS_OK)
        return;
    me->started = pthread_create(&me->thread, NULL, follow_log, self) == 0;
}

/* Called by SQLite after each commit, with the log's length in pages. */
static int after_commit(void *argument, sqlite3 *handle, const char *name, int frames)
{
    struct sqlite_db *self = argument;
    struct checkpointer *me = self->checkpointer;
    (void)handle, (void)name;
    self->log_frames = frames;
    if (frames < me->follow_at - FOLLOW_FRAMES) /* the log was begun anew */
        me->follow_at = FOLLOW_FRAMES;
    if (frames < me->follow_at)
        return SQLITE_OK;
    me->follow_at = frames + FOLLOW_FRAMES;
    pthread_mutex_lock(&me->lock);
    if (!me->started)
        start(self);
    me->wanted = true;
    pthread_cond_signal(&me->call);
    pthread_mutex_unlock(&me->lock);
    return SQLITE_OK;
}

void sqlite_checkpoint_start(struct sqlite_db *self)
{
    struct checkpointer *me = MEM_NEW(self, struct checkpointer);
    pthread_mutex_init(&me->lock, NULL);
    pthread_cond_init(&me->call, NULL);
    me->follow_at = FOLLOW_FRAMES;
    self->checkpointer = me;
    sqlite3_wal_hook(self->writer->handle, after_commit, self);
}

void sqlite_checkpoint_rest(struct sqlite_db *self)
{
    if (self->log_frames < LONGEST_FRAMES)
        return;
    self->log_frames = 0;
    fold(self, self->writer);
}

void sqlite_checkpoint_stop(struct sqlite_db *self)
{
    struct checkpointer *me = self->checkpointer;
    if (me == NULL)
        return;
    pthread_mutex_lock(&me->lock);
    me->stop = true;
    pthread_cond_signal(&me->call);
    pthread_mutex_unlock(&me->lock);
    if (me->started)
        pthread_join(me->thread, NULL);
    if (me->conn != NULL)
        sqlite_disconnect(me->conn);
    pthread_cond_destroy(&me->call);
    pthread_mutex_destroy(&me->lock);
    self->checkpointer = NULL;
}
