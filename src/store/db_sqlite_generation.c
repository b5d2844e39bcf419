/* Whether anything was committed to the database, by a connection of this process or of another.
 *
 * SQLite counts that for each connection alone (PRAGMA data_version) and never counts what the connection itself has
 * written. So all threads ask one connection, which does nothing else; it is opened by who asks first.
 */
#include "base/mem.h"
#include "store/db_sqlite.h"

struct generation_asker {
    pthread_mutex_t lock;
    struct sqlite_conn *conn;
    sqlite3_stmt *question;
};

void sqlite_generation_start(struct sqlite_db *self)
{
    self->asker = MEM_NEW(self, struct generation_asker);
    pthread_mutex_init(&self->asker->lock, NULL);
}

void sqlite_generation_stop(struct sqlite_db *self)
{
    struct generation_asker *asker = self->asker;
    if (asker == NULL)
        return;
    sqlite3_finalize(asker->question);
    if (asker->conn != NULL)
        sqlite_disconnect(asker->conn);
    pthread_mutex_destroy(&asker->lock);
    self->asker = NULL;
}

static enum status ask(struct sqlite_db *self, struct generation_asker *asker, int64_t *out, struct err *err)
{
    int code = SQLITE_OK;
    if (asker->conn == NULL)
        TRY(sqlite_connect(self, false, &asker->conn, err));
    if (asker->question == NULL)
        code = sqlite3_prepare_v3(asker->conn->handle, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT, &asker->question, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(asker->question);
    if (code != SQLITE_ROW) {
        enum status status = sqlite_fail(asker->conn, code, err);
        sqlite3_reset(asker->question);
        return status;
    }
    *out = sqlite3_column_int64(asker->question, 0);
    sqlite3_reset(asker->question); /* ends the reading, so that the log is not held */
    return STATUS_OK;
}

enum status sqlite_generation(struct db *db, int64_t *out, struct err *err)
{
    struct sqlite_db *self = db->self;
    pthread_mutex_lock(&self->asker->lock);
    enum status status = ask(self, self->asker, out, err);
    pthread_mutex_unlock(&self->asker->lock);
    return status;
}
