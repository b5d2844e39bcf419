/* What only SQLite can suffer: a full disk, a failing disk, a file that is moved away. PostgreSQL has its own answers. */
#include <sys/stat.h>

#include "base/limits.h"
#include "desk.h"
#include "store/blob_store.h"
#include "store/db_sqlite.h"

/* ---- a disk that fails to sync the log ---- */

static bool sync_fails;
static const sqlite3_io_methods *real_methods;
static sqlite3_io_methods failing_methods;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs failing_vfs;

static int failing_sync(sqlite3_file *file, int flags)
{
    return sync_fails ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags);
}

static int failing_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    (void)vfs;
    int code = real_vfs->xOpen(real_vfs, name, file, flags, out_flags);
    if (code != SQLITE_OK || (flags & SQLITE_OPEN_WAL) == 0)
        return code;
    real_methods = file->pMethods; /* the same for every log */
    failing_methods = *real_methods;
    failing_methods.xSync = failing_sync;
    file->pMethods = &failing_methods;
    return code;
}

static int use_failing_disk(void **state)
{
    (void)state;
    real_vfs = sqlite3_vfs_find(NULL);
    failing_vfs = *real_vfs;
    failing_vfs.zName = "failing";
    failing_vfs.xOpen = failing_open;
    return sqlite3_vfs_register(&failing_vfs, 1);
}

static enum status write_blob(struct desk *desk, size_t size, struct err *err)
{
    struct blob blob;
    struct str bytes = { talloc_zero_size(desk, size), size };
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, desk->db, err));
    TRY(blob_insert(&tx, bytes, &blob, err));
    return tx_commit(&tx, err);
}

static void after_a_failed_fsync_nothing_more_is_acknowledged_G6_F_11(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    assert_done(write_blob(desk, 10, &err), &err);
    sync_fails = true;
    assert_int_equal(write_blob(desk, 10, &err), STATUS_BROKEN);
    sync_fails = false; /* the next fsync would say that all is well, and be wrong */
    assert_int_equal(write_blob(desk, 10, &err), STATUS_BROKEN);
    assert_string_equal(err.key, "db.broken");
    struct tx tx = { .open = false };
    assert_done(tx_begin_read(&tx, desk->db, &err), &err); /* what is there can still be read */
    tx_end(&tx);
}

static void a_full_disk_refuses_and_goes_on_when_there_is_space_F_09(void **state)
{
    struct desk *desk = desk_new(*state);
    struct sqlite_db *self = desk->db->self;
    struct err err;
    assert_done(write_blob(desk, 10, &err), &err);
    assert_int_equal(sqlite3_exec(self->writer->handle, "PRAGMA max_page_count = 1", NULL, NULL, NULL), SQLITE_OK); /* no more than now */
    assert_int_equal(write_blob(desk, 2 * LIMIT_BLOB_CHUNK_BYTES, &err), STATUS_FULL);
    assert_string_equal(err.key, "db.full");
    assert_int_equal(sqlite3_exec(self->writer->handle, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL), SQLITE_OK);
    assert_done(write_blob(desk, 2 * LIMIT_BLOB_CHUNK_BYTES, &err), &err);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM blob"), 2);
}

static void a_database_that_was_moved_takes_no_more_writes_F_36(void **state)
{
    struct desk *desk = desk_new(*state);
    struct sqlite_db *self = desk->db->self;
    char *elsewhere = talloc_asprintf(desk, "%s.moved", self->path);
    struct err err;
    assert_int_equal(rename(self->path, elsewhere), 0);
    assert_int_equal(write_blob(desk, 10, &err), STATUS_BROKEN);
    assert_string_equal(err.key, "db.moved");
    assert_int_not_equal(access(self->path, F_OK), 0);
}

static void the_log_does_not_grow_without_end_F_35(void **state)
{
    enum { MIB = 1024 * 1024, UNITS = 48 };
    struct desk *desk = desk_new(*state);
    struct sqlite_db *self = desk->db->self;
    struct stat info;
    struct err err;
    for (int i = 0; i < UNITS; i++)
        assert_done(write_blob(desk, MIB, &err), &err);
    assert_int_equal(stat(talloc_asprintf(desk, "%s-wal", self->path), &info), 0);
    assert_in_range(info.st_size, MIB, 20 * MIB); /* 16 MiB, and the unit that went over it */
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM blob"), UNITS);
}

static void only_its_owner_may_read_the_file(void **state)
{
    struct desk *desk = desk_new(*state);
    struct sqlite_db *self = desk->db->self;
    struct stat info;
    assert_int_equal(stat(self->path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(stat(talloc_asprintf(desk, "%s-wal", self->path), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(after_a_failed_fsync_nothing_more_is_acknowledged_G6_F_11),
        TEST(a_full_disk_refuses_and_goes_on_when_there_is_space_F_09),
        TEST(a_database_that_was_moved_takes_no_more_writes_F_36),
        TEST(the_log_does_not_grow_without_end_F_35),
        TEST(only_its_owner_may_read_the_file),
    };
    return cmocka_run_group_tests(tests, use_failing_disk, NULL);
}
