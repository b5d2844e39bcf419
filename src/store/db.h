#pragma once
/* The database behind a port: SQLite for one node, PostgreSQL for more, and a driver that fails on purpose.
 *
 * All SQL is a closed set of named statements (src/store/sql, compiled by tools/sqlc into enum query); values are
 * always parameters. A unit of work is a transaction, with one `now`:
 *
 *     CLEANUP(tx_end) struct tx tx = {0};
 *     TRY(tx_begin_write(&tx, db, err));
 *     …read, decide, write…
 *     TRY(tx_commit(&tx, err));          // returns when the change is on stable storage
 *
 * Not committed means rolled back. On SQLite writers of one process share a commit: the writer's connection goes from
 * hand to hand, each unit in a savepoint of its own (but see tx_begin_retried), and the last one in line commits for all
 * (docs/decisions).
 * A unit of work must not call the network nor wait for anything but the database. A statement that fails ends the
 * unit: what follows in it fails too, so a use case that expects a conflict says ON CONFLICT in its SQL.
 *
 * A status from here: CONFLICT (a unique or other constraint; err.key "db.unique" … and detail the constraint's name),
 * BUSY (locked, serialization failure: run the whole use case again, db_retry does), FULL (no space), UNAVAILABLE (the
 * server is away), BROKEN (all else: corrupt, fsync failed; the process must stop acknowledging, G6).
 * Safe from several threads; a tx belongs to one thread.
 */
#include <signal.h>

#include "base/clock.h"
#include "base/shape.h"
#include "query.h" /* enum query, generated from sql/ */

struct db;

struct db_options {
    struct str url;      /* "sqlite:PATH" or "postgresql://…" */
    struct str run_dir;  /* where wake-up sockets lie (SQLite); */
    struct clock *clock;
    int readers;         /* connections for reading */
    bool create;         /* make a database that is missing (init); otherwise it is an error (F-36) */
    bool any_schema;     /* do not look at the schema's version: db_migrate follows */
};

/* Opens and checks the schema's version; UNAVAILABLE when migrations are due or the schema is newer than the program.
 * *OUT lives as long as MEM; db_close or freeing MEM closes it, when no unit of work is open. A process opens its own:
 * nothing of a db may be used after a fork. */
MUST_CHECK enum status db_open(TALLOC_CTX *mem, const struct db_options *options, struct db **out, struct err *err);
void db_close(struct db *db);
void db_done(struct db **db); /* for CLEANUP */

/* The version of the schema: in the database (0: it has none at all), and the newest that this program knows. */
MUST_CHECK enum status db_schema_version(struct db *db, int *version, struct err *err);
int db_schema_newest(void);
/* UNAVAILABLE where the two differ: db.old_schema, db.new_schema. */
MUST_CHECK enum status db_schema_check(struct db *db, struct err *err);

/* Brings the schema to VERSION, or to the newest, each migration in one transaction (F-57). A schema that is further
 * already is left alone. */
MUST_CHECK enum status db_migrate_to(struct db *db, int version, struct err *err);
MUST_CHECK enum status db_migrate(struct db *db, struct err *err);

/* Copies the database as it is now into a file, which is there whole or not at all and replaces an older one; its owner
 * alone may read it. Only where db_can says copy_to_file. */
MUST_CHECK enum status db_copy_to(struct db *db, const char *path, struct err *err);

struct tx {
    struct db *db;
    time_ms now;         /* the unit's one moment */
    bool write;
    bool retried; /* see tx_begin_retried */
    bool open;
    struct tx_state *state;
};

MUST_CHECK enum status tx_begin_read(struct tx *tx, struct db *db, struct err *err);
MUST_CHECK enum status tx_begin_write(struct tx *tx, struct db *db, struct err *err);
/* The same for a unit that db_retry runs, where many come at once: it is cheaper, and may hear BUSY because a batch mate
 * of its kind failed. */
MUST_CHECK enum status tx_begin_retried(struct tx *tx, struct db *db, struct err *err);
MUST_CHECK enum status tx_commit(struct tx *tx, struct err *err);
void tx_end(struct tx *tx); /* rolls back what was not committed; for CLEANUP */

/* Runs FUNCTION(argument) again, with a short random pause, while it answers BUSY; a fixed number of times. */
typedef enum status (*db_work)(void *argument, struct err *err);
MUST_CHECK enum status db_retry(struct db *db, db_work work, void *argument, struct err *err);

/* ---- values, parameters, rows ---- */
enum db_kind { DB_NULL, DB_INT, DB_TEXT, DB_BYTES, DB_BOOL };
struct db_value {
    enum db_kind kind;
    int64_t number;
    struct str text;
};
struct db_value db_int(int64_t number);
struct db_value db_id(int64_t id);        /* 0 is NULL */
struct db_value db_time(time_ms at);      /* 0 is NULL */
struct db_value db_bool(bool yes);
struct db_value db_text(struct str text); /* ptr NULL is NULL */
struct db_value db_bytes(struct str bytes);
struct db_value db_word(const char *word); /* an enum's stored word */

struct db_param {
    const char *name; /* as in the statement, without ':' */
    struct db_value value;
};
#define PARAMS(...) ((const struct db_param[]){ __VA_ARGS__, { NULL, { .kind = DB_NULL } } })
#define NO_PARAMS ((const struct db_param[]){ { NULL, { .kind = DB_NULL } } })

struct rows {
    struct tx *tx;
    struct rows_state *state;
};

/* Starts QUERY; every parameter of the statement must be given (assert). Texts must live until rows_done. */
MUST_CHECK enum status query_rows(struct rows *rows, struct tx *tx, enum query query, const struct db_param *params, struct err *err);
MUST_CHECK enum status rows_next(struct rows *rows, bool *row, struct err *err); /* a row, no row, or failure */
void rows_done(struct rows *rows); /* for CLEANUP */

/* A column of the current row, by its place in the SELECT list. NULL is 0, false, STR_NONE. */
int64_t row_int(const struct rows *rows, int column);
bool row_bool(const struct rows *rows, int column);
struct str row_text(const struct rows *rows, TALLOC_CTX *mem, int column); /* copied into MEM */
struct str row_view(const struct rows *rows, int column);                  /* not copied: valid until the next rows_next */
bool row_is_null(const struct rows *rows, int column);

/* The current row into the struct at OUT: each field of the shape from the column of its name. Fields without a column
 * are left alone; a column without a field is an assertion. */
MUST_CHECK enum status row_read(const struct rows *rows, TALLOC_CTX *mem, const struct shape *shape, void *out, struct err *err);

/* Shorthands. query_run: no rows wanted, CHANGED (may be NULL) gets the count of changed rows.
 * query_one: exactly one row into OUT; NOT_FOUND with KEY when there is none.
 * query_list: all rows, at most LIMIT (TOO_LARGE beyond), as a list of the shape's structs in MEM. */
MUST_CHECK enum status query_run(struct tx *tx, enum query query, const struct db_param *params, int64_t *changed, struct err *err);
MUST_CHECK enum status query_one(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct db_param *params,
                                 const struct shape *shape, void *out, const char *key, struct err *err);
MUST_CHECK enum status query_list(struct tx *tx, TALLOC_CTX *mem, enum query query, const struct db_param *params,
                                  const struct shape *shape, size_t limit, struct list *out, struct err *err);
MUST_CHECK enum status query_int(struct tx *tx, enum query query, const struct db_param *params, int64_t *out, struct err *err); /* first column of the first row; 0 when no row */

/* A new id: from a block of ids that the process took from the table `counter` (unique in the desk, < 2^53). */
MUST_CHECK enum status id_new(struct tx *tx, int64_t *id, struct err *err);
/* The next of a named sequence without reuse, e.g. "ticket_number". */
MUST_CHECK enum status counter_next(struct tx *tx, const char *name, int64_t *number, struct err *err);
/* COUNT of them at once; *FIRST and those behind it. */
MUST_CHECK enum status counter_take(struct tx *tx, const char *name, int64_t count, int64_t *first, struct err *err);

/* Waits until somebody, in any process, has committed a change since the last return, or TIMEOUT has passed.
 * Each waiting thread needs its own struct db_wait. */
struct db_wait;
MUST_CHECK enum status db_wait_new(TALLOC_CTX *mem, struct db *db, struct db_wait **out, struct err *err);
MUST_CHECK enum status db_wait_for_change(struct db_wait *wait, span_ms timeout, bool *changed, struct err *err);
void db_wait_wake(struct db_wait *wait); /* from another thread: return at once (shutdown) */
void db_poke(struct db *db);             /* wakes every waiter of the desk, without a change (a moved clock) */

/* From now on, and at once if it has happened: once the database takes no more changes until it is opened anew (a sync has
 * failed, or its file has gone: G6), this process is sent DB_BROKEN_SIGNAL, which it must have blocked. */
enum { DB_BROKEN_SIGNAL = SIGQUIT };
void db_signal_broken(struct db *db);

/* The number of the state in which the database is, as this process counts: what was read after one call is what would be
 * read after a second one that gave the same number, since nothing was committed in between, by any process. Only that two
 * are equal says something. Costs less than any read. */
MUST_CHECK enum status db_generation(struct db *db, int64_t *out, struct err *err);

/* The language in which the database is asked for words (search/plan.h writes it). */
enum db_search { DB_SEARCH_FTS5, DB_SEARCH_TSQUERY };

struct db_can {
    bool notify;
    bool many_nodes;
    bool copy_to_file;
    enum db_search search;
};
struct db_can db_can(const struct db *db);
