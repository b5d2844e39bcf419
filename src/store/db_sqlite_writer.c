/* The writer of a desk on SQLite: how processes queue for it, and what happens when a shared commit fails. */
#include <errno.h>
#include <fcntl.h>

#include "base/mem.h"
#include "store/db_sqlite.h"

/* Bytes of the lock file. Two locks make a queue of two places: who wants to write first takes the door and waits
 * there for the room. A process that leaves the room and wants in again finds the door taken by the one who waited,
 * so a busy process cannot starve another. SQLite's own lock would be polled, with sleeps. */
enum { LOCK_DOOR = 0, LOCK_ROOM = 1 };

static int lock_byte(int fd, int byte, short type)
{
    struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
    int result = fcntl(fd, F_OFD_SETLKW, &lock);
    while (result != 0 && errno == EINTR)
        result = fcntl(fd, F_OFD_SETLKW, &lock);
    return result;
}

enum status sqlite_open_lock(struct sqlite_db *self, struct err *err)
{
    char *path = mem_need(talloc_asprintf(self, "%s-writer", self->path));
    self->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (self->lock_fd >= 0)
        return STATUS_OK;
    int reason = errno;
    enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.lock", "could not open %s", path);
    err_detail(err, "open: %s", strerror(reason));
    return status;
}

/* F-36: a database that was moved or deleted under the running server takes no more writes. */
static enum status check_in_place(struct sqlite_db *self, struct err *err)
{
    int moved = 0;
    sqlite3_file_control(self->writer->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved == 0)
        return STATUS_OK;
    db_break(self->db);
    return FAIL(err, STATUS_BROKEN, "db.moved", "the database %s was moved or deleted while it was open", self->path);
}

static enum status fail_broken(struct err *err)
{
    return FAIL(err, STATUS_BROKEN, "db.broken", "the database has failed and takes no more changes until the next start");
}

static enum status writer_begin(void *owner, struct err *err)
{
    struct sqlite_db *self = owner;
    if (self->db->broken)
        return fail_broken(err);
    TRY(check_in_place(self, err));
    self->lost_status = STATUS_OK;
    if (lock_byte(self->lock_fd, LOCK_DOOR, F_WRLCK) != 0 || lock_byte(self->lock_fd, LOCK_ROOM, F_WRLCK) != 0) {
        int reason = errno;
        lock_byte(self->lock_fd, LOCK_DOOR, F_UNLCK);
        enum status status = FAIL(err, STATUS_UNAVAILABLE, "db.lock", "could not lock the database");
        err_detail(err, "fcntl: %s", strerror(reason));
        return status;
    }
    lock_byte(self->lock_fd, LOCK_DOOR, F_UNLCK);
    sqlite_checkpoint_rest(self);
    enum status status = sqlite_do(self->writer, STEP_BEGIN_WRITE, err);
    if (status != STATUS_OK)
        lock_byte(self->lock_fd, LOCK_ROOM, F_UNLCK);
    return status;
}

static void writer_abandon(void *owner)
{
    struct sqlite_db *self = owner;
    if (sqlite3_get_autocommit(self->writer->handle) == 0)
        sqlite3_exec(self->writer->handle, "ROLLBACK", NULL, NULL, NULL);
    lock_byte(self->lock_fd, LOCK_ROOM, F_UNLCK);
}

/* After a failed fsync the kernel may have dropped the pages and report success next time, so the answer to BROKEN is
 * never a second try (G6, F-11). */
static enum status writer_commit(void *owner, struct err *err)
{
    struct sqlite_db *self = owner;
    enum status status = self->db->broken ? fail_broken(err) : sqlite_do(self->writer, STEP_COMMIT, err);
    if (status == STATUS_BROKEN)
        db_break(self->db);
    writer_abandon(self);
    if (status == STATUS_OK && self->wake != NULL)
        wake_all(self->wake);
    return status;
}

static enum status writer_lost(void *owner, struct err *err)
{
    struct sqlite_db *self = owner;
    if (sqlite3_get_autocommit(self->writer->handle) == 0)
        return STATUS_OK;
    if (self->lost_status == STATUS_OK)
        return FAIL(err, STATUS_BUSY, "db.lost", "could not be saved; please try again");
    if (err != NULL)
        *err = self->lost_err;
    return self->lost_status;
}

const struct line_ops sqlite_line_ops = {
    .begin = writer_begin,
    .commit = writer_commit,
    .abandon = writer_abandon,
    .lost = writer_lost,
};
