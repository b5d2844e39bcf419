#include "app/secret_key.h"

#include <errno.h>
#include <fcntl.h>

#include "base/mem.h"

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static char *key_path(TALLOC_CTX *mem, struct str data_dir)
{
    return str_to_c(mem, str_format(mem, STR_FMT "/secret.key", STR_ARG(data_dir)));
}

enum status secret_key_read(TALLOC_CTX *mem, struct str data_dir, struct str *out, struct err *err)
{
    CLEANUP(close_file) int file = open(key_path(mem, data_dir), O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return FAIL(err, STATUS_UNAVAILABLE, "desk.missing",
                    "there is no desk in " STR_FMT "; make one with: buckstop init", STR_ARG(data_dir));
    if (file < 0)
        return FAIL(err, STATUS_UNAVAILABLE, "desk.key", "could not read secret.key: %s", strerror(errno));
    char *bytes = mem_need(talloc_size(mem, SECRET_KEY_BYTES + 1));
    ssize_t got = read(file, bytes, SECRET_KEY_BYTES + 1);
    if (got != SECRET_KEY_BYTES)
        return FAIL(err, STATUS_UNAVAILABLE, "desk.key", "secret.key is damaged: restore it from a backup");
    *out = (struct str){ bytes, SECRET_KEY_BYTES };
    return STATUS_OK;
}

static enum status folder_sync(TALLOC_CTX *mem, struct str folder, struct err *err)
{
    CLEANUP(close_file) int directory = open(str_to_c(mem, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || fsync(directory) != 0)
        return FAIL(err, STATUS_BROKEN, "desk.key", "could not store secret.key: %s", strerror(errno));
    return STATUS_OK;
}

enum status secret_key_make(TALLOC_CTX *mem, struct str data_dir, struct random *random, struct err *err)
{
    char bytes[SECRET_KEY_BYTES];
    random->bytes(random, bytes, sizeof bytes);
    CLEANUP(close_file) int file = open(key_path(mem, data_dir), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return FAIL(err, STATUS_CONFLICT, "desk.exists", "there is a desk in " STR_FMT " already", STR_ARG(data_dir));
    if (file < 0 || write(file, bytes, sizeof bytes) != (ssize_t)sizeof bytes || fsync(file) != 0)
        return FAIL(err, STATUS_UNAVAILABLE, "desk.key", "could not store secret.key: %s", strerror(errno));
    return folder_sync(mem, data_dir, err);
}
