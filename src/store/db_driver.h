#pragma once
/* The port that a database implements, and what db.c keeps for it. Only for the files db*.c of this folder.
 *
 * A driver knows connections, transactions, statements and how its errors are to be read. It does not know what a
 * ticket is, makes no ids, writes no journal and builds no SQL. db.c calls it with correct arguments (asserts stand
 * there) and never again after a commit or a rollback of the same unit.
 *
 * Whether a unit's statement fails alone or takes its transaction with it differs between databases, so db.c makes
 * it the same: the first failing statement ends the unit (tx_state.failed), only a rollback follows.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "store/db.h"
#include "store/query_table.h"

enum {
    ROW_COLUMNS = 80,      /* of one statement's answer */
    DB_BUSY_MS = 10000,    /* how long a lock is waited for before a unit is told BUSY */
    DB_RETRIES = 5,        /* how often db_retry runs a unit that was told BUSY */
    ID_BLOCK = 1024,       /* ids that a unit takes from the table at once */
    UNITS_PER_COMMIT = 64, /* bounds how long the first in a shared commit waits for the last */
};

struct journal_queue; /* journal_internal.h */

struct id_block {
    int64_t next, end;
};

/* A unit of work, as long as it is open. Its talloc children die with it. */
struct tx_state {
    void *conn;                    /* the driver's connection */
    bool failed;                   /* a statement failed; the unit can only be rolled back */
    struct id_block ids;           /* taken here, so nobody else's before the commit */
    struct journal_queue *journal; /* entries to be written by the commit, or NULL */
    int open_rows;                 /* statements that are being read; for asserts */
};

/* A statement that runs. Drivers put it at the head of their own struct, and keep it prepared where they can; the
 * map from columns to fields then serves the next run as well. */
struct rows_state {
    enum query query;
    int column_count;
    const struct shape *shape;    /* whose fields MAP names, or NULL */
    signed char map[ROW_COLUMNS]; /* column -> index of the field */
};

struct db_driver {
    const char *scheme; /* "sqlite:" */
    struct db_can can;
    const struct query_form *(*form)(enum query query);
    const char *const *(*migration)(const struct migration *migration);
    enum status (*copy_to)(struct db *db, const char *path, struct err *err); /* only where can.copy_to_file */

    enum status (*open)(struct db *db, const struct db_options *options, struct err *err); /* sets db->self */
    void (*close)(struct db *db);

    enum status (*begin)(struct tx *tx, struct err *err); /* sets tx->state->conn */
    enum status (*commit)(struct tx *tx, struct err *err); /* the unit is over, whatever it returns */
    void (*rollback)(struct tx *tx);
    enum status (*script)(struct tx *tx, const char *statement, struct err *err); /* of a migration; no rows, no parameters */

    enum status (*start)(struct tx *tx, enum query query, struct rows_state **out, struct err *err);
    enum status (*bind)(struct tx *tx, struct rows_state *rows, int place, const struct db_value *value, struct err *err); /* place from 1 */
    enum status (*step)(struct tx *tx, struct rows_state *rows, bool *row, struct err *err);
    const char *(*column_name)(struct rows_state *rows, int column);
    struct db_value (*column)(struct rows_state *rows, int column, enum db_kind wanted); /* DB_NULL, or WANTED; a view until the next step */
    int64_t (*changed)(struct tx *tx, struct rows_state *rows);
    void (*finish)(struct tx *tx, struct rows_state *rows);

    enum status (*generation)(struct db *db, int64_t *out, struct err *err); /* db_generation */

    enum status (*wait_open)(struct db_wait *wait, struct err *err); /* sets wait->fd and may set wait->self */
    enum status (*wait_drain)(struct db_wait *wait, bool *changed, struct err *err); /* fd was readable */
    void (*wait_close)(struct db_wait *wait);
    void (*poke)(struct db *db);
};

/* For drivers: no more changes until the next start, and no folding of a log when connections close. */
void db_break(struct db *db);

extern const struct db_driver db_driver_sqlite;
extern const struct db_driver db_driver_postgres;

enum { DB_MAGIC = 0x6465736b };

struct db {
    unsigned magic;
    const struct db_driver *driver;
    void *self; /* the driver's */
    struct clock *clock;
    struct random *random;
    pthread_mutex_t ids_lock;
    struct id_block ids; /* left over by committed units */
    atomic_bool broken;  /* takes no more changes until it is opened anew; set by db_break */
    atomic_bool signals; /* who serves it wants to know */
    const struct db_driver *inner; /* these three: only where a test has put db_fault around the driver */
    struct db_driver wrapped;
    struct db_fault *fault;
};

struct db_wait {
    struct db *db;
    void *self;  /* the driver's */
    int fd;      /* readable when something may have changed */
    int wake_fd; /* eventfd of db_wait_wake */
};
