#include "app/ready.h"

#include <errno.h>
#include <sys/statvfs.h>

/* Where the database is a server's, its own disk is its own matter; mails and locks still lie here. */
static enum status room_check(const struct config *config, struct err *err)
{
    struct statvfs disk;
    if (statvfs(config->data_dir.ptr, &disk) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "ready.folder", "the desk's folder cannot be reached: %s", strerror(errno));
    if ((disk.f_flag & ST_RDONLY) != 0)
        return FAIL(err, STATUS_FULL, "ready.room", "the desk's folder cannot be written to");
    if (disk.f_bavail * disk.f_frsize < READY_ROOM_BYTES || (disk.f_files > 0 && disk.f_favail == 0))
        return FAIL(err, STATUS_FULL, "ready.room", "no space is left for the desk");
    return STATUS_OK;
}

enum status desk_is_ready(struct app *app, struct err *err)
{
    TRY(db_schema_check(app->db, err));
    return room_check(app->config, err);
}
