/* The SQLite driver: connections, units of work, and the reading of its errors. */
#include "store/db_sqlite.h"

#include <errno.h>

#include "base/mem.h"

/* The memory budget of a desk is 30 MiB for all its processes: no large caches, no mapped file (it counts as ours). */
static const char *const settings_of_all[] = {
    "PRAGMA foreign_keys = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY", /* a savepoint's pages; a file would be made and removed for each larger unit */
    NULL,
};
static const char *const settings_of_writer[] = {
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL", /* NORMAL may lose an acknowledged commit when the power fails (G1) */
    "PRAGMA cache_size = -8192", /* KiB */
    "PRAGMA wal_autocheckpoint = 0",         /* db_sqlite_checkpoint.c does it */
    "PRAGMA journal_size_limit = 33554432",
    NULL,
};
static const char *const settings_of_reader[] = {
    "PRAGMA query_only = ON",
    "PRAGMA cache_size = -2048",
    NULL,
};

static const struct query_form *sqlite_form(enum query query)
{
    return &query_table[query].sqlite;
}

static const char *const *sqlite_migration(const struct migration *migration)
{
    return migration->sqlite;
}

/* ---- errors ---- */

static const struct {
    int code; /* extended */
    const char *key;
    const char *message;
} constraints[] = {
    { SQLITE_CONSTRAINT_UNIQUE, "db.unique", "this exists already" },
    { SQLITE_CONSTRAINT_PRIMARYKEY, "db.unique", "this exists already" },
    { SQLITE_CONSTRAINT_ROWID, "db.unique", "this exists already" },
    { SQLITE_CONSTRAINT_FOREIGNKEY, "db.foreign_key", "this points to something that is not there" },
    { SQLITE_CONSTRAINT_NOTNULL, "db.not_null", "something that must be there is missing" },
    { SQLITE_CONSTRAINT_CHECK, "db.check", "the desk's rules do not allow this" },
    { SQLITE_CONSTRAINT_TRIGGER, "db.rule", "the desk's rules do not allow this" },
};

static enum status fail_constraint(int code, struct err *err)
{
    for (size_t i = 0; i < sizeof(constraints) / sizeof(constraints[0]); i++)
        if (constraints[i].code == code)
            return FAIL(err, STATUS_CONFLICT, constraints[i].key, "%s", constraints[i].message);
    return FAIL(err, STATUS_CONFLICT, "db.check", "the desk's rules do not allow this");
}

static enum status fail_class(int code, int system_errno, struct err *err)
{
    bool no_space = system_errno == ENOSPC || system_errno == EDQUOT;
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return fail_constraint(code, err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FAIL(err, STATUS_BUSY, "db.busy", "the database is busy; please try again");
    case SQLITE_FULL:
        return FAIL(err, STATUS_FULL, "db.full", "no space is left for the database");
    case SQLITE_IOERR:
        if (no_space)
            return FAIL(err, STATUS_FULL, "db.full", "no space is left for the database");
        return FAIL(err, STATUS_BROKEN, "db.broken", "the database could not be read or written");
    case SQLITE_TOOBIG:
        return FAIL(err, STATUS_TOO_LARGE, "db.too_large", "this is too large to be stored");
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
        return FAIL(err, STATUS_UNAVAILABLE, "db.unavailable", "the database could not be opened");
    default:
        return FAIL(err, STATUS_BROKEN, "db.broken", "the database has failed");
    }
}

enum status sqlite_fail(const struct sqlite_conn *conn, int code, struct err *err)
{
    enum status status = fail_class(code, sqlite3_system_errno(conn->handle), err);
    err_detail(err, "sqlite %d: %s", code, sqlite3_errmsg(conn->handle));
    return status;
}

static const char *const step_texts[STEP_COUNT] = {
    [STEP_BEGIN] = "BEGIN",
    [STEP_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [STEP_COMMIT] = "COMMIT",
    [STEP_UNIT] = "SAVEPOINT unit",
    [STEP_KEEP_UNIT] = "RELEASE unit",
};

enum status sqlite_do(struct sqlite_conn *conn, enum sqlite_step step, struct err *err)
{
    int code = SQLITE_OK;
    if (conn->steps[step] == NULL)
        code = sqlite3_prepare_v3(conn->handle, step_texts[step], -1, SQLITE_PREPARE_PERSISTENT, &conn->steps[step], NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(conn->steps[step]);
    enum status status = code == SQLITE_DONE ? STATUS_OK : sqlite_fail(conn, code, err);
    sqlite3_reset(conn->steps[step]);
    return status;
}

/* ---- connections ---- */

static enum status apply_settings(struct sqlite_conn *conn, const char *const *settings, struct err *err)
{
    for (; *settings != NULL; settings++) {
        int code = sqlite3_exec(conn->handle, *settings, NULL, NULL, NULL);
        if (code != SQLITE_OK)
            return sqlite_fail(conn, code, err);
    }
    return STATUS_OK;
}

void sqlite_disconnect(void *closing)
{
    struct sqlite_conn *conn = closing;
    if (atomic_load(&conn->owner->db->broken)) /* here, for only its own thread may ask a connection for this */
        sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    for (int i = 0; i < Q_COUNT; i++)
        if (conn->statements[i] != NULL)
            sqlite3_finalize(conn->statements[i]->handle);
    for (int i = 0; i < STEP_COUNT; i++)
        sqlite3_finalize(conn->steps[i]);
    sqlite3_close(conn->handle);
    talloc_free(conn);
}

/* A connection is used by one thread at a time, so SQLite needs no locks of its own. */
enum status sqlite_connect(struct sqlite_db *self, bool write, struct sqlite_conn **out, struct err *err)
{
    struct sqlite_conn *conn = MEM_NEW(NULL, struct sqlite_conn);
    conn->owner = self;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(self->path, &conn->handle, flags, write ? sqlite_log_vfs(self) : NULL);
    if (code != SQLITE_OK || conn->handle == NULL) {
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.missing", "cannot open the database %s", self->path);
        err_detail(err, "sqlite %d: %s", code, sqlite3_errstr(code));
        sqlite_disconnect(conn);
        return status;
    }
    if (write)
        sqlite_log_follow(conn->handle);
    sqlite3_busy_timeout(conn->handle, DB_BUSY_MS); /* before the first PRAGMA: WAL recovery makes that one wait */
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    enum status status = apply_settings(conn, settings_of_all, err);
    if (status == STATUS_OK)
        status = apply_settings(conn, write ? settings_of_writer : settings_of_reader, err);
    if (status != STATUS_OK) {
        sqlite_disconnect(conn);
        return status;
    }
    *out = conn;
    return STATUS_OK;
}

static enum status open_reader(void *owner, void **out, struct err *err)
{
    struct sqlite_conn *conn;
    TRY(sqlite_connect(owner, false, &conn, err));
    *out = conn;
    return STATUS_OK;
}

static void sqlite_close_db(struct db *db)
{
    struct sqlite_db *self = db->self;
    if (self == NULL)
        return;
    sqlite_checkpoint_stop(self);
    sqlite_generation_stop(self);
    pool_done(&self->readers, sqlite_disconnect);
    if (self->writer != NULL) { /* last: the last connection of all folds the log into the file */
        line_done(&self->line);
        sqlite_disconnect(self->writer);
    }
    if (self->lock_fd >= 0)
        close(self->lock_fd);
    sqlite_log_stop(self);
    talloc_free(self);
    db->self = NULL;
}

/* Takes effect at the first database of a process, and later says that it is too late: no connection is shared by
 * threads, and counting each allocation would cost a lock. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status sqlite_open_db(struct db *db, const struct db_options *options, struct err *err)
{
    configure_library();
    struct sqlite_db *self = MEM_NEW(NULL, struct sqlite_db);
    db->self = self;
    self->db = db;
    self->lock_fd = -1;
    self->path = str_to_c(self, str_slice(options->url, strlen(db_driver_sqlite.scheme), SIZE_MAX));
    if (options->create)
        TRY(sqlite_make_file(self->path, err));
    sqlite_log_start(self);
    TRY(sqlite_connect(self, true, &self->writer, err));
    sqlite_checkpoint_start(self);
    sqlite_generation_start(self);
    line_init(&self->line, &sqlite_line_ops, self, UNITS_PER_COMMIT);
    TRY(sqlite_open_lock(self, err));
    pool_init(&self->readers, options->readers, open_reader, self);
    if (options->run_dir.len > 0)
        TRY(wake_new(self, options->run_dir, &self->wake, err));
    return STATUS_OK;
}

/* ---- units of work ---- */

static enum status sqlite_begin(struct tx *tx, struct err *err)
{
    struct sqlite_db *self = tx->db->self;
    if (!tx->write) {
        TRY(pool_take(&self->readers, &tx->state->conn, err));
        enum status status = sqlite_do(tx->state->conn, STEP_BEGIN, err);
        if (status != STATUS_OK)
            pool_return(&self->readers, tx->state->conn);
        return status;
    }
    TRY(line_enter(&self->line, err));
    tx->state->conn = self->writer;
    self->unit_changes = sqlite3_total_changes64(self->writer->handle);
    self->unit_has_savepoint = !tx->retried || !line_may_spoil(&self->line);
    if (!self->unit_has_savepoint)
        return STATUS_OK;
    enum status status = sqlite_do(self->writer, STEP_UNIT, err);
    if (status != STATUS_OK)
        line_leave(&self->line, LINE_UNDONE, NULL);
    return status;
}

static void end_read(struct tx *tx)
{
    struct sqlite_db *self = tx->db->self;
    struct sqlite_conn *conn = tx->state->conn;
    if (sqlite_do(conn, STEP_COMMIT, NULL) != STATUS_OK) /* nothing was written: a failure to end it concerns nobody */
        sqlite3_exec(conn->handle, "ROLLBACK", NULL, NULL, NULL);
    pool_return(&self->readers, conn);
}

static void undo_unit(struct tx *tx)
{
    struct sqlite_db *self = tx->db->self;
    enum line_end end = LINE_UNDONE;
    if (!self->unit_has_savepoint)
        end = sqlite3_total_changes64(self->writer->handle) == self->unit_changes ? LINE_UNDONE : LINE_SPOILED;
    else if (sqlite3_get_autocommit(self->writer->handle) == 0)
        sqlite3_exec(self->writer->handle, "ROLLBACK TO unit; RELEASE unit", NULL, NULL, NULL);
    line_leave(&self->line, end, NULL);
}

static void sqlite_rollback(struct tx *tx)
{
    if (tx->write)
        undo_unit(tx);
    else
        end_read(tx);
}

/* SQLite looks at deferred foreign keys only when the shared transaction commits. So that a unit which breaks one
 * fails alone, not with all its batch mates, the count of open violations must be 0 after each unit. */
static enum status check_deferred(struct sqlite_conn *conn, struct err *err)
{
    int open = 0, highest = 0;
    sqlite3_db_status(conn->handle, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &highest, 0);
    return open == 0 ? STATUS_OK : fail_constraint(SQLITE_CONSTRAINT_FOREIGNKEY, err);
}

static enum status sqlite_commit(struct tx *tx, struct err *err)
{
    struct sqlite_db *self = tx->db->self;
    if (!tx->write) {
        end_read(tx);
        return STATUS_OK;
    }
    enum status status = check_deferred(self->writer, err);
    if (status == STATUS_OK && self->unit_has_savepoint)
        status = sqlite_do(self->writer, STEP_KEEP_UNIT, err);
    if (status == STATUS_OK)
        return line_leave(&self->line, tx->retried ? LINE_KEPT_RETRIED : LINE_KEPT, err);
    undo_unit(tx);
    return status;
}

enum status sqlite_fail_in_tx(struct tx *tx, int code, struct err *err)
{
    struct sqlite_db *self = tx->db->self;
    enum status status = sqlite_fail(tx->state->conn, code, err);
    if (!tx->write)
        return status;
    if (status == STATUS_BROKEN)
        db_break(self->db);
    if (sqlite3_get_autocommit(self->writer->handle) != 0 && self->lost_status == STATUS_OK) {
        self->lost_status = status;
        sqlite_fail(self->writer, code, &self->lost_err);
    }
    return status;
}

static enum status sqlite_script(struct tx *tx, const char *statement, struct err *err)
{
    struct sqlite_conn *conn = tx->state->conn;
    int code = sqlite3_exec(conn->handle, statement, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : sqlite_fail_in_tx(tx, code, err);
}

/* ---- waiting for a change ---- */

static enum status sqlite_wait_open(struct db_wait *wait, struct err *err)
{
    struct sqlite_db *self = wait->db->self;
    char *name = NULL;
    if (self->wake == NULL)
        return FAIL(err, STATUS_INVALID, "db.run_dir", "no run directory was given to wait in");
    TRY(wake_listen(self->wake, wait, &wait->fd, &name, err));
    wait->self = name;
    return STATUS_OK;
}

static enum status sqlite_wait_drain(struct db_wait *wait, bool *changed, struct err *err)
{
    (void)err;
    *changed = wake_drain(wait->fd);
    return STATUS_OK;
}

static void sqlite_wait_close(struct db_wait *wait)
{
    struct sqlite_db *self = wait->db->self;
    wake_close(self->wake, wait->fd, wait->self);
}

static void sqlite_poke(struct db *db)
{
    struct sqlite_db *self = db->self;
    if (self->wake != NULL)
        wake_all(self->wake);
}

const struct db_driver db_driver_sqlite = {
    .scheme = "sqlite:",
    .can = { .notify = true, .copy_to_file = true, .search = DB_SEARCH_FTS5 },
    .form = sqlite_form,
    .migration = sqlite_migration,
    .copy_to = sqlite_copy_to,
    .open = sqlite_open_db,
    .close = sqlite_close_db,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .script = sqlite_script,
    .start = sqlite_start,
    .bind = sqlite_bind,
    .step = sqlite_step,
    .column_name = sqlite_column_name,
    .column = sqlite_column,
    .changed = sqlite_changed,
    .finish = sqlite_finish,
    .generation = sqlite_generation,
    .wait_open = sqlite_wait_open,
    .wait_drain = sqlite_wait_drain,
    .wait_close = sqlite_wait_close,
    .poke = sqlite_poke,
};
