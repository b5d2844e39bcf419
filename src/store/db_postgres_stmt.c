/* The PostgreSQL driver's statements: prepared once per connection, values in text or raw form, answers whole. */
#include <assert.h>

#include "base/mem.h"
#include "store/db_postgres.h"

enum {
    FORMAT_TEXT = 0,   /* libpq's words for how a value is sent */
    FORMAT_BINARY = 1,
    OID_BOOL = 16,     /* PostgreSQL's numbers of its own types */
    OID_BYTEA = 17,
};

static struct pg_stmt *stmt_new(struct pg_conn *conn, enum query query)
{
    int count = query_table[query].postgres.param_count;
    struct pg_stmt *stmt = MEM_NEW(conn, struct pg_stmt);
    stmt->rows.query = query;
    stmt->values = MEM_ARRAY(stmt, const char *, count);
    stmt->lengths = MEM_ARRAY(stmt, int, count);
    stmt->formats = MEM_ARRAY(stmt, int, count);
    stmt->digits = mem_need(talloc_zero_size(stmt, (size_t)count * sizeof(stmt->digits[0])));
    return stmt;
}

static enum status prepare(struct pg_conn *conn, enum query query, struct err *err)
{
    const struct query_text *text = &query_table[query];
    PGresult *result = PQprepare(conn->handle, text->name, text->postgres.text, 0, NULL);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    enum status status = done ? STATUS_OK : pg_fail(conn, result, err);
    if (!done)
        err_context(err, "preparing %s", text->name);
    PQclear(result);
    conn->prepared[query] = done;
    return status;
}

enum status pg_start(struct tx *tx, enum query query, struct rows_state **out, struct err *err)
{
    struct pg_conn *conn = tx->state->conn;
    struct pg_stmt *stmt = conn->statements[query];
    if (!conn->prepared[query])
        TRY(prepare(conn, query, err));
    if (stmt == NULL || stmt->in_use) {
        bool keep = stmt == NULL;
        stmt = stmt_new(conn, query);
        stmt->kept = keep;
        if (keep)
            conn->statements[query] = stmt;
    }
    stmt->in_use = true;
    *out = &stmt->rows;
    return STATUS_OK;
}

/* Texts go in binary form, which for them is the bytes with a length: they need not end with NUL. */
enum status pg_bind(struct tx *tx, struct rows_state *rows, int place, const struct db_value *value, struct err *err)
{
    struct pg_stmt *stmt = (struct pg_stmt *)rows;
    int i = place - 1;
    (void)tx, (void)err;
    stmt->values[i] = NULL;
    stmt->lengths[i] = 0;
    stmt->formats[i] = FORMAT_TEXT;
    switch (value->kind) {
    case DB_INT:
    case DB_BOOL:
        snprintf(stmt->digits[i], sizeof(stmt->digits[i]), "%lld", (long long)value->number);
        stmt->values[i] = stmt->digits[i];
        break;
    case DB_TEXT:
    case DB_BYTES:
        assert(value->text.len <= INT32_MAX);
        stmt->values[i] = value->text.len == 0 ? "" : value->text.ptr;
        stmt->lengths[i] = (int)value->text.len;
        stmt->formats[i] = FORMAT_BINARY;
        break;
    case DB_NULL:
        break;
    }
    return STATUS_OK;
}

static enum status run(struct pg_conn *conn, struct pg_stmt *stmt, struct err *err)
{
    const struct query_text *text = &query_table[stmt->rows.query];
    PGresult *result = PQexecPrepared(conn->handle, text->name, text->postgres.param_count, stmt->values, stmt->lengths, stmt->formats, FORMAT_TEXT);
    ExecStatusType kind = PQresultStatus(result);
    if (kind != PGRES_TUPLES_OK && kind != PGRES_COMMAND_OK) {
        enum status status = pg_fail(conn, result, err);
        err_context(err, "running %s", text->name);
        PQclear(result);
        return status;
    }
    stmt->result = result;
    stmt->row = -1;
    stmt->rows.column_count = PQnfields(result);
    assert(stmt->rows.column_count <= ROW_COLUMNS);
    return STATUS_OK;
}

enum status pg_step(struct tx *tx, struct rows_state *rows, bool *row, struct err *err)
{
    struct pg_stmt *stmt = (struct pg_stmt *)rows;
    if (stmt->result == NULL)
        TRY(run(tx->state->conn, stmt, err));
    TALLOC_FREE(stmt->row_mem);
    stmt->row++;
    *row = stmt->row < PQntuples(stmt->result);
    return STATUS_OK;
}

const char *pg_column_name(struct rows_state *rows, int column)
{
    return PQfname(((struct pg_stmt *)rows)->result, column);
}

static struct str decode_bytes(struct pg_stmt *stmt, const char *text)
{
    size_t size = 0;
    unsigned char *bytes = mem_need(PQunescapeBytea((const unsigned char *)text, &size));
    if (stmt->row_mem == NULL)
        stmt->row_mem = talloc_new(stmt);
    struct str copy = str_copy(stmt->row_mem, (struct str){ (const char *)bytes, size });
    PQfreemem(bytes);
    return copy;
}

struct db_value pg_column(struct rows_state *rows, int column, enum db_kind wanted)
{
    struct pg_stmt *stmt = (struct pg_stmt *)rows;
    struct db_value value = { .kind = wanted };
    if (PQgetisnull(stmt->result, stmt->row, column) != 0)
        return (struct db_value){ .kind = DB_NULL };
    struct str text = { PQgetvalue(stmt->result, stmt->row, column), (size_t)PQgetlength(stmt->result, stmt->row, column) };
    Oid type = PQftype(stmt->result, column);
    if (wanted == DB_TEXT || wanted == DB_BYTES) {
        value.text = type == OID_BYTEA ? decode_bytes(stmt, text.ptr) : text;
        return value;
    }
    if (type == OID_BOOL) {
        value.number = str_equal(text, STR("t"));
        return value;
    }
    bool whole = parse_i64(text, INT64_MIN, INT64_MAX, &value.number);
    assert(whole);
    (void)whole;
    return value;
}

int64_t pg_changed(struct tx *tx, struct rows_state *rows)
{
    int64_t changed = 0;
    (void)tx;
    bool counted = parse_i64(str_from(PQcmdTuples(((struct pg_stmt *)rows)->result)), 0, INT64_MAX, &changed);
    return counted ? changed : 0;
}

void pg_finish(struct tx *tx, struct rows_state *rows)
{
    struct pg_stmt *stmt = (struct pg_stmt *)rows;
    (void)tx;
    PQclear(stmt->result);
    stmt->result = NULL;
    TALLOC_FREE(stmt->row_mem);
    stmt->in_use = false;
    if (!stmt->kept)
        talloc_free(stmt);
}
