#include "cli/init.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "app/desk_init.h"
#include "cli/desk.h"

const struct option_row init_options[] = {
    { "admin", "ADDRESS", "the admin's email address, with which to sign in (needed)" },
    { "mailbox", "ADDRESS", "the address to which customers write (needed)" },
    { "name", "NAME", "the admin's name" },
    { "desk", "NAME", "the desk's name, as customers see it" },
    { "time-zone", "ZONE", "where the team works, like Europe/Madrid; default UTC" },
    { "password-file", "FILE", "its first line is the admin's password; otherwise one is made and shown once" },
    { 0 },
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* The example file stands in a new desk, so that its settings can be found where they are needed. */
static enum status write_example(TALLOC_CTX *mem, const struct config *config, struct err *err)
{
    struct str path = str_format(mem, STR_FMT "/desk.conf", STR_ARG(config->data_dir));
    struct str text = config_example(mem);
    CLEANUP(close_fd) int fd = open(path.ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return STATUS_OK;
    if (fd < 0 || write(fd, text.ptr, text.len) != (ssize_t)text.len)
        return FAIL(err, STATUS_UNAVAILABLE, "init.config", "could not write " STR_FMT ": %s", STR_ARG(path),
                    strerror(errno));
    return STATUS_OK;
}

enum status init_run(TALLOC_CTX *mem, const struct invocation *in, struct err *err)
{
    struct config config;
    struct desk_init_input input = {
        .admin_name = option_value(in, "name"),
        .desk_name = option_value(in, "desk"),
        .time_zone = option_given(in, "time-zone") ? option_value(in, "time-zone") : STR("UTC"),
    };
    bool made;
    TRY(option_required(in, "admin", &input.admin_address, err));
    TRY(option_required(in, "mailbox", &input.mailbox_address, err));
    TRY(invocation_config(mem, in, "command", &config, err));
    TRY(password_choose(mem, in, &input.password, &made, err));

    umask(0077);
    TRY(desk_init(&config, &input, err));
    TRY(write_example(mem, &config, err));
    printf("The desk in " STR_FMT " is made.\nSign in as " STR_FMT "%s" STR_FMT "\n", STR_ARG(config.data_dir),
           STR_ARG(input.admin_address), made ? " with the password " : "", STR_ARG(made ? input.password : STR("")));
    printf("Start it: buckstop serve --data " STR_FMT "\n", STR_ARG(config.data_dir));
    return STATUS_OK;
}
