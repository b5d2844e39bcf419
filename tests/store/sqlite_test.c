/* What only SQLite can suffer: a full disk, a failing disk, a file that is moved away. PostgreSQL has its own answers. */
#include <sys/stat.h>

#include "base/limits.h"
#include "desk.h"
#include "store/blob_store.h"
#include "store/db_sqlite.h"

/* ---- a disk that fails to sync the log ---- */

static bool sync_fails, write_fails;
static const sqlite3_io_methods *real_methods;
static sqlite3_io_methods failing_methods;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs failing_vfs;

static int failing_sync(sqlite3_file *file, int flags)
{
    return sync_fails ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags);
}

static int failing_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 from)
{
    return write_fails ? SQLITE_FULL : real_methods->xWrite(file, bytes, length, from);
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
    failing_methods.xWrite = failing_write;
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

static enum status write_blob_by(struct db *db, TALLOC_CTX *mem, size_t size, struct err *err)
{
    struct blob blob;
    struct str bytes = { talloc_zero_size(mem, size), size };
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    const struct sha256 digest = sha256_of(bytes);
    TRY(blob_insert(&tx, bytes, &digest, &blob, err));
    return tx_commit(&tx, err);
}

static enum status write_blob(struct desk *desk, size_t size, struct err *err)
{
    return write_blob_by(desk->db, desk, size, err);
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

static enum status save_word(struct db *db, const char *name, struct err *err)
{
    CLEANUP(tx_end) struct tx tx = { .open = false };
    TRY(tx_begin_write(&tx, db, err));
    TRY(query_run(&tx, Q_SETTING_SAVE, PARAMS({ "name", db_word(name) }, { "value", db_text(STR("v")) }), NULL, err));
    return tx_commit(&tx, err);
}

enum { TOO_MUCH = 24 * 1024 * 1024 }; /* for the writer's memory: a part of such a unit lies gathered for the log */

static void begin_and_leave(struct desk *desk)
{
    struct err err;
    struct blob blob;
    struct str bytes = { talloc_zero_size(desk, TOO_MUCH), TOO_MUCH };
    CLEANUP(tx_end) struct tx tx = { .open = false };
    assert_done(tx_begin_write(&tx, desk->db, &err), &err);
    const struct sha256 digest = sha256_of(bytes);
    assert_done(blob_insert(&tx, bytes, &digest, &blob, &err), &err);
}

static void check_two_writers(struct desk *desk)
{
    struct err err;
    struct db *other = desk_open_again(desk);
    assert_done(write_blob_by(other, desk, TOO_MUCH, &err), &err);
    assert_done(save_word(other, "other", &err), &err);
    assert_done(save_word(desk->db, "own", &err), &err);
    db_close(other);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM setting WHERE name IN ('other','own')"), 2);
    assert_int_equal(desk_ask(desk, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

static void a_unit_that_was_left_is_never_written_over_another_writers_G1(void **state)
{
    struct desk *desk = desk_new(*state);
    begin_and_leave(desk);
    check_two_writers(desk);
}

static void a_commit_that_failed_is_never_written_over_another_writers_G1(void **state)
{
    struct desk *desk = desk_new(*state);
    struct err err;
    assert_done(write_blob(desk, 10, &err), &err);
    write_fails = true;
    assert_int_not_equal(save_word(desk->db, "lost", &err), STATUS_OK);
    write_fails = false;
    atomic_store(&desk->db->broken, false); /* as a full disk would leave it */
    check_two_writers(desk);
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
    enum { MIB = 1024 * 1024, UNITS = 96 };
    struct desk *desk = desk_new(*state);
    struct sqlite_db *self = desk->db->self;
    struct stat info;
    struct err err;
    for (int i = 0; i < UNITS; i++)
        assert_done(write_blob(desk, MIB, &err), &err);
    assert_int_equal(stat(talloc_asprintf(desk, "%s-wal", self->path), &info), 0);
    assert_in_range(info.st_size, MIB, 40 * MIB); /* 32 MiB, and the unit that went over it */
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
        TEST(a_unit_that_was_left_is_never_written_over_another_writers_G1),
        TEST(a_commit_that_failed_is_never_written_over_another_writers_G1),
        TEST(a_full_disk_refuses_and_goes_on_when_there_is_space_F_09),
        TEST(a_database_that_was_moved_takes_no_more_writes_F_36),
        TEST(the_log_does_not_grow_without_end_F_35),
        TEST(only_its_owner_may_read_the_file),
    };
    return cmocka_run_group_tests(tests, use_failing_disk, NULL);
}
