#pragma once
/* What the files of the SQLite driver share: a connection, and how its failures are read. */
#include <sqlite3.h>
#include <stdatomic.h>

#include "store/db_driver.h"
#include "store/db_line.h"
#include "store/db_pool.h"
#include "store/db_wake.h"

struct sqlite_stmt {
    struct rows_state rows;
    sqlite3_stmt *handle;
    bool kept;   /* in the connection's cache; else made for one run, because the cached one is being read */
    bool in_use;
};

/* What every unit says; prepared once, because parsing it costs as much as doing it. */
enum sqlite_step {
    STEP_BEGIN,
    STEP_BEGIN_WRITE,
    STEP_COMMIT,
    STEP_UNIT,      /* a savepoint */
    STEP_KEEP_UNIT,
    STEP_COUNT
};

struct sqlite_conn {
    struct sqlite_db *owner;
    sqlite3 *handle;
    sqlite3_stmt *steps[STEP_COUNT];
    struct sqlite_stmt *statements[Q_COUNT]; /* prepared when first needed */
};

struct sqlite_db {
    struct db *db;
    char *path;
    struct pool readers;
    struct line line;
    struct sqlite_conn *writer;
    bool unit_has_savepoint;   /* these two: of who has the writer */
    int64_t unit_changes;      /* rows that the writer had changed, ever, when the unit began */
    int lock_fd;               /* the desk's writers in all processes queue here */
    enum status lost_status;   /* why SQLite ended the shared transaction by itself */
    struct err lost_err;
    struct wake *wake;         /* NULL without a run directory */
    struct checkpointer *checkpointer;
    struct gather_vfs *gather; /* under the writers' connections */
    struct generation_asker *asker;
    int log_frames;            /* length of the log in pages after the last commit; who has the writer uses it */
};

enum status sqlite_fail(const struct sqlite_conn *conn, int code, struct err *err);
MUST_CHECK enum status sqlite_connect(struct sqlite_db *self, bool write, struct sqlite_conn **out, struct err *err);
void sqlite_disconnect(void *conn);
MUST_CHECK enum status sqlite_do(struct sqlite_conn *conn, enum sqlite_step step, struct err *err);

/* db_sqlite_file.c. Making one gives an empty file that its owner alone reads (SQLite gives its side files the same mode).
 * A file that is there is not even opened: closing it would drop the locks that SQLite has on it in this process. */
MUST_CHECK enum status sqlite_make_file(const char *path, struct err *err);
MUST_CHECK enum status sqlite_copy_to(struct db *db, const char *path, struct err *err);

/* db_sqlite_log.c: how the connections of writers write their log. Stopped when they are all closed. */
void sqlite_log_start(struct sqlite_db *self);
void sqlite_log_stop(struct sqlite_db *self);
const char *sqlite_log_vfs(const struct sqlite_db *self);
void sqlite_log_follow(sqlite3 *handle); /* for each connection that was opened with it */

/* db_sqlite_checkpoint.c; rest: by who has the writer, outside of a transaction. */
void sqlite_checkpoint_start(struct sqlite_db *self);
void sqlite_checkpoint_rest(struct sqlite_db *self);
void sqlite_checkpoint_stop(struct sqlite_db *self);

/* db_sqlite_generation.c */
void sqlite_generation_start(struct sqlite_db *self);
void sqlite_generation_stop(struct sqlite_db *self);
MUST_CHECK enum status sqlite_generation(struct db *db, int64_t *out, struct err *err);

/* The shared transaction of the writers of this process; for line_init. */
extern const struct line_ops sqlite_line_ops;
MUST_CHECK enum status sqlite_open_lock(struct sqlite_db *self, struct err *err);

/* A failure of a unit's statement. Keeps the reason when it took the shared transaction with it, and G6. */
enum status sqlite_fail_in_tx(struct tx *tx, int code, struct err *err);

/* db_sqlite_stmt.c: the statements' part of the driver (db_driver.h says what each does). */
enum status sqlite_start(struct tx *tx, enum query query, struct rows_state **out, struct err *err);
enum status sqlite_bind(struct tx *tx, struct rows_state *rows, int place, const struct db_value *value, struct err *err);
enum status sqlite_step(struct tx *tx, struct rows_state *rows, bool *row, struct err *err);
const char *sqlite_column_name(struct rows_state *rows, int column);
struct db_value sqlite_column(struct rows_state *rows, int column, enum db_kind wanted);
int64_t sqlite_changed(struct tx *tx, struct rows_state *rows);
void sqlite_finish(struct tx *tx, struct rows_state *rows);
