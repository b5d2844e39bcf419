/* The PostgreSQL driver: connections, units of work, waiting, and the reading of its errors.
 *
 * Writers of all nodes take turns: the shared transaction of a process begins with the desk's advisory lock. So a use
 * case that reads, decides and writes means the same as on SQLite, the journal's chain has one tip, and what a node
 * loses by waiting it gains by committing many units at once (db_line.h).
 */
#include "store/db_postgres.h"

#include <assert.h>

#include "base/log.h"
#include "base/mem.h"

/* A connection to the outside world may die unseen (F-46), and a node that was stopped in the middle of a unit must
 * not hold the desk's lock (F-42). A server that is set to acknowledge before it has written is told not to (G1). */
static const char connection_settings[] =
    "SET client_min_messages = warning;"
    "SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '30s';"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/* One lock for a desk; a database may hold several, each in a schema of its own. */
static const char begin_write[] =
    "BEGIN ISOLATION LEVEL READ COMMITTED;"
    "SELECT pg_advisory_xact_lock(quote_ident(current_schema())::regnamespace::oid::bigint)";
static const char begin_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char commit_and_tell[] = "NOTIFY buckstop; COMMIT";
static const char begin_unit[] = "SAVEPOINT unit";
static const char undo_unit[] = "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit";
/* Deferred keys are looked at here, so that a unit which breaks one fails alone. */
static const char end_unit[] = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; RELEASE SAVEPOINT unit";

static const struct query_form *pg_form(enum query query)
{
    return &query_table[query].postgres;
}

static const char *const *pg_migration(const struct migration *migration)
{
    return migration->postgres;
}

/* ---- errors ---- */

/* The first row whose code begins the SQLSTATE counts; "" is the rest. (PostgreSQL manual, appendix A.) */
static const struct {
    const char *code;
    enum status status;
    const char *key;
    const char *message;
} error_classes[] = {
    { "23505", STATUS_CONFLICT, "db.unique", "this exists already" },
    { "23503", STATUS_CONFLICT, "db.foreign_key", "this points to something that is not there" },
    { "23502", STATUS_CONFLICT, "db.not_null", "something that must be there is missing" },
    { "23", STATUS_CONFLICT, "db.check", "the desk's rules do not allow this" },
    { "P0001", STATUS_CONFLICT, "db.rule", "the desk's rules do not allow this" },
    { "40", STATUS_BUSY, "db.busy", "the database is busy; please try again" },
    { "55P03", STATUS_BUSY, "db.busy", "the database is busy; please try again" },
    { "53100", STATUS_FULL, "db.full", "no space is left for the database" },
    { "54000", STATUS_TOO_LARGE, "db.too_large", "this is too large to be stored" },
    { "53", STATUS_UNAVAILABLE, "db.unavailable", "the database could not be reached" },
    { "57", STATUS_UNAVAILABLE, "db.unavailable", "the database could not be reached" },
    { "08", STATUS_UNAVAILABLE, "db.unavailable", "the database could not be reached" },
    { "25P03", STATUS_UNAVAILABLE, "db.unavailable", "the database could not be reached" },
    { "", STATUS_BROKEN, "db.broken", "the database has failed" },
};

static enum status fail_class(struct str code, struct err *err)
{
    for (size_t i = 0; i < sizeof(error_classes) / sizeof(error_classes[0]); i++)
        if (str_starts(code, str_from(error_classes[i].code)))
            return FAIL(err, error_classes[i].status, error_classes[i].key, "%s", error_classes[i].message);
    return STATUS_BROKEN;
}

enum status pg_fail(const struct pg_conn *conn, const PGresult *result, struct err *err)
{
    const char *code = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *name = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *text = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (code == NULL) { /* the connection is gone, or never was */
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.unavailable", "the database could not be reached");
        err_detail(err, "%s", PQerrorMessage(conn->handle));
        return status;
    }
    enum status status = fail_class(str_from(code), err);
    err_detail(err, "postgresql %s: %s %s", code, name == NULL ? "" : name, text == NULL ? "" : text);
    return status;
}

enum status pg_run(struct pg_conn *conn, const char *sql, struct err *err)
{
    PGresult *result = PQexec(conn->handle, sql);
    ExecStatusType kind = PQresultStatus(result);
    bool done = kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK;
    enum status status = done ? STATUS_OK : pg_fail(conn, result, err);
    PQclear(result);
    return status;
}

/* ---- connections ---- */

void pg_disconnect(void *closing)
{
    struct pg_conn *conn = closing;
    PQfinish(conn->handle);
    talloc_free(conn);
}

/* A warning of the server belongs to no call that could return it. */
static void notice(void *argument, const char *text)
{
    (void)argument;
    log_line(LOG_WARN, "db.notice", "text", text, NULL);
}

enum status pg_connect(struct pg_db *self, struct pg_conn **out, struct err *err)
{
    /* What comes later wins, so the administrator's address may set each of these. */
    const char *const names[] = { "client_encoding", "application_name", "connect_timeout", "keepalives_idle", "tcp_user_timeout", "dbname", NULL };
    const char *const values[] = { "UTF8", "buckstop", "10", "30", "30000", self->url, NULL };
    struct pg_conn *conn = MEM_NEW(NULL, struct pg_conn);
    conn->handle = PQconnectdbParams(names, values, 1);
    if (conn->handle == NULL)
        mem_need(NULL);
    enum status status = STATUS_OK;
    PQsetNoticeProcessor(conn->handle, notice, NULL);
    if (PQstatus(conn->handle) != CONNECTION_OK)
        status = pg_fail(conn, NULL, err);
    if (status == STATUS_OK)
        status = pg_run(conn, connection_settings, err);
    if (status != STATUS_OK) {
        pg_disconnect(conn);
        return status;
    }
    *out = conn;
    return STATUS_OK;
}

enum status pg_run_first(struct pg_db *self, struct pg_conn **conn, const char *sql, struct err *err)
{
    enum status status = pg_run(*conn, sql, err);
    if (status == STATUS_OK || PQstatus((*conn)->handle) == CONNECTION_OK)
        return status;
    struct pg_conn *fresh;
    TRY(pg_connect(self, &fresh, err));
    pg_disconnect(*conn);
    *conn = fresh;
    return pg_run(fresh, sql, err);
}

static enum status open_reader(void *owner, void **out, struct err *err)
{
    struct pg_conn *conn;
    TRY(pg_connect(owner, &conn, err));
    *out = conn;
    return STATUS_OK;
}

static enum status pg_open_db(struct db *db, const struct db_options *options, struct err *err)
{
    struct pg_db *self = MEM_NEW(NULL, struct pg_db);
    db->self = self;
    self->url = str_to_c(self, options->url);
    line_init(&self->line, &pg_line_ops, self, UNITS_PER_COMMIT);
    pool_init(&self->readers, options->readers, open_reader, self);
    pthread_mutex_init(&self->generation_lock, NULL);
    return pg_connect(self, &self->writer, err);
}

static void pg_close_db(struct db *db)
{
    struct pg_db *self = db->self;
    if (self == NULL)
        return;
    pool_done(&self->readers, pg_disconnect);
    line_done(&self->line);
    if (self->writer != NULL)
        pg_disconnect(self->writer);
    pthread_mutex_destroy(&self->generation_lock);
    talloc_free(self);
    db->self = NULL;
}

/* ---- the shared transaction of the writers of this process ---- */

static enum status writer_begin(void *owner, struct err *err)
{
    struct pg_db *self = owner;
    enum status status = pg_run_first(self, &self->writer, begin_write, err);
    if (status != STATUS_OK && PQtransactionStatus(self->writer->handle) != PQTRANS_IDLE)
        PQclear(PQexec(self->writer->handle, "ROLLBACK"));
    return status;
}

static void writer_abandon(void *owner)
{
    struct pg_db *self = owner;
    PQclear(PQexec(self->writer->handle, "ROLLBACK"));
}

/* F-39: when the connection dies here nobody knows whether the commit happened. The status says "away", the key says
 * more, and the idempotency key of the request finds out. */
static enum status writer_commit(void *owner, struct err *err)
{
    struct pg_db *self = owner;
    enum status status = pg_run(self->writer, commit_and_tell, err);
    if (status != STATUS_OK && PQstatus(self->writer->handle) != CONNECTION_OK)
        return FAIL(err, STATUS_UNAVAILABLE, "db.commit_unknown", "the database went away while it was saving");
    if (status != STATUS_OK)
        writer_abandon(self);
    return status;
}

static enum status writer_lost(void *owner, struct err *err)
{
    struct pg_db *self = owner;
    PGTransactionStatusType state = PQtransactionStatus(self->writer->handle);
    if (state == PQTRANS_INTRANS)
        return STATUS_OK;
    return FAIL(err, STATUS_UNAVAILABLE, "db.unavailable", "the database went away");
}

const struct line_ops pg_line_ops = {
    .begin = writer_begin,
    .commit = writer_commit,
    .abandon = writer_abandon,
    .lost = writer_lost,
};

/* ---- units of work ---- */

static enum status begin_reading(struct tx *tx, struct err *err)
{
    struct pg_db *self = tx->db->self;
    void *lent;
    TRY(pool_take(&self->readers, &lent, err));
    struct pg_conn *conn = lent;
    enum status status = pg_run_first(self, &conn, begin_read, err);
    tx->state->conn = conn;
    if (status != STATUS_OK)
        pool_return(&self->readers, conn);
    return status;
}

static enum status pg_begin(struct tx *tx, struct err *err)
{
    struct pg_db *self = tx->db->self;
    if (!tx->write)
        return begin_reading(tx, err);
    TRY(line_enter(&self->line, err));
    tx->state->conn = self->writer;
    enum status status = pg_run(self->writer, begin_unit, err);
    if (status != STATUS_OK)
        line_leave(&self->line, LINE_UNDONE, NULL);
    return status;
}

static void pg_rollback(struct tx *tx)
{
    struct pg_db *self = tx->db->self;
    struct pg_conn *conn = tx->state->conn;
    if (!tx->write) {
        PQclear(PQexec(conn->handle, "ROLLBACK"));
        pool_return(&self->readers, conn);
        return;
    }
    PQclear(PQexec(conn->handle, undo_unit));
    line_leave(&self->line, LINE_UNDONE, NULL);
}

static enum status pg_commit(struct tx *tx, struct err *err)
{
    struct pg_db *self = tx->db->self;
    if (!tx->write) {
        pg_rollback(tx);
        return STATUS_OK;
    }
    enum status status = pg_run(self->writer, end_unit, err);
    if (status == STATUS_OK)
        return line_leave(&self->line, LINE_KEPT, err);
    pg_rollback(tx);
    return status;
}

static enum status pg_script(struct tx *tx, const char *statement, struct err *err)
{
    return pg_run(tx->state->conn, statement, err);
}

/* ---- whether anything was committed ---- */

/* SNAPSHOT names every transaction that is open and the first that has not begun: while it reads the same, none of them
 * has ended, and none that began has committed. */
static int64_t generation_of(struct pg_db *self, const char *snapshot)
{
    pthread_mutex_lock(&self->generation_lock);
    if (self->snapshot == NULL || strcmp(self->snapshot, snapshot) != 0) {
        talloc_free(self->snapshot);
        self->snapshot = mem_need(talloc_strdup(self, snapshot));
        self->generation++;
    }
    int64_t generation = self->generation;
    pthread_mutex_unlock(&self->generation_lock);
    return generation;
}

static enum status pg_generation(struct db *db, int64_t *out, struct err *err)
{
    struct pg_db *self = db->self;
    void *lent;
    TRY(pool_take(&self->readers, &lent, err));
    struct pg_conn *conn = lent;
    PGresult *result = PQexec(conn->handle, "SELECT pg_current_snapshot()");
    enum status status = STATUS_OK;
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
        *out = generation_of(self, PQgetvalue(result, 0, 0));
    else
        status = pg_fail(conn, result, err);
    PQclear(result);
    pool_return(&self->readers, conn);
    return status;
}

/* ---- waiting for a change ---- */

static void pg_wait_close(struct db_wait *wait)
{
    if (wait->self != NULL)
        pg_disconnect(wait->self);
    wait->self = NULL;
    wait->fd = -1;
}

static enum status pg_wait_open(struct db_wait *wait, struct err *err)
{
    struct pg_conn *conn;
    TRY(pg_connect(wait->db->self, &conn, err));
    enum status status = pg_run(conn, "LISTEN buckstop", err);
    if (status != STATUS_OK) {
        pg_disconnect(conn);
        return status;
    }
    wait->self = conn;
    wait->fd = PQsocket(conn->handle);
    return STATUS_OK;
}

/* When the connection has died, whatever happened meanwhile was missed: that counts as a change. */
static enum status pg_wait_drain(struct db_wait *wait, bool *changed, struct err *err)
{
    struct pg_conn *conn = wait->self;
    if (PQconsumeInput(conn->handle) == 0) {
        pg_wait_close(wait);
        TRY(pg_wait_open(wait, err));
        *changed = true;
        return STATUS_OK;
    }
    for (PGnotify *notice = PQnotifies(conn->handle); notice != NULL; notice = PQnotifies(conn->handle)) {
        *changed = true;
        PQfreemem(notice);
    }
    return STATUS_OK;
}

/* Best effort: a waiter that hears nothing looks around when its time is over. */
static void pg_poke(struct db *db)
{
    struct pg_db *self = db->self;
    struct err err;
    void *lent;
    if (pool_take(&self->readers, &lent, &err) != STATUS_OK)
        return;
    struct pg_conn *conn = lent;
    (void)!pg_run_first(self, &conn, "NOTIFY buckstop", &err);
    pool_return(&self->readers, conn);
}

const struct db_driver db_driver_postgres = {
    .scheme = "postgresql:",
    .can = { .notify = true, .many_nodes = true, .search = DB_SEARCH_TSQUERY },
    .form = pg_form,
    .migration = pg_migration,
    .open = pg_open_db,
    .close = pg_close_db,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .script = pg_script,
    .start = pg_start,
    .bind = pg_bind,
    .step = pg_step,
    .column_name = pg_column_name,
    .column = pg_column,
    .changed = pg_changed,
    .finish = pg_finish,
    .generation = pg_generation,
    .wait_open = pg_wait_open,
    .wait_drain = pg_wait_drain,
    .wait_close = pg_wait_close,
    .poke = pg_poke,
};
