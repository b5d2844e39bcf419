#include "mail/mail_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { NAME_ID_BYTES = 120 };

static enum status folder_failed(struct str folder, const char *step, struct err *err)
{
    int code = errno;
    bool full = code == ENOSPC || code == EDQUOT;
    FAIL(err, full ? STATUS_FULL : STATUS_UNAVAILABLE, "mail.folder", "the mail could not be written to its folder");
    err_detail(err, "%s in " STR_FMT ": %s", step, STR_ARG(folder), strerror(code));
    return full ? STATUS_FULL : STATUS_UNAVAILABLE;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static void close_dir(DIR **dir)
{
    if (*dir != NULL)
        closedir(*dir);
}

/* The id without what has a meaning in a path or a terminal. */
static struct str name_part(TALLOC_CTX *mem, struct str id)
{
    char *part = str_to_c(mem, str_slice(id, 0, NAME_ID_BYTES));
    for (char *c = part; *c != '\0'; c++) {
        bool fine = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                    strchr("@.-_+", *c) != NULL;
        *c = fine ? *c : '_';
    }
    return str_from(part);
}

/* The highest number that a file of the folder begins with. */
static int64_t last_number(int folder_fd)
{
    int own = dup(folder_fd); /* closedir closes it */
    CLEANUP(close_dir) DIR *dir = own < 0 ? NULL : fdopendir(own);
    int64_t last = 0;
    if (dir == NULL)
        return 0;
    rewinddir(dir);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        struct str name = str_from(entry->d_name);
        int64_t number;
        if (parse_i64(str_slice(name, 0, str_find(name, STR("-"), 0)), 1, INT32_MAX, &number) && number > last)
            last = number;
    }
    return last;
}

static bool write_all(int fd, struct str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno != EINTR)
            return false;
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, SIZE_MAX);
    }
    return true;
}

/* The draft of this thread, gone at the end of the scope. One that a crash left is written over or stays hidden. */
struct draft {
    int folder_fd;
    struct str name; /* ".draft-…" */
    int fd;
};

static void draft_end(struct draft *draft)
{
    if (draft->fd >= 0) {
        close(draft->fd);
        unlinkat(draft->folder_fd, draft->name.ptr, 0);
    }
}

static bool write_draft(struct draft *draft, struct str bytes)
{
    draft->fd = openat(draft->folder_fd, draft->name.ptr, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    return draft->fd >= 0 && write_all(draft->fd, bytes) && fsync(draft->fd) == 0;
}

enum status mail_folder_add(TALLOC_CTX *mem, struct str folder, struct str message_id, struct str bytes, struct str *name,
                            struct err *err)
{
    struct str path = str_copy(mem, folder);
    if (mkdir(path.ptr, 0700) != 0 && errno != EEXIST)
        return folder_failed(folder, "mkdir", err);
    CLEANUP(close_fd) int folder_fd = open(path.ptr, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    if (folder_fd < 0)
        return folder_failed(folder, "open", err);
    CLEANUP(draft_end) struct draft draft = { folder_fd, str_format(mem, ".draft-%d-%d", getpid(), gettid()), -1 };
    if (!write_draft(&draft, bytes))
        return folder_failed(folder, "write", err);
    struct str id = name_part(mem, message_id), file;
    int64_t number = last_number(folder_fd);
    do {
        number++;
        file = str_format(mem, "%03lld-" STR_FMT ".eml", (long long)number, STR_ARG(id));
        /* link, which never replaces, rather than rename: another sender may have taken the number. */
        if (linkat(folder_fd, draft.name.ptr, folder_fd, file.ptr, 0) == 0) {
            if (fsync(folder_fd) != 0)
                return folder_failed(folder, "fsync", err);
            *name = file;
            return STATUS_OK;
        }
    } while (errno == EEXIST);
    return folder_failed(folder, "link", err);
}
