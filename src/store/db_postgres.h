#pragma once
/* What the files of the PostgreSQL driver share: a connection, and how its failures are read. */
#include <libpq-fe.h>

#include "store/db_driver.h"
#include "store/db_line.h"
#include "store/db_pool.h"

/* A statement that is prepared on its connection, with room for one run of it. PostgreSQL hands over an answer whole,
 * so a run is over for the server when the first row is read. */
struct pg_stmt {
    struct rows_state rows;
    bool kept; /* in the connection's cache; else made for one run, because the cached one is being read */
    bool in_use;
    PGresult *result; /* NULL before the first step */
    int row;
    TALLOC_CTX *row_mem; /* decoded bytes of the current row */
    const char **values;
    int *lengths;
    int *formats;
    char (*digits)[24];
};

struct pg_conn {
    PGconn *handle;
    struct pg_stmt *statements[Q_COUNT];
    bool prepared[Q_COUNT]; /* on the server */
};

struct pg_db {
    char *url;
    struct pool readers;
    struct line line;
    struct pg_conn *writer; /* NULL until needed; belongs to who has the line's writer */
    pthread_mutex_t generation_lock; /* of the two below */
    int64_t generation;
    char *snapshot;                  /* as the server named it when it was last asked; NULL: never */
};

/* Connects with the settings that the desk needs. */
MUST_CHECK enum status pg_connect(struct pg_db *self, struct pg_conn **out, struct err *err);
void pg_disconnect(void *conn);

/* Runs SQL without rows; several statements in one text are one round trip. */
MUST_CHECK enum status pg_run(struct pg_conn *conn, const char *sql, struct err *err);

/* The same for the first statement on a connection that may have died since it was last used: connects again, once. */
MUST_CHECK enum status pg_run_first(struct pg_db *self, struct pg_conn **conn, const char *sql, struct err *err);

/* Reads what went wrong on CONN, or with RESULT (may be NULL). */
enum status pg_fail(const struct pg_conn *conn, const PGresult *result, struct err *err);

extern const struct line_ops pg_line_ops;

/* db_postgres_stmt.c: the statement half of the driver's table. */
enum status pg_start(struct tx *tx, enum query query, struct rows_state **out, struct err *err);
enum status pg_bind(struct tx *tx, struct rows_state *rows, int place, const struct db_value *value, struct err *err);
enum status pg_step(struct tx *tx, struct rows_state *rows, bool *row, struct err *err);
const char *pg_column_name(struct rows_state *rows, int column);
struct db_value pg_column(struct rows_state *rows, int column, enum db_kind wanted);
int64_t pg_changed(struct tx *tx, struct rows_state *rows);
void pg_finish(struct tx *tx, struct rows_state *rows);
