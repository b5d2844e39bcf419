#include "desk.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include "base/mem.h"
#include "store/db_driver.h"

void assert_done(enum status status, const struct err *err)
{
    if (status != STATUS_OK)
        fail_msg("%s %s: %s (%s) at %s:%d", status_name(status), err->key, err->message, err->detail, err->file, err->line);
}

/* ---- making and removing ---- */

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
    (void)info, (void)kind, (void)place;
    return remove(path);
}

static void forget_notice(void *argument, const char *text)
{
    (void)argument, (void)text;
}

/* Runs SQL on the test server outside of any desk. */
static void server_run(const char *sql)
{
    PGconn *conn = PQconnectdb(getenv("BUCKSTOP_TEST_POSTGRES"));
    PQsetNoticeProcessor(conn, forget_notice, NULL);
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        print_error("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

static int desk_free(struct desk *desk)
{
    db_close(desk->db);
    if (desk->postgres)
        server_run(talloc_asprintf(desk, "DROP SCHEMA \"%s\" CASCADE", strrchr(desk->dir.ptr, '/') + 1));
    return nftw(desk->dir.ptr, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

struct db_options desk_options(const struct desk *desk)
{
    return (struct db_options){ .url = desk->url, .run_dir = desk->dir, .clock = desk->clock, .readers = 4 };
}

struct desk *desk_new_empty(TALLOC_CTX *mem)
{
    const char *kind = getenv("BUCKSTOP_TEST_DB");
    struct desk *desk = MEM_NEW(mem, struct desk);
    struct err err;
    char *dir = talloc_strdup(desk, "/tmp/desk_XXXXXX");
    assert_non_null(mkdtemp(dir));
    desk->dir = str_from(dir);
    desk->postgres = kind != NULL && strcmp(kind, "postgres") == 0;
    desk->clock = clock_standing(desk, DESK_START);
    if (desk->postgres) {
        const char *schema = strrchr(dir, '/') + 1;
        server_run(talloc_asprintf(desk, "CREATE SCHEMA \"%s\"", schema));
        desk->url = str_format(desk, "%s&options=-csearch_path%%3D%%22%s%%22", getenv("BUCKSTOP_TEST_POSTGRES"), schema);
    } else {
        desk->url = str_format(desk, "sqlite:%s/desk.db", dir);
    }
    struct db_options options = desk_options(desk);
    options.create = true;
    assert_done(db_open(NULL, &options, &desk->db, &err), &err);
    talloc_set_destructor(desk, desk_free);
    return desk;
}

struct desk *desk_new(TALLOC_CTX *mem)
{
    struct desk *desk = desk_new_empty(mem);
    struct err err;
    assert_done(db_migrate(desk->db, &err), &err);
    return desk;
}

struct db *desk_open_again(struct desk *desk)
{
    struct db_options options = desk_options(desk);
    struct db *again;
    struct err err;
    assert_done(db_open(desk, &options, &again, &err), &err);
    return again;
}

/* ---- rows ---- */

enum status desk_sql(struct tx *tx, const char *sql, struct err *err)
{
    return tx->db->driver->script(tx, sql, err);
}

static enum status try_all(struct desk *desk, const char *const *statements, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, desk->db, err));
    for (; *statements != NULL; statements++)
        TRY(desk_sql(&tx, *statements, err));
    return tx_commit(&tx, err);
}

static int64_t ask_postgres(const char *url, const char *sql)
{
    int64_t answer = 0;
    PGconn *conn = PQconnectdb(url);
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || !parse_i64(str_from(PQgetvalue(result, 0, 0)), INT64_MIN, INT64_MAX, &answer))
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
    return answer;
}

static int64_t ask_sqlite(const char *path, const char *sql)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK || sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        fail_msg("%s: %s", sql, sqlite3_errmsg(handle));
    int64_t answer = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
    return answer;
}

int64_t desk_ask(struct desk *desk, const char *sql)
{
    return desk->postgres ? ask_postgres(desk->url.ptr, sql) : ask_sqlite(desk->url.ptr + strlen("sqlite:"), sql);
}

enum status desk_try(struct desk *desk, const char *const *statements, const char **key)
{
    struct err err = { .key = NULL };
    enum status status = try_all(desk, statements, &err);
    if (key != NULL)
        *key = err.key;
    return status;
}

void desk_put_rows(struct desk *desk)
{
    static const char *const rows[] = {
        "INSERT INTO person (id, name, created_ms) VALUES (1, 'Marta', 1), (2, 'Ann', 1), (3, 'Ben', 1)",
        "INSERT INTO colleague (id, person_id, email, name, public_name, role, state, created_ms)"
        " VALUES (1, 2, 'ann@shop.example', 'Ann Ames', 'Ann', 'agent', 'active', 1), (2, 3, 'ben@shop.example', 'Ben Boll', 'Ben', 'agent', 'active', 1)",
        "INSERT INTO team (id, name, steward_id, time_zone) VALUES (1, 'Shop', 1, 'Europe/Madrid')",
        "INSERT INTO ticket (id, number, subject, state, turn, channel, person_id, team_id, owner_id, ownership_id, next_promise_id,"
        " next_promise_state, created_ms, updated_ms) VALUES (1, 1, 'Brakes', 'open', 'us', 'email', 1, 1, 1, 1, 1, 'open', 1, 1)",
        "INSERT INTO ownership (id, ticket_id, to_id, way, reason, hop, at_ms) VALUES (1, 1, 1, 'created', 'least_owed', false, 1)",
        "INSERT INTO promise (id, ticket_id, kind, text, due_ms, state, made_ms, chain_id) VALUES (1, 1, 'acknowledgement', 'by 12:00', 9, 'open', 1, 1)",
        NULL,
    };
    struct err err;
    assert_done(try_all(desk, rows, &err), &err);
}
