/* The schema's versions. The statements of one version run in one unit of work with the row that says so, and both
 * databases roll a schema change back, so that a kill in the middle leaves the version before (F-57). */
#include <assert.h>

#include "base/fault.h"
#include "store/db_driver.h"

static enum status too_new(int version, struct err *err)
{
    return FAIL(err, STATUS_UNAVAILABLE, "db.new_schema", "the desk's tables have version %d, this program knows only %d: install the newer program",
                version, migration_count);
}

enum status db_schema_version(struct db *db, int *version, struct err *err)
{
    int64_t known, last = 0;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_read(&tx, db, err));
    TRY(query_int(&tx, Q_MIGRATION_KNOWN, NO_PARAMS, &known, err));
    if (known != 0)
        TRY(query_int(&tx, Q_MIGRATION_LAST, NO_PARAMS, &last, err));
    *version = (int)last;
    return STATUS_OK;
}

enum status db_schema_check(struct db *db, struct err *err)
{
    int version = 0;
    TRY(db_schema_version(db, &version, err));
    if (version > migration_count)
        return too_new(version, err);
    if (version < migration_count)
        return FAIL(err, STATUS_UNAVAILABLE, "db.old_schema",
                    "the desk's tables have version %d and this program needs version %d: buckstop serve brings them up to date when it starts",
                    version, migration_count);
    return STATUS_OK;
}

int db_schema_newest(void)
{
    return migration_count;
}

/* The version is read again under the write lock: two processes may migrate at the same time. */
static enum status migrate_once(struct db *db, int goal, bool *done, struct err *err)
{
    int64_t known, last = 0;
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    TRY(query_int(&tx, Q_MIGRATION_KNOWN, NO_PARAMS, &known, err));
    if (known != 0)
        TRY(query_int(&tx, Q_MIGRATION_LAST, NO_PARAMS, &last, err));
    if (last > migration_count)
        return too_new((int)last, err);
    *done = last >= goal;
    if (*done)
        return STATUS_OK;
    const struct migration *next = &migration_table[last];
    for (const char *const *statement = db->driver->migration(next); *statement != NULL; statement++) {
        fault_here("schema.statement");
        enum status status = db->driver->script(&tx, *statement, err);
        err_context(err, "migration %d: %.60s", next->version, *statement);
        TRY(status);
    }
    TRY(query_run(&tx, Q_MIGRATION_DONE, PARAMS({ "version", db_int(next->version) }, { "name", db_word(next->name) }, { "now", db_time(tx.now) }),
                  NULL, err));
    fault_here("schema.before_commit");
    *done = next->version == goal;
    return tx_commit(&tx, err);
}

enum status db_migrate_to(struct db *db, int version, struct err *err)
{
    assert(version <= migration_count);
    for (bool done = false; !done;)
        TRY(migrate_once(db, version, &done, err));
    return STATUS_OK;
}

enum status db_migrate(struct db *db, struct err *err)
{
    return db_migrate_to(db, migration_count, err);
}
