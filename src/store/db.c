#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "base/mem.h"
#include "store/db_driver.h"
#include "store/journal_internal.h"

static const struct db_driver *const drivers[] = { &db_driver_sqlite, &db_driver_postgres };

/* ---- opening ---- */

static const struct db_driver *driver_for(struct str url)
{
    for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
        if (str_starts(url, str_from(drivers[i]->scheme)))
            return drivers[i];
    return NULL;
}

static int db_free(struct db *db)
{
    assert(db->magic == DB_MAGIC);
    db->driver->close(db);
    pthread_mutex_destroy(&db->ids_lock);
    db->magic = 0;
    return 0;
}

enum status db_open(TALLOC_CTX *mem, const struct db_options *options, struct db **out, struct err *err)
{
    const struct db_driver *driver = driver_for(options->url);
    if (driver == NULL)
        return FAIL(err, STATUS_INVALID, "db.url", "the address of a database begins with sqlite: or postgresql://");
    struct db *db = MEM_NEW(mem, struct db);
    db->magic = DB_MAGIC;
    db->driver = driver;
    db->clock = options->clock;
    db->random = random_system(db);
    pthread_mutex_init(&db->ids_lock, NULL);
    talloc_set_destructor(db, db_free);

    enum status status = driver->open(db, options, err);
    if (status == STATUS_OK && !options->create && !options->any_schema)
        status = db_schema_check(db, err);
    if (status != STATUS_OK) {
        talloc_free(db);
        return status;
    }
    *out = db;
    return STATUS_OK;
}

void db_close(struct db *db)
{
    talloc_free(db);
}

void db_done(struct db **db)
{
    if (*db != NULL)
        db_close(*db);
}

static void tell_broken(struct db *db)
{
    if (atomic_load(&db->broken) && atomic_load(&db->signals))
        kill(getpid(), DB_BROKEN_SIGNAL);
}

void db_break(struct db *db)
{
    atomic_store(&db->broken, true);
    tell_broken(db);
}

void db_signal_broken(struct db *db)
{
    atomic_store(&db->signals, true);
    tell_broken(db);
}

enum status db_copy_to(struct db *db, const char *path, struct err *err)
{
    assert(db_can(db).copy_to_file);
    return db->driver->copy_to(db, path, err);
}

struct db_can db_can(const struct db *db)
{
    return db->driver->can;
}

/* ---- units of work ---- */

static enum status begin(struct tx *tx, struct db *db, bool write, bool retried, struct err *err)
{
    assert(db != NULL && db->magic == DB_MAGIC && !tx->open);
    *tx = (struct tx){ .db = db, .write = write, .retried = retried, .state = MEM_NEW(NULL, struct tx_state) };
    enum status status = db->driver->begin(tx, err);
    if (status != STATUS_OK) {
        TALLOC_FREE(tx->state);
        return status;
    }
    tx->open = true;
    tx->now = db->clock->now(db->clock); /* after the wait for the writer, so that the journal's times go forward */
    return STATUS_OK;
}

enum status tx_begin_read(struct tx *tx, struct db *db, struct err *err)
{
    return begin(tx, db, false, false, err);
}

enum status tx_begin_write(struct tx *tx, struct db *db, struct err *err)
{
    return begin(tx, db, true, false, err);
}

enum status tx_begin_retried(struct tx *tx, struct db *db, struct err *err)
{
    return begin(tx, db, true, true, err);
}

/* What a committed unit has left of its ids serves others. Of two leftovers the longer is kept: ids are plenty. */
static void give_ids(struct db *db, struct id_block left)
{
    pthread_mutex_lock(&db->ids_lock);
    if (left.end - left.next > db->ids.end - db->ids.next)
        db->ids = left;
    pthread_mutex_unlock(&db->ids_lock);
}

static enum status finish_commit(struct tx *tx, struct err *err)
{
    struct db *db = tx->db;
    assert(tx->state->open_rows == 0);
    enum status status = STATUS_OK;
    if (tx->state->failed)
        status = FAIL(err, STATUS_CONFLICT, "db.failed_unit", "a part of this could not be done, so nothing was");
    if (status == STATUS_OK && tx->state->journal != NULL)
        status = journal_write(tx, err);
    if (status != STATUS_OK) {
        db->driver->rollback(tx);
        return status;
    }
    return db->driver->commit(tx, err);
}

enum status tx_commit(struct tx *tx, struct err *err)
{
    assert(tx->open);
    enum status status = finish_commit(tx, err);
    if (status == STATUS_OK && tx->write)
        give_ids(tx->db, tx->state->ids);
    tx->open = false;
    TALLOC_FREE(tx->state);
    return status;
}

void tx_end(struct tx *tx)
{
    if (!tx->open)
        return;
    tx->db->driver->rollback(tx);
    tx->open = false;
    TALLOC_FREE(tx->state);
}

static void pause_ms(span_ms length)
{
    struct timespec left = { .tv_sec = length / SECOND_MS, .tv_nsec = (length % SECOND_MS) * 1000000 };
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}

enum status db_retry(struct db *db, db_work work, void *argument, struct err *err)
{
    enum status status = work(argument, err);
    for (int i = 0; status == STATUS_BUSY && i < DB_RETRIES; i++) {
        pause_ms(1 + (span_ms)random_below(db->random, (uint64_t)10 << i));
        status = work(argument, err);
    }
    return status;
}

/* ---- ids and numbers ---- */

enum status counter_take(struct tx *tx, const char *name, int64_t count, int64_t *first, struct err *err)
{
    int64_t changed;
    assert(tx->write && count > 0);
    const struct db_param *params = PARAMS({ "count", db_int(count) }, { "name", db_word(name) });
    TRY(query_run(tx, Q_COUNTER_TAKE, params, &changed, err));
    if (changed != 1)
        return FAIL(err, STATUS_BROKEN, "db.counter", "the counter %s is missing", name);
    return query_int(tx, Q_COUNTER_TAKEN, params, first, err);
}

enum status counter_next(struct tx *tx, const char *name, int64_t *number, struct err *err)
{
    return counter_take(tx, name, 1, number, err);
}

static bool take_left_over(struct db *db, int64_t *id)
{
    pthread_mutex_lock(&db->ids_lock);
    bool any = db->ids.next < db->ids.end;
    if (any)
        *id = db->ids.next++;
    pthread_mutex_unlock(&db->ids_lock);
    return any;
}

/* First what committed units left over; then a block of the unit's own. The own block becomes others' only with the
 * commit: after a rollback the table would give the same numbers again. */
enum status id_new(struct tx *tx, int64_t *id, struct err *err)
{
    struct id_block *own = &tx->state->ids;
    if (own->next == own->end) {
        if (take_left_over(tx->db, id))
            return STATUS_OK;
        int64_t first;
        TRY(counter_take(tx, "id", ID_BLOCK, &first, err));
        *own = (struct id_block){ .next = first, .end = first + ID_BLOCK };
    }
    *id = own->next++;
    return STATUS_OK;
}

/* ---- waiting for a change ---- */

enum status db_generation(struct db *db, int64_t *out, struct err *err)
{
    assert(db != NULL && db->magic == DB_MAGIC);
    return db->driver->generation(db, out, err);
}

static int wait_free(struct db_wait *wait)
{
    if (wait->fd >= 0)
        wait->db->driver->wait_close(wait);
    if (wait->wake_fd >= 0)
        close(wait->wake_fd);
    return 0;
}

enum status db_wait_new(TALLOC_CTX *mem, struct db *db, struct db_wait **out, struct err *err)
{
    assert(db != NULL && db->magic == DB_MAGIC);
    struct db_wait *wait = MEM_NEW(mem, struct db_wait);
    wait->db = db;
    wait->fd = -1;
    wait->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    talloc_set_destructor(wait, wait_free);
    enum status status = STATUS_OK;
    if (wait->wake_fd < 0)
        status = FAIL(err, STATUS_UNAVAILABLE, "db.wait", "could not make an event descriptor");
    if (status == STATUS_OK)
        status = db->driver->wait_open(wait, err);
    if (status != STATUS_OK) {
        talloc_free(wait);
        return status;
    }
    *out = wait;
    return STATUS_OK;
}

enum status db_wait_for_change(struct db_wait *wait, span_ms timeout, bool *changed, struct err *err)
{
    assert(timeout >= 0);
    *changed = wait->fd < 0;
    if (wait->fd < 0) /* the server was away: what happened meanwhile was missed */
        return wait->db->driver->wait_open(wait, err);
    struct pollfd fds[] = { { .fd = wait->fd, .events = POLLIN }, { .fd = wait->wake_fd, .events = POLLIN } };
    if (poll(fds, 2, timeout > INT32_MAX ? INT32_MAX : (int)timeout) <= 0)
        return STATUS_OK; /* nothing, or a signal: the caller looks around and comes again */
    if (fds[1].revents != 0) {
        uint64_t count;
        (void)!read(wait->wake_fd, &count, sizeof(count));
    }
    if (fds[0].revents != 0)
        return wait->db->driver->wait_drain(wait, changed, err);
    return STATUS_OK;
}

void db_wait_wake(struct db_wait *wait)
{
    uint64_t one = 1;
    (void)!write(wait->wake_fd, &one, sizeof(one));
}

void db_poke(struct db *db)
{
    db->driver->poke(db);
}
