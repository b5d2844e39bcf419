/* Gathers what SQLite writes to its log, so that a commit is one write and not two for each page.
 *
 * SQLite asks the operating system twice for each page of a commit, 24 bytes and 4,096: that was a fifth of what a new
 * ticket cost. Here writes that follow each other go into a buffer, which is written out before anything could tell the
 * difference: before the log is synced, read, measured, cut or closed. SQLite tells other connections of a page only
 * after the sync that every commit has (synchronous = FULL), or after it has been read back here.
 *
 * A write that fails then fails as the sync: the commit is not acknowledged either way (G1, G6). What was gathered for a
 * transaction that came to nothing must be forgotten with it: its place in the log is the next writer's, who may
 * be another process, and written out later it would lie over that one's commit.
 */
#include <string.h>

#include "base/mem.h"
#include "store/db_sqlite.h"

enum { GATHERED_BYTES = 128 * 1024 }; /* 31 pages; a longer commit takes several writes */

struct gather_vfs {
    sqlite3_vfs vfs; /* first: SQLite hands it back */
    sqlite3_vfs *real;
};

/* The log. SQLite gives the room, the real file's own lies behind. */
struct gather_file {
    sqlite3_file file; /* first */
    char *bytes;       /* NULL until the first write */
    int length;
    sqlite3_int64 from; /* where the gathered bytes belong in the file */
};

static sqlite3_file *real_of(sqlite3_file *file)
{
    return (sqlite3_file *)((struct gather_file *)file + 1);
}

static int write_out(sqlite3_file *file)
{
    struct gather_file *self = (struct gather_file *)file;
    if (self->length == 0)
        return SQLITE_OK;
    int code = real_of(file)->pMethods->xWrite(real_of(file), self->bytes, self->length, self->from);
    self->length = 0;
    return code;
}

static int log_close(sqlite3_file *file)
{
    int code = write_out(file);
    TALLOC_FREE(((struct gather_file *)file)->bytes);
    int closed = real_of(file)->pMethods->xClose(real_of(file));
    return code != SQLITE_OK ? code : closed;
}

static int log_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 from)
{
    struct gather_file *self = (struct gather_file *)file;
    bool follows = self->length > 0 && from == self->from + self->length && length <= GATHERED_BYTES - self->length;
    if (!follows) {
        int code = write_out(file);
        if (code != SQLITE_OK)
            return code;
        if (length > GATHERED_BYTES)
            return real_of(file)->pMethods->xWrite(real_of(file), bytes, length, from);
        if (self->bytes == NULL)
            self->bytes = mem_need(talloc_size(NULL, GATHERED_BYTES));
        self->from = from;
    }
    memcpy(self->bytes + self->length, bytes, (size_t)length);
    self->length += length;
    return SQLITE_OK;
}

/* Everything else happens to the real file, once it has what was gathered. */

static int log_read(sqlite3_file *file, void *bytes, int length, sqlite3_int64 from)
{
    int code = write_out(file);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xRead(real_of(file), bytes, length, from);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = write_out(file);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = write_out(file);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    int code = write_out(file);
    return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int log_control(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int log_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int log_traits(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* Nobody locks or maps a log: SQLite does that to the database file. */
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_traits,
};

/* Any other file is opened as if this layer did not exist. */
static int gather_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *opened_as)
{
    sqlite3_vfs *real = ((struct gather_vfs *)vfs)->real;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return real->xOpen(real, name, file, flags, opened_as);
    struct gather_file *self = (struct gather_file *)file;
    *self = (struct gather_file){ .length = 0 };
    int code = real->xOpen(real, name, real_of(file), flags, opened_as);
    if (code == SQLITE_OK)
        self->file.pMethods = &log_methods; /* else NULL: SQLite does not close what did not open */
    return code;
}

void sqlite_log_start(struct sqlite_db *self)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    struct gather_vfs *gather = MEM_NEW(self, struct gather_vfs);
    gather->real = real;
    gather->vfs = *real;
    gather->vfs.pNext = NULL;
    gather->vfs.zName = mem_need(talloc_asprintf(gather, "gather-%p", (void *)gather));
    gather->vfs.szOsFile = (int)sizeof(struct gather_file) + real->szOsFile;
    gather->vfs.xOpen = gather_open;
    sqlite3_vfs_register(&gather->vfs, 0);
    self->gather = gather;
}

/* The hook of a rollback, whoever asked for it; SQLite has left the log by then. */
static void forget(void *argument)
{
    sqlite3_file *log = NULL;
    int code = sqlite3_file_control(argument, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code == SQLITE_OK && log != NULL && log->pMethods == &log_methods)
        ((struct gather_file *)log)->length = 0;
}

void sqlite_log_follow(sqlite3 *handle)
{
    sqlite3_rollback_hook(handle, forget, handle);
}

const char *sqlite_log_vfs(const struct sqlite_db *self)
{
    return self->gather->vfs.zName;
}

void sqlite_log_stop(struct sqlite_db *self)
{
    if (self->gather != NULL)
        sqlite3_vfs_unregister(&self->gather->vfs);
    TALLOC_FREE(self->gather);
}
