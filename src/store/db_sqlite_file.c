/* The files of an SQLite database: making one, and copying one whole. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>

#include "base/mem.h"
#include "store/db_sqlite.h"

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static enum status file_failed(int reason, const char *path, struct err *err)
{
    bool no_space = reason == ENOSPC || reason == EDQUOT;
    enum status status = FAIL(err, no_space ? STATUS_FULL : STATUS_UNAVAILABLE, "db.create", "could not make the database %s", path);
    err_detail(err, "%s", strerror(reason));
    return status;
}

/* Makes the name of PATH durable. */
static bool sync_folder_of(const char *path)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    CLEANUP(close_fd) int folder = open(dirname(mem_need(talloc_strdup(mem, path))), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    talloc_free(mem);
    return folder >= 0 && fsync(folder) == 0;
}

enum status sqlite_make_file(const char *path, struct err *err)
{
    CLEANUP(close_fd) int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return STATUS_OK;
    if (fd < 0 || !sync_folder_of(path))
        return file_failed(errno, path, err);
    return STATUS_OK;
}

/* Page by page, as one reader sees them; who writes meanwhile is not held up. Nothing is synced on the way: what is cut
 * off has no name yet. */
static enum status copy_pages(struct sqlite_conn *from, const char *path, struct err *err)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(to, "main", from->handle, "main") : NULL;
    if (backup != NULL) {
        sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    const struct sqlite_conn copy = { .owner = from->owner, .handle = to };
    code = to == NULL ? SQLITE_NOMEM : sqlite3_errcode(to);
    enum status status = code == SQLITE_OK || code == SQLITE_DONE ? STATUS_OK : sqlite_fail(&copy, code, err);
    sqlite3_close(to);
    return status;
}

static enum status copy_to_draft(struct sqlite_db *self, const char *draft, struct err *err)
{
    void *reader;
    CLEANUP(close_fd) int fd = open(draft, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_failed(errno, draft, err);
    TRY(pool_take(&self->readers, &reader, err));
    enum status status = copy_pages(reader, draft, err);
    pool_return(&self->readers, reader);
    if (status == STATUS_OK && fsync(fd) != 0)
        status = file_failed(errno, draft, err);
    return status;
}

enum status sqlite_copy_to(struct db *db, const char *path, struct err *err)
{
    TALLOC_CTX *mem = talloc_new(NULL);
    char *draft = mem_need(talloc_asprintf(mem, "%s.new", path));
    enum status status = copy_to_draft(db->self, draft, err);
    if (status == STATUS_OK && (rename(draft, path) != 0 || !sync_folder_of(path)))
        status = file_failed(errno, path, err);
    if (status != STATUS_OK)
        unlink(draft);
    talloc_free(mem);
    return status;
}
