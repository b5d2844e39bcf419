#pragma once
/* An empty desk of its own for a test, on the database that BUCKSTOP_TEST_DB names: "sqlite" (the default) or
 * "postgres", for which BUCKSTOP_TEST_POSTGRES holds the address of a server (tools/with-postgres.sh).
 *
 * The database (on PostgreSQL a schema) and its folder go away with the memory context.
 */
#include "check.h"
#include "store/db.h"

struct desk {
    struct db *db;
    struct clock *clock; /* stands at DESK_START */
    struct str url;
    struct str dir; /* for files of the test; also the run directory */
    bool postgres;
};

#define DESK_START ((time_ms)1795168800000) /* 2026-11-20 10:00 UTC, a Friday */

struct desk *desk_new(TALLOC_CTX *mem);       /* with its schema */
struct desk *desk_new_empty(TALLOC_CTX *mem); /* with nothing in it, not even a schema */
struct db_options desk_options(const struct desk *desk);

/* A second db on the same database, as another process would have. */
struct db *desk_open_again(struct desk *desk);

/* Runs SQL text of the test itself, one statement, in the unit TX. */
MUST_CHECK enum status desk_sql(struct tx *tx, const char *sql, struct err *err);

/* The number that SQL text of the test asks for, over a connection that knows nothing of db.h. */
int64_t desk_ask(struct desk *desk, const char *sql);

/* desk_sql in a unit of its own, committed: what the database says to it, with the key in *KEY (may be NULL). */
enum status desk_try(struct desk *desk, const char *const *statements, const char **key);

/* One of everything that a ticket needs, as committed rows: person 1, colleagues 1 (ann), 2 (ben), team 1, and
 * ticket 1, number 1, open, our turn, owned by colleague 1, with promise 1. */
void desk_put_rows(struct desk *desk);

/* Fails the test with what the error says. */
void assert_done(enum status status, const struct err *err);

