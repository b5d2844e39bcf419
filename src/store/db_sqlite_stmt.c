/* Statements of the SQLite driver: kept prepared with their connection, bound, stepped, read. */
#include <assert.h>

#include "base/mem.h"
#include "store/db_sqlite.h"

static enum status prepare(struct tx *tx, enum query query, bool keep, struct sqlite_stmt **out, struct err *err)
{
    struct sqlite_conn *conn = tx->state->conn;
    struct sqlite_stmt *stmt = MEM_NEW(conn, struct sqlite_stmt);
    unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
    int code = sqlite3_prepare_v3(conn->handle, query_table[query].sqlite.text, -1, flags, &stmt->handle, NULL);
    if (code != SQLITE_OK) {
        talloc_free(stmt);
        enum status status = sqlite_fail_in_tx(tx, code, err);
        err_context(err, "preparing %s", query_table[query].name);
        return status;
    }
    stmt->rows.query = query;
    stmt->rows.column_count = sqlite3_column_count(stmt->handle);
    stmt->kept = keep;
    assert(stmt->rows.column_count <= ROW_COLUMNS);
    if (keep)
        conn->statements[query] = stmt;
    *out = stmt;
    return STATUS_OK;
}

enum status sqlite_start(struct tx *tx, enum query query, struct rows_state **out, struct err *err)
{
    struct sqlite_conn *conn = tx->state->conn;
    struct sqlite_stmt *stmt = conn->statements[query];
    if (stmt == NULL || stmt->in_use)
        TRY(prepare(tx, query, stmt == NULL, &stmt, err));
    stmt->in_use = true;
    *out = &stmt->rows;
    return STATUS_OK;
}

static int bind_value(sqlite3_stmt *handle, int place, const struct db_value *value)
{
    switch (value->kind) {
    case DB_INT:
    case DB_BOOL:
        return sqlite3_bind_int64(handle, place, value->number);
    case DB_TEXT:
        return sqlite3_bind_text64(handle, place, value->text.ptr, value->text.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BYTES: /* a NULL pointer would bind NULL */
        return sqlite3_bind_blob64(handle, place, value->text.len == 0 ? "" : value->text.ptr, value->text.len, SQLITE_STATIC);
    case DB_NULL:
        break;
    }
    return sqlite3_bind_null(handle, place);
}

enum status sqlite_bind(struct tx *tx, struct rows_state *rows, int place, const struct db_value *value, struct err *err)
{
    struct sqlite_stmt *stmt = (struct sqlite_stmt *)rows;
    int code = bind_value(stmt->handle, place, value);
    return code == SQLITE_OK ? STATUS_OK : sqlite_fail_in_tx(tx, code, err);
}

enum status sqlite_step(struct tx *tx, struct rows_state *rows, bool *row, struct err *err)
{
    struct sqlite_stmt *stmt = (struct sqlite_stmt *)rows;
    int code = sqlite3_step(stmt->handle);
    if (code == SQLITE_ROW || code == SQLITE_DONE) {
        *row = code == SQLITE_ROW;
        return STATUS_OK;
    }
    enum status status = sqlite_fail_in_tx(tx, code, err);
    err_context(err, "running %s", query_table[rows->query].name);
    return status;
}

const char *sqlite_column_name(struct rows_state *rows, int column)
{
    return sqlite3_column_name(((struct sqlite_stmt *)rows)->handle, column);
}

/* The column's value is taken once and asked several times, which SQLite allows where no connection is shared by
 * threads (sqlite3_column_value: SQLITE_CONFIG_MULTITHREAD). */
struct db_value sqlite_column(struct rows_state *rows, int column, enum db_kind wanted)
{
    sqlite3_value *held = sqlite3_column_value(((struct sqlite_stmt *)rows)->handle, column);
    struct db_value value = { .kind = wanted };
    int type = sqlite3_value_type(held);
    if (type == SQLITE_NULL)
        return (struct db_value){ .kind = DB_NULL };
    if (wanted == DB_INT || wanted == DB_BOOL) {
        value.number = sqlite3_value_int64(held);
        return value;
    }
    const void *bytes = type == SQLITE_BLOB ? sqlite3_value_blob(held) : sqlite3_value_text(held);
    value.text = (struct str){ bytes == NULL ? "" : bytes, (size_t)sqlite3_value_bytes(held) };
    return value;
}

int64_t sqlite_changed(struct tx *tx, struct rows_state *rows)
{
    struct sqlite_conn *conn = tx->state->conn;
    (void)rows;
    return sqlite3_changes64(conn->handle);
}

void sqlite_finish(struct tx *tx, struct rows_state *rows)
{
    struct sqlite_stmt *stmt = (struct sqlite_stmt *)rows;
    (void)tx;
    if (stmt->kept) {
        sqlite3_reset(stmt->handle);
        stmt->in_use = false; /* bindings stay: the next run binds all of them again */
        return;
    }
    sqlite3_finalize(stmt->handle);
    talloc_free(stmt);
}
